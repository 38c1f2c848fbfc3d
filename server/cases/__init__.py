"""Cases: the unit of work, with one state, one responsible organisation and its clocks."""
