"""Backups that make themselves: due, brought to a second place, proven, thinned, and killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from app.areas.health import lists
from app.areas.health.backup_values import BackupState, SaveSecondPlace, Why
from app.areas.health.maintaining import save_second_place
from app.areas.settings.service import change_setting
from app.areas.settings.values import ChangeSetting
from app.bootstrap import Station, open_station, restore_station
from app.bootstrap.proving import prove
from app.devices.backups.keeper import BackupKeeper
from app.devices.backups.places import refuse_unfit
from app.kernel.actor import SYSTEM
from app.kernel.clock import SystemClock
from app.kernel.errors import UserError
from app.storage import backup, engine
from app.storage.pace import GivenUp
from tests.building import Books, Template, command_id
from tests.conftest import MakePractice
from tests.faults.invariants import broken

ROOT = Path(__file__).resolve().parents[3]


class Proofs:
    """What a proof finds, without looking: the looking has a test of its own."""

    def __init__(self) -> None:
        self.findings, self.looked = 0, 0

    def __call__(self, copy: Path, stop: Callable[[], bool]) -> tuple[int, str]:
        assert (copy / engine.DATABASE_NAME).is_file()
        self.looked += 1
        return self.findings, "Something is wrong." if self.findings else ""


class Ahead:
    """The computer's clock, so much ahead."""

    def __init__(self) -> None:
        self.by = timedelta(0)

    def now(self) -> datetime:
        return SystemClock().now() + self.by


class Keeper(BackupKeeper):
    """Its rounds are run by the tests, on the tests' own clock."""

    def __init__(self, station: Station, clock: Ahead) -> None:
        self.proofs, self.station, self.clock = Proofs(), station, clock
        super().__init__(station, station.folder, station.database.keys, self.proofs)

    def later(self, **span: int) -> None:
        self.clock.by += timedelta(**span)
        self.round()

    @property
    def state(self) -> BackupState:
        return self.station.database.read(lists.backups)


@pytest.fixture
def keeper(practice: MakePractice) -> Iterator[Keeper]:
    clock = Ahead()
    station = open_station(practice("data"), clock=clock)
    yield Keeper(station, clock)
    station.close()


@pytest.fixture
def books(keeper: Keeper, template: Template) -> Books:
    return Books(keeper.station, template.actors)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_each_hour_with_work_and_each_close_makes_one(
    keeper: Keeper, books: Books, template: Template, tmp_path: Path
) -> None:
    home = keeper.station.folder / "backups"
    keeper.look()
    keeper.round()
    assert [one.why for one in keeper.state.kept] == [Why.HOUR], "the first one is due at once"
    assert keeper.state.kept[0].proven, "and is proven"
    keeper.later(hours=5)
    assert len(files(home)) == 1, "nothing was done since"
    shift = books.open_shift().shift_id
    account = books.register_patient().account_id
    keeper.later(minutes=1)
    books.take_cash(account, 1000)
    assert len(files(home)) == 2, "the drawer was opened five hours after the last one"
    keeper.later(minutes=59)
    assert len(files(home)) == 2
    keeper.later(minutes=1)
    assert len(files(home)) == 3
    books.seal(shift, *([2000] * 10), 1000)
    books.close_shift(shift)
    keeper.round()
    newest = keeper.state.newest
    assert newest is not None
    assert newest.why is Why.CLOSE
    assert keeper.proofs.looked == 1, "once a day is enough"
    restore_station(home / newest.name, tmp_path / "new", template.made.recovery_key)
    assert not broken(tmp_path / "new")
    keeper.clock.by += timedelta(days=1)
    books.register_patient()
    keeper.round()
    assert keeper.proofs.looked == 2


def test_a_second_place_that_is_gone_is_told_and_tried_again(
    keeper: Keeper, books: Books, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    act = keeper.station.act
    act(SYSTEM, save_second_place, SaveSecondPlace(command_id(), str(folder))).result()
    books.register_patient()
    keeper.round()
    (name,) = files(folder)
    assert name.startswith("W1-counterfoil-")
    home = keeper.station.folder / "backups"
    assert (folder / name).read_bytes() == (home / name.removeprefix("W1-")).read_bytes()
    assert all(one.proven for one in keeper.state.kept), "what holds for one holds for its copy"

    for leaves_an_empty_folder in (False, True):
        folder.rename(tmp_path / "pulled")
        if leaves_an_empty_folder:
            folder.mkdir()
        books.register_patient()
        keeper.later(hours=1)
        words = keeper.state.keeping.second_trouble
        assert "Money goes on" in words
        assert ("another disk" in words) == leaves_an_empty_folder
        assert not keeper.state.keeping.trouble
        if leaves_an_empty_folder:
            folder.rmdir()
        (tmp_path / "pulled").rename(folder)
        before = len(files(folder))
        keeper.later(minutes=4)
        assert len(files(folder)) == before, "not at every look"
        keeper.later(minutes=2)
        assert len(files(folder)) == before + 1
        assert not keeper.state.keeping.second_trouble
    assert len(files(folder)) == 3
    assert len(files(home)) == 3


def test_old_ones_go_by_rule_but_never_the_proven_one_nor_when_something_is_wrong(
    keeper: Keeper, books: Books
) -> None:
    for key in ("hours", "days"):
        change = ChangeSetting(command_id(), f"backups.keep_{key}", "1")
        keeper.station.act(SYSTEM, change_setting, change).result()
    months = ChangeSetting(command_id(), "backups.keep_months", "0")
    keeper.station.act(SYSTEM, change_setting, months).result()
    home = keeper.station.folder / "backups"
    home.mkdir()
    (home / "holiday.jpg").write_text("mine")
    keeper.round()
    (proven,) = (one.name for one in keeper.state.kept)
    for _ in range(3):
        books.register_patient()
        keeper.later(hours=2)
    assert len(keeper.state.kept) == 2
    assert proven in files(home)
    assert "holiday.jpg" in files(home)
    keeper.proofs.findings = 3
    books.register_patient()
    keeper.later(days=1)
    assert (keeper.state.newest, len(keeper.state.kept)) == (keeper.state.kept[0], 3)
    assert keeper.state.kept[0].findings == 3
    assert keeper.state.newest_proven is not None
    assert keeper.state.newest_proven.name == proven
    keeper.look()
    assert len(keeper.state.kept) == 3, "what is known of them is kept"
    (home / proven).unlink()
    keeper.look()
    assert len(keeper.state.kept) == 2


def test_a_full_disk_is_told_in_words_and_money_goes_on(
    keeper: Keeper, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper.round()
    home = keeper.station.folder / "backups"
    before = files(home)
    books.register_patient()
    full = shutil.disk_usage(home)._replace(free=60_000_000)
    with monkeypatch.context() as world:
        world.setattr(shutil, "disk_usage", lambda _place: full)
        keeper.later(hours=1)
        assert "60 MB are free. Free some space, or keep fewer" in keeper.state.keeping.trouble
        assert files(home) == before
        books.open_shift()
        books.take_cash(books.register_patient().account_id, 10)
    keeper.later(minutes=4)
    assert files(home) == before, "not at every look"
    keeper.later(minutes=1)
    assert len(files(home)) == 2
    assert not keeper.state.keeping.trouble
    assert keeper.state.keeping.trouble_since is None


def test_by_hand_with_progress_and_to_be_stopped(keeper: Keeper, books: Books) -> None:
    books.register_patient()
    told: list[tuple[int, int]] = []
    made = keeper.back_up_now(lambda done, of: told.append((done, of)), lambda: False)
    assert (made.why, keeper.proofs.looked) == (Why.HAND, 1)
    assert told[-1][0] == told[-1][1] > 0
    home = keeper.station.folder / "backups"
    with pytest.raises(GivenUp):
        keeper.back_up_now(lambda _done, _of: None, lambda: True)
    assert files(home) == [made.name]
    assert not keeper.state.keeping.trouble, "who stops it knows why"


def test_a_place_that_is_none_is_refused(tmp_path: Path, station: Station) -> None:
    refuse_unfit(tmp_path, station.folder)
    assert not [path for path in tmp_path.iterdir() if path.suffix == ".part"]
    for folder, words in (
        (tmp_path / "nowhere", "no folder that is there"),
        (Path("stick"), "no folder that is there"),
        (station.folder / "backups", "no folder that is there"),
        (station.folder, "not the data folder"),
        (Path("/proc"), "can’t be written"),
    ):
        with pytest.raises(UserError, match=words):
            refuse_unfit(folder, station.folder)
    with pytest.raises(UserError, match="whole path"):
        station.act(SYSTEM, save_second_place, SaveSecondPlace(command_id(), "stick")).result()


def test_the_proof_opens_the_copy_and_finds_what_is_wrong(
    keeper: Keeper, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    station = keeper.station
    books.open_shift()
    account = books.register_patient().account_id
    books.issue_invoice(account, 3500)
    books.take_cash(account, 1000)
    proving = station.folder / "backups" / "proving"
    keys = station.database.keys
    backup.back_up(station.folder, keys, station.clock, leave_copy=True)
    assert prove(proving, keys, lambda: False) == (0, "")
    copy = engine.connect(proving / engine.DATABASE_NAME, keys.database)
    copy.execute("DELETE FROM account_balance")
    copy.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy.close()
    findings, words = prove(proving, keys, lambda: False)
    assert findings
    assert words
    damaged = bytearray((proving / engine.DATABASE_NAME).read_bytes())
    damaged[100_000] ^= 1
    (proving / engine.DATABASE_NAME).write_bytes(damaged)
    monkeypatch.setattr("sys.frozen", True, raising=False)
    assert prove(proving, keys, lambda: False)[0], "in this process, where it is one program"


KILLED = """
    import os, sys, signal
    from pathlib import Path
    from app.areas.health.backup_values import SaveSecondPlace
    from app.areas.health.maintaining import save_second_place
    from app.bootstrap import open_station
    from app.devices.backups import keeper, places
    from app.kernel.actor import SYSTEM
    from app.storage import backup, pace
    from tests.building import command_id
    data, second, step = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    station = open_station(data)
    station.act(SYSTEM, save_second_place, SaveSecondPlace(command_id(), second)).result()
    done = 0
    def count(frame, event, arg):
        global done
        if event == "call" and frame.f_code.co_filename in FILES:
            done += 1
            if done == step:
                os.kill(os.getpid(), signal.SIGKILL)
    FILES = {backup.__file__, pace.__file__, keeper.__file__, places.__file__}
    made = keeper.BackupKeeper(station, data, station.database.keys, lambda c, s: (0, ""))
    sys.setprofile(count)
    made.look()
    made.round()
    sys.setprofile(None)
    print(done)
    station.close()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal there")
def test_killed_at_any_step_no_half_file_is_left_and_old_ones_are_whole(
    practice: MakePractice, template: Template, tmp_path: Path, seed: int, long: bool
) -> None:
    """Each attempt is killed at another call of what makes backups; the next one is whole."""
    data, second = practice("data"), tmp_path / "second"
    second.mkdir()
    steps = range(1, 10_000) if long else (*random.Random(seed).sample(range(6, 90), 3), 10_000)
    for step in steps:
        station = open_station(data)
        Books(station, template.actors).register_patient()
        station.close()
        for old in (*(data / "backups").glob("*.cfbackup"), *second.glob("*.cfbackup")):
            backup.read_manifest(old)
        done = killed_at(step, data, second)
        finished = done.returncode == 0
        assert finished or done.returncode == -signal.SIGKILL, done.stderr[-2000:]
        if finished:
            break
    assert finished
    names = files(data / "backups") + files(second)
    assert all(name.endswith(".cfbackup") for name in names), names
    newest = max((data / "backups").glob("*.cfbackup"))
    restore_station(newest, tmp_path / "new", template.made.recovery_key)
    assert not broken(tmp_path / "new")
    assert not broken(data)


def killed_at(step: int, data: Path, second: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", textwrap.dedent(KILLED), str(data), str(second), str(step)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
