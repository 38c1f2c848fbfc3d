"""How many faces and number plates the detectors find: ``make bench-blur``."""
