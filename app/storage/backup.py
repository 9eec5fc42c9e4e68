"""Backups of an open database: one file with an encrypted copy, the wrapped keys and a manifest,
verified before it counts.

The copy is made with SQLite's online backup API; a copy of a live WAL file would be corrupt.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import time
import zipfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from sqlcipher3 import dbapi2 as driver

from app.kernel.clock import Clock, instant_from, instant_text
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import new_id
from app.kernel.translate import t
from app.storage import engine, keys, recovery_file
from app.storage.connection import damaged, is_damage, is_full
from app.storage.incarnation import begin_incarnation
from app.storage.keys import Keys
from app.storage.pace import HASTE, Pace
from app.storage.private import private_file, private_folder, sync_folder, write_private

FOLDER_NAME, SUFFIX = recovery_file.FOLDER_NAME, recovery_file.SUFFIX
_MANIFEST = "manifest.json"
PROVING_NAME = "proving"
_PAGES_AT_ONCE = 128
_CHUNK = 512 << 10
"""So little because a payment that is written meanwhile waits until a step is on the disk."""
_SPARE = 64 << 20
"""What a backup leaves free on its disk, so that money can still be taken."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file; `log_seq` and `log_hash` are the head of the station log in it."""

    path: Path
    made_at: datetime
    station_code: str
    database_id: str
    revision: str
    log_seq: int
    log_hash: str


def back_up(
    folder: Path,
    station_keys: Keys,
    clock: Clock,
    *,
    target: Path | None = None,
    pace: Pace = HASTE,
    leave_copy: bool = False,
    inside: str = "",
) -> Backup:
    """Copy the database of `folder` into `target` or its `backups/`; an OutsideError leaves no
    half file.

    An earlier backup of the same practice at `target` is replaced; anything else there is refused.
    `leave_copy` leaves the very copy that went into the file open to be proven, in `proving`;
    `inside` is read again by whoever has the recovery key, before the copy itself.
    """
    now = clock.now()
    place = target or folder / FOLDER_NAME / f"counterfoil-{now:%Y%m%d-%H%M%S-%f}{SUFFIX}"
    _refuse_other_file(place, folder, station_keys)
    copy, part = (place.with_name(f"{place.name}.{new_id()}.{end}") for end in ("db", "part"))
    try:
        private_folder(place.parent)
        _refuse_too_little(place.parent, folder / engine.DATABASE_NAME)
        private_file(copy).close()
        _copy(folder / engine.DATABASE_NAME, copy, station_keys, pace)
        facts = _look_inside(copy, station_keys)
        recovery = recovery_file.whole(folder, facts["database_id"])
        with private_file(part) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as bundle:
                digest = _put_in(bundle, file, copy, pace)
                sealed = keys.wrap(station_keys.database, inside.encode())
                manifest = {
                    "v": 1,
                    "made_at": instant_text(now),
                    "sha256": digest,
                    **facts,
                    "inside": sealed,
                }
                bundle.writestr(keys.RECOVERY_NAME, recovery)
                bundle.writestr(_MANIFEST, json.dumps(manifest, indent=1))
            file.flush()
            os.fsync(file.fileno())
        part.replace(place)
        sync_folder(place.parent)
        if leave_copy:
            private_folder(folder / FOLDER_NAME / PROVING_NAME)
            copy.replace(folder / FOLDER_NAME / PROVING_NAME / engine.DATABASE_NAME)
    except (OSError, driver.OperationalError) as error:
        if "no such table" in str(error):
            raise damaged() from error
        raise OutsideError(t("The backup was not made: {error}.", error=error)) from error
    except driver.DatabaseError as error:
        raise (damaged() if is_damage(error) else error) from error
    finally:
        for path in (copy, part, *(Path(f"{copy}{end}") for end in ("-wal", "-shm"))):
            if path.exists():
                path.unlink()
    return _backup(place, manifest)


def clear_leftovers(folder: Path) -> None:
    """Take away what a backup or a proof left that was killed; never a finished backup."""
    place = folder / FOLDER_NAME
    for end in (".db", ".db-wal", ".db-shm", ".db-journal", ".part"):
        for left in place.glob(f"counterfoil-*{SUFFIX}.*{end}"):
            left.unlink(missing_ok=True)
    shutil.rmtree(place / PROVING_NAME, ignore_errors=True)


def room_needed(database: Path) -> int:
    """Bytes a backup of it needs beside it: the copy, the file it goes into, and some to spare."""
    size = sum(each.stat().st_size for each in _files_of(database))
    return 2 * size + _SPARE


def _files_of(database: Path) -> list[Path]:
    return [p for p in (database, Path(f"{database}-wal")) if p.exists()]


def _refuse_too_little(place: Path, database: Path) -> None:
    """An OutsideError before a byte is written, so that a backup never fills the disk that money
    needs.
    """
    free, needed = shutil.disk_usage(place).free, room_needed(database)
    if free < needed:
        raise OutsideError(
            t(
                "The backup was not made: it needs {needed} MB of room in {place}, and {free} MB "
                "are free. Free some space, or keep fewer backups.",
                needed=f"{needed // 1_000_000:,}",
                place=place,
                free=f"{free // 1_000_000:,}",
            )
        )


def _refuse_other_file(place: Path, folder: Path, station_keys: Keys) -> None:
    """A UserError where a backup would put something else out of the world, the books first."""
    if not os.path.lexists(place):
        return
    try:
        there = read_manifest(place).database_id if place.is_file() else ""
    except UserError:
        there = ""
    connection = engine.connect(folder / engine.DATABASE_NAME, station_keys.database, reading=True)
    try:
        ours = connection.execute("SELECT database_id FROM this_station WHERE one = 1").fetchone()
    finally:
        connection.close()
    if ours is None or there != ours[0]:
        raise UserError(
            t(
                "{path} is there already, and is no backup of this practice. Choose another name.",
                path=place,
            ),
            field="file",
        )


def read_manifest(path: Path) -> Backup:
    """What a backup file says of itself; a UserError when it is none."""
    try:
        with zipfile.ZipFile(path) as bundle:
            names = set(bundle.namelist())
            manifest = json.loads(recovery_file.small(bundle, _MANIFEST))
        if not {engine.DATABASE_NAME, keys.RECOVERY_NAME, _MANIFEST} <= names:
            raise ValueError("incomplete")
        return _backup(path, manifest)
    except recovery_file.EVIL:
        raise UserError(
            t("{name} is not a Counterfoil backup, or it is damaged.", name=path.name),
            field="backup",
        ) from None


def refuse_taken(folder: Path) -> None:
    """A UserError when a practice is in `folder` already."""
    if (folder / engine.DATABASE_NAME).exists():
        raise UserError(
            t("{folder} already holds a practice. Restore into an empty folder.", folder=folder),
            field="data",
        )


def keys_inside(path: Path, recovery_key: str) -> Keys:
    """The keys of a backup; a UserError where it is none, or where the recovery key is not its."""
    read_manifest(path)
    try:
        with zipfile.ZipFile(path) as bundle:
            text = recovery_file.small(bundle, keys.RECOVERY_NAME).decode("utf-8", "replace")
    except recovery_file.EVIL:
        raise _damaged() from None
    return keys.from_recovery(text, recovery_key)


def told_inside(path: Path, found: Keys) -> str:
    """What whoever made the backup said with it; empty where they said nothing."""
    try:
        with zipfile.ZipFile(path) as bundle:
            sealed = str(json.loads(recovery_file.small(bundle, _MANIFEST)).get("inside", ""))
        return (keys.unwrap(found.database, sealed) or b"").decode("utf-8", "replace")
    except (*recovery_file.EVIL, AttributeError):
        raise _damaged() from None


def restore(path: Path, folder: Path, recovery_key: str, clock: Clock, pace: Pace = HASTE) -> Keys:
    """Put a backup into an empty `folder` as a new incarnation of its station; the keys it needs.

    The caller keeps the keys (keyring, passphrase) before it opens the database. Nothing is left in
    the folder when a step fails.
    """
    read_manifest(path)
    refuse_taken(folder)
    part = folder / "restore.part"
    try:
        private_folder(folder)
        with zipfile.ZipFile(path) as bundle:
            text = recovery_file.small(bundle, keys.RECOVERY_NAME).decode("utf-8", "replace")
            manifest = json.loads(recovery_file.small(bundle, _MANIFEST))
            found = keys.from_recovery(text, recovery_key)
            with bundle.open(engine.DATABASE_NAME) as source, private_file(part) as sink:
                size = bundle.getinfo(engine.DATABASE_NAME).file_size
                if _poured(source, sink, sink, size, pace) != manifest["sha256"]:
                    raise _damaged()
        facts = _look_inside(part, found)
        _start_again(part, found, facts["station_code"], clock)
        write_private(folder / keys.RECOVERY_NAME, text)
        part.replace(folder / engine.DATABASE_NAME)
    except OSError as error:
        raise OutsideError(t("The backup was not restored: {error}.", error=error)) from error
    except driver.OperationalError as error:
        if not is_full(error):
            raise _damaged() from None
        raise OutsideError(t("The backup was not restored: {error}.", error=error)) from error
    except (*recovery_file.EVIL, driver.DatabaseError):
        raise _damaged() from None
    finally:
        for suffix in ("", "-wal", "-shm"):
            Path(f"{part}{suffix}").unlink(missing_ok=True)
    return found


def _damaged() -> UserError:
    return UserError(t("This backup is damaged. Take an earlier one."), field="backup")


def _copy(source: Path, target: Path, station_keys: Keys, pace: Pace) -> None:
    """The books as they are at this moment, page by page.

    The copy is read inside one transaction: without it SQLite begins again whenever a payment is
    written between two steps, and at a busy window never comes to the end
    (https://www.sqlite.org/backup.html, "concurrent usage of database handles"). Each step is on
    the disk before the next begins: a payment's commit waits for what the file system has in hand.
    What was paid meanwhile is brought into the books here, so that no payment has to.
    """
    target.unlink(missing_ok=True)
    reading = engine.connect(source, station_keys.database, reading=True)
    writing = driver.connect(str(target), isolation_level=None)
    try:
        writing.execute(f"PRAGMA key = \"x'{station_keys.database.hex()}'\"")
        for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -2048"):
            writing.execute(f"PRAGMA {setting}")
        reading.execute("BEGIN")
        reading.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchone()
        with target.open("rb+") as file:
            begun = time.perf_counter()

            def stepped(_status: int, remaining: int, total: int) -> None:
                nonlocal begun
                os.fsync(file.fileno())
                begun = pace.next_step_s(begun, total - remaining, total)

            reading.backup(writing, pages=_PAGES_AT_ONCE, progress=stepped)
        if pace.rest:
            _bring_in(source, station_keys, reading)
        writing.close()
        with target.open("rb+") as file:
            os.fsync(file.fileno())
    finally:
        writing.close()
        reading.close()


def _bring_in(source: Path, station_keys: Keys, reading: Any) -> None:
    """Bring what was paid during the copy into the books. The connection for it is open before the
    copy lets go, so that hardly a payment comes first, which would have to do all of it.
    """
    bringing = engine.connect(source, station_keys.database)
    try:
        reading.execute("ROLLBACK")
        bringing.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchone()
    finally:
        bringing.close()


def _put_in(bundle: zipfile.ZipFile, file: IO[bytes], copy: Path, pace: Pace) -> str:
    """Put the copy into the bundle; its SHA-256."""
    entry = zipfile.ZipInfo.from_file(copy, engine.DATABASE_NAME)
    with copy.open("rb") as source, bundle.open(entry, "w", force_zip64=True) as sink:
        return _poured(source, sink, file, entry.file_size, pace)


def _poured(source: IO[bytes], sink: IO[bytes], file: IO[bytes], size: int, pace: Pace) -> str:
    """Copy piece by piece, each on the disk before the next; the SHA-256 of all of it."""
    digest, done, begun = hashlib.sha256(), 0, time.perf_counter()
    while piece := source.read(_CHUNK):
        digest.update(piece)
        sink.write(piece)
        file.flush()
        if pace.rest:
            os.fsync(file.fileno())
        done += len(piece)
        begun = pace.next_step_s(begun, done, size)
    return digest.hexdigest()


def _look_inside(path: Path, station_keys: Keys) -> dict[str, Any]:
    """Open the copy for real, check every page, and read who and how far it is."""
    connection = engine.connect(path, station_keys.database)
    try:
        cursor = connection.cursor()
        broken = cursor.execute("PRAGMA cipher_integrity_check").fetchall()
        sound = cursor.execute("PRAGMA quick_check").fetchone()[0]
        if broken or sound != "ok":
            raise _damaged()
        code, database_id = cursor.execute(
            "SELECT station_code, database_id FROM this_station WHERE one = 1"
        ).fetchone()
        seq, log_hash = cursor.execute(
            "SELECT seq, hash FROM station_log "
            "WHERE station = (SELECT station_id FROM this_station) "
            "AND incarnation = (SELECT incarnation FROM stream WHERE current = 1) "
            "ORDER BY seq DESC LIMIT 1"
        ).fetchone() or (0, "")
        return {
            "station_code": code,
            "database_id": database_id,
            "revision": engine.schema_revision(cursor) or "",
            "log_seq": seq,
            "log_hash": log_hash,
        }
    finally:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()


def _start_again(path: Path, station_keys: Keys, station_code: str, clock: Clock) -> None:
    connection = engine.connect(path, station_keys.database)
    try:
        begin_incarnation(connection.cursor(), station_code, why="restored", clock=clock)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()


def _backup(path: Path, manifest: dict[str, Any]) -> Backup:
    return Backup(
        path,
        instant_from(manifest["made_at"]),
        str(manifest["station_code"]),
        str(manifest["database_id"]),
        str(manifest["revision"]),
        int(manifest["log_seq"]),
        str(manifest["log_hash"]),
    )
