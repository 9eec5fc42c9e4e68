"""Invoice numbers of the whole practice: without a gap, the same however often they are asked for,
and never waited for at the window.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from app.areas.invoices import histories, lists, queries
from app.areas.invoices import records as invoice_records
from app.areas.invoices.values import InvoiceIssued
from app.areas.settings import queries as setting
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import AccountId, InvoiceId
from app.kernel.listing import ListWanted, Sort
from app.storage.search import accounts_by_key
from app.storage.statements import Read, Reader
from app.storage.tables import station
from app.sync.central import Central, Given
from app.sync.exchange import Exchange
from app.sync.looking import broken_promises
from app.sync.rounds import Done
from tests.building import Books, command_id
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.test_pulling import rows_of


def choose(books: Books, **values: str) -> None:
    for key, value in values.items():
        change = ChangeSetting(command_id(), f"numbers.{key}", value)
        books.station.act(books.actors.administrator, settings.change_setting, change).result()


@pytest.fixture
def numbered(pair: Pair) -> Pair:
    """The centre numbers invoices, and both windows know it."""
    pair.one.books.issue_invoice(patient(pair.one), 100)
    choose(pair.one.books, invoice="INV-{n:04}", invoice_scope="organization")
    sync(pair)
    return pair


def patient(window: Window) -> AccountId:
    return AccountId(window.books.register_patient("Okafor", "Ada").account_id)


def sync(pair: Pair) -> None:
    for window in (pair.one, pair.two, pair.one, pair.two):
        drain(window)


def drain(window: Window) -> None:
    assert Exchange(window.station, window.line).drain().done is Done.DRAINED


def number(window: Window, issued: InvoiceIssued) -> str:
    return window.station.ask(queries.invoice_view, issued.invoice_id).result().number


def listed(window: Window, **wanted: Any) -> list[str]:
    rows = (
        window.station.ask(lists.invoices, ListWanted(sort=Sort("number"), **wanted)).result().rows
    )
    return [row.number for row in rows]


def test_they_run_through_both_windows_without_a_gap(numbered: Pair) -> None:
    one, two = numbered.one, numbered.two
    account = patient(one)
    sync(numbered)
    assert two.station.ask(setting.next_number, "invoice").result().example == "INV-0001"
    made = [(window, window.books.issue_invoice(account, 3500)) for window in (one, two, one)]
    assert [issued.number for _, issued in made] == ["number pending"] * 3
    assert "number pending" in listed(one)
    sync(numbered)
    for window in (one, two):
        assert sorted(number(window, issued) for _, issued in made) == [
            "INV-0001",
            "INV-0002",
            "INV-0003",
        ]
        assert listed(window) == ["INV-0001", "INV-0002", "INV-0003", "W1-000001"]
        assert "INV-0002" in listed(window, text="inv-0002")
        assert window.station.ask(accounts_by_key, "INV-0003").result()[0][0] == account
        lines = window.station.ask(histories.account_lines, account).result().lines
        assert {line.words for line in lines} == {f"Invoice INV-000{n}" for n in (1, 2, 3)}
        assert window.sound == []
    assert rows_of(one, "fact", "view") == rows_of(two, "fact", "view")
    assert broken_promises(numbered.centre.dsn) == ()


def test_a_payment_does_not_wait_for_the_number(numbered: Pair) -> None:
    """The receipt says that it is pending; the next one says it."""
    one = numbered.one
    account = patient(one)
    one.books.open_shift()
    first, second = (one.books.issue_invoice(account, 1000) for _ in range(2))
    early = one.books.take_cash(account, 500, invoice_ids=(first.invoice_id,))
    sync(numbered)
    late = one.books.take_cash(account, 700)

    def said(reader: Reader, receipt_id: str) -> list[str]:
        snapshot = station.tables["receipt"].c
        row = reader.scalar(Read(select(snapshot.snapshot).where(snapshot.id == receipt_id)))
        return [part["number"] for part in json.loads(row)["invoices"]]

    assert one.station.ask(said, early.receipt_id).result() == ["number pending"]
    assert one.station.ask(said, late.receipt_id).result() == ["INV-0001", "INV-0002"]
    assert number(one, second) == "INV-0002"
    sync(numbered)
    assert one.sound == numbered.two.sound == []


def test_a_lost_reply_gives_the_same_number_again(numbered: Pair) -> None:
    """Killed between the centre's word and keeping it: the number is asked for again."""
    one = numbered.one
    issued = one.books.issue_invoice(patient(one), 100)
    while one.pusher.push_round().done is Done.MORE:
        pass
    with one.line.open() as central:
        first = ask(central, issued.invoice_id)
        assert first == ask(central, issued.invoice_id) == Given("INV-0001", "INV-{n}", 1)
        assert central.next_number("invoice", "INV-{n}", 4, str(command_id())) is None
    sync(numbered)
    assert number(one, issued) == "INV-0001"
    assert numbered.centre.one("SELECT count(*) FROM sync.number_given") == 1
    assert broken_promises(numbered.centre.dsn) == ()


def ask(central: Central, invoice_id: InvoiceId) -> Given | None:
    return central.next_number("invoice", "INV-{n}", 4, invoice_id)


def test_a_failover_that_lost_them_reuses_none_that_anybody_knows(numbered: Pair) -> None:
    one, two = numbered.one, numbered.two
    account = patient(one)
    kept = [one.books.issue_invoice(account, 100) for _ in range(2)]
    sync(numbered)
    waits = [two.books.issue_invoice(account, 200), two.books.issue_invoice(account, 300)]
    while two.pusher.push_round().done is Done.MORE:
        pass
    numbered.centre.admin.execute("DELETE FROM sync.number_given")
    sync(numbered)
    assert [number(two, each) for each in (*kept, *waits)] == [f"INV-000{n}" for n in (1, 2, 3, 4)]
    assert broken_promises(numbered.centre.dsn) == ()
    given = "INSERT INTO sync.number_given VALUES (%s, 'invoice', %s, 'INV-{n}', 7, 'INV-0007', %s)"
    here = one.station.practice
    numbered.centre.admin.execute(given, (here.organization_id, command_id(), here.station_id))
    assert [one.promise for one in broken_promises(numbered.centre.dsn)] == ["number"]


def test_away_an_invoice_waits_or_takes_the_stations_own_number(numbered: Pair) -> None:
    one, two = numbered.one, numbered.two
    account = patient(one)
    choose(two.books, when_away="station")
    sync(numbered)
    stop(numbered, one)
    own = one.books.issue_invoice(account, 100)
    assert own.number == "W1-INV-0001"
    choose(one.books, when_away="")
    waits = one.books.issue_invoice(account, 100)
    assert waits.number == "number pending"
    go_on(numbered)
    sync(numbered)
    assert [number(two, each) for each in (own, waits)] == ["W1-INV-0001", "INV-0001"]
    assert one.sound == two.sound == []


def stop(pair: Pair, window: Window) -> None:
    """The centre lets nobody in until it goes on; the window has noticed."""
    pair.centre.admin.execute("UPDATE sync.station SET revoked_at = now()")
    window.hang_up()
    with pytest.raises(OutsideError):
        drain(window)


def go_on(pair: Pair) -> None:
    pair.centre.admin.execute("UPDATE sync.station SET revoked_at = NULL")


def test_another_window_fetches_what_a_dead_one_left_behind(numbered: Pair) -> None:
    one, two = numbered.one, numbered.two
    issued = one.books.issue_invoice(patient(one), 100)
    while one.pusher.push_round().done is Done.MORE:
        pass
    drain(two)
    assert number(two, issued) == "number pending"

    def left(reader: Reader, *lately: str) -> int:
        return len(invoice_records.waiting_for_number(reader, (lately[0], lately[1])))

    assert two.station.ask(left, "2020", "9999").result() == 0, "it has time to do so itself"
    assert two.station.ask(left, "9999", "9999").result() == 1
    assert two.station.ask(left, "2020", "2020").result() == 1, "its clock was ahead by years"
    with two.line.open() as central:
        told = ask(central, issued.invoice_id)
    assert told is not None
    keep = invoice_records.KeepNumber(issued.invoice_id, told.number, told.series, told.value)
    assert two.station.record(invoice_records.keep_number, keep).result()
    sync(numbered)
    assert number(one, issued) == number(two, issued) == "INV-0001"
    assert rows_of(one, "fact", "view") == rows_of(two, "fact", "view")
    assert one.sound == two.sound == []


def test_a_station_alone_has_nobody_to_ask(books: Books) -> None:
    with pytest.raises(UserError, match="works alone"):
        choose(books, invoice_scope="organization")
    choose(books, invoice_scope="")
