"""A device in a few words, for the list of sessions: less than its ``User-Agent`` tells."""

from __future__ import annotations

_PROGRAMS = (
    ("MicroMessenger/", "WeChat"),
    ("Edg", "Edge"),
    ("QQBrowser/", "QQ"),
    ("UCBrowser/", "UC"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def describe(user_agent: str) -> str:
    """``Chrome · Android``; empty when nothing is recognised."""
    parts = (_first(_PROGRAMS, user_agent), _first(_SYSTEMS, user_agent))
    return " · ".join(part for part in parts if part)


def _first(names: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in names if mark in user_agent), "")
