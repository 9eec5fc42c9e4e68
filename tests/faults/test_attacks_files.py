"""The database is taken away or replaced under the open program: no payment goes into nothing."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app.bootstrap import open_station
from app.kernel.errors import OutsideError
from tests.building import Books, Template
from tests.conftest import MakePractice
from tests.faults.invariants import broken

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="an open file stays there")


def swap(name: str) -> Callable[[Path], None]:
    def do(data: Path) -> None:
        shutil.copy(data / name, data / "other")
        os.replace(data / "other", data / name)

    return do


WAYS: dict[str, Callable[[Path], object]] = {
    "deleted": lambda data: (data / "counterfoil.db").unlink(),
    "log deleted": lambda data: (data / "counterfoil.db-wal").unlink(),
    "replaced": swap("counterfoil.db"),
    "log replaced": swap("counterfoil.db-wal"),
    "folder moved": lambda data: data.rename(data.with_name("moved")),
}


@pytest.mark.parametrize("way", WAYS)
def test_no_money_goes_into_a_file_that_is_gone(
    practice: MakePractice, template: Template, way: str
) -> None:
    data = practice("data")
    station = open_station(data)
    books = Books(station, template.actors)
    account = books.register_patient().account_id
    books.open_shift()
    assert books.take_cash(account, 100).receipt_number == "W1-000001"
    WAYS[way](data)
    for _ in range(2):
        with pytest.raises(OutsideError, match="deleted, moved or replaced"):
            books.take_cash(account, 100)
    station.close()


def test_readers_and_backups_beside_it_are_no_news(
    practice: MakePractice, template: Template
) -> None:
    station = open_station(practice("data"))
    books = Books(station, template.actors)
    account = books.register_patient().account_id
    books.open_shift()
    for number in range(1, 4):
        assert books.take_cash(account, 100).receipt_number == f"W1-{number:06d}"
        station.back_up()
        station.database.writer.connection.execute(  # type: ignore[union-attr]
            "PRAGMA wal_checkpoint(TRUNCATE)"
        )
    station.close()
    assert not broken(station.folder)
