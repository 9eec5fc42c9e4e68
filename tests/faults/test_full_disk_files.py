"""A disk that is really full, and files: what people save is whole or not there, imports stop in
time, an upgrade is not begun, and the doctor says it.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable

import pytest

from app.areas.imports.bring_in import write_rejected
from app.areas.payments.queries import receipt
from app.bootstrap import Station, open_station
from app.bootstrap.doctor.findings import Light, Place
from app.bootstrap.doctor.folder import disk
from app.devices.printing.papers import receipt_paper
from app.gui.dialogs.paper_preview import write_whole
from app.gui.keys_page import write_sheet
from app.gui.printing.paper import save_paper
from app.gui.tables.csv_export import write_file
from app.gui.theme import Theme
from app.kernel.errors import CounterfoilError, OutsideError
from app.storage.connection import connect
from app.storage.disk_room import LEAST
from app.sync.keeping.saving import save_records
from tests.areas.imports.files import LEGACY, Importer, legacy
from tests.areas.imports.files import write as write_rows
from tests.building import Books
from tests.conftest import MakePractice
from tests.faults.small_disk import SmallDisk
from tests.faults.test_full_disk import MB, NEARLY, counts
from tests.gui.conftest import theme

__all__ = ["theme"]
LEFT = {"backups", "counterfoil.lock", "counterfoil.db-wal", "counterfoil.db-shm"}


def test_no_file_that_people_save_is_left_half(
    small_disk: SmallDisk, full: tuple[Station, Books], theme: Theme
) -> None:
    """Papers, lists, rejected rows, the sheet with the recovery key, records for another window."""
    station, books = full
    books.open_shift()
    taken = books.take_cash(books.register_patient().account_id, 10)
    shown = station.ask(receipt, taken.receipt_id).result()
    paper = receipt_paper(shown, 42)
    importer = Importer(station, books.actors.billing_manager)
    file = small_disk.place / "in.csv"
    rows = [[f"{n:05d}", "", "x" * 50, "3/13/1984"] for n in range(500)]
    run = importer.check(write_rows(file, LEGACY[:4], rows))
    assert run.bad == 500
    place = small_disk.place / "saved"
    place.mkdir()
    (place / "sheet.txt").write_text("an earlier one", encoding="utf-8")
    writes: dict[str, Callable[[], object]] = {
        "receipt": lambda: save_paper(paper, place),
        "paper": lambda: write_whole(place / "paper.pdf", b"%PDF" * 9000),
        "list": lambda: write_file(place / "rows.csv", lambda f: f.write("1,2\r\n" * 9000)),
        "rejected": lambda: write_rejected(run.run_id, place / "bad.csv", station.database.read),
        "sheet": lambda: write_sheet(place / "sheet.txt", "secret " * 9000),
        "records": lambda: save_records(station, place / "for.cfrecords"),
    }
    for name, write in writes.items():
        small_disk.leave(8 * 1024)
        with pytest.raises(CounterfoilError) as refused:
            write()
        assert refused.value.text.endswith("."), name
        left = {path.name: path.stat().st_size for path in place.iterdir()}
        assert left.pop("sheet.txt") == len("an earlier one")
        assert all(name.endswith(".pdf") and size > 1000 for name, size in left.items()), left
        for path in place.glob("*.pdf"):
            path.unlink()
    small_disk.empty()
    for write in writes.values():
        write()
    assert len(list(place.iterdir())) == 7


def test_an_import_stops_while_there_is_room_for_payments_and_goes_on_later(
    small_disk: SmallDisk, full: tuple[Station, Books]
) -> None:
    station, books = full
    importer = Importer(station, books.actors.billing_manager)
    file = legacy(small_disk.place / "in.csv", 300)
    run = importer.check(file)
    small_disk.leave(LEAST - MB)
    before = counts(station)
    with pytest.raises(OutsideError, match=NEARLY):
        importer.apply(run)
    assert counts(station) == before
    with pytest.raises(OutsideError, match=NEARLY):
        importer.check(file)
    small_disk.empty()
    importer.apply(run)
    count = "SELECT count(*) FROM patient"
    assert station.database.read(lambda r: r._cursor.execute(count).fetchone()) == (300,)


def test_an_older_practice_on_a_full_disk_stays_as_it_is(
    small_disk: SmallDisk, practice: MakePractice
) -> None:
    """Neither the backup before an upgrade nor a restore leaves anything."""
    data = small_disk.place / "data"
    shutil.copytree(practice("origin"), data)
    copy = small_disk.place / "copy.cfbackup"
    station = open_station(data)
    station.back_up(copy)
    key = station.database.keys.database
    station.close()
    opened = connect(data / "counterfoil.db", key)
    opened.execute("UPDATE alembic_version SET version_num = '0005'")
    opened.close()
    small_disk.leave(MB)
    names = sorted(path.name for path in data.rglob("*"))
    with pytest.raises(OutsideError, match=r"needs .* MB of room"):
        open_station(data)
    assert sorted(p.name for p in data.rglob("*") if p.name not in LEFT) == [
        name for name in names if name not in LEFT
    ]


def test_the_doctor_says_it_before_and_when_it_is_full(
    small_disk: SmallDisk, full: tuple[Station, Books]
) -> None:
    (found,) = (one for one in disk(Place(data=full[0].folder)) if one.key == "disk")
    assert found.light is Light.WRONG, "so small a disk can hold no practice for long"
    small_disk.leave(LEAST - MB)
    (found,) = (one for one in disk(Place(data=full[0].folder)) if one.key == "disk")
    assert found.light is Light.WRONG
    assert "No new payment, refund or deposit is taken now" in found.words
    assert "Free some space on the disk of" in found.todo
