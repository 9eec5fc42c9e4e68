"""A cashier takes money at a new window while most of the books are still on their way to it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from app.areas.health.queries import verify
from app.areas.invoices import queries as invoices
from app.areas.ledger import queries as ledger
from app.areas.payments.values import PaymentTaken
from app.bootstrap import NewStation, Station, enrol_here, enrolling, open_station
from app.kernel.errors import UserError
from app.storage import arriving
from app.storage.search import accounts_by_words
from app.sync.digests import check_digests
from app.sync.looking import broken_promises
from app.sync.progress import Progress
from app.sync.rounds import Done
from app.sync.safe import mark_backup
from app.sync.snapshot import open_early
from tests.building import PIN, Actors, Books
from tests.two_stations.conftest import Joined, Window, window
from tests.two_stations.test_snapshot import books as all_of

EARLY = partial(open_early, enough=1, rows=7)


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrolling, "open_early", EARLY)
    monkeypatch.setattr("app.sync.arriving.ROWS", 7)
    monkeypatch.setattr("app.sync.arriving.KEYS", 2)
    monkeypatch.setattr("app.sync.early.ACCOUNTS", 2)
    monkeypatch.setattr("app.sync.early.INVOICES", 2)


class Practice:
    """A window with a history: invoices open, part paid and paid, credit; and who comes to it."""

    def __init__(self, joined: Joined, actors: Actors, folder: Path, *, marked: bool) -> None:
        self.one, self.actors, self.folder = joined, actors, folder
        books = joined.books
        self.shift = books.open_shift()
        self.accounts = [books.register_patient(name).account_id for name in ("Hoa", "Aung", "Eve")]
        hoa, aung, eve = self.accounts
        self.open = books.issue_invoice(hoa, 15000)
        paid = books.issue_invoice(hoa, 3500)
        books.take_cash(hoa, 3500, invoice_ids=(paid.invoice_id,))
        books.take_cash(hoa, 5000, invoice_ids=(self.open.invoice_id,))
        books.issue_invoice(aung, 700)
        books.take_cash(eve, 2000)
        joined.drain()
        if marked:
            mark_backup(joined.centre.dsn, joined.centre.dsn)
            books.issue_invoice(eve, 1234)
            joined.drain()

    def come(self, told: list[Progress] | None = None) -> Station:
        wanted = NewStation(self.one.centre.dsn, "W2", "Window 2", "1", PIN)
        enrol_here(self.folder, wanted, progress=told.append if told is not None else None)
        return open_station(self.folder)


@pytest.fixture(params=[True, False], ids=["tables", "records"])
def practice(
    joined: Joined, actors: Actors, tmp_path: Path, request: pytest.FixtureRequest
) -> Practice:
    return Practice(joined, actors, tmp_path / "second", marked=request.param)


def owed(station: Station, practice: Practice) -> list[tuple[int, int]]:
    found = (ledger.account_balance, "USD")
    rows = [station.ask(found[0], one, found[1]).result() for one in practice.accounts]
    return [(row.patient.minor, row.credit.minor) for row in rows]


def pay(two: Window, practice: Practice, minor: int) -> PaymentTaken:
    return two.books.take_cash(practice.accounts[0], minor, invoice_ids=(practice.open.invoice_id,))


def test_cash_is_taken_while_older_history_comes(practice: Practice) -> None:
    told: list[Progress] = []
    station = practice.come(told)
    assert "Taking over what is open." in {at.words for at in told}
    two = window(station, Books(station, practice.actors))
    try:
        assert station.ask(arriving.still_comes).result()
        right = owed(practice.one.station, practice)
        assert owed(station, practice) == right
        hoa = practice.accounts[0]
        [unpaid] = station.ask(invoices.open_invoices, hoa).result()
        assert (unpaid.invoice_id, unpaid.due.minor) == (practice.open.invoice_id, 10000)
        assert station.ask(accounts_by_words, "aung").result()
        with pytest.raises(UserError, match="still arriving"):
            station.ask(verify, b"").result()
        two.books.open_shift()
        seen = [pay(two, practice, 2500).receipt_number]
        practice.one.books.take_cash(hoa, 1000, invoice_ids=(practice.open.invoice_id,))
        practice.one.drain()
        mine = (right[0][0] - 2500, right[0][1])
        rounds = 0
        while two.exchange.round().done is Done.MORE:
            rounds += 1
            if station.ask(arriving.stage).result() in (arriving.TABLES, arriving.RECORDS):
                assert owed(station, practice)[0] == mine, "half a ledger is nobody's balance"
            if rounds == 5:
                seen.append(pay(two, practice, 100).receipt_number)
                mine = (mine[0] - 100, mine[1])
        assert rounds > 10
        assert not station.ask(arriving.still_comes).result()
        assert len(set(seen)) == 2
        assert_all_the_same(practice, two)
    finally:
        two.hang_up()
        station.close()


def assert_all_the_same(practice: Practice, two: Window) -> None:
    """Everybody has everything, and it is right."""
    one = window(practice.one.station, practice.one.books)
    try:
        for each in (one, two, one):
            each.sync()
        assert (one.sound, two.sound) == ([], [])
        assert owed(one.station, practice) == owed(two.station, practice)
        mine, theirs = (each.station.ask(all_of).result() for each in (one, two))
        assert {name for name in mine if mine[name] != theirs[name]} == set()
        for each in (one, two):
            found = check_digests(each.station, each.line)
            assert (found.compared, found.differences) == (found.tables, ())
        assert broken_promises(practice.one.centre.dsn) == ()
    finally:
        one.hang_up()
