"""Providers of messages on this machine: they check signatures as their documents say."""
