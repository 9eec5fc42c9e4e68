"""Files of a practice: nobody else reads them, nothing takes their place, nothing old gets in."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from app.bootstrap import (
    FirstAdministrator,
    Unlock,
    has_practice,
    init_station,
    open_station,
    restore_station,
)
from app.bootstrap import setting_up as making
from app.kernel.errors import OutsideError, UserError
from app.storage import backup
from tests.building import Books, Template, set_up
from tests.conftest import MakePractice

ROOT = Path(__file__).resolve().parents[2]
ANA = FirstAdministrator("Ana Admin", "1", "739154")
SECRET = Unlock("correct horse battery staple")
posix = pytest.mark.skipif(sys.platform == "win32", reason="permissions and signals of Unix")


def everybody_can(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode) & 0o077


@posix
def test_nobody_else_reads_a_file_of_a_practice(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        data = tmp_path / "new" / "data"
        made = init_station(data, set_up(demo=False), ANA, SECRET)
        station = open_station(data, SECRET)
        copy = station.back_up()
        open_now = [data, *(data / f"counterfoil.db{end}" for end in ("", "-wal", "-shm"))]
        assert not any(everybody_can(path) for path in open_now)
        station.close()
        restore_station(copy.path, tmp_path / "again", made.recovery_key, SECRET)
        init_station(tmp_path / "demo", set_up(demo=True), ANA)
    finally:
        os.umask(before)
    folders = (data, tmp_path / "again", tmp_path / "demo")
    paths = [path for folder in folders for path in (folder, *folder.rglob("*"))]
    assert {path.name for path in paths} >= {"keys.json", "recovery.json", "demo.key", "backups"}
    secret = [path for path in paths if path.name not in ("counterfoil.lock",)]
    assert not [path for path in secret if everybody_can(path)]


@pytest.mark.parametrize("name", ["counterfoil.db", "recovery.json", "station.json", "other.txt"])
def test_a_backup_takes_the_place_of_nothing_else(
    practice: MakePractice, template: Template, name: str
) -> None:
    data = practice("data")
    (data / "other.txt").write_text("somebody's")
    before = (data / name).read_bytes()
    station = open_station(data)
    try:
        with pytest.raises(UserError, match="Choose another name"):
            station.back_up(data / name)
        Books(station, template.actors).register_patient()
    finally:
        station.close()
    if name != "counterfoil.db":
        assert (data / name).read_bytes() == before
    open_station(data).close()


def test_a_backup_of_another_practice_is_not_replaced_and_an_older_one_is(
    practice: MakePractice, tmp_path: Path
) -> None:
    other = init_station(tmp_path / "other", set_up(demo=True), ANA)
    assert other.recovery_key
    station, foreign = open_station(practice("data")), open_station(tmp_path / "other")
    try:
        place = tmp_path / "nightly.cfbackup"
        first = station.back_up(place)
        again = station.back_up(place)
        assert again.made_at > first.made_at
        assert backup.read_manifest(place) == again
        with pytest.raises(UserError, match="Choose another name"):
            foreign.back_up(place)
        assert backup.read_manifest(place) == again
    finally:
        station.close()
        foreign.close()


@pytest.mark.parametrize("name", ["mine.part", "mine.db.part", "mine", "mine.db", ".hidden"])
def test_a_backup_is_there_whatever_it_is_called(
    practice: MakePractice, tmp_path: Path, name: str
) -> None:
    station = open_station(practice("data"))
    try:
        made = station.back_up(tmp_path / "kept" / name)
    finally:
        station.close()
    assert backup.read_manifest(tmp_path / "kept" / name) == made
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [name]


def test_what_is_left_of_a_practice_that_is_gone_gets_into_no_other(
    practice: MakePractice, template: Template, tmp_path: Path
) -> None:
    """A write-ahead file, a demo's key, a wrapped key: each would shut the restored one out."""
    station = open_station(practice("data"))
    Books(station, template.actors).register_patient()
    copy = station.back_up(tmp_path / "one.cfbackup")
    dead = tmp_path / "dead"
    shutil.copytree(station.folder, dead)
    station.close()
    assert (dead / "counterfoil.db-wal").stat().st_size
    (dead / "counterfoil.db").unlink()
    (dead / "demo.key").write_text("A" * 86 + "==")
    (dead / "keys.json").write_text("{}")
    restore_station(copy.path, dead, template.made.recovery_key)
    again = open_station(dead)
    assert Books(again, template.actors).register_patient().account_number
    again.close()


def test_two_set_ups_in_one_folder_do_not_meet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = tmp_path / "data"
    real = making._fill
    second: list[BaseException] = []

    def fill(*given: object, **named: object) -> object:
        if not second:
            second.append(ValueError())
            try:
                init_station(data, set_up(demo=True), ANA)
            except UserError as error:
                second[0] = error
        return real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(making, "_fill", fill)
    init_station(data, set_up(demo=True), ANA)
    assert isinstance(second[0], UserError)
    open_station(data).close()


@posix
@pytest.mark.parametrize("kilobytes", [64, 300, 500])
def test_a_full_disk_leaves_no_backup_and_no_practice(
    practice: MakePractice, template: Template, tmp_path: Path, kilobytes: int
) -> None:
    station = open_station(practice("data"))
    copy = station.back_up(tmp_path / "one.cfbackup")
    assert copy.path.stat().st_size > 500_000

    def with_little_space(work: Callable[[], object]) -> None:
        import resource

        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (kilobytes * 1024, before[1]))
        try:
            with pytest.raises(OutsideError, match=r"not made|not restored|full|disk|error"):
                work()
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    new = tmp_path / "new"
    try:
        with_little_space(lambda: station.back_up(tmp_path / "two.cfbackup"))
        key = template.made.recovery_key
        with_little_space(lambda: restore_station(copy.path, new, key))
        with_little_space(lambda: init_station(tmp_path / "init", set_up(demo=True), ANA))
    finally:
        station.close()
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["one.cfbackup"]
    assert not has_practice(new)
    assert not has_practice(tmp_path / "init")
    restore_station(copy.path, new, template.made.recovery_key)
    open_station(new).close()


def start(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "app.cli.main", *words],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "COUNTERFOIL_KEYRING": "off"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A run in the background hands down that Ctrl+C is to be ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )


@posix
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
def test_a_demo_that_is_stopped_half_way_is_not_there(tmp_path: Path, sign: int) -> None:
    data = tmp_path / "demo"
    process = start("--data", str(data), "init", "--demo", "--yes")
    part, until = data / "demo.part" / "counterfoil.db-wal", time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        if part.exists() and part.stat().st_size > 200_000:
            break
        time.sleep(0.01)
    process.send_signal(sign)
    process.communicate(timeout=60)
    assert not has_practice(data)
    if sign == signal.SIGINT:
        assert not data.exists() or not list(data.iterdir())
    init_station(data, set_up(demo=True), ANA)
    open_station(data).close()
    assert not (data / "demo.part").exists() or sign == signal.SIGKILL
