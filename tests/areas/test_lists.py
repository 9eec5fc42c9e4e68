"""The long lists: every page, sort and filter says the same as all rows sorted in Python."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import pytest

from app.areas.drawers import lists as drawers
from app.areas.invoices import lists as invoices
from app.areas.invoices import undoing as cancelling
from app.areas.invoices.values import CancelInvoice
from app.areas.ledger.values import ReasonKind
from app.areas.parties import lists as parties
from app.areas.payments import lists as payments
from app.bootstrap import Station
from app.kernel.errors import UserError
from app.kernel.listing import Filter, ListWanted, Op, Page, Sort
from app.kernel.text import fold
from app.storage import paging
from tests.areas.payments.mending import Mending, cash, check, usd
from tests.building import Books, command_id

PEOPLE = (
    ("Nguyễn", "Thị Hoa", "family_first"),
    ("Nguyen", "An", "given_first"),
    ("O'Neil", "Zoë", "given_first"),
    ("ဇော်", "ကို", "given_first"),
    ("Đặng", "Văn Bình", "family_first"),
    ("Berg", "Maximiliana Konstantina", "given_first"),
    ("Win", "", "given_first"),
)


@pytest.fixture
def day(station: Station, books: Books) -> Station:
    """Seven people, eight invoices, nine payments of one shift."""
    books.open_shift()
    for n, (family, given, order) in enumerate(PEOPLE):
        born = date(1980 + n % 3, 3, 14) if n else None
        account = books.register_patient(family, given, name_order=order, birth_date=born)
        books.issue_invoice(account.account_id, 1000 * (n % 3 + 1))
        books.take_cash(account.account_id, 500 + 250 * n)
        if n < 2:
            books.take_cash(account.account_id, 100)
    books.issue_invoice(account.account_id, 7700)
    return station


Ask = Callable[[ListWanted], Page[Any]]


def asks(station: Station, asker: Any) -> dict[str, tuple[Ask, paging.Listing]]:
    def one(query: Callable[..., Page[Any]], *more: Any) -> Ask:
        return lambda wanted: station.ask(query, wanted, *more).result()

    return {
        "accounts": (one(parties.accounts), parties._ACCOUNTS),
        "invoices": (one(invoices.invoices), invoices._INVOICES),
        "payments": (one(payments.payments, asker), payments._PAYMENTS),
        "shifts": (one(drawers.shifts), drawers._SHIFTS),
    }


def walk(ask: Ask, wanted: ListWanted, size: int) -> list[tuple[Any, str]]:
    """All pages one after another: (row, mark)."""
    found: list[tuple[Any, str]] = []
    page = ask(replace(wanted, most=size))
    while True:
        found += zip(page.rows, page.marks, strict=True)
        if not page.more:
            return found
        page = ask(wanted.from_mark(page.marks[-1], size))


@pytest.mark.parametrize("name", ["accounts", "invoices", "payments", "shifts"])
def test_every_column_sorts_and_no_page_loses_a_row(day: Station, books: Books, name: str) -> None:
    ask, listing = asks(day, books.actors.cashier.user_id)[name]
    everything = {repr(row) for row, _ in walk(ask, ListWanted(), 100)}
    for column in listing.columns:
        for descending in (False, True):
            found = walk(ask, ListWanted(sort=Sort(column, descending)), 2)
            parts = [paging.mark_parts(mark) for _, mark in found]
            assert parts == sorted(parts, reverse=descending), column
            assert {repr(row) for row, _ in found} == everything, column
            assert len(found) == len(everything), column


def test_names_are_filed_under_the_family_without_accents(day: Station) -> None:
    page = day.ask(parties.accounts, ListWanted()).result()
    assert [row.name for row in page.rows] == [
        "Berg, Maximiliana Konstantina",
        "Đặng Văn Bình",
        "Nguyen, An",
        "Nguyễn Thị Hoa",
        "O'Neil, Zoë",
        "Win",
        "ဇော်, ကို",
    ]
    assert fold("Đặng Văn Bình") < fold("Nguyen An")


def test_marks_are_where_the_pages_begin(day: Station) -> None:
    wanted = ListWanted(sort=Sort("owed", descending=True))
    ask = partial(day.ask, parties.accounts)
    found = walk(lambda w: ask(w).result(), wanted, 100)
    marks = day.ask(parties.account_marks, wanted, 3).result()
    assert marks == tuple(mark for _, mark in found)[2::3]
    third = ask(wanted.from_mark(marks[1], 3)).result()
    assert third.rows == tuple(row for row, _ in found[6:9])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("nguyen", ["Nguyen, An", "Nguyễn Thị Hoa"]),
        ("an ng", ["Nguyen, An"]),
        ("A-000003", ["O'Neil, Zoë"]),
        ("a 000003", ["O'Neil, Zoë"]),
        ("ဇော်", ["ဇော်, ကို"]),
        ("W1-000002", ["Nguyen, An", "Nguyễn Thị Hoa"]),
        ("nobody", []),
        ("'", []),
        ('"*', []),
        ("%", []),
    ],
)
def test_typing_filters_by_name_and_by_number(day: Station, text: str, names: list[str]) -> None:
    wanted = ListWanted(text=text)
    page = day.ask(parties.accounts, wanted).result()
    assert [row.name for row in page.rows] == names
    assert day.ask(parties.account_totals, wanted).result().count == len(names)


def test_invoices_and_payments_are_found_by_their_own_number(day: Station, books: Books) -> None:
    number = "W1-000008"
    found = day.ask(invoices.invoices, ListWanted(text=number)).result().rows
    assert number in [row.number for row in found]
    asker = books.actors.cashier.user_id
    paid = day.ask(payments.payments, ListWanted(text="W1-000009"), asker).result().rows
    assert [row.number for row in paid] == ["W1-000009"]


def test_filters_compare_and_sums_follow_them(day: Station) -> None:
    open_ones = ListWanted(filters=(Filter("due", Op.AT_LEAST, ("1",)),))
    rows = day.ask(invoices.invoices, open_ones).result().rows
    assert rows
    assert all(row.due.minor > 0 for row in rows)
    totals = day.ask(invoices.invoice_totals, open_ones).result()
    assert totals.count == len(rows)
    assert totals.due.minor == sum(row.due.minor for row in rows)
    two = (Filter("status", Op.ANY_OF, ("paid", "partial")),)
    assert {row.status for row in day.ask(invoices.invoices, ListWanted(filters=two)).result().rows}
    early = (Filter("invoice_date", Op.AT_MOST, ("2001-01-01",)),)
    assert day.ask(invoices.invoices, ListWanted(filters=early)).result().rows == ()


def test_a_cashier_never_reads_the_sum_of_their_open_drawer(day: Station, books: Books) -> None:
    cashier, manager = books.actors.cashier.user_id, books.actors.billing_manager.user_id
    own = day.ask(payments.payment_totals, ListWanted(), cashier).result()
    assert (own.count, own.amount) == (9, None)
    theirs = day.ask(payments.payment_totals, ListWanted(), manager).result()
    assert theirs.amount is not None
    assert theirs.amount.minor == sum(500 + 250 * n for n in range(7)) + 200
    assert all(
        row.hidden for row in day.ask(payments.payments, ListWanted(), cashier).result().rows
    )
    assert not any(
        row.hidden for row in day.ask(payments.payments, ListWanted(), manager).result().rows
    )
    shift = day.ask(drawers.shifts, ListWanted()).result().rows[0]
    assert (shift.counted, shift.difference) == (None, None)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (ListWanted(sort=Sort("rowid")), "no column rowid"),
        (ListWanted(filters=(Filter("x; DROP", Op.ANY_OF, ("1",)),)), "no column"),
        (ListWanted(filters=(Filter("due", Op.AT_LEAST, ("much",)),)), "needs a whole number"),
        (ListWanted(filters=(Filter("due", Op.AT_LEAST, ()),)), "needs a value"),
        (ListWanted(after="nonsense"), "page can't be found"),
        (ListWanted(after='[1, "x"]'), "page can't be found"),
        (ListWanted(after="[]"), "page can't be found"),
    ],
)
def test_what_a_list_does_not_have_is_refused_in_words(
    day: Station, wanted: ListWanted, words: str
) -> None:
    with pytest.raises(UserError, match=words):
        day.ask(invoices.invoices, wanted).result()


def test_what_was_undone_says_so_and_counts_no_more(station: Station, books: Books) -> None:
    mending = Mending(station, books, books.open_shift().shift_id)
    account = books.register_patient().account_id
    kept, cancelled = (books.issue_invoice(account, minor) for minor in (2000, 900))
    why = mending.reason(ReasonKind.CANCEL)
    command = CancelInvoice(command_id(), cancelled.invoice_id, why)
    station.act(books.actors.billing_manager, cancelling.cancel_invoice, command).result()
    mending.void(mending.take(account, cash(2000)).payment_id)
    wrong = mending.take(account, check(500))
    mending.correct(wrong.payment_id, "cash", given=usd(500))
    rows = station.ask(invoices.invoices, ListWanted(sort=Sort("number"))).result().rows
    assert [(row.number, row.status.value) for row in rows] == [
        (kept.number, "partial"),
        (cancelled.number, "cancelled"),
    ]
    open_ones = ListWanted(filters=(Filter("status", Op.ANY_OF, ("cancelled",)),))
    assert station.ask(invoices.invoice_totals, open_ones).result().due.minor == 0
    manager = books.actors.billing_manager.user_id
    paid = station.ask(payments.payments, ListWanted(sort=Sort("at")), manager).result().rows
    assert [(row.status.value, row.corrected, row.tender) for row in paid] == [
        ("void", False, "Cash"),
        ("completed", True, "Cash"),
    ]
    totals = station.ask(payments.payment_totals, ListWanted(), manager).result()
    assert (totals.count, totals.amount) == (2, usd(500))


@pytest.mark.parametrize("reach", [1, 3, 100])
def test_a_filter_leaves_the_same_rows_however_far_the_index_is_walked(
    day: Station, monkeypatch: pytest.MonkeyPatch, reach: int
) -> None:
    monkeypatch.setattr(paging, "WALK", reach)
    paging._reach_read.cache_clear()
    ask, _ = asks(day, None)["accounts"]
    every = [(row, mark) for row, mark in walk(ask, ListWanted(sort=Sort("name")), 50)]
    wanted = (
        (Filter("status", Op.ANY_OF, ("active",)), lambda row: True),
        (Filter("owed", Op.AT_LEAST, ("1000",)), lambda row: row.owed.minor >= 1000),
        (Filter("owed", Op.AT_MOST, ("0",)), lambda row: row.owed.minor <= 0),
    )
    for one, fits in wanted:
        for down in (False, True):
            rows = [pair for pair in (every[::-1] if down else every) if fits(pair[0])]
            question = ListWanted(filters=(one,), sort=Sort("name", down))
            assert walk(ask, question, 2) == rows
            marks = day.ask(parties.account_marks, question, 2).result()
            assert list(marks) == [mark for _, mark in rows[1::2]]
    paging._reach_read.cache_clear()


@pytest.mark.parametrize("reach", [1, 100])
@pytest.mark.parametrize("name", ["invoices", "payments"])
@pytest.mark.parametrize("column", ["name", "account"])
def test_bills_by_whose_they_are_are_filtered_alike(
    day: Station, monkeypatch: pytest.MonkeyPatch, name: str, column: str, reach: int
) -> None:
    monkeypatch.setattr(paging, "WALK", reach)
    paging._reach_read.cache_clear()
    ask, _ = asks(day, None)[name]
    amount = "total" if name == "invoices" else "amount"
    few = Filter(amount, Op.AT_LEAST, ("1100",))
    for down in (False, True):
        every = walk(ask, ListWanted(sort=Sort(column, down)), 50)
        rows = [pair for pair in every if getattr(pair[0], amount).minor >= 1100]
        assert 0 < len(rows) < len(every)
        wanted = ListWanted(filters=(few,), sort=Sort(column, down))
        assert walk(ask, wanted, 2) == rows
        found = walk(ask, replace(wanted, text="ng"), 2)
        assert found == [pair for pair in rows if "Nguy" in pair[0].name]
    paging._reach_read.cache_clear()
