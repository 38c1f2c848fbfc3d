"""What a WSGI server loads: ``wsgi:app``."""

from server import create_app

app = create_app()
