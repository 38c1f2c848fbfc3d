"""What a WSGI server loads: ``wsgi:app``."""

import gc

gc.disable()  # nearly all that loading makes stays: to look through it took a fifth of the time

from server import create_app  # noqa: E402

app = create_app()
gc.enable()
