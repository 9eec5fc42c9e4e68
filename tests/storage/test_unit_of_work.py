"""The only way to write: edit stamps, savepoints, numbers, and nothing left of what failed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.areas.parties import schema
from app.bootstrap import Station, open_station
from app.kernel.actor import SYSTEM
from app.kernel.errors import Bug, UserError
from app.storage.database import Database
from app.storage.schema import print_job
from app.storage.unit_of_work import UnitOfWork
from tests.building import Books, Template
from tests.conftest import MakePractice


class Hands:
    """A clock that stands where it is put."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def still(practice: MakePractice, hands: Hands) -> Any:
    """A station whose clock is `hands`."""
    opened = open_station(practice("still"), clock=hands)
    yield opened
    opened.close()


def do(station: Station, work: Callable[[UnitOfWork], Any], run_id: str | None = None) -> Any:
    """Run `work` as one transaction."""

    def act(uow: UnitOfWork, _nothing: None) -> Any:
        return work(uow)

    act.__module__ = "app.areas.parties.service"
    return station.act(SYSTEM, act, None, run_id=run_id).result()


def one(station: Station, sql: str, *values: Any) -> Any:
    assert station.database.writer is not None
    return station.database.writer.connection.execute(sql, values).fetchone()


def last_record(station: Station) -> list[dict[str, Any]]:
    (body,) = one(station, "SELECT body FROM station_log ORDER BY seq DESC LIMIT 1")
    rows: list[dict[str, Any]] = json.loads(body)["rows"]
    return rows


def ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)


def test_each_edit_has_its_own_clock_and_logs_old_and_new(
    still: Station, hands: Hands, template: Template
) -> None:
    patient = Books(still, template.actors).register_patient(city="Ulm").patient_id
    made = one(still, "SELECT stamp, edit_id, clocks FROM patient WHERE id = ?", patient)
    assert (made[0], made[2]) == (ms(hands.moment), "{}")

    hands.moment += timedelta(minutes=5)
    changed = do(still, lambda uow: uow.change(schema.patient, patient, {"city": "Bonn"}))
    (row,) = last_record(still)
    assert changed
    assert row["d"] == {"city": ["Bonn", "Ulm"]}
    assert row["s"] == ms(hands.moment)
    clocks = json.loads(one(still, "SELECT clocks FROM patient WHERE id = ?", patient)[0])
    assert clocks == {"city": [row["s"], row["e"]]}
    assert one(still, "SELECT stamp, edit_id FROM patient WHERE id = ?", patient) == made[:2]

    # the clock stands still, then jumps back a year: the later edit still has the later stamp
    for moment, name in ((hands.moment, "Köln"), (hands.moment - timedelta(days=365), "Trier")):
        hands.moment = moment
        before = row["s"]
        do(still, partial(_move, patient=patient, city=name))
        (row,) = last_record(still)
        assert row["s"] == before + 1

    # another field was set by the making of the row; its clock follows from that stamp
    do(still, lambda uow: uow.change(schema.patient, patient, {"region": "BW"}))
    (row,) = last_record(still)
    assert row["s"] == made[0] + 1


def _move(uow: UnitOfWork, patient: str, city: str) -> bool:
    return uow.change(schema.patient, patient, {"city": city})


def test_a_change_that_changes_nothing_leaves_no_record(station: Station, books: Books) -> None:
    patient = books.register_patient(city="Ulm").patient_id
    head = one(station, "SELECT max(seq) FROM station_log")
    same: dict[str, Any] = {"city": "Ulm", "family_name": "Nguyễn"}
    assert not do(station, lambda uow: uow.change(schema.patient, patient, same))
    assert one(station, "SELECT max(seq) FROM station_log") == head


def test_the_log_goes_on_when_the_clock_goes_back(
    still: Station, hands: Hands, template: Template
) -> None:
    books = Books(still, template.actors)
    for back in (timedelta(0), timedelta(days=400), timedelta(days=-3), timedelta(days=1)):
        hands.moment -= back
        books.register_patient()
    assert still.database.writer is not None
    clocks = [
        row[0]
        for row in still.database.writer.connection.execute(
            "SELECT hlc FROM station_log ORDER BY seq"
        )
    ]
    assert clocks == sorted(set(clocks))


def _job(n: int) -> dict[str, Any]:
    return {
        "id": f"job {n}",
        "doc_kind": "receipt",
        "doc_id": "d",
        "copy_no": 0,
        "printer": "screen",
        "state": "shown",
        "error": "",
        "bytes_sha": None,
        "made_by": "u",
        "at": "2026-11-20T15:00:00.000000Z",
        "why": "",
        "title": "",
        "content": None,
        "tries": 0,
        "since": "2026-11-20T15:00:00.000000Z",
    }


@pytest.mark.parametrize("run_id", [None, "an import"])
def test_a_savepoint_undoes_rows_log_and_numbers_together(
    station: Station, run_id: str | None
) -> None:
    def work(uow: UnitOfWork) -> list[str]:
        numbers = [uow.number("receipt").text]
        uow.put(print_job, _job(1))
        rows, size = uow.logged_rows, uow.logged_bytes

        def lost() -> None:
            with uow.savepoint():
                uow.put(print_job, _job(2))
                numbers.append(uow.number("receipt").text)
                uow.create(schema.payer, _payer())
                assert uow.logged_rows == rows + 1
                raise UserError("no")

        with pytest.raises(UserError):
            lost()
        assert (uow.logged_rows, uow.logged_bytes) == (rows, size)
        with uow.savepoint():
            uow.put(print_job, _job(3))
        numbers.append(uow.number("receipt").text)
        return numbers

    assert do(station, work, run_id) == ["W1-000001", "W1-000002", "W1-000002"]
    assert do(station, lambda uow: uow.number("receipt").text) == "W1-000003"
    found = one(station, "SELECT group_concat(id, ',') FROM print_job")[0]
    assert found == "job 1,job 3"
    assert one(station, "SELECT count(*) FROM payer") == (1,)


def _payer() -> dict[str, Any]:
    empty = dict.fromkeys(("billing_address", "phone", "email", "submission", "claim_format"), "")
    return {
        "id": "p",
        "name": "P",
        "payer_type": "mco",
        "terms_days": 30,
        "active": 1,
        **empty,
    }


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    plan=st.lists(st.tuples(st.sampled_from(["receipt", "account"]), st.booleans()), max_size=12)
)
def test_numbers_have_no_gap_however_many_actions_fail(
    station: Station, plan: list[tuple[str, bool]]
) -> None:
    def take(kind: str, fails: bool) -> Callable[[UnitOfWork], int]:
        def work(uow: UnitOfWork) -> int:
            value = uow.number(kind).value
            uow.number(kind)
            if fails:
                raise UserError("no")
            return value

        return work

    for kind, fails in plan:
        before = one(station, "SELECT next_value FROM number_series WHERE kind = ?", kind) or (1,)
        if fails:
            with pytest.raises(UserError):
                do(station, take(kind, fails))
            after = before[0]
        else:
            assert do(station, take(kind, fails)) == before[0]
            after = before[0] + 2
        found = one(station, "SELECT next_value FROM number_series WHERE kind = ?", kind) or (1,)
        assert found == (after,)


def test_nothing_is_left_of_an_action_that_fails(station: Station, books: Books) -> None:
    books.open_shift()
    papers = one(station, "SELECT count(*) FROM print_job")

    def work(uow: UnitOfWork) -> None:
        uow.put(print_job, _job(1))
        uow.create(schema.payer, _payer())
        uow.number("receipt")
        raise ZeroDivisionError

    before = one(station, "SELECT max(seq), (SELECT count(*) FROM payer) FROM station_log")
    with pytest.raises(ZeroDivisionError):
        do(station, work)
    assert one(station, "SELECT count(*) FROM print_job") == papers
    assert one(station, "SELECT max(seq), (SELECT count(*) FROM payer) FROM station_log") == before
    assert do(station, lambda uow: uow.number("receipt").text) == "W1-000001"


@pytest.mark.parametrize(
    ("verb", "table"),
    [
        ("insert", schema.patient),
        ("insert", print_job),
        ("create", print_job),
        ("put", schema.patient),
        ("derive", print_job),
    ],
)
def test_each_kind_of_table_has_its_own_verb(station: Station, verb: str, table: Any) -> None:
    with pytest.raises(Bug):
        do(station, lambda uow: getattr(uow, verb)(table, {"id": "x"}))
    with pytest.raises(Bug):
        do(station, lambda uow: uow.change(print_job, "x", {}))
    with pytest.raises(Bug):
        do(station, lambda uow: uow.drop(schema.patient, id="x"))
    with pytest.raises(Bug):
        do(station, lambda uow: uow.update(schema.patient, {"city": "x"}, id="x"))


def test_local_rows_and_views_are_not_logged(station: Station) -> None:
    head = one(station, "SELECT max(seq) FROM station_log")
    do(station, lambda uow: uow.put(print_job, _job(1)))
    do(station, lambda uow: uow.drop(print_job, id="job 1"))
    assert one(station, "SELECT max(seq) FROM station_log") == head


def test_a_listener_hears_what_was_written_and_can_break_nothing(
    station: Station, books: Books
) -> None:
    heard: list[frozenset[str]] = []

    def broken(tables: frozenset[str]) -> None:
        raise RuntimeError("a screen went away")

    station.listen(broken)
    station.listen(heard.append)
    books.open_shift()
    first = books.register_patient()
    second = books.register_patient()
    assert first.account_number != second.account_number
    station.act(SYSTEM, _nothing, None).result()
    assert any({"patient", "account", "station_log"} <= tables for tables in heard)
    with pytest.raises(UserError):
        books.issue_invoice(first.account_id, 0)
    count = len(heard)
    station.act(SYSTEM, _nothing, None).result()
    assert all("invoice" not in tables for tables in heard[count:])


def _nothing(uow: UnitOfWork, _command: None) -> None:
    """An action that does nothing."""


def test_what_is_queued_is_finished_before_closing(practice: MakePractice) -> None:
    station = open_station(practice("queue"))
    futures = [station.act(SYSTEM, _number, None) for _ in range(50)]
    station.close()
    assert [f.result() for f in futures] == list(range(1, 51))
    with pytest.raises(UserError):
        station.act(SYSTEM, _number, None)


def _number(uow: UnitOfWork, _command: None) -> int:
    return uow.number("receipt").value


def test_first_actions_from_many_threads_start_one_writer(practice: MakePractice) -> None:
    for round_no in range(10):
        station = open_station(practice(f"start{round_no}"))
        gate = threading.Barrier(4)
        found: list[int] = []

        def go(station: Station = station, gate: Any = gate, found: Any = found) -> None:
            gate.wait()
            found.append(station.act(SYSTEM, _number, None).result())

        threads = [threading.Thread(target=go) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        station.close()
        assert sorted(found) == [1, 2, 3, 4]


def test_a_snapshot_does_not_move_under_a_reader(station: Station, books: Books) -> None:
    books.register_patient()

    def look(reader: Any) -> tuple[int, int]:
        query = "SELECT count(*) FROM patient"
        before = reader._cursor.execute(query).fetchone()[0]
        books.register_patient()
        return before, reader._cursor.execute(query).fetchone()[0]

    assert station.database.read(look) == (1, 1)
    assert one(station, "SELECT count(*) FROM patient") == (2,)
    assert isinstance(station.database, Database)
