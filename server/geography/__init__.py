"""Where things are: the tree of areas, their boundaries, and coordinate systems."""
