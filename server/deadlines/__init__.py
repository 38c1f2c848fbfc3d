"""Working calendar and the arithmetic of time limits."""
