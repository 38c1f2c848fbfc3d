"""Everything an operator can set, read once from the environment."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from environs import Env, EnvError

from server.settings_rules import check

DATA_KEYS = "data.keys"
RESTORING = "restoring"
"""The folder in the data folder that is there while a backup is being restored."""


class Refusal(RuntimeError):
    """Why a program cannot start, in plain sentences."""


def _from(env: str, doc: str) -> dict[str, str]:
    return {"env": env, "doc": doc}


@dataclass(frozen=True)
class Settings:
    """The settings of one running installation; the documentation table is generated from it.

    ``data_dir`` is an absolute path; ``secret_key`` is at least 32 characters.
    """

    data_dir: Path = field(
        default=Path("var"), metadata=_from("SSP_DATA_DIR", "Folder of database, photos and keys.")
    )
    database_url: str = field(
        default="",
        metadata=_from("SSP_DATABASE_URL", "SQLAlchemy address; empty: SQLite in the data folder."),
    )
    secret_key: str = field(
        default="",
        metadata=_from("SSP_SECRET_KEY", "Root of all keys; empty: made once in the data folder."),
    )
    data_keys: str = field(
        default="",
        repr=False,
        metadata=_from(
            "SSP_DATA_KEYS",
            "Secrets, separated by commas, the newest first, that seal phone numbers, contacts and "
            "originals; empty: the lines of `data.keys` in the data folder, or else the root.",
        ),
    )
    backup_secret: str = field(
        default="",
        repr=False,
        metadata=_from(
            "SSP_BACKUP_SECRET",
            "What `flask backup` encrypts with, at least 32 characters, another one than the root.",
        ),
    )
    city: str = field(
        default="liaoyuan",
        metadata=_from("SSP_CITY", "Folder of the city that `flask seed demo` loads."),
    )
    demo: bool = field(
        default=False,
        metadata=_from("SSP_DEMO", "Demo accounts may sign in, from a loopback address only."),
    )
    host: str = field(
        default="127.0.0.1", metadata=_from("SSP_HOST", "Address the server listens on.")
    )
    port: int = field(default=8000, metadata=_from("SSP_PORT", "Port the server listens on."))
    trusted_proxies: str = field(
        default="",
        metadata=_from(
            "SSP_TRUSTED_PROXIES",
            "Addresses or networks of our own proxies, separated by commas, such as `127.0.0.1`: "
            "their `X-Forwarded-For` and `X-Forwarded-Proto` are believed; empty: nobody's.",
        ),
    )
    rate_factor: int = field(
        default=1,
        metadata=_from(
            "SSP_RATE_FACTOR",
            "How many times the usual rates of writes are allowed; for a load test, or where many "
            "report at once. Codes and passwords keep their limits.",
        ),
    )
    workers: int = field(default=2, metadata=_from("SSP_WORKERS", "Web worker processes."))
    background: bool = field(
        default=True,
        metadata=_from("SSP_BACKGROUND", "Run outbox relay and timers inside the web workers."),
    )

    detectors: bool = field(
        default=False,
        metadata=_from(
            "SSP_DETECTORS",
            "Look for faces and number plates on photos before clerks do; needs `make blur`.",
        ),
    )

    public_url: str = field(
        default="",
        metadata=_from(
            "SSP_PUBLIC_URL",
            "Where people reach the pages, such as `https://ssp.example.gov.cn`; for links that "
            "are sent to them or shared by them.",
        ),
    )
    sms_provider: str = field(
        default="",
        metadata=_from(
            "SSP_SMS_PROVIDER",
            "`aliyun` or `tencent`; `local` writes all messages into `sms.jsonl` of the data "
            "folder; empty: only one-time codes, there.",
        ),
    )
    sms_key_id: str = field(
        default="", metadata=_from("SSP_SMS_KEY_ID", "AccessKey ID (阿里云) or SecretId (腾讯云).")
    )
    sms_key_secret: str = field(
        default="",
        repr=False,
        metadata=_from("SSP_SMS_KEY_SECRET", "The secret that belongs to it."),
    )
    sms_sign_name: str = field(
        default="",
        metadata=_from("SSP_SMS_SIGN_NAME", "短信签名, as registered with the provider."),
    )
    sms_frame_code: str = field(
        default="",
        metadata=_from(
            "SSP_SMS_FRAME_CODE", "短信模板 of one-time codes; its variables are code and minutes."
        ),
    )
    sms_frame_notice: str = field(
        default="",
        metadata=_from(
            "SSP_SMS_FRAME_NOTICE", "短信模板 of notices; its variables are number and words."
        ),
    )
    sms_app_id: str = field(
        default="", metadata=_from("SSP_SMS_APP_ID", "SmsSdkAppId, for 腾讯云 only.")
    )
    sms_region: str = field(
        default="ap-guangzhou", metadata=_from("SSP_SMS_REGION", "地域, for 腾讯云 only.")
    )
    sms_endpoint: str = field(
        default="", metadata=_from("SSP_SMS_ENDPOINT", "Another address than the provider's own.")
    )
    push_key: str = field(
        default="",
        repr=False,
        metadata=_from(
            "SSP_PUSH_KEY", "Key of Web Push, as `flask push keys` makes it; empty: no Web Push."
        ),
    )
    push_subject: str = field(
        default="",
        metadata=_from(
            "SSP_PUSH_SUBJECT",
            "Whom push services may write to, `mailto:…` or `https:…`; empty: the public URL.",
        ),
    )
    wechat_app_id: str = field(
        default="", metadata=_from("SSP_WECHAT_APP_ID", "AppID of the 公众号; empty: no WeChat.")
    )
    wechat_secret: str = field(
        default="", repr=False, metadata=_from("SSP_WECHAT_SECRET", "AppSecret of the 公众号.")
    )
    wechat_template: str = field(
        default="", metadata=_from("SSP_WECHAT_TEMPLATE", "Template id of notices.")
    )
    wechat_fields: str = field(
        default="character_string1,thing2,time3",
        metadata=_from(
            "SSP_WECHAT_FIELDS", "The template's fields for case number, words and time, in order."
        ),
    )
    wechat_endpoint: str = field(
        default="", metadata=_from("SSP_WECHAT_ENDPOINT", "Another address than WeChat's own.")
    )
    wechat_pages: bool = field(
        default=False,
        metadata=_from(
            "SSP_WECHAT_PAGES",
            "Residents may sign in by WeChat, and pages opened in WeChat load its JS-SDK from "
            "res.wx.qq.com; needs the 公众号.",
        ),
    )

    map_provider: str = field(
        default="",
        metadata=_from(
            "SSP_MAP_PROVIDER",
            "`tianditu`, `amap`, `tencent` or `xyz`; empty: the city's own boundaries, no network.",
        ),
    )
    map_key: str = field(
        default="",
        metadata=_from("SSP_MAP_KEY", "The provider's key for browsers, `{key}` in addresses."),
    )
    map_url: str = field(
        default="",
        metadata=_from(
            "SSP_MAP_URL",
            "Address of tiles with `{z}`, `{x}`, `{y}` (or `{-y}`); for `xyz`, or for a provider "
            "behind an address of your own.",
        ),
    )
    map_datum: str = field(
        default="",
        metadata=_from(
            "SSP_MAP_DATUM",
            "Datum of the tiles, `wgs84` or `gcj02`; empty: the provider's, for `xyz` `wgs84`.",
        ),
    )
    map_attribution: str = field(
        default="",
        metadata=_from("SSP_MAP_ATTRIBUTION", "Whose map it is; empty: the provider's name."),
    )
    map_number: str = field(
        default="",
        metadata=_from("SSP_MAP_NUMBER", "审图号 of the map, shown on it; any provider needs one."),
    )

    @classmethod
    def from_env(cls) -> Settings:
        """Read the environment.

        Raises ``environs.EnvError`` with the variable's name when a value cannot be read, and
        ``ValueError`` when ``SSP_SECRET_KEY`` is shorter than 32 characters, a provider of
        messages lacks what it needs, or another value cannot be meant.
        """
        env = Env()
        readers: dict[type, Any] = {bool: env.bool, int: env.int, str: env.str, Path: env.str}
        values: dict[str, Any] = {}
        for item in fields(cls):
            default = item.default
            values[item.name] = readers[_plain_type(default)](item.metadata["env"], default)
        return cls.complete(**values)

    @classmethod
    def asked(cls) -> Settings:
        """Read the environment for an operator. Raises ``Refusal``, which says what to mend."""
        try:
            return cls.from_env()
        except (EnvError, ValueError) as error:
            raise Refusal(f"A setting cannot be read: {error}") from error
        except OSError as error:
            raise Refusal(f"The data folder cannot be used: {error}") from error

    @classmethod
    def complete(cls, **values: Any) -> Settings:
        """Fill in what follows from the data folder: database address and the secret key file."""
        data_dir = Path(values.get("data_dir", "var")).resolve()
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        values["data_dir"] = data_dir
        values["database_url"] = values.get("database_url") or f"sqlite:///{data_dir / 'app.db'}"
        values["secret_key"] = values.get("secret_key") or _secret_in(data_dir)
        values["data_keys"] = values.get("data_keys") or _data_keys_in(data_dir)
        made = cls(**values)
        check(made)
        return made

    @property
    def data_secrets(self) -> tuple[str, ...]:
        """The data keys, the newest first; none: the root seals."""
        return tuple(part for part in self.data_keys.split(",") if part)


def _plain_type(default: object) -> type:
    return next(kind for kind in (bool, int, str, Path) if isinstance(default, kind))


def _data_keys_in(data_dir: Path) -> str:
    """The data keys that ``flask keys new`` wrote, one a line, the newest first."""
    path = data_dir / DATA_KEYS
    return ",".join(path.read_text().split()) if path.exists() else ""


def _secret_in(data_dir: Path) -> str:
    """The key file of the data folder, made atomically by whichever process comes first."""
    path = data_dir / "secret.key"
    if not path.exists():
        draft = data_dir / f".secret-{os.getpid()}-{secrets.token_hex(4)}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
