"""Credit of an old system: it stands beside opening balances, is used, and is given back."""

from __future__ import annotations

from datetime import date

import pytest

from app.areas.health.queries import verify
from app.areas.ledger import queries as ledger
from app.areas.payments import crediting, histories
from app.areas.payments.crediting_values import ApplyCredit, BringCreditForward
from app.areas.refunds import service as refunds
from app.areas.refunds.values import RefundMethod, RequestRefund
from app.kernel.errors import NotAllowed, UserError
from app.kernel.ids import ReasonId, derived_id
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
