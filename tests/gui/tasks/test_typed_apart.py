"""A patient whose name and birth date were typed at two windows without knowing of one another."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from sqlalchemy import select

from app.areas.parties import queries as parties
from app.areas.parties import service
from app.areas.parties.values import ChangePatient, Person
from app.bootstrap import Station
from app.gui.theme import Scheme, current
from app.kernel.actor import SYSTEM
from app.kernel.ids import PatientId
from app.storage.reading import Reader
from app.storage.receiving import Received
from app.storage.schema import station_log
from app.storage.statements import Read
from app.storage.station_log import FIELDS
from app.sync import inbox
from tests.building import command_id
from tests.gui.tasks.conftest import KEY, Settler
from tests.two_stations.beside import beside, sent, settle, take

LONG = "Maximiliana Konstantina von Hohenzollern-Sigmaringen zu Berg"


def type_apart(station: Station, folder: Path, patient_id: PatientId, *both: Person) -> None:
    """Each window types one of them, then this one hears of the other."""
    with beside(folder, station) as other:
        take(other, sent(station))
        settle(other, station)
        first, second = (ChangePatient(command_id(), patient_id, person) for person in both)
        station.act(SYSTEM, service.change_patient, first).result()
        assert other.writer is not None
        other.writer.submit(SYSTEM, service.change_patient, second).result()
        come = other.read(others_records, station.practice.station_id)
    station.act(SYSTEM, inbox.take_page, come).result()


def others_records(reader: Reader, own: str) -> tuple[Received, ...]:
    log = station_log.c
    rows = reader.fetch(
        Read(select(*(log[n] for n in FIELDS)).where(log.station != own).order_by(log.hlc))
    )
    return tuple(Received(dict(zip(FIELDS, row, strict=True))) for row in rows)


def test_what_stands_is_kept_and_the_other_taken(settler: Settler, tmp_path: Path) -> None:
    station = settler.books.station
    made = settler.books.register_patient("Nguyễn Phúc Bảo Trân", "Thị Thanh Huyền မမခင်ဇော်ဝင်း")
    patient_id = PatientId(made.patient_id)
    person = station.ask(parties.person, patient_id).result()
    one = replace(person, birth_date=date(1985, 3, 14), family_name="Nguyễn Phúc Bảo Trân Hoàng")
    two = replace(person, birth_date=date(1958, 3, 14), family_name=LONG)
    type_apart(station, tmp_path / "other", patient_id, one, two)
    current().choose(Scheme.DARK, 200)
    settler.person.window.resize(1920, 1080)
    view = settler.come("60")
    settler.until(lambda: settler.badge == "2")
    name = next(n for n, title in enumerate(settler.shown) if title.startswith("Two names"))
    settler.press(KEY.Key_Home if name else KEY.Key_End)
    assert settler.answers == ["Keep Mar 14, 1958", "Take Mar 14, 1985"]
    settler.photo("tasks-day-200")
    settler.press(KEY.Key_End if name else KEY.Key_Home)
    assert settler.answers == ["Keep the name from Window 2", "Take the name from W1"]
    settler.person.settle()
    assert view.page.area.horizontalScrollBar().maximum() == 0, "long names wrap"
    settler.photo("tasks-name-200")
    current().choose(Scheme.LIGHT, 100)
    settler.person.window.resize(1024, 720)
    settler.person.settle()
    assert view.page.area.horizontalScrollBar().maximum() == 0
    settler.photo("tasks-name-narrow")
    settler.press(KEY.Key_F7)
    settler.until(lambda: len(settler.shown) == 1)
    settler.press(KEY.Key_F6)
    settler.until(lambda: view.empty.isVisible())
    assert station.ask(parties.person, patient_id).result() == replace(
        two, family_name="Nguyễn Phúc Bảo Trân Hoàng"
    )
