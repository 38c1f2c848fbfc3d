"""Keeping and forgetting: backups, retention, exchange of keys, a resident's own data."""
