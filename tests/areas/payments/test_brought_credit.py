"""Credit of an old system: it stands beside opening balances, is used, and is given back."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.areas.health.queries import verify
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments import crediting, histories, undoing
from app.areas.payments.crediting_values import (
    ApplyCredit,
    BringCreditForward,
    CreditBroughtForward,
)
from app.areas.payments.undoing_values import VerbName, VoidPayment
from app.areas.payments.values import PaymentStatus
from app.areas.refunds import service as refunds
from app.areas.refunds.values import RefundMethod, RequestRefund
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.kernel.actor import SYSTEM
from app.kernel.errors import NeedsApproval, NotAllowed, UserError
from app.kernel.ids import AccountId, ReasonId, derived_id
from app.storage.schema import print_job
from app.storage.statements import Read
from tests.areas.payments.taking import usd
from tests.building import Books, command_id
from tests.faults.invariants import broken

DAY = date(2025, 3, 1)
"""Long before the first day of these books."""


def test_credit_comes_in_is_used_and_goes_back(books: Books) -> None:
    station, actors = books.station, books.actors
    account_id = books.register_patient().account_id
    invoice = books.issue_invoice(account_id, 2000)
    wanted = BringCreditForward(command_id(), account_id, usd(5000), DAY, "A-17")
    done = station.act(actors.billing_manager, crediting.bring_credit_forward, wanted).result()
    assert done.amount == usd(5000)
    assert station.ask(ledger.account_balance, account_id, "USD").result().credit == usd(5000)
    rows = station.ask(ledger.trial_balance, DAY, "USD").result()
    assert {row.code: row.balance.minor for row in rows} == {"3900": 5000, "2050": -5000}
    shown = station.ask(histories.payment_view, done.payment_id).result()
    assert shown.tenders[0].words == "brought forward"
    applied = ApplyCredit(command_id(), account_id, usd(2000), (invoice.invoice_id,))
    station.act(actors.cashier, crediting.apply_credit, applied).result()
    reason = ReasonId(derived_id("reason", "refund", "1"))
    back = RequestRefund(command_id(), account_id, usd(3000), reason, method=RefundMethod.CHECK)
    station.act(actors.billing_manager, refunds.request_refund, back).result()
    verdict = station.ask(verify, station.database.keys.master).result()
    assert [finding.words for finding in verdict.findings] == []
    station.close()
    assert broken(station.folder) == []


def test_credit_of_a_day_to_come_or_by_a_cashier_is_refused(books: Books) -> None:
    account_id = books.register_patient().account_id
    manager, cashier = books.actors.billing_manager, books.actors.cashier
    for day, who, why in ((date(2999, 1, 1), manager, UserError), (DAY, cashier, NotAllowed)):
        wanted = BringCreditForward(command_id(), account_id, usd(5000), day)
        with pytest.raises(why):
            books.station.act(who, crediting.bring_credit_forward, wanted).result()


def brought(books: Books, account_id: AccountId, minor: int) -> CreditBroughtForward:
    wanted = BringCreditForward(command_id(), account_id, usd(minor), DAY, "A-17")
    manager = books.actors.billing_manager
    return books.station.act(manager, crediting.bring_credit_forward, wanted).result()


def taking_back(books: Books, credit: CreditBroughtForward) -> VoidPayment:
    why = books.station.ask(ledger.reasons, ReasonKind.VOID).result()[0].reason_id
    return VoidPayment(command_id(), credit.payment_id, why)


def test_credit_that_came_twice_is_taken_back_on_any_later_day(books: Books) -> None:
    """What it paid is owed again, nothing is handed out, and nothing is printed."""
    station, actors = books.station, books.actors
    account_id = books.register_patient().account_id
    invoice = books.issue_invoice(account_id, 2000)
    first, again = brought(books, account_id, 5000), brought(books, account_id, 5000)
    applied = ApplyCredit(command_id(), account_id, usd(2000), (invoice.invoice_id,))
    station.act(actors.cashier, crediting.apply_credit, applied).result()
    limit = ChangeSetting(command_id(), "approvals.void_above", "4999")
    void = taking_back(books, first)
    with pytest.raises(UserError, match="Ask"):
        station.act(actors.cashier, undoing.void_payment, void).result()
    station.act(SYSTEM, settings.change_setting, limit).result()
    with pytest.raises(NeedsApproval):
        station.act(actors.billing_manager, undoing.void_payment, void).result()
    limit = ChangeSetting(command_id(), "approvals.void_above", "5000")
    station.act(SYSTEM, settings.change_setting, limit).result()
    done = station.act(actors.billing_manager, undoing.void_payment, void).result()
    assert (done.amount, done.cash_back) == (usd(5000), usd(0))
    assert done.words == "No money was taken for it here, so none is handed back."
    balance = station.ask(ledger.account_balance, account_id, "USD").result()
    assert (balance.owed, balance.credit) == (usd(2000), usd(5000))
    rows = station.ask(ledger.trial_balance, DAY, "USD").result()
    assert {row.code: row.balance.minor for row in rows} == {"3900": 5000, "2050": -5000}
    shown = station.ask(histories.payment_view, first.payment_id).result()
    assert shown.status is PaymentStatus.VOID
    read = Read(select(print_job.c.doc_id).where(print_job.c.doc_kind == "receipt_revision"))
    assert not station.database.read(lambda reader: reader.fetch(read))
    left = station.ask(histories.payment_view, again.payment_id, actors.billing_manager.user_id)
    verbs = {verb.verb: verb.why for verb in left.result().verbs}
    legal = {verb for verb, why in verbs.items() if not why}
    assert legal == {VerbName.VOID, VerbName.REALLOCATE, VerbName.REFUND}
    assert "Take it back, and bring in what is right" in verbs[VerbName.CORRECT]
    verdict = station.ask(verify, station.database.keys.master).result()
    assert [finding.words for finding in verdict.findings] == []
    station.close()
    assert broken(station.folder) == []
