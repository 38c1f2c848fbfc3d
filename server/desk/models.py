"""Saved views and response templates."""
