"""Log files turn over, repeat themselves seldom, and hear of every thread; a crash is told once."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap import report_log
from app.bootstrap.report_log import Again, ReportLog, keeping_log

NAME = "Nguyễn Thị Hoa"
FAULTHANDLER = "PYTHONFAULTHANDLER"


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def written() -> None:
    for thread in threading.enumerate():
        if thread.name == "report-log":
            thread.join()


def test_a_full_file_is_turned_over_and_the_oldest_goes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_log, "LARGEST", 100)
    log = ReportLog(tmp_path / "log", "window")
    for number in range(40):
        log.append({"n": number, "what": "x" * 30})
    kept = sorted(path.name for path in log.folder.iterdir())
    assert kept == ["window.1.log", "window.2.log", "window.3.log", "window.4.log", "window.log"]
    assert lines(log.file)[-1]["n"] == 39
    youngest = [line["n"] for line in lines(log.folder / "window.1.log")]
    assert youngest[-1] == lines(log.file)[0]["n"] - 1
    assert all(path.stat().st_size < 200 for path in log.folder.iterdir())


def test_the_same_trouble_keeps_its_number_and_is_written_ever_more_seldom(tmp_path: Path) -> None:
    log = ReportLog(tmp_path, "window")

    def broken() -> Again:
        try:
            raise ValueError(NAME)
        except ValueError as error:
            return log.report(error)

    found = [broken() for _ in range(25)]
    assert len({each.number for each in found}) == 1
    assert found[0].is_told()
    assert not found[-1].is_told()
    written()
    assert sorted(line["times"] for line in lines(log.file)) == [1, 2, 3, 10, 20]
    assert NAME not in log.file.read_text(encoding="utf-8")


def test_every_thread_that_ends_with_an_error_and_every_logger_is_heard(tmp_path: Path) -> None:
    told: list[tuple[str, str]] = []

    def work() -> None:
        patient = NAME
        raise ValueError(patient)

    with keeping_log(tmp_path / "log", "window") as keeper:
        keeper.heard = lambda number, room: told.append((number, room))
        thread = threading.Thread(target=work, name="cards")
        thread.start()
        thread.join()
        log = logging.getLogger("counterfoil.printing")
        try:
            work()
        except ValueError:
            log.exception("a round of printing failed")
        log.warning("printing waits: %s", ValueError(NAME))
        logging.getLogger("urllib3.util").warning("retrying for %s", NAME)
        written()
    logging.getLogger("counterfoil.printing").warning("after it nothing is kept")
    assert [room for _, room in told] == ["threads", "printing"]
    kept = {line["room"]: line for line in lines(keeper.log.file)}
    assert {number for number, _ in told} == {
        line["report"] for line in lines(keeper.log.file) if "report" in line
    }
    assert kept["counterfoil.threads"]["error"]["where"][-1].endswith("work")
    assert "said" not in kept["urllib3.util"]
    assert NAME not in keeper.log.file.read_text(encoding="utf-8")


def test_a_disk_that_takes_nothing_harms_nobody(tmp_path: Path) -> None:
    (tmp_path / "log").write_text("a file where the folder should be")
    with keeping_log(tmp_path / "log", "window"):
        logging.getLogger("counterfoil.sync").error("sync broke off")
    ReportLog(tmp_path / "log").append({"n": 1})


RUNS = """
import faulthandler, json, sys
from pathlib import Path
from app.bootstrap.crash_file import CrashFile
folder, then = Path(sys.argv[1]), sys.argv[2]
faults = CrashFile(folder)
crash = faults.watch()
print(json.dumps(crash.line if crash else None), flush=True)
def takes_money(name):
    faulthandler._sigsegv()
if then == "fall":
    takes_money("Nguyen Thi Hoa")
if then == "outlive":
    with (folder / "crash.log").open("a") as file:
        file.write("Windows fatal exception: code 0x8001010d")
if then != "killed":
    faults.end_well()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a fault there may open a dialog")
def test_a_process_that_fell_over_is_told_once_at_the_next_start(tmp_path: Path) -> None:
    def run(then: str) -> tuple[bool, Any]:
        words = [sys.executable, "-c", RUNS, str(tmp_path / "data" / "log"), then]
        plain = {name: value for name, value in os.environ.items() if name != FAULTHANDLER}
        done = subprocess.run(words, capture_output=True, check=False, env=plain)
        return done.returncode < 0, json.loads(done.stdout)

    folder = tmp_path / "data" / "log"
    assert run("fall") == (True, None)
    assert {path.stat().st_mode & 0o777 for path in (folder, folder.parent)} == {0o700}
    fell, told = run("killed")
    assert not fell
    assert told["fault"] == "Fatal Python error: Segmentation fault"
    assert "<string>:10 takes_money" in told["where"]
    assert "Hoa" not in json.dumps(told)
    # What a run outlived is no crash either.
    assert [run("outlive"), run("end")] == [(False, None)] * 2
