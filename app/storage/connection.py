"""Opening the encrypted file: exact settings or a refusal in words; without SQLAlchemy.

WAL with synchronous=FULL loses no acknowledged payment at power loss (NORMAL does). SQLite before
3.51.3, and 3.52.0, can corrupt a WAL database (sqlite.org/changes.html, 3.53.0).
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2 as driver

from app.kernel.errors import OutsideError
from app.kernel.translate import t
from app.storage.disk_room import DiskRoom
from app.storage.foreign_wal import refuse_foreign_wal, wrong_key

DATABASE_NAME = "counterfoil.db"
SCHEMA_REVISION = "0007"
"""The head of `migrations/`; compared here so that opening never needs alembic (a test ties the
two).
"""

WAL_LIMIT = 8 << 20
"""What was paid during a backup lengthens the file beside the books; then it is cut to so many
bytes. Writing into what was left of it would read each piece from the disk first, since its frames
are no whole pages of memory, and a payment takes half as long again.
"""
_PRAGMAS: dict[str, tuple[str, object]] = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "foreign_keys": ("ON", 1),
    "recursive_triggers": ("ON", 1),
    "busy_timeout": ("5000", 5000),
    "trusted_schema": ("OFF", 0),
    "cell_size_check": ("ON", 1),
    "temp_store": ("MEMORY", 2),
    "journal_size_limit": (str(WAL_LIMIT), WAL_LIMIT),
}
_STATEMENTS = 512
"""Kept ready on each connection: a window asks some three hundred, and the driver's own 128 would
have most of them read anew each time.
"""
LARGE_CACHE_KIB, CACHE_KIB = 32 * 1024, 8 * 1024
"""Pages kept of the file, for writing and for reading. Three readers and the writer stay small
beside the window itself, and the system keeps the file's pages too; only the key is laid on them
again. A process that looks through the books keeps what belongs to a slice of them.
"""


def refuse_library(version: tuple[int, ...], cipher: str) -> None:
    """An OutsideError unless this SQLite is encrypted and free of the WAL corruption bug."""
    if not cipher:
        raise OutsideError(
            t(
                "This installation has no database encryption (SQLCipher). "
                "Install Counterfoil again."
            )
        )
    if version < (3, 51, 3) or version == (3, 52, 0):
        raise OutsideError(
            t(
                "The database library {version} can damage data. "
                "Counterfoil needs 3.51.3 or newer. Install Counterfoil again.",
                version=".".join(map(str, version)),
            )
        )


def connect(path: Path, key: bytes, *, reading: bool = False, cache_kib: int | None = None) -> Any:
    """A driver connection in autocommit mode with every setting made and asserted.

    UserError for a wrong key or a file that is no database of ours; OutsideError for bad settings.
    """
    refuse_foreign_wal(path, key)
    kept = cache_kib or (CACHE_KIB if reading else LARGE_CACHE_KIB)
    try:
        connection = driver.connect(
            str(path), isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS
        )
    except driver.OperationalError as error:
        raise _unreadable(path, error) from None
    try:
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        # Its own lines about a damaged page would mix with what the command line says there.
        cursor.execute("PRAGMA cipher_log_level = NONE")
        cipher = cursor.execute("PRAGMA cipher_version").fetchone()
        refuse_library(tuple(driver.sqlite_version_info), cipher[0] if cipher else "")
        _refuse_wrong_key(cursor, path)
        for name, (value, expected) in _pragmas(kept).items():
            cursor.execute(f"PRAGMA {name} = {value}")
            got = cursor.execute(f"PRAGMA {name}").fetchone()[0]
            if got != expected:
                raise OutsideError(
                    t(
                        "The database setting {name} is {got} and must be {expected}. "
                        "Counterfoil does not start without it.",
                        name=name,
                        got=got,
                        expected=expected,
                    )
                )
        if reading:
            cursor.execute("PRAGMA query_only = ON")
    except driver.OperationalError as error:
        connection.close()
        raise _unreadable(path, error) from None
    except BaseException:
        connection.close()
        raise
    return connection


def _pragmas(cache_kib: int) -> dict[str, tuple[str, object]]:
    ours = _PRAGMAS | {"cache_size": (str(-cache_kib), -cache_kib)}
    return ours | ({"fullfsync": ("ON", 1)} if sys.platform == "darwin" else {})


def _refuse_wrong_key(cursor: Any, path: Path) -> None:
    try:
        cursor.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except driver.DatabaseError as error:
        if isinstance(error, driver.OperationalError):
            raise _unreadable(path, error) from None
        raise wrong_key(path) from None


class NoRoom(OutsideError):
    """The disk has not even room for the little that opening the books writes beside them."""


def _unreadable(path: Path, error: driver.Error) -> OutsideError:
    if path.is_file() and DiskRoom(path.parent).takes_no_more():
        return NoRoom(
            t(
                "The disk is full, and opening the books needs a little room on it. Nothing in "
                "them was changed. Free some space on the disk of {folder}, then try again.",
                folder=path.parent,
            )
        )
    return OutsideError(
        t(
            "{name} can't be read: {error}. See that its disk is there and that you may write in "
            "{folder}; if so, restore the latest backup.",
            name=path.name,
            error=str(error),
            folder=path.parent,
        )
    )


def is_damage(error: BaseException) -> bool:
    """Whether a driver error says that the file itself is broken."""
    return isinstance(error, driver.DatabaseError) and (
        "malformed" in str(error) or "not a database" in str(error)
    )


def is_full(error: BaseException) -> bool:
    """Whether a driver error says that the disk took no more, or could not be written."""
    code = getattr(error, "sqlite_errorname", "") or str(error)
    return any(word in code for word in ("FULL", "IOERR", "is full", "disk I/O"))


def disk_refused() -> OutsideError:
    """What is said when the disk took no more before a practice was complete."""
    return OutsideError(
        t("The disk is full, or it reports an error. Nothing was changed. Free some space first.")
    )


def damaged() -> OutsideError:
    """What is said of a broken file, wherever it shows."""
    return OutsideError(
        t("The database file is damaged. Nothing was saved. Restore the latest backup.")
    )


def schema_revision(cursor: Any) -> str | None:
    """The revision of the open database; None when it was never set up."""
    found = cursor.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    ).fetchone()
    if not found:
        return None
    row = cursor.execute("SELECT version_num FROM alembic_version").fetchone()
    return None if row is None else str(row[0])
