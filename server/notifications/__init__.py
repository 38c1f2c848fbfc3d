"""Telling people what happened to a case."""
