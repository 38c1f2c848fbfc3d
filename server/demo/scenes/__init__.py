"""Street scenes drawn by Pillow: photographs for a city that does not exist."""

from server.demo.scenes.take import KINDS, draw_scene

__all__ = ["KINDS", "draw_scene"]
