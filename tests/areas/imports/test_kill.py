"""The process is killed for real in the middle of an import; the same files then end it."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.areas.imports.values import ImportState
from app.bootstrap import open_station
from app.kernel.actor import SYSTEM
from tests.areas.imports.files import (
    Importer,
    balance_rows,
    bill_rows,
    bills,
    bring_both,
    legacy,
    write,
)
from tests.areas.imports.killed_child import KilledChildren
from tests.conftest import MakePractice

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no fork there")
PATIENTS, BILLS, BALANCES = 200, 90, 40


@pytest.fixture(scope="module")
def children() -> Iterator[KilledChildren]:
    running = KilledChildren()
    yield running
    running.stop()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    legacy(tmp_path / "p.csv", PATIENTS)
    bills(tmp_path / "i.csv", bill_rows(BILLS))
    write(tmp_path / "b.csv", ["Account No", "Balance"], balance_rows(BALANCES))
    return tmp_path


def _statements_of_a_whole_import(data: Path, files: Path) -> int:
    station = open_station(data)
    try:
        writer = station.database.writer
        assert writer is not None
        seen: list[str] = []
        writer.connection.set_trace_callback(seen.append)
        bring_both(Importer(station, SYSTEM), files)
        writer.connection.set_trace_callback(None)
        return len(seen)
    finally:
        station.close()


def test_killed_anywhere_the_same_files_end_the_import(
    practice: MakePractice, children: KilledChildren, files: Path, scale: int, long: bool
) -> None:
    rounds = 200 if long else 6 * scale
    total = _statements_of_a_whole_import(practice("whole"), files)
    for turn in range(rounds):
        data = practice(f"killed{turn}")
        at = (2 * turn + 1) * total // (2 * rounds)
        assert children.run(data, files, statement=at) == signal.SIGKILL
        station = open_station(data)
        try:
            importer = Importer(station, SYSTEM)
            assert importer.findings() == [], at
            bring_both(importer, files)
            assert importer.number("SELECT count(*) FROM patient") == PATIENTS
            assert importer.number("SELECT count(*) FROM invoice") == BILLS + BALANCES // 2
            owed = importer.number("SELECT sum(due_minor) FROM invoice_balance")
            assert owed == BILLS * 23_450 + BALANCES // 2 * 1_200
            credit = importer.number("SELECT sum(unapplied_minor) FROM payment_state")
            assert credit == BALANCES // 2 * 500
            assert importer.findings() == [], at
        finally:
            station.close()


def test_killed_between_two_transactions_it_goes_on_where_it_was(
    practice: MakePractice, children: KilledChildren, files: Path
) -> None:
    data = practice("data")
    assert children.run(data, files, transaction=2) == signal.SIGKILL
    station = open_station(data)
    try:
        importer = Importer(station, SYSTEM)
        again = importer.check(files / "p.csv")
        assert (again.state, again.applied, again.left) == (ImportState.APPLYING, 132, 68)
        assert importer.apply(again).applied == PATIENTS
        sql = "SELECT count(DISTINCT json_extract(body, '$.run')) FROM station_log"
        assert importer.number(sql) == 1
        assert importer.findings() == []
    finally:
        station.close()
