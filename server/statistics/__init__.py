"""The ledger and what was done, counted in the units of the categories."""
