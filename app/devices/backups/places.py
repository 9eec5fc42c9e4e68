"""The folders backups lie in: what is there, a second copy brought and read back, old ones gone."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import time
from pathlib import Path
from typing import IO

from app.areas.health import errors
from app.areas.health.backup_values import KeptBackup, Place, Why
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import new_id
from app.kernel.translate import t
from app.storage import backup
from app.storage.backup import Backup
from app.storage.pace import Pace
from app.storage.private import private_file, sync_folder

_CHUNK = 2 << 20
_SPARE = 16 << 20


def kept_of(made: Backup, place: Place, why: Why) -> KeptBackup:
    """A backup file as it is noted."""
    size = made.path.stat().st_size
    head = (made.log_seq, made.log_hash)
    return KeptBackup(place, made.path.name, made.made_at, why, size, *head)


def there(folder: Path, place: Place, database_id: str, code: str) -> tuple[KeptBackup, ...]:
    """This station's backups in a folder; whatever else lies there is nobody's business here."""
    start = f"{code}-" if place is Place.SECOND else ""
    found = []
    for path in sorted(folder.glob(f"{start}counterfoil-*{backup.SUFFIX}")):
        try:
            made = backup.read_manifest(path)
        except UserError:
            continue
        if made.database_id == database_id:
            found.append(kept_of(made, place, Why.FOUND))
    return tuple(found)


def second_name(made: Path, code: str) -> str:
    """Several windows may share one second place."""
    return f"{code}-{made.name}"


def bring(made: Path, folder: Path, name: str, pace: Pace) -> None:
    """Copy a backup to the second place and read it back; an OutsideError in words leaves no half
    file there.
    """
    target, part = folder / name, folder / f"{name}.{new_id()}.part"
    try:
        size = made.stat().st_size
        if shutil.disk_usage(folder).free < size + _SPARE:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        try:
            with made.open("rb") as source, private_file(part) as sink:
                sent = _poured(source, sink, size, pace)
            with part.open("rb") as written:
                if _poured(written, None, size, pace) != sent:
                    raise OSError(errno.EIO, t("what was written reads otherwise"))
            part.replace(target)
            sync_folder(folder)
        finally:
            part.unlink(missing_ok=True)
    except OSError as error:
        raise gone(folder, error.strerror or str(error)) from error


def clear_leftovers(folder: Path, code: str) -> None:
    """Take away what this station left half written in the second place when it was killed."""
    for left in folder.glob(f"{code}-counterfoil-*{backup.SUFFIX}.*.part"):
        left.unlink(missing_ok=True)


def gone(folder: Path, why: str) -> OutsideError:
    return OutsideError(
        t(
            "The second place for backups, {folder}, can’t be written: {why}. Backups are made on "
            "this computer meanwhile, and it is tried again every few minutes. Money goes on.",
            folder=folder,
            why=why,
        )
    )


def _poured(source: IO[bytes], sink: IO[bytes] | None, size: int, pace: Pace) -> str:
    digest, done, begun = hashlib.sha256(), 0, time.perf_counter()
    while piece := source.read(_CHUNK):
        digest.update(piece)
        if sink is not None:
            sink.write(piece)
            sink.flush()
            os.fsync(sink.fileno())
        done += len(piece)
        begun = pace.next_step_s(begun, done, size)
    return digest.hexdigest()


def refuse_unfit(folder: Path, data: Path) -> None:
    """A UserError for a second place that is none: it must be there, writable and apart."""
    if not folder.is_absolute() or not folder.is_dir():
        raise errors.no_folder(folder)
    if folder.resolve() == data.resolve() or data.resolve() in folder.resolve().parents:
        raise errors.data_folder()
    trial = folder / f"counterfoil-{new_id()}.part"
    try:
        private_file(trial).close()
        trial.unlink()
    except OSError as error:
        raise errors.not_writable(folder, error.strerror or str(error)) from error
