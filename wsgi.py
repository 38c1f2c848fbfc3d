"""What a WSGI server loads: ``wsgi:app``."""

import gc
import sys

gc.disable()  # nearly all that loading makes stays: to look through it took a fifth of the time

from server import create_app  # noqa: E402
from server.settings import Refusal, Settings  # noqa: E402

try:
    app = create_app(Settings.asked())
except Refusal as refusal:
    sys.exit(f"Error: {refusal}")
gc.enable()
