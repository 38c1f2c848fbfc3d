"""What values of the settings cannot be meant, or lack another one."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import fields
from typing import TYPE_CHECKING

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

if TYPE_CHECKING:
    from server.settings import Settings

MAP_PROVIDERS = ("tianditu", "amap", "tencent", "xyz")
_LEAST_SECRET = 32
_SMS_FOR_ALL = (
    "sms_key_id",
    "sms_key_secret",
    "sms_sign_name",
    "sms_frame_code",
    "sms_frame_notice",
)
_MAP_DATUMS = ("wgs84", "gcj02")
_SMS_NEEDS = {"aliyun": _SMS_FOR_ALL, "tencent": (*_SMS_FOR_ALL, "sms_app_id")}

_ADDRESSES = ("public_url", "sms_endpoint", "wechat_endpoint", "map_url")
_ADDRESS = re.compile(r"https?://[^/\s]")
_PUSH_SUBJECT = re.compile(r"https://[^/\s]|mailto:[^@\s]+@[^@\s]+$")
_PUSH_KEY = re.compile(r"[A-Za-z0-9_-]{43}")

_DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")
_PORTS = range(1, 2**16)


def check(settings: Settings) -> None:
    """Raises ``ValueError`` with the name of a variable and what it must be."""
    _keys(settings)
    _places(settings)
    _addresses(settings)
    _proxies(settings)
    _channels(settings)
    _map(settings)


def _places(settings: Settings) -> None:
    """An address is not shown: it may hold a password."""
    if settings.port not in _PORTS:
        raise ValueError(f"SSP_PORT must be from {_PORTS[0]} to {_PORTS[-1]}")
    for name in ("workers", "rate_factor"):
        if getattr(settings, name) < 1:
            raise ValueError(f"{_env(settings, name)} must be 1 or more")
    try:
        known = make_url(settings.database_url).drivername in _DATABASES
    except (ArgumentError, ValueError):
        known = False
    if not known:
        raise ValueError("SSP_DATABASE_URL must be sqlite:///… or postgresql://…")


def _addresses(settings: Settings) -> None:
    """Somebody writes to these, or follows them."""
    for name in _ADDRESSES:
        address = getattr(settings, name)
        if address and not _ADDRESS.match(address):
            raise ValueError(f"{_env(settings, name)} must begin with https://")
    if settings.push_subject and not _PUSH_SUBJECT.match(settings.push_subject):
        raise ValueError("SSP_PUSH_SUBJECT must be mailto:… or https://…")


def _keys(settings: Settings) -> None:
    """Short keys can be guessed, and who holds the backups must not hold the root."""
    if len(settings.secret_key) < _LEAST_SECRET:
        raise ValueError("SSP_SECRET_KEY must have at least 32 characters")
    if any(len(secret) < _LEAST_SECRET for secret in settings.data_secrets):
        raise ValueError("SSP_DATA_KEYS: each must have at least 32 characters")
    if settings.backup_secret and len(settings.backup_secret) < _LEAST_SECRET:
        raise ValueError("SSP_BACKUP_SECRET must have at least 32 characters")
    if settings.backup_secret in (settings.secret_key, *settings.data_secrets):
        raise ValueError("SSP_BACKUP_SECRET must be another one than the other keys")


def _proxies(settings: Settings) -> None:
    """A network that cannot be read would silently trust nobody."""
    for part in settings.trusted_proxies.split(","):
        try:
            ipaddress.ip_network(part.strip() or "::")
        except ValueError as error:
            raise ValueError(f"SSP_TRUSTED_PROXIES: {error}") from None


def _channels(settings: Settings) -> None:
    """A provider that is named must have what its protocol needs."""
    if settings.sms_provider not in ("", "local", *_SMS_NEEDS):
        raise ValueError("SSP_SMS_PROVIDER must be aliyun, tencent, local or empty")
    needed = list(_SMS_NEEDS.get(settings.sms_provider, ()))
    if settings.wechat_pages:
        needed.append("wechat_app_id")
    if settings.push_key and not _PUSH_KEY.fullmatch(settings.push_key):
        raise ValueError("SSP_PUSH_KEY must be a key that `flask push keys` made")
    if settings.push_key and not settings.push_subject:
        needed.append("public_url")
    if settings.wechat_app_id:
        needed += ["public_url", "wechat_secret", "wechat_template"]
    _require(settings, *needed)


def _map(settings: Settings) -> None:
    """Tiles need an address, and a map of a provider its 审图号."""
    if settings.map_provider not in ("", *MAP_PROVIDERS):
        raise ValueError("SSP_MAP_PROVIDER must be tianditu, amap, tencent, xyz or empty")
    if settings.map_datum not in ("", *_MAP_DATUMS):
        raise ValueError("SSP_MAP_DATUM must be wgs84, gcj02 or empty")
    if not settings.map_provider:
        return
    _require(settings, "map_number")
    if settings.map_provider == "xyz":
        _require(settings, "map_url")
    if settings.map_provider == "tianditu" and not settings.map_url:
        _require(settings, "map_key")


def _require(settings: Settings, *names: str) -> None:
    for name in names:
        if not getattr(settings, name):
            raise ValueError(f"{_env(settings, name)} is missing")


def _env(settings: Settings, name: str) -> str:
    """The variable of a field."""
    return next(str(item.metadata["env"]) for item in fields(settings) if item.name == name)
