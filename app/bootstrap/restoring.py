"""Restoring a backup on a new computer, step by step: what the file says, whether the recovery key
is its, and then all of it or nothing.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.bootstrap.asking_centre import CentreKnows, ask_centre
from app.bootstrap.setting_up import restore_station
from app.bootstrap.unlocking import Unlock, find_keys
from app.devices.secrets import OsKeyring
from app.kernel.errors import OutsideError, UserError
from app.kernel.i18n import format_date
from app.kernel.translate import t
from app.storage import backup, engine
from app.storage.keys import SecretStore
from app.storage.pace import Pace


@dataclass(frozen=True, slots=True)
class BackupSeen:
    """What a backup says of itself; `practice` and `site` are known once the recovery key opened
    it, and empty for one that was made by the command line.
    """

    station_code: str
    made_at: datetime
    log_seq: int
    size: int
    practice: str = ""
    site: str = ""
    demo: bool = False
    newer: bool = False
    """Whether only a newer program can open it."""

    @property
    def when(self) -> str:
        """When it was made, by the clock on this wall."""
        here = self.made_at.astimezone()
        return f"{format_date(here.date())}, {here:%H:%M}"


@dataclass(frozen=True, slots=True)
class Restored:
    """`prefix` is what new receipts begin with, `centre` what the practice's centre knows of this
    window that the backup does not.
    """

    seen: BackupSeen
    key_place: str
    prefix: str
    centre: CentreKnows


def look_at_backup(path: Path, recovery_key: str = "") -> BackupSeen:
    """What is in a backup file; with the recovery key also whose it is. UserError where it is no
    backup, and where the key is not its.
    """
    made = backup.read_manifest(path)
    told: dict[str, object] = {}
    if recovery_key:
        found = backup.keys_inside(path, recovery_key)
        told = _told(backup.told_inside(path, found))
    return BackupSeen(
        made.station_code,
        made.made_at,
        made.log_seq,
        path.stat().st_size,
        str(told.get("practice", "")),
        str(told.get("site", "")),
        bool(told.get("demo", False)),
        made.revision > engine.SCHEMA_REVISION,
    )


def _told(text: str) -> dict[str, object]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def restore_here(
    path: Path,
    data: Path,
    recovery_key: str,
    unlock: Unlock,
    pace: Pace,
    store: SecretStore | None = None,
) -> Restored:
    """Put the backup into the empty folder `data`; blocks. Nothing is left where it fails or is
    stopped.
    """
    seen = look_at_backup(path, recovery_key)
    if seen.newer:
        raise UserError(
            t("This backup was made by a newer Counterfoil. Install that one, then restore it."),
            field="file",
        )
    try:
        place = restore_station(path, data, recovery_key, unlock, pace)
    except OSError as error:  # the stick was pulled out
        raise OutsideError(
            t("The backup can’t be read to its end: {error}. Nothing was kept.", error=error)
        ) from error
    keys = find_keys(data, unlock)
    opened = engine.connect(data / engine.DATABASE_NAME, keys.database, reading=True)
    try:
        (prefix,) = opened.execute("SELECT prefix FROM stream WHERE current = 1").fetchone()
        knows = ask_centre(opened, data, store or OsKeyring())
    finally:
        opened.close()
    return Restored(seen, place, str(prefix), knows)
