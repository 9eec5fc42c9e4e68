"""What a long list asks is looked up along an index: nothing is read from end to end for a page."""

from __future__ import annotations

import re

import pytest

from app.areas.cards.lists import _ATTEMPTS
from app.areas.deposits.lists import _DEPOSITS
from app.areas.drawers.lists import _SHIFTS
from app.areas.invoices.lists import _INVOICES
from app.areas.parties.lists import _ACCOUNTS
from app.areas.payments.lists import _PAYMENTS
from app.areas.refunds.lists import _REFUNDS
from app.areas.reports.histories import _ACTIVITY
from app.kernel.listing import Sort
from app.storage.paging import Listing, _marks_read, _page_read, _sums_read, _Text
from app.storage.statements import Read, ReadSql
from tests.building import Books

LISTS = {
    "accounts": _ACCOUNTS,
    "activity": _ACTIVITY,
    "card payments": _ATTEMPTS,
    "deposits": _DEPOSITS,
    "invoices": _INVOICES,
    "payments": _PAYMENTS,
    "refunds": _REFUNDS,
    "shifts": _SHIFTS,
}


@pytest.mark.parametrize("listing", LISTS.values(), ids=LISTS)
def test_the_rows_of_a_page_are_looked_up(listing: Listing, books: Books) -> None:
    for mark in (False, True):
        steps = plan(books, _page_read(listing, listing.usual, (), _Text.NONE, mark))
        walked = listing.columns[listing.usual.column].source is not None
        assert steps[0].startswith("SEARCH ") or (walked and " USING COVERING INDEX " in steps[0])


@pytest.mark.parametrize("name", ["invoices", "payments"])
@pytest.mark.parametrize(
    ("column", "index"), [("name", "search_name_filed"), ("account", "account_number")]
)
def test_bills_sorted_by_whose_they_are_follow_the_people(
    books: Books, name: str, column: str, index: str
) -> None:
    """Only the bills of one person are sorted, and only of as many people as a page has."""
    for down in (False, True):
        for mark in (False, True):
            sort = Sort(column, down)
            steps = plan(books, _page_read(LISTS[name], sort, (), _Text.NONE, mark))
            assert index in steps[0], steps
            sorts = [step for step in steps if "TEMP B-TREE" in step]
            assert sorts[-1] == "USE TEMP B-TREE FOR LAST TERM OF ORDER BY", steps


def test_the_log_is_counted_and_its_pages_found_without_reading_it(books: Books) -> None:
    counted = plan(books, _sums_read(_ACTIVITY, (), _Text.NONE))
    assert all(" USING COVERING INDEX " in step for step in counted), counted
    placed = plan(books, _marks_read(_ACTIVITY, _ACTIVITY.usual, (), _Text.NONE))
    assert "USE TEMP B-TREE FOR LAST TERM OF ORDER BY" not in placed, placed


def plan(books: Books, read: Read) -> list[str]:
    """How SQLite goes about it, step by step."""
    sql = read.compiled[0]
    values = dict.fromkeys(re.findall(r":(\w+)", sql), "")
    asked = ReadSql(f"EXPLAIN QUERY PLAN {sql}")
    return [str(row[3]) for row in books.station.ask(lambda r: r.fetch(asked, **values)).result()]
