"""Nothing yet is stored for statistics."""
