"""The log is the protocol: its bodies alone, folded into nothing, give every fact and document."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from app.areas.parties import service as parties
from app.areas.parties.values import ChangePatient, ExternalId, Person, RegisterPatient
from app.areas.security import service as security
from app.areas.security.values import ChangeUser, ReactivateUser
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.bootstrap import Station, open_station, restore_station
from app.kernel.ids import AccountId, PatientId, RoleId, UserId, derived_id, new_id
from app.storage import engine
from app.storage.tables import station as tables
from tests.building import Books, Template, command_id
from tests.conftest import MakePractice

BY_TYPE = {
    table.info["record_type"]: table
    for table in tables.sorted_tables
    if table.info["kind"] in ("fact", "document")
}


class Hands:
    """A clock that goes where it is put, back too."""

    def __init__(self) -> None:
        self.time = datetime(2026, 11, 20, 15, tzinfo=UTC)

    def now(self) -> datetime:
        self.time += timedelta(milliseconds=1)
        return self.time


def rows_of(connection: Any, table: Any) -> dict[Any, dict[str, Any]]:
    names = [column.name for column in table.columns]
    found = connection.execute(f"SELECT {', '.join(names)} FROM {table.name}").fetchall()
    rows = [dict(zip(names, row, strict=True)) for row in found]
    return {(row["id"], row.get("content_hash")): row for row in rows}


def content(record_type: str, names: list[str], row: dict[str, Any]) -> bytes:
    """The hash of a fact as a function of another language would make it, from the words."""
    whole = hashlib.sha256(len(record_type.encode()).to_bytes(8, "big") + record_type.encode())
    for name in names:
        if row[name] is None:
            whole.update(b"\x00")
            continue
        data = str(row[name]).encode()
        whole.update(b"\x01" + len(data).to_bytes(8, "big") + data)
    return whole.digest()


def folded(bodies: list[str]) -> dict[str, dict[Any, dict[str, Any]]]:
    """Facts inserted, document fields merged by (stamp, edit): nothing but what a body says."""
    made: dict[str, dict[Any, dict[str, Any]]] = {name: {} for name in BY_TYPE}
    for body in bodies:
        for said in json.loads(body)["rows"]:
            table = BY_TYPE[said["t"]]
            names = list(table.info["content"])
            if "f" in said:
                row = {"id": said["id"], **{name: said["f"].get(name) for name in names}}
                digest = content(said["t"], ["id", *names], row)
                assert digest.hex() == said["h"], "a hash that only Python can make"
                made[said["t"]][said["id"], digest] = row | {"content_hash": digest}
            else:
                merge(made[said["t"]], said, names)
    return made


def merge(documents: dict[Any, dict[str, Any]], said: dict[str, Any], names: list[str]) -> None:
    edit = [said["s"], said["e"]]
    known = documents.get((said["id"], None))
    if known is None:
        fields = {name: said["d"].get(name, [None])[0] for name in names}
        clock = {"stamp": said["s"], "edit_id": said["e"], "clocks": {}, "extra": None}
        documents[said["id"], None] = {"id": said["id"], **fields, **clock}
        return
    for name, (new, old) in said["d"].items():
        assert known[name] == old, "the value that was replaced is said"
        assert edit > known["clocks"].get(name, [known["stamp"], known["edit_id"]])
        known[name] = new
        known["clocks"][name] = edit


def work(station: Station, template: Template, clock: Hands) -> None:
    """A day with everything a body can carry: nulls, letters, edits, edits after the clock fell."""
    books, act = Books(station, template.actors), station.act
    books.count_safe()
    person = Person("Нгуен‑Ñandú", "သန်း 😀", preferred_name='"x"\\', phone="555-0101")
    command = RegisterPatient(
        command_id(), AccountId(new_id()), person, external_ids=(ExternalId("old", "A-1"),)
    )
    made = act(template.actors.cashier, parties.register_patient, command).result()
    for phone, back in (("1", 0), ("", 7200), ("2", 3600)):
        clock.time -= timedelta(seconds=back)
        edited = Person("Nguyen", "Thị", phone=phone, email="a@example.org" if phone else "")
        change = ChangePatient(command_id(), PatientId(made.patient_id), edited)
        act(template.actors.cashier, parties.change_patient, change).result()
    books.issue_invoice(made.account_id, 3500, 1500)
    books.open_shift()
    books.take_cash(made.account_id, 4000, 5000, notes="línea\nzwei")
    books.take_cash(made.account_id, 9000)
    administrator = template.actors.administrator
    for days in ("20", "", "25"):
        setting = ChangeSetting(command_id(), "billing.terms_days", days)
        act(administrator, settings.change_setting, setting).result()
    who = UserId(template.actors.other_cashier.user_id)
    role = RoleId(derived_id("role", "cfo"))
    user = ChangeUser(command_id(), who, "21", "Olga N.", role)
    act(administrator, security.change_user, user).result()
    act(administrator, security.reactivate_user, ReactivateUser(command_id(), who)).result()
    with pytest.raises(Exception, match="PIN"):
        station.sign_in(who, "000000")


def compare(station: Station) -> None:
    connection = engine.connect(station.database.path, station.database.keys.database)
    order = "SELECT body FROM station_log ORDER BY (SELECT ordinal FROM stream WHERE "
    order += "stream.incarnation = station_log.incarnation), seq"
    try:
        made = folded([body for (body,) in connection.execute(order)])
        for record_type, table in BY_TYPE.items():
            there = rows_of(connection, table)
            for row in there.values():
                if "clocks" in row:
                    row["clocks"] = json.loads(row["clocks"])
            assert made[record_type] == there, table.name
    finally:
        connection.close()


def test_the_log_alone_gives_every_fact_and_document_back(
    practice: MakePractice, template: Template
) -> None:
    clock = Hands()
    station = open_station(practice("day"), clock=clock)
    try:
        work(station, template, clock)
        compare(station)
    finally:
        station.close()


def test_it_does_so_across_a_restore_too(
    practice: MakePractice, template: Template, tmp_path: Path
) -> None:
    clock = Hands()
    station = open_station(practice("day"), clock=clock)
    work(station, template, clock)
    made = station.back_up(tmp_path / "one.cfbackup")
    station.close()
    restore_station(made.path, tmp_path / "new", template.made.recovery_key)
    again = open_station(tmp_path / "new", clock=clock)
    try:
        books = Books(again, template.actors)
        account = books.register_patient().account_id
        books.issue_invoice(account, 100)
        books.take_cash(account, 100)
        compare(again)
    finally:
        again.close()


def test_the_logical_clock_never_falls_not_even_into_a_new_life(
    practice: MakePractice, template: Template, tmp_path: Path
) -> None:
    clock = Hands()
    station = open_station(practice("day"), clock=clock)
    work(station, template, clock)
    made = station.back_up(tmp_path / "one.cfbackup")
    station.close()
    restore_station(made.path, tmp_path / "new", template.made.recovery_key)
    clock.time -= timedelta(days=3650)
    again = open_station(tmp_path / "new", clock=clock)
    Books(again, template.actors).register_patient()
    connection = engine.connect(again.database.path, again.database.keys.database)
    times = connection.execute(
        "SELECT hlc FROM station_log ORDER BY (SELECT ordinal FROM stream WHERE "
        "stream.incarnation = station_log.incarnation), seq"
    ).fetchall()
    connection.close()
    again.close()
    assert [hlc for (hlc,) in times] == sorted({hlc for (hlc,) in times})
