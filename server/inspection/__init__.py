"""Patrol rounds, hotspots, spot checks, rectification and community lists."""
