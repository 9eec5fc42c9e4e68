"""Balances, aging and the last payment of an account, as reports ask for them."""

from __future__ import annotations

from app.areas.payments import queries
from app.kernel.money import Money
from tests.building import Books


def test_what_an_account_owes_by_age_and_what_it_paid_last(books: Books) -> None:
    ask, account_id = books.station.ask, books.register_patient().account_id
    books.issue_invoice(account_id, 10_000)
    nothing_yet = ask(queries.account_summary, account_id).result()
    assert nothing_yet.last_payment is None
    books.open_shift()
    books.take_cash(account_id, 2_500)
    summary = ask(queries.account_summary, account_id).result()
    assert summary.patient_balance == Money(7_500, "USD")
    assert [group.words for group in summary.aging] == ["0–30", "31–60", "61–90", "91–120", "> 120"]
    assert [group.amount.minor for group in summary.aging] == [7_500, 0, 0, 0, 0]
    assert summary.last_payment == Money(2_500, "USD")
    assert summary.insurance_balance == summary.credit == Money(0, "USD")
