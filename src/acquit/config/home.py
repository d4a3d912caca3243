"""Where Acquit keeps what belongs to one installation, and how its database is reached."""

from __future__ import annotations

import hashlib
import os
import secrets
import sys
from pathlib import Path
from typing import Any

from psycopg.conninfo import conninfo_to_dict

# A socket's path, its name included, must fit into `sockaddr_un`.
LONGEST_SOCKET = 107 if sys.platform == "linux" else 103
PORT = "5432"  # part of the socket's name; always given, so that PGPORT cannot change it
SOCKET_NAME = f".s.PGSQL.{PORT}"
USER = "postgres"
# A question that is asked for the fifth time is planned once and for all: half of its cost.
PREPARED = {"prepare_threshold": 5}
NAME = "acquit"


def folder() -> Path:
    """The data folder: ACQUIT_HOME, by default `acquit` in the user's own data folder."""
    given = os.environ.get("ACQUIT_HOME")
    if given:
        return Path(given).expanduser().absolute()
    base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(base) / "acquit"


def watched() -> Path:
    """The folder below which folders may be watched: ACQUIT_WATCH, by default `incoming` in
    the data folder.
    """
    given = os.environ.get("ACQUIT_WATCH")
    return Path(given).expanduser().absolute() if given else folder() / "incoming"


def secret_key() -> str:
    """What signs sessions: ACQUIT_SECRET_KEY, else the kept key, else one that passes."""
    given = os.environ.get("ACQUIT_SECRET_KEY")
    if given:
        return given
    try:
        return _kept_key().read_text().strip()
    except OSError:
        return secrets.token_urlsafe(48)


def keep_secret_key() -> None:
    """Make the key that stays, unless there is one; the first of two processes wins."""
    if os.environ.get("ACQUIT_SECRET_KEY") or _kept_key().exists():
        return
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = folder() / f"secret.{secrets.token_hex(8)}"
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w"
    ) as file:
        file.write(secrets.token_urlsafe(48))
    try:
        _kept_key().hardlink_to(draft)  # all or nothing: a reader never sees half a key
    except FileExistsError:
        return
    finally:
        draft.unlink()


def external_database() -> str:
    """ACQUIT_DATABASE_URL: a PostgreSQL of the user's own; empty means the embedded one."""
    return os.environ.get("ACQUIT_DATABASE_URL", "")


def cluster_folder() -> Path:
    """Where the embedded PostgreSQL keeps its files."""
    return folder() / "database"


def socket_folder(cluster: Path) -> Path:
    """Where the server is reached: its cluster, or a short folder if that path will not do.

    Too long for a socket will not do, nor a comma, which libpq takes for two servers. The
    short folder does not follow TMPDIR: every process must find the same one.
    """
    if len(os.fsencode(cluster / SOCKET_NAME)) <= LONGEST_SOCKET and "," not in str(
        cluster
    ):
        return cluster
    name = hashlib.sha256(os.fsencode(cluster)).hexdigest()[:16]
    return Path(f"/tmp/acquit-{os.geteuid()}-{name}")  # noqa: S108 - its owner is checked


def database() -> dict[str, Any]:
    """Django's description of the database: ACQUIT_DATABASE_URL, else the embedded one."""
    common = {"ENGINE": "django.db.backends.postgresql", "CONN_MAX_AGE": 0}
    url = external_database()
    if url:
        return common | _described(url)
    host = str(socket_folder(cluster_folder()))
    return common | {
        "NAME": NAME,
        "USER": USER,
        "HOST": host,
        "PORT": PORT,
        "OPTIONS": dict(PREPARED),
    }


def _described(url: str) -> dict[str, Any]:
    parts = conninfo_to_dict(url)
    known = {
        "dbname": "NAME",
        "user": "USER",
        "password": "PASSWORD",
        "host": "HOST",
        "port": "PORT",
    }
    named = {django: parts.pop(libpq) for libpq, django in known.items() if libpq in parts}
    return named | {"OPTIONS": PREPARED | parts}


def _kept_key() -> Path:
    return folder() / "secret.key"
