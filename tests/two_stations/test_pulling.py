"""What is done at one window is seen at the other, once, with equal balances, in any order."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from app.areas.drawers import queries as drawers
from app.areas.ledger import queries as ledger
from app.areas.payments import histories
from app.kernel.errors import UserError
from app.kernel.ids import AccountId
from app.storage import tables
from app.storage.search import accounts_by_words
from app.storage.statements import Read, Reader
from app.storage.unit_of_work import UnitOfWork
from app.sync.looking import broken_promises
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.test_pushing import some_work


def rows_of(window: Window, *kinds: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the tables of these kinds, in an order of their own."""

    def read(reader: Reader) -> dict[str, list[tuple[Any, ...]]]:
        found = {}
        for name, table in tables.station.tables.items():
            if table.info["kind"] in kinds and name != "search_name":
                rows = reader.fetch(Read(select(table)))
                found[name] = sorted(map(tuple, rows), key=repr)
        return found

    return window.station.ask(read).result()


def owed(window: Window, account_id: AccountId) -> int:
    def ask(reader: Reader) -> int:
        return ledger.account_balance(reader, account_id, "USD").patient.minor

    return window.station.ask(ask).result()


def test_a_second_station_has_the_whole_practice(pair: Pair) -> None:
    assert pair.two.station.practice.station_code == "W2"
    assert pair.one.sync() > 0, "the new station says who it is"
    assert rows_of(pair.one, "fact") == rows_of(pair.two, "fact")
    assert rows_of(pair.one, "document") == rows_of(pair.two, "document")
    assert pair.one.sound == []
    assert pair.two.sound == []


def test_a_payment_at_one_is_seen_at_the_other(pair: Pair) -> None:
    some_work(pair.one.books, 3)
    some_work(pair.two.books, 2)
    pair.sync()
    assert rows_of(pair.one, "fact") == rows_of(pair.two, "fact")
    assert rows_of(pair.one, "view") == rows_of(pair.two, "view")
    assert pair.one.sound + pair.two.sound == [], "\n".join(pair.one.sound)
    assert broken_promises(pair.centre.dsn) == ()


def one_invoice(pair: Pair, minor: int = 5000) -> tuple[AccountId, Any]:
    """An invoice that both windows know, with a drawer open at each."""
    pair.one.books.open_shift()
    pair.two.books.open_shift()
    patient = pair.one.books.register_patient("Silva", "Rui")
    invoice = pair.one.books.issue_invoice(patient.account_id, minor)
    pair.sync()
    return patient.account_id, invoice.invoice_id


def test_both_pay_one_invoice_while_apart(pair: Pair) -> None:
    """Nobody's money is lost: the invoice is paid, the rest is in credit on the invoice."""
    account, invoice = one_invoice(pair)
    for window in (pair.one, pair.two):
        window.books.take_cash(account, 5000, invoice_ids=(invoice,))
    pair.sync()
    for window in (pair.one, pair.two):
        assert owed(window, account) == -5000
        assert window.sound == []
    assert rows_of(pair.one, "view") == rows_of(pair.two, "view")


def test_one_patient_edited_at_both_merges_by_field(pair: Pair) -> None:
    patient = pair.one.books.register_patient("Silva", "Rui", phone="555 0100")
    pair.sync()
    change(pair.one, patient.patient_id, family_name="Silveira", phone="555 0111")
    change(pair.two, patient.patient_id, given_names="Rui Pedro", phone="555 0222")
    pair.sync()
    pair.sync()
    for window in (pair.one, pair.two):
        names = window.station.ask(person_of, patient.patient_id).result()
        assert names == ("Silveira", "Rui Pedro", "555 0222"), "the later phone"
        assert window.sound == []
        found = window.station.ask(accounts_by_words, "silveira pedro").result()
        assert [account for account, _ in found] == [patient.account_id]
    assert rows_of(pair.one, "view") == rows_of(pair.two, "view")
    there = "SELECT family_name, given_names, phone FROM public.patient WHERE id = %s"
    assert pair.centre.rows(there, patient.patient_id) == [("Silveira", "Rui Pedro", "555 0222")]


def change(window: Window, patient_id: str, **fields: str) -> None:
    def edit(uow: UnitOfWork, _nothing: None) -> None:
        uow.change(tables.station.tables["patient"], patient_id, dict(fields))

    window.station.record(edit, None).result()


def person_of(reader: Reader, patient_id: str) -> tuple[Any, ...]:
    c = tables.station.tables["patient"].c
    query = select(c.family_name, c.given_names, c.phone).where(c.id == patient_id)
    return tuple(reader.first(Read(query)))


def test_numbers_never_clash(pair: Pair) -> None:
    some_work(pair.one.books, 2)
    some_work(pair.two.books, 2)
    pair.sync()
    for name, table in tables.station.tables.items():
        if "number" in table.c and "number_series" in table.c:
            numbers = pair.centre.rows(f"SELECT number FROM public.{name} WHERE number <> ''")
            assert len(numbers) == len(set(numbers)), name
    assert pair.centre.one("SELECT count(*) FROM public.receipt WHERE left(number, 3) = 'W2-'") == 2


def test_a_shift_of_another_station_is_not_closed_here(pair: Pair) -> None:
    """It is shown as such; money is counted and given back where it lies."""
    account, invoice = one_invoice(pair)
    paid = pair.one.books.take_cash(account, 5000, invoice_ids=(invoice,))
    pair.sync()
    two = pair.two.station
    cashier = pair.two.books.actors.cashier
    shifts = two.ask(drawers.open_shifts).result()
    assert sorted(shift.number[:2] for shift in shifts) == ["W1", "W2"]
    mine = two.ask(drawers.my_shift, cashier.user_id).result()
    assert mine is not None
    assert mine.number.startswith("W2")
    theirs = next(shift for shift in shifts if shift.number.startswith("W1"))
    with pytest.raises(UserError) as refused:
        pair.two.books.seal(theirs.shift_id, 2000)
    assert "another station" in refused.value.text
    verbs = two.ask(histories.payment_view, paid.payment_id, cashier.user_id).result()
    assert "another station" in str(verbs)
    pair.two.books.take_cash(account, 700)
    pair.sync()
    for window in (pair.one, pair.two):
        held = window.station.ask(drawer_sums).result()
        assert held == {"W1": 25000, "W2": 20700}


def drawer_sums(reader: Reader) -> dict[str, int]:
    shifts = drawers.open_shifts(reader)
    return {
        one.number[:2]: ledger.shift_holds(reader, one.shift_id, "1015", "USD").minor
        for one in shifts
    }
