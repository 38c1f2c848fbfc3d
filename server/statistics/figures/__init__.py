"""Figures of a period, by organisation, street, segment and person."""
