"""A further station that is not whole yet: what is noted of it, and whether its books can go on."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from sqlcipher3 import dbapi2 as driver

from app.bootstrap.setting_up import TRYING_NAME
from app.bootstrap.unlocking import Unlock, find_keys
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import check_id, new_id
from app.storage import engine
from app.storage.incarnation import Identity
from app.storage.keys import Keys
from app.storage.private import private_folder, write_private
from app.sync.setting_up import PracticeThere
from app.sync.snapshot import BeginAgain

_WHO = (
    "SELECT organization_id, site_id, station_id, station_code, database_id, demo "
    "FROM this_station WHERE one = 1"
)


@dataclass(frozen=True, slots=True)
class HalfMade:
    """`mark` is of what lets it in, `there` whose books that leads to; `begun` names its database
    and everything that must fit, and is empty until there is one to go on with.
    """

    mark: str
    station_id: str
    there: PracticeThere
    begun: str = ""


def noted(data: Path, code_text: str, there: PracticeThere) -> HalfMade:
    """What this computer noted when it called in by the same code before, else a new station;
    noted before anybody is called, so that a code is never used up for nothing.
    """
    mark = _mark(code_text, there.organization_id)
    before = _read(data, mark)
    if before is not None:
        return before
    made = HalfMade(mark, new_id(), there)
    _write(data, made)
    return made


def begun_with(data: Path | None, code_text: str) -> HalfMade | None:
    """The station that was begun here with a code; None where none was."""
    half = _read(data, _mark(code_text, "")) if data is not None and code_text else None
    return half if half is not None and half.begun else None


def _mark(code_text: str, organization_id: str) -> str:
    told = "".join(code_text.split()) or f"an administrator of {organization_id}"
    return hashlib.sha256(told.encode()).hexdigest()


def _read(data: Path, mark: str) -> HalfMade | None:
    try:
        before = json.loads((data / TRYING_NAME).read_text(encoding="utf-8"))
        if before["code"] != mark:
            return None
        station_id = check_id(str(before["station_id"]), "station_id")
        organization_id, name, demo, sites = before["there"]
        check_id(organization_id, "organization_id")
        there = PracticeThere(
            organization_id, str(name), bool(demo), tuple((str(i), str(n)) for i, n in sites)
        )
        return HalfMade(mark, station_id, there, str(before.get("begun", "")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, UserError):
        return None


def note_begun(data: Path, half: HalfMade, here: Identity) -> None:
    """From now on a try with the same code goes on with this database."""
    _write(data, replace(half, begun=_signs(here)))


def _write(data: Path, half: HalfMade) -> None:
    where = half.there
    told = {
        "code": half.mark,
        "station_id": half.station_id,
        "there": [where.organization_id, where.name, where.demo, where.sites],
        "begun": half.begun,
    }
    write_private(data / TRYING_NAME, json.dumps(told))


def _signs(here: Identity) -> str:
    """What the database must be of, this program's tables included."""
    said = json.dumps([engine.SCHEMA_REVISION, asdict(here)], sort_keys=True)
    return hashlib.sha256(said.encode()).hexdigest()


def found_again(
    part: Path, half: HalfMade, wanted: Identity, unlock: Unlock, own: bytes | None
) -> tuple[Identity, Keys] | None:
    """The station that was begun here, whole as far as it got, and its keys; None where it is
    another one's, another program's, damaged, or can't be opened with what was given.

    `wanted` has no database id; `own` is what the centre says that the station signs with, None
    where it was not asked.
    """
    if not half.begun:
        return None
    try:
        found = find_keys(part, unlock)
        connection = engine.connect(part / engine.DATABASE_NAME, found.database)
    except (UserError, OutsideError):
        return None
    try:
        cursor = connection.cursor()
        who = cursor.execute(_WHO).fetchone()
        sound = cursor.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
    except driver.DatabaseError:
        return None
    finally:
        connection.close()
    if who is None or not sound or own not in (None, found.own):
        return None
    here = replace(wanted, database_id=who[4])
    same = tuple(who) == (*_fixed(wanted), here.database_id, int(here.demo))
    return (here, found) if same and _signs(here) == half.begun else None


def _fixed(here: Identity) -> tuple[str, str, str, str]:
    return here.organization_id, here.site_id, here.station_id, here.station_code


def cleared(part: Path) -> Path:
    """The folder without anything of an earlier try."""
    shutil.rmtree(part, ignore_errors=True)
    private_folder(part)
    return part


def is_kept_after(error: BaseException) -> bool:
    """Whether what was made stays for the next try: cut off or killed it does, and where one
    answer has to be mended. What a person stopped goes, and what can't be gone on with.
    """
    if isinstance(error, UserError):
        return bool(error.field)
    return not isinstance(error, BeginAgain)
