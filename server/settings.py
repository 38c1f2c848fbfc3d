"""Everything an operator can set, read once from the environment."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from environs import Env


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
    workers: int = field(default=2, metadata=_from("SSP_WORKERS", "Web worker processes."))
    background: bool = field(
        default=True,
        metadata=_from("SSP_BACKGROUND", "Run outbox relay and timers inside the web workers."),
    )

    @classmethod
    def from_env(cls) -> Settings:
        """Read the environment.

        Raises ``environs.EnvError`` with the variable's name when a value cannot be read, and
        ``ValueError`` when ``SSP_SECRET_KEY`` is shorter than 32 characters.
        """
        env = Env()
        readers: dict[type, Any] = {bool: env.bool, int: env.int, str: env.str, Path: env.str}
        values: dict[str, Any] = {}
        for item in fields(cls):
            default = item.default
            values[item.name] = readers[_plain_type(default)](item.metadata["env"], default)
        return cls.complete(**values)

    @classmethod
    def complete(cls, **values: Any) -> Settings:
        """Fill in what follows from the data folder: database address and the secret key file."""
        data_dir = Path(values.get("data_dir", "var")).resolve()
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        values["data_dir"] = data_dir
        values["database_url"] = values.get("database_url") or f"sqlite:///{data_dir / 'app.db'}"
        values["secret_key"] = values.get("secret_key") or _secret_in(data_dir)
        if len(values["secret_key"]) < 32:
            raise ValueError("SSP_SECRET_KEY must have at least 32 characters")
        return cls(**values)


def _plain_type(default: object) -> type:
    return next(kind for kind in (bool, int, str, Path) if isinstance(default, kind))


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
