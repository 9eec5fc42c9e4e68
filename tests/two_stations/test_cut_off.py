"""A computer that is switched off while it takes the books over goes on where it was."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import (
    EnrolledHere,
    NewStation,
    Unlock,
    enrol_here,
    enrolling,
    has_practice,
    open_station,
    practice_behind,
)
from app.kernel.errors import OutsideError, UserError
from app.storage.connection import DATABASE_NAME
from app.storage.keys import NoSecretStore
from app.sync.codes import make_code, read_code
from app.sync.looking import broken_promises
from app.sync.progress import Progress, Tell
from app.sync.safe import mark_backup
from app.sync.snapshot import take_over
from tests.building import PIN, Actors, Books
from tests.two_stations.conftest import Joined, window

ROOT = Path(__file__).resolve().parents[2]
IN_TABLES = partial(take_over, enough=1, rows=3)
FAR = 25
"""So many rows are here when the power goes."""

SWITCHED_OFF = """
import json, os, signal, sys
from pathlib import Path
from app.bootstrap import NewStation, enrol_here, enrolling
from tests.two_stations import test_cut_off as here

def until_killed(at):
    if at.done >= here.FAR:
        os.kill(os.getpid(), getattr(signal, "SIGKILL", signal.SIGTERM))

enrolling.open_early = here.IN_TABLES
folder, asked = json.loads(sys.stdin.read())
enrol_here(Path(folder), NewStation(**asked), progress=until_killed)
"""


def switch_off(folder: Path, asked: dict[str, Any]) -> None:
    """Enrol in a program of its own, killed in the middle of the tables."""
    done = subprocess.run(
        [sys.executable, "-c", SWITCHED_OFF],
        input=json.dumps([str(folder), asked]),
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0, done.stderr) == (True, "")


def break_off(folder: Path, asked: dict[str, Any]) -> None:
    """The same within this program, by an interrupt."""

    def until_stopped(at: Progress) -> None:
        if at.done >= FAR:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        enrol_here(folder, NewStation(**asked), progress=until_stopped)


def asked_with(joined: Joined, actors: Actors) -> dict[str, Any]:
    code = make_code(joined.station, actors.administrator, NoSecretStore()).text
    return {"code_text": code, "code": "W2", "administrator": "1", "pin": PIN}


@pytest.fixture
def big(joined: Joined, monkeypatch: pytest.MonkeyPatch) -> Joined:
    """A centre from which tables are copied."""
    for name in ("Jane", "Aung", "Huế"):
        joined.books.register_patient(name)
    joined.drain()
    mark_backup(joined.centre.dsn, joined.centre.dsn)
    monkeypatch.setattr(enrolling, "open_early", IN_TABLES)
    monkeypatch.setattr(enrolling, "PAUSES_S", (0.0,))
    return joined


def come_in(
    folder: Path, asked: dict[str, Any], unlock: Unlock | None = None
) -> tuple[EnrolledHere, list[Progress]]:
    told: list[Progress] = []
    made = enrol_here(folder, NewStation(**asked), unlock, progress=told.append)
    return made, told


def assert_whole(folder: Path, joined: Joined, actors: Actors) -> None:
    """The practice opens, its books are right, and nothing of the try lies about."""
    names = {path.name for path in folder.iterdir()}
    assert not names & {"enrol.part", "joining.json"}
    station = open_station(folder)
    two = window(station, Books(station, actors))
    try:
        joined.drain()
        two.sync()
        assert two.sound == []
    finally:
        two.hang_up()
        station.close()
    assert broken_promises(joined.centre.dsn) == ()
    assert joined.centre.one("SELECT count(*) FROM public.drawer WHERE name = 'Drawer W2'") == 1


def test_killed_in_the_tables_it_goes_on_there(big: Joined, actors: Actors, tmp_path: Path) -> None:
    folder, asked = tmp_path / "second", asked_with(big, actors)
    switch_off(folder, asked)
    assert (folder / "enrol.part" / DATABASE_NAME).exists()
    assert not has_practice(folder), "half of a practice is none"
    with pytest.raises(UserError):
        open_station(folder)
    told: list[Progress] = []
    mistyped = NewStation(**asked | {"administrator": "99999"})
    with pytest.raises(UserError) as refused:
        enrol_here(folder, mistyped, progress=told.append)
    assert told[0].done >= FAR
    assert refused.value.field, "an answer that has to be mended costs nothing of the books"
    copied = {at.words for at in told}
    made, told = come_in(folder, asked)
    assert made.station == "W2"
    assert {at.words for at in told} < copied, "the tables are here"
    assert_whole(folder, big, actors)


def test_let_in_once_it_goes_on_after_the_code_is_over(
    big: Joined, actors: Actors, tmp_path: Path
) -> None:
    """With the role it has; another computer, and this one with nothing begun, get a new code."""
    folder, asked = tmp_path / "second", asked_with(big, actors)
    break_off(folder, asked)
    admin, role = big.centre.admin, read_code(asked["code_text"]).role
    admin.execute("UPDATE sync.invitation SET expires_at = clock_timestamp()")
    admin.execute(f"ALTER ROLE {role} VALID UNTIL '2020-01-01'")
    wanted = NewStation(**asked)
    assert practice_behind(wanted, folder).name == "Riverside Clinic"
    for other in (tmp_path / "third", None):
        with pytest.raises(UserError, match="ten minutes"):
            practice_behind(wanted, other)
    with pytest.raises(UserError, match="ten minutes"):
        enrol_here(folder, NewStation(**asked | {"code": "W3"}))
    made, told = come_in(folder, asked)
    assert made.station == "W2"
    assert told[0].done >= FAR
    assert_whole(folder, big, actors)


def _damage(folder: Path, joined: Joined) -> None:
    path = folder / "enrol.part" / DATABASE_NAME
    for name in ("-wal", "-shm"):
        Path(f"{path}{name}").unlink(missing_ok=True)
    data = bytearray(path.read_bytes())
    for place in range(8 * 4096, len(data), 4096):
        data[place] ^= 0xFF
    path.write_bytes(data)


def _restore_the_centre(folder: Path, joined: Joined) -> None:
    joined.centre.admin.execute("UPDATE sync.epoch SET restored = 'today'")


def _nothing(folder: Path, joined: Joined) -> None:
    """What is asked for differs."""


@pytest.mark.parametrize(
    ("spoil", "other"),
    [
        (_damage, {}),
        (_restore_the_centre, {}),
        (_nothing, {"code": "W3"}),
        (_nothing, {"code_text": ""}),
    ],
)
def test_what_does_not_fit_any_more_begins_afresh(
    big: Joined,
    actors: Actors,
    tmp_path: Path,
    spoil: Callable[[Path, Joined], None],
    other: dict[str, Any],
) -> None:
    """Damaged, of a centre that was put back, another name, another code."""
    folder, asked = tmp_path / "second", asked_with(big, actors)
    break_off(folder, asked)
    spoil(folder, big)
    if "code_text" in other:
        other = asked_with(big, actors)
    _, told = come_in(folder, asked | other)
    assert min(at.done for at in told[:3]) == 0
    if "code" not in other or other["code"] == "W2":
        assert_whole(folder, big, actors)


def test_a_person_who_stops_it_keeps_nothing(big: Joined, actors: Actors, tmp_path: Path) -> None:
    """A line that is gone keeps it; the next try goes on."""
    folder, asked = tmp_path / "second", asked_with(big, actors)

    def told(error: Exception) -> Tell:
        def tell(at: Progress) -> None:
            if at.done >= FAR:
                raise error

        return tell

    with pytest.raises(OutsideError):
        enrol_here(folder, NewStation(**asked), progress=told(OutsideError("the cable")))
    assert (folder / "enrol.part").exists()
    with pytest.raises(UserError):
        enrol_here(folder, NewStation(**asked), progress=told(UserError("stopped")))
    assert not (folder / "enrol.part").exists()
    assert come_in(folder, asked)[1][0].done == 0
