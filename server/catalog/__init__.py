"""Categories with their limits and close-out standards, tiles, and who answers for what."""
