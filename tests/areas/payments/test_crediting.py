"""Money without an invoice: prepayments, credit that pays later, and what was not collected."""

from __future__ import annotations

from typing import Any

import pytest

from app.areas.payments import crediting, queries, service
from app.areas.payments.crediting_values import ApplyCredit, CreditApplied, RecordNotCollected
from app.areas.payments.values import (
    AllocationWanted,
    CounterAccount,
    PaymentTaken,
    Purpose,
    TakePayment,
)
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.kernel.actor import SYSTEM
from app.kernel.errors import UserError
from app.kernel.ids import AccountId, InvoiceId, ReasonId, derived_id, new_id
from app.kernel.money import Money
from tests.areas.payments.taking import found, posted, tender, usd
from tests.building import Books, command_id
from tests.faults.invariants import broken


@pytest.fixture
def account(books: Books) -> AccountId:
    books.open_shift()
    return books.register_patient().account_id


def prepay(books: Books, account: AccountId, minor: int, **fields: Any) -> PaymentTaken:
    fields = {"purpose": Purpose.PREPAYMENT} | fields
    return books.take(TakePayment(command_id(), account, (tender("cash", minor),), **fields))


def apply(
    books: Books, account: AccountId, minor: int | None = None, *invoice_ids: InvoiceId
) -> CreditApplied:
    amount = None if minor is None else usd(minor)
    command = ApplyCredit(command_id(), account, amount, invoice_ids)
    return books.station.act(books.actors.cashier, crediting.apply_credit, command).result()


def counter(books: Books, account: AccountId) -> CounterAccount:
    return books.station.ask(queries.counter_account, account).result()


@pytest.mark.parametrize("policy", ["ask", "credit", "refuse"])
def test_a_prepayment_is_credit_without_a_question(
    books: Books, account: AccountId, policy: str
) -> None:
    change = ChangeSetting(command_id(), "payments.overpayment", policy)
    books.station.act(SYSTEM, settings.change_setting, change).result()
    books.issue_invoice(account, 1_000)
    command = TakePayment(command_id(), account, (tender("cash", 500),), purpose=Purpose.PREPAYMENT)
    taken = books.station.act(books.actors.cashier, service.take_payment, command).result()
    assert (taken.to_credit, taken.allocated) == (usd(500), ())
    assert posted(books, taken.payment_id) == {"1015": 500, "2050": -500}
    seen = counter(books, account)
    assert (seen.owed, seen.credit) == (usd(1_000), usd(500))


def test_a_prepayment_goes_to_no_invoice(books: Books, account: AccountId) -> None:
    invoice_id = books.issue_invoice(account, 1_000).invoice_id
    for fields in (
        {"invoice_ids": (invoice_id,)},
        {"allocations": (AllocationWanted(invoice_id, usd(100)),)},
    ):
        with pytest.raises(UserError, match="goes to no invoice") as caught:
            prepay(books, account, 500, **fields)
        assert caught.value.field == "purpose"


def test_credit_pays_what_is_owed_from_the_oldest_payment_on(
    books: Books, account: AccountId
) -> None:
    for minor in (300, 500):
        prepay(books, account, minor)
    first, second, third = (books.issue_invoice(account, m).invoice_id for m in (200, 250, 900))
    applied = apply(books, account)
    assert [(one.invoice_id, one.amount.minor) for one in applied.allocated] == [
        (first, 200),
        (second, 250),
        (third, 350),
    ]
    assert (applied.amount, applied.credit_left) == (usd(800), usd(0))
    assert applied.balance_left == usd(550)
    assert found(books) == []
    assert not broken(books.station.folder)


def test_so_much_credit_to_a_chosen_invoice(books: Books, account: AccountId) -> None:
    prepay(books, account, 1_000)
    books.issue_invoice(account, 400)
    chosen = books.issue_invoice(account, 500).invoice_id
    applied = apply(books, account, 600, chosen)
    assert [one.amount.minor for one in applied.allocated] == [500, 100]
    seen = counter(books, account)
    assert (seen.owed, seen.credit) == (usd(300), usd(400))
    assert seen.latest[0].amount == usd(1_000)


def test_credit_that_can_not_be_applied(books: Books, account: AccountId) -> None:
    with pytest.raises(UserError, match="no credit"):
        apply(books, account)
    prepay(books, account, 1_000)
    with pytest.raises(UserError, match="owes nothing"):
        apply(books, account)
    books.issue_invoice(account, 400)
    with pytest.raises(UserError, match=r"10\.00 of credit"):
        apply(books, account, 1_001)
    with pytest.raises(UserError, match=r"4\.00 is owed"):
        apply(books, account, 401)
    with pytest.raises(UserError, match="more than zero"):
        apply(books, account, 0)
    euros = ApplyCredit(command_id(), account, Money(5, "EUR"))
    with pytest.raises(UserError, match="kept in USD"):
        books.station.act(books.actors.cashier, crediting.apply_credit, euros).result()
    other = books.issue_invoice(books.register_patient().account_id, 400).invoice_id
    with pytest.raises(UserError, match="another account's"):
        apply(books, account, 100, other)
    assert counter(books, account).credit == usd(1_000)


# ----------------------------------------------------------------------------------- not collected


def test_money_that_was_not_given_is_kept_with_its_reason(books: Books, account: AccountId) -> None:
    reason = ReasonId(derived_id("reason", "not_collected", "1"))
    command = RecordNotCollected(command_id(), account, usd(2_500), reason, "comes on Friday")
    act, cashier = books.station.act, books.actors.cashier
    noted = act(cashier, crediting.record_not_collected, command).result()
    (seen,) = counter(books, account).not_collected_today
    assert seen == noted
    assert (seen.amount, seen.note, seen.by) == (usd(2_500), "comes on Friday", "Cho Cho Win")
    assert seen.words
    for amount, why in ((usd(0), reason), (usd(1), ReasonId(new_id()))):
        wrong = RecordNotCollected(command_id(), account, amount, why)
        with pytest.raises(UserError):
            act(cashier, crediting.record_not_collected, wrong).result()
    assert not broken(books.station.folder)
