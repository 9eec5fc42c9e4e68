"""Taking an issued invoice back: who may, when, and what the books say afterwards."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app.areas.approvals import service as approvals
from app.areas.approvals.values import GrantApproval
from app.areas.health import queries as health
from app.areas.imports.demo import DemoClock
from app.areas.invoices import explaining, queries, undoing
from app.areas.invoices.service import issue_invoice
from app.areas.invoices.values import CancelInvoice, InvoiceLine, InvoiceStatus, IssueInvoice
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.bootstrap import open_station
from app.kernel.errors import NeedsApproval, NotAllowed, UserError
from app.kernel.ids import InvoiceId
from app.kernel.money import Money
from tests.areas.charging import Desk
from tests.building import Books, Template, command_id
from tests.conftest import MakePractice


def test_cancelling_is_the_exact_opposite(desk: Desk) -> None:
    account = desk.books.register_patient().account_id
    lines = (
        InvoiceLine(
            "Crutches",
            Money(3_333, "USD"),
            quantity_e4=15_000,
            discount=Money(500, "USD"),
            discount_reason="Courtesy",
            tax=Money(225, "USD"),
            revenue_gl="4200",
        ),
        InvoiceLine("Visit", Money(10_000, "USD")),
    )
    issued = desk.act(issue_invoice, IssueInvoice(command_id(), account, lines))
    done = desk.cancel(issued.invoice_id, note="wrong leg")
    assert (done.number, done.amount) == (issued.number, issued.total)
    assert desk.ask(ledger.net_legs, "invoice", issued.invoice_id) == ()
    assert not desk.ask(ledger.account_balance, account, "USD").owed
    view = desk.ask(queries.invoice_view, issued.invoice_id)
    assert (view.status, view.due.minor, view.total) == (
        InvoiceStatus.CANCELLED,
        0,
        issued.total,
    )
    assert view.cancelled.endswith("by Ben Clerk, Entered twice")
    assert desk.ask(queries.open_invoices, account) == ()
    moves = desk.ask(ledger.account_ledger, account)
    assert [line.amount.minor for line in moves] == [issued.total.minor, -issued.total.minor]
    database = desk.books.station.database
    verdict = database.read(health.verify, database.keys.master)
    assert verdict.sound, verdict.findings


def test_an_invoice_is_cancelled_once(desk: Desk) -> None:
    account = desk.books.register_patient().account_id
    issued = desk.books.issue_invoice(account)
    desk.cancel(issued.invoice_id)
    with pytest.raises(UserError, match=r"is cancelled already: .* by Ben Clerk"):
        desk.cancel(issued.invoice_id, desk.books.actors.billing_manager)
    (verb,) = desk.ask(explaining.invoice_verbs, issued.invoice_id)
    assert not verb.allowed


def test_what_was_paid_goes_elsewhere_first(desk: Desk) -> None:
    account = desk.books.register_patient().account_id
    issued = desk.books.issue_invoice(account, 5000)
    desk.books.open_shift()
    desk.books.take_cash(account, 1200)
    with pytest.raises(UserError, match=r"12\.00 of .* is paid\. Void that payment or move it"):
        desk.cancel(issued.invoice_id)
    assert desk.ask(queries.invoice_view, issued.invoice_id).status is InvoiceStatus.PARTIAL


def test_a_cancellation_takes_back_what_the_invoice_posted_and_nothing_else(desk: Desk) -> None:
    """A draft under the id of a payment: its money stays in the drawer."""
    desk.books.open_shift()
    account_id = desk.books.register_patient().account_id
    paid = desk.books.take_cash(account_id, 900)
    issued = desk.issue(desk.draft(account_id, draft_id=InvoiceId(paid.payment_id)).draft_id)
    desk.cancel(issued.invoice_id)
    verdict = desk.ask(health.verify, desk.books.station.database.keys.master)
    assert verdict.findings == ()


def test_a_cashier_does_not_cancel(desk: Desk) -> None:
    issued = desk.books.issue_invoice(desk.books.register_patient().account_id)
    with pytest.raises(NotAllowed):
        desk.cancel(issued.invoice_id, desk.books.actors.cashier)
    (verb,) = desk.ask(explaining.invoice_verbs, issued.invoice_id, may_cancel=False)
    assert (verb.allowed, verb.why.startswith("A billing clerk")) == (False, True)


def test_after_its_day_a_manager_agrees_or_cancels(
    practice: MakePractice, template: Template
) -> None:
    clock = DemoClock(datetime.now(UTC) - timedelta(days=3))
    station = open_station(practice("days"), clock=clock)
    desk = Desk(Books(station, template.actors))
    issued = desk.books.issue_invoice(desk.books.register_patient().account_id)
    other = desk.books.issue_invoice(desk.books.register_patient("Win").account_id)
    clock.put(datetime.now(UTC) - timedelta(days=1))
    reason = desk.ask(ledger.reasons, ReasonKind.CANCEL)[1]
    command = CancelInvoice(command_id(), issued.invoice_id, reason.reason_id)
    with pytest.raises(NeedsApproval) as asked:
        desk.act(undoing.cancel_invoice, command)
    assert issued.number in asked.value.text
    grant = GrantApproval(
        command_id(), command.id, asked.value.key, desk.clerk.user_id, asked.value.text
    )
    desk.act(approvals.grant_approval, grant, template.actors.billing_manager)
    assert desk.act(undoing.cancel_invoice, command).amount == issued.total
    desk.cancel(other.invoice_id, template.actors.billing_manager)
    station.close()
