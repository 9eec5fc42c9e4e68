"""An account's ledger in pages: newest first, with what was owed after each line."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.areas.invoices import histories
from app.areas.invoices.values import AccountLine
from app.areas.ledger import queries as ledger
from app.kernel.errors import UserError
from tests.areas.charging import Desk


def test_pages_together_are_the_whole_ledger(desk: Desk) -> None:
    account = desk.books.register_patient().account_id
    other = desk.books.register_patient("Win", "Cho").account_id
    desk.books.open_shift()
    for minor in (3500, 120, 999):
        desk.books.issue_invoice(account, minor)
        desk.books.issue_invoice(other, 50)
    desk.books.take_cash(account, 4000)
    desk.books.take_cash(account, 1000)
    desk.cancel(desk.issue(desk.draft(account).draft_id).invoice_id)
    whole = desk.ask(histories.account_lines, account).lines
    assert [line.words.split()[0] for line in whole[:3]] == ["Invoice", "Invoice", "Receipt"]
    paged: list[AccountLine] = []
    page = desk.ask(histories.account_lines, account, most=3)
    paged += page.lines
    while page.next_key:
        page = desk.ask(histories.account_lines, account, page.next_key, page.next_running, 3)
        paged += page.lines
    assert tuple(paged) == whole
    assert page.next_running == 0
    balance = desk.ask(ledger.account_balance, account, "USD")
    assert whole[0].balance == balance.owed - balance.credit
    for newer, older in pairwise(whole):
        assert newer.balance - newer.amount == older.balance
    oldest_first = desk.ask(ledger.account_ledger, account)
    assert [line.amount for line in oldest_first] == [line.amount for line in reversed(whole)]
    assert [line.running for line in oldest_first] == [line.balance for line in reversed(whole)]


def test_an_account_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(UserError, match="no such account"):
        desk.ask(histories.account_lines, "x")
