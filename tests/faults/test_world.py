"""What the world does to a database: a full disk, a broken one, a held lock, two programs."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest

from app.areas.payments import service as payments
from app.bootstrap import Station, open_reading, open_station
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import AccountId
from app.storage import engine
from tests.building import Books, Template
from tests.conftest import MakePractice
from tests.faults.invariants import broken

ROOT = Path(__file__).resolve().parents[2]


def snapshot(station: Station) -> tuple[int, int]:
    connection = writer(station).connection
    count = "SELECT count(*) FROM payment"
    head = "SELECT max(seq) FROM station_log"
    return connection.execute(count).fetchone()[0], connection.execute(head).fetchone()[0]


def writer(station: Station) -> Any:
    assert station.database.writer is not None
    return station.database.writer


def pay_until_full(books: Books, account_id: AccountId) -> int:
    """How many payments were taken before the disk was full."""
    for taken in range(5000):
        try:
            books.take_cash(account_id, 10)
        except OutsideError as full:
            assert full.text.startswith("The disk is full. Nothing was saved.")  # noqa: PT017
            return taken
    raise AssertionError("it never got full")


def test_the_database_itself_says_full(station: Station, books: Books) -> None:
    """Where nothing can be mounted: SQLite's own limit gives the same error."""
    books.open_shift()
    account = books.register_patient().account_id
    connection = writer(station).connection
    pages = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.execute(f"PRAGMA max_page_count = {pages}")
    taken = pay_until_full(books, account)
    before = snapshot(station)
    assert before[0] == taken
    connection.execute("PRAGMA max_page_count = 1000000")
    assert books.take_cash(account, 10).receipt_number.endswith(f"{taken + 1:06d}")
    assert not broken(station.folder)


IN_A_SMALL_WORLD = """
    import resource, signal, sys
    from pathlib import Path
    from app.bootstrap import open_station
    from app.kernel.errors import OutsideError
    from tests.building import Books, Template
    import pickle
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    data = Path(sys.argv[1])
    actors = pickle.loads(bytes.fromhex(sys.argv[2]))
    station = open_station(data)
    books = Books(station, actors)
    books.open_shift()
    account = books.register_patient().account_id
    size = (data / "counterfoil.db-wal").stat().st_size + 40_000
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    taken, said = 0, []
    while len(said) < 2 and taken < 3000:
        try:
            books.take_cash(account, 10)
            taken += 1
        except OutsideError as error:
            said.append(error.text)
    print(taken)
    print(said)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no such limit there")
def test_a_disk_that_reports_errors_stops_the_taking_of_money(
    practice: MakePractice, template: Template
) -> None:
    """RLIMIT_FSIZE makes the write fail: not as full, but as an input/output error."""
    data = practice("limited")
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            textwrap.dedent(IN_A_SMALL_WORLD),
            str(data),
            pickle.dumps(template.actors).hex(),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    taken, said = done.stdout.splitlines()
    assert said.count("takes no more money until it is started again") == 2
    station = open_station(data)
    assert snapshot(station)[0] == int(taken)
    account = station.database.read(
        lambda r: r._cursor.execute("SELECT id FROM account").fetchone()
    )
    Books(station, template.actors).take_cash(account[0], 10)
    station.close()
    assert not broken(data)


def test_a_database_locked_by_another_connection(station: Station, books: Books) -> None:
    books.open_shift()
    account = books.register_patient().account_id
    writer(station).connection.execute("PRAGMA busy_timeout = 100")
    keys = station.database.keys
    other = engine.connect(station.database.path, keys.database)
    before = snapshot(station)
    other.execute("BEGIN IMMEDIATE")
    command = books.cash(account, 10, confirmations=frozenset({"credit:10"}))
    with pytest.raises(OutsideError, match=r"busy\. Nothing was saved\. Try again"):
        station.act(books.actors.cashier, payments.take_payment, command).result()
    assert snapshot(station) == before
    other.execute("ROLLBACK")
    other.close()
    station.act(books.actors.cashier, payments.take_payment, command).result()
    assert not broken(station.folder)


SECOND = """
    import sys
    from pathlib import Path
    from app.bootstrap import open_reading, open_station
    from app.areas.payments.queries import counter_idle
    from app.kernel.errors import UserError
    data = Path(sys.argv[1])
    try:
        open_station(data)
        print("opened")
    except UserError as error:
        print(error.text)
    reading = open_reading(data)
    print(len(reading.ask(counter_idle).result().latest))
    try:
        reading.act(None, None, None)
    except UserError as error:
        print(error.text)
    reading.close()
"""


def second_process(data: Path) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SECOND), str(data)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


def test_a_second_process_may_read_but_not_write(station: Station, books: Books) -> None:
    books.open_shift()
    books.take_cash(books.register_patient().account_id, 10)
    opened, latest, acted = second_process(station.folder)
    assert "already open" in opened
    assert latest == "1"
    assert "only reading works" in acted


def test_the_lock_dies_with_its_station(practice: MakePractice) -> None:
    data = practice("locked")
    first = open_station(data)
    with pytest.raises(UserError, match="already open"):
        open_station(data)
    reading = open_reading(data)
    reading.close()
    first.close()
    first.close()
    open_station(data).close()
    assert second_process(data)[0] == "opened"
