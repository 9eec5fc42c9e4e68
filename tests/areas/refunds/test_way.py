"""A refund from the first word to the money: what it does to invoices, credit, drawer and books."""

from __future__ import annotations

import pytest

from app.areas.deposits import explaining as chains
from app.areas.deposits.chain_values import Place
from app.areas.payments import lists, queries
from app.areas.payments.values import PaymentStatus
from app.areas.refunds import service
from app.areas.refunds.shown_values import RefundVerb
from app.areas.refunds.values import RefundMethod, RefundStatus
from app.areas.reports import queries as reports
from app.kernel.errors import NeedsConfirmation, UserError
from app.kernel.ids import AccountId
from app.kernel.listing import ListWanted
from tests.areas.payments.mending import cash, check, usd
from tests.areas.refunds.refunding import Refunding, bank_of


def test_small_cash_goes_back_at_once(refunding: Refunding, account: AccountId) -> None:
    """Credit goes first, then the invoice, which is owed again; the drawer is short by as much."""
    taken = refunding.mending.take(account, cash(12_000))
    refunding.next_shift()
    before = refunding.drawer()
    asked = refunding.ask(account, 5_000, taken.payment_id)
    assert asked.number == "W1-R-000001"
    assert (asked.status, asked.method) == (RefundStatus.APPROVED, RefundMethod.CASH)
    assert refunding.balance(account) == (3_000, 0)
    assert refunding.holds("2060") == -5_000
    view = refunding.mending.view(taken.payment_id)
    assert (view.status, view.stands.minor) == (PaymentStatus.PART_REFUNDED, 7_000)
    done = refunding.pay(asked.refund_id)
    assert done.status is RefundStatus.COMPLETED
    assert refunding.drawer() == before - 5_000
    assert refunding.holds("2060") == 0
    paper = refunding.paper(done.receipt_id)
    assert (paper.number, paper.amount.minor) == ("W1-R-000001", 5_000)
    assert paper.of_receipts == (taken.receipt_number,)
    says = refunding.station.ask(queries.receipt, taken.receipt_id).result()
    assert (says.mark, says.amount.minor) == ("PART REFUNDED", 7_000)
    assert [line.amount.minor for line in says.tenders] == [12_000, -5_000]
    ask = refunding.station.ask
    sheet = ask(reports.day_sheet, view.business_date, refunding.manager.user_id).result()
    assert (sheet.refund_count, sheet.refund_total, sheet.all_tie) == (1, usd(5_000), True)
    trail = ask(chains.chain_of_payment, taken.payment_id, refunding.manager.user_id).result()
    assert trail.threads[-1].place is Place.GIVEN_BACK
    rows = ask(lists.payments, ListWanted(), refunding.manager.user_id).result().rows
    assert [(row.status, row.refunded.minor) for row in rows] == [
        (PaymentStatus.PART_REFUNDED, 5_000)
    ]
    refunding.verify()
    with pytest.raises(UserError, match="given back already"):
        refunding.pay(asked.refund_id)


def test_two_people_above_the_limit(refunding: Refunding, account: AccountId) -> None:
    taken = refunding.mending.take(account, check(10_001), actor=refunding.cashier)
    refunding.next_shift()
    refunding.mending.set_to("refunds.check_days", "0")
    asked = refunding.ask(account, 10_001, taken.payment_id, actor=refunding.manager)
    assert asked.status is RefundStatus.PENDING
    assert refunding.balance(account) == (0, 1), "nothing moves before somebody else agreed"
    with pytest.raises(UserError, match="own refund"):
        refunding.approve(asked.refund_id)
    boss = refunding.books.actors.cfo
    assert RefundVerb.APPROVE not in refunding.may(asked.refund_id, refunding.manager)
    assert RefundVerb.APPROVE in refunding.may(asked.refund_id, boss)
    assert refunding.approve(asked.refund_id, boss).status is RefundStatus.APPROVED
    assert refunding.balance(account) == (10_000, 0)
    bank = bank_of(refunding.books)
    done = refunding.pay(
        asked.refund_id, bank_account_id=bank, check_number="7001", actor=refunding.clerk
    )
    assert done.status is RefundStatus.COMPLETED
    failed = refunding.fail(asked.refund_id)
    assert failed.status is RefundStatus.FAILED
    assert refunding.holds("2060") == -10_001
    refunding.verify()
    cancelled = refunding.cancel(asked.refund_id)
    assert cancelled.status is RefundStatus.CANCELLED
    assert refunding.balance(account) == (0, 1)
    assert refunding.mending.view(taken.payment_id).status is PaymentStatus.COMPLETED
    refunding.verify()


def test_small_credit_stays_unless_the_patient_wants_it(refunding: Refunding) -> None:
    work = refunding
    account = work.books.register_patient("Moreau", "Inès").account_id
    work.mending.take(account, cash(800))
    asking = work.asking(account, 500)
    with pytest.raises(NeedsConfirmation) as asked:
        work.station.act(work.clerk, service.request_refund, asking).result()
    assert asked.value.key == "small_credit:800"
    assert work.ask(account, 500).status is RefundStatus.APPROVED, "she said yes"
    work.mending.take(account, cash(5_000))
    work.station.act(work.clerk, service.request_refund, work.asking(account, 600)).result()
    work.verify()
