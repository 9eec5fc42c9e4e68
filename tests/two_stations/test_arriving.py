"""A cashier takes money at a new window while most of the books are still on their way to it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.areas.health.queries import verify
from app.areas.health.service import rebuild
from app.areas.health.values import Rebuild
from app.areas.invoices import queries as invoices
from app.areas.ledger import queries as ledger
from app.areas.payments.values import PaymentTaken, TakePayment, TenderGiven
from app.bootstrap import NewStation, Station, enrol_here, enrolling, open_station
from app.gui.theme import Theme
from app.kernel.errors import UserError
from app.storage import still_coming, taking_over
from app.storage.search import accounts_by_words
from app.sync.digests import check_digests
from app.sync.looking import broken_promises, standing
from app.sync.progress import Progress
from app.sync.rounds import Done
from app.sync.safe import mark_backup
from app.sync.snapshot import open_early
from tests.building import PIN, Actors, Books, command_id
from tests.gui.conftest import sitting_at, theme
from tests.two_stations.conftest import Centre, Joined, Window, window
from tests.two_stations.test_snapshot import books as all_of

__all__ = ["theme"]
EARLY = partial(open_early, enough=1, rows=7)


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enrolling, "open_early", EARLY)
    monkeypatch.setattr("app.sync.arriving.ROWS", 7)
    monkeypatch.setattr("app.sync.arriving.KEYS", 2)
    monkeypatch.setattr("app.sync.early.ACCOUNTS", 2)
    monkeypatch.setattr("app.sync.early.INVOICES", 2)


class Practice:
    """A window with a history: invoices open, part paid and paid, credit that came by check; and
    who comes to it.
    """

    def __init__(self, joined: Joined, actors: Actors, folder: Path) -> None:
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
        by_check = TenderGiven("check", books.money(2000), bank="First", check_number="1007")
        books.take(TakePayment(command_id(), eve, (by_check,)))
        joined.drain()
        mark_backup(joined.centre.dsn, joined.centre.dsn)
        books.issue_invoice(eve, 1234)
        joined.drain()

    def come(self, told: list[Progress] | None = None) -> Station:
        wanted = NewStation(self.one.centre.dsn, "W2", "Window 2", "1", PIN)
        enrol_here(self.folder, wanted, progress=told.append if told is not None else None)
        return open_station(self.folder)


@pytest.fixture
def large(joined: Joined, actors: Actors, tmp_path: Path) -> Practice:
    return Practice(joined, actors, tmp_path / "second")


def owed(station: Station, large: Practice) -> list[tuple[int, int]]:
    found = (ledger.account_balance, "USD")
    rows = [station.ask(found[0], one, found[1]).result() for one in large.accounts]
    return [(row.patient.minor, row.credit.minor) for row in rows]


def pay(two: Window, large: Practice, minor: int) -> PaymentTaken:
    return two.books.take_cash(large.accounts[0], minor, invoice_ids=(large.open.invoice_id,))


HALF = (still_coming.TABLES,)
"""Here a ledger is half here."""


def test_cash_is_taken_while_older_history_comes(large: Practice) -> None:
    told: list[Progress] = []
    station = large.come(told)
    assert "Taking over what is open." in {at.words for at in told}
    two = window(station, Books(station, large.actors))
    try:
        right = owed(large.one.station, large)
        assert owed(station, large) == right
        hoa = large.accounts[0]
        [unpaid] = station.ask(invoices.open_invoices, hoa).result()
        assert (unpaid.invoice_id, unpaid.due.minor) == (large.open.invoice_id, 10000)
        assert len(station.ask(invoices.invoice_view, unpaid.invoice_id).result().lines) == 1
        assert station.ask(accounts_by_words, "aung").result()
        assert_waits(station, two)
        two.books.open_shift()
        seen = [pay(two, large, 2500).receipt_number]
        large.one.books.take_cash(hoa, 1000, invoice_ids=(large.open.invoice_id,))
        large.one.drain()
        mine, percents = right[0][0] - 2500, []
        while two.exchange.round().done is Done.MORE:
            percents.append(station.ask(standing).result().history)
            if station.ask(still_coming.stage).result() in HALF:
                assert owed(station, large)[0] == (mine, 0), "half a ledger is no balance"
            if len(percents) == 5:
                seen.append(pay(two, large, 100).receipt_number)
                mine -= 100
        assert len(percents) > 10
        known = [each for each in percents if each is not None]
        assert known == sorted(known)
        assert known[-1] > 0
        assert len(set(seen)) == 2
        assert station.ask(standing).result().history is None
        assert_all_the_same(large, two)
    finally:
        two.hang_up()
        station.close()


def assert_waits(station: Station, two: Window) -> None:
    """What needs all of the books is refused in words, and the window says why."""
    stands = station.ask(standing).result()
    assert stands.history is not None
    assert "still arriving" in stands.cautions[0]
    with pytest.raises(UserError, match="still arriving"):
        station.ask(verify, b"").result()
    administrator = two.books.actors.administrator
    with pytest.raises(UserError, match="still arriving"):
        station.act(administrator, rebuild, Rebuild(command_id())).result()
    with pytest.raises(UserError, match="still arriving"):
        two.books.count_safe()


def test_killed_and_cut_off_it_goes_on(large: Practice) -> None:
    """The program ends after every few steps, and the line breaks in between; what was taken in
    cash meanwhile is at the centre once.
    """
    station, rounds, done = large.come(), 0, Done.MORE
    assert_waits_for_the_version(large, station)
    while done is Done.MORE:
        two = window(station, Books(station, large.actors))
        try:
            if rounds == 0:
                two.books.open_shift()
            if rounds in (3, 6):
                pay(two, large, 100 + rounds)
            for _ in range(3):
                if done is Done.MORE:
                    done = two.exchange.round().done
                    two.line.hang_up()
                    rounds += 1
        finally:
            two.hang_up()
            if done is Done.MORE:
                station.close()
                station = open_station(large.folder)
    two = window(station, Books(station, large.actors))
    try:
        assert rounds > 10
        assert_all_the_same(large, two)
        assert (
            large.one.centre.one(
                "SELECT count(*) FROM public.payment WHERE amount_minor IN (103, 106)"
            )
            == 2
        )
    finally:
        two.hang_up()
        station.close()


def assert_waits_for_the_version(large: Practice, station: Station) -> None:
    """Tables of a centre that was upgraded meanwhile have another form: they wait, in words."""
    two, admin = window(station, Books(station, large.actors)), large.one.centre.admin
    [(revision,)] = large.one.centre.rows("SELECT schema_revision FROM sync.version")
    admin.execute("UPDATE sync.version SET schema_revision = '9999'")
    assert two.exchange.drain().done is Done.STOPPED
    assert "was upgraded" in station.ask(standing).result().trouble
    admin.execute("UPDATE sync.version SET schema_revision = %s", (revision,))
    two.hang_up()


def test_a_centre_that_fell_over_meanwhile_costs_no_cash(large: Practice) -> None:
    """It comes back as another one, without the last records it had: all is looked through again,
    and what this window took before is in its own log.
    """
    station = large.come()
    two = window(station, Books(station, large.actors))
    try:
        two.books.open_shift()
        pay(two, large, 2500)
        for _ in range(6):
            assert two.exchange.round().done is Done.MORE
        before = station.ask(taking_over.state).result().epoch
        forget_last(large.one.centre, two)
        pay(two, large, 300)
        two.line.hang_up()
        stages = []
        while two.exchange.round().done is Done.MORE:
            stages.append(station.ask(taking_over.state).result())
        assert {state.epoch for state in stages} >= {before}
        assert stages[-1].epoch != before
        assert_all_the_same(large, two)
        assert owed(station, large)[0] == (7200, 0)
    finally:
        two.hang_up()
        station.close()


def test_every_page_says_that_older_history_comes(
    joined: Joined,
    actors: Actors,
    theme: Theme,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Station, "start_sync", lambda _station: None)
    station = Practice(joined, actors, tmp_path / "second").come()
    two = window(station, Books(station, actors))
    with sitting_at(station, qtbot, tmp_path) as person:
        notice = person.session.frame.notice
        person.wait(lambda: "still arriving" in notice.words.text())
        assert not notice.isHidden()
        two.exchange.drain()
        person.wait(notice.isHidden)
    two.hang_up()
    station.close()


def forget_last(centre: Centre, two: Window) -> None:
    """The centre is restored from a backup without the new window's records."""
    writer = two.station.database.writer
    assert writer is not None
    admin, life = centre.admin, writer.stream.incarnation
    with admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")
        for (table,) in centre.rows(
            "SELECT table_name FROM information_schema.columns "
            "WHERE table_schema = 'public' AND column_name = 'from_incarnation'"
        ):
            admin.execute(f"DELETE FROM public.{table} WHERE from_incarnation = %s", (life,))
        admin.execute("DELETE FROM sync.record WHERE incarnation = %s", (life,))
        admin.execute("DELETE FROM sync.stream WHERE incarnation = %s", (life,))
        admin.execute("UPDATE sync.epoch SET restored = 'today'")


def assert_all_the_same(large: Practice, two: Window) -> None:
    """Everybody has everything, and it is right."""
    one = window(large.one.station, large.one.books)
    try:
        for each in (one, two, one):
            each.sync()
        assert (one.sound, two.sound) == ([], [])
        assert owed(one.station, large) == owed(two.station, large)
        mine, theirs = (each.station.ask(all_of).result() for each in (one, two))
        assert {name for name in mine if mine[name] != theirs[name]} == set()
        for each in (one, two):
            found = check_digests(each.station, each.line)
            assert (found.compared, found.differences) == (found.tables, ())
        assert broken_promises(large.one.centre.dsn) == ()
    finally:
        one.hang_up()
