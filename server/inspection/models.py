"""Rounds, lists and spot checks."""
