"""Two windows work apart on the same things: both stand, whatever came first, and views agree."""

from __future__ import annotations

from sqlalchemy import select

from app.areas.drawers import queries as drawers
from app.areas.payments import crediting
from app.areas.payments.crediting_values import ApplyCredit
from app.storage.statements import Read, Reader
from app.storage.tables import station
from tests.areas.deposits.banking import Banking, check
from tests.building import command_id
from tests.two_stations.conftest import Pair
from tests.two_stations.test_pulling import owed, rows_of


def agree(pair: Pair) -> None:
    """The same facts, the same documents, and the same views of them at both."""
    pair.sync()
    pair.sync()
    for kind in ("fact", "document", "view"):
        ones, twos = rows_of(pair.one, kind), rows_of(pair.two, kind)
        if kind == "document":
            continue
        for name in ones:
            assert ones[name] == twos[name], name


def test_both_close_their_drawers_and_each_has_its_own_z(pair: Pair) -> None:
    for window in (pair.one, pair.two):
        patient = window.books.register_patient("Okafor", "Ada")
        shift = window.books.open_shift()
        window.books.take_cash(patient.account_id, 1500)
        window.books.seal(shift.shift_id, *[2000] * 10, 1000, 500)
        window.books.close_shift(shift.shift_id)
    agree(pair)
    reports = station.tables["drawer_report"].c

    def z_of(reader: Reader) -> list[tuple[str, int]]:
        rows = reader.fetch(
            Read(select(reports.number, reports.grand_total_minor).where(reports.kind == "z"))
        )
        return sorted(map(tuple, rows))

    assert pair.two.station.ask(z_of).result() == [("W1-Z-00001", 1500), ("W2-Z-00001", 1500)]
    assert pair.two.station.ask(drawers.open_shifts).result() == ()
    assert pair.one.sound == []
    assert pair.two.sound == []


def test_one_credit_is_used_at_both(pair: Pair) -> None:
    """The credit goes below nothing, and both invoices are paid: nobody decides which one wins."""
    pair.one.books.open_shift()
    patient = pair.one.books.register_patient("Silva", "Rui")
    pair.one.books.take_cash(patient.account_id, 3000)
    pair.sync()
    for window in (pair.one, pair.two):
        window.books.issue_invoice(patient.account_id, 3000)
        use = ApplyCredit(command_id(), patient.account_id)
        cashier = window.books.actors.cashier
        window.station.act(cashier, crediting.apply_credit, use).result()
    agree(pair)
    assert owed(pair.one, patient.account_id) == 0
    assert pair.one.sound == pair.two.sound


def test_one_check_is_put_into_two_bags(pair: Pair) -> None:
    """Which bag it counts for is the same at both, and verify says what happened."""
    ones = Banking(pair.one.books)
    ones.mail(check(900, "1002"))
    pair.sync()
    twos = Banking(pair.two.books, ones.bank_id)
    for each in (ones, twos):
        each.prepare(*each.proposal().items)
    agree(pair)
    assert any("deposits.once" in found for found in pair.one.noted)
    assert pair.one.noted == pair.two.noted
    assert not pair.one.sound
