"""Refunds in each of their states, and good commands about them to be spoilt in one field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from app.areas.cards.schema import card_charge
from app.areas.drawers import closing
from app.areas.drawers import service as drawers
from app.areas.drawers.closing_values import CloseShift, SealCount
from app.areas.drawers.values import AddDrawer, OpenShift, Pile
from app.areas.invoices import service as invoices
from app.areas.invoices.values import InvoiceLine, IssueInvoice
from app.areas.parties import service as parties
from app.areas.parties.values import Person, RegisterPatient
from app.areas.payments import closing as ending
from app.areas.payments import histories
from app.areas.payments import service as payments
from app.areas.payments.values import TakePayment, TenderGiven
from app.areas.refunds import paying, returning, service
from app.areas.refunds.card_values import (
    BeginCardRefund,
    CardRefundState,
    EndCardRefund,
    NoteCardRefund,
    StopWatching,
)
from app.areas.refunds.values import (
    ApproveRefund,
    CancelRefund,
    FailRefund,
    PayRefund,
    PrintRefund,
    RefundMethod,
    RequestRefund,
    TellPatient,
    ToldHow,
)
from app.bootstrap import Station
from app.kernel.actor import Actor, Permission
from app.kernel.ids import (
    AccountId,
    BankAccountId,
    InvoiceId,
    PaymentId,
    ReasonId,
    RefundId,
    TenderId,
    UserId,
    derived_id,
    new_id,
)
from app.storage.unit_of_work import UnitOfWork
from tests.areas.good_gateways import Gateways
from tests.areas.good_lines import usd
from tests.building import command_id

if TYPE_CHECKING:
    from tests.areas.good_ground import Ground


@dataclass(frozen=True, slots=True)
class Refunds:
    """Of one payment by cash, check and card, in a drawer that is closed."""

    account_id: AccountId
    invoice_id: InvoiceId
    payment_id: PaymentId
    cash_id: TenderId
    pending: RefundId
    approved: RefundId
    checked: RefundId
    card: RefundId
    sent: RefundId
    day: date


def reason(kind: str) -> ReasonId:
    return ReasonId(derived_id("reason", kind, "1"))


def prepare_refunds(
    station: Station, act: Callable[..., Any], bank_id: BankAccountId, gateways: Gateways
) -> Refunds:
    who = Actor(UserId(new_id()), "Ben Clerk", frozenset(Permission))
    person = RegisterPatient(command_id(), AccountId(new_id()), Person("Nguyen"))
    account_id = act(parties.register_patient, person).account_id
    line = InvoiceLine("Visit", usd(50_000))
    issued = act(invoices.issue_invoice, IssueInvoice(command_id(), account_id, (line,)))
    drawer = act(drawers.add_drawer, AddDrawer(command_id(), "Yesterday"))
    opened = act(drawers.open_shift, OpenShift(command_id(), drawer, ()), who)
    tenders = (
        TenderGiven("cash", usd(20_000)),
        TenderGiven("check", usd(10_000), bank="Chase", check_number="1001"),
        TenderGiven("credit_card", usd(20_000), card_last4="4242"),
    )
    taken = act(payments.take_payment, TakePayment(command_id(), account_id, tenders), who)
    sealed = SealCount(command_id(), opened.shift_id, (Pile(usd(10_000), 2),))
    act(closing.seal_count, sealed, who)
    act(ending.close_shift, CloseShift(command_id(), opened.shift_id), who)
    view = station.ask(histories.payment_view, taken.payment_id).result()
    cash_id, check_id, card_id = (row.tender_id for row in view.tenders)
    act(_charge, (taken.payment_id, card_id, gateways))

    def ask(minor: int, tender_id: TenderId, method: RefundMethod | None = None) -> RefundId:
        command = RequestRefund(
            command_id(),
            account_id,
            usd(minor),
            reason("refund"),
            taken.payment_id,
            tender_id,
            method,
        )
        made: RefundId = act(service.request_refund, command, who).refund_id
        return made

    approved, checked = ask(100, cash_id), ask(150, cash_id, RefundMethod.CHECK)
    card, sent = ask(200, card_id), ask(250, card_id)
    paid = PayRefund(
        command_id(), checked, bank_account_id=bank_id, check_number="900", reference="x"
    )
    act(paying.pay_refund, paid, who)
    act(returning.begin_card_refund, BeginCardRefund(command_id(), sent), who)
    pending = ask(1_000, check_id)
    return Refunds(
        account_id,
        issued.invoice_id,
        taken.payment_id,
        cash_id,
        pending,
        approved,
        checked,
        card,
        sent,
        view.business_date,
    )


def _charge(uow: UnitOfWork, about: tuple[PaymentId, TenderId, Gateways]) -> None:
    """That a reader charged the card."""
    payment_id, tender_id, gateways = about
    empty = dict.fromkeys(
        (
            "brand",
            "wallet",
            "entry_method",
            "network",
            "application_name",
            "aid",
            "authorization_code",
            "authorization_response",
            "verification",
            "verification_results",
            "status_information",
            "account_type",
            "balance_ref",
        ),
        "",
    )
    uow.insert(
        card_charge,
        {
            **uow.made(datetime.now(UTC).date()),
            **empty,
            "id": uow.new_id(),
            "attempt_id": uow.new_id(),
            "payment_id": payment_id,
            "tender_id": tender_id,
            "gateway_id": gateways.gateway_id,
            "intent_ref": "pi_1",
            "charge_ref": "ch_1",
            "amount_minor": 20_000,
            "currency": "USD",
            "funding": "credit",
            "last4": "4242",
            "interac": 0,
            "fee_minor": None,
            "charged_at": None,
        },
    )


GOOD_REFUNDS: dict[str, Callable[[Ground], Any]] = {
    "refunds.request_refund": lambda g: RequestRefund(
        command_id(),
        g.refunds.account_id,
        usd(500),
        reason("refund"),
        g.refunds.payment_id,
        g.refunds.cash_id,
        RefundMethod.CHECK,
        "paid twice",
        g.refunds.day,
        False,
        (g.refunds.invoice_id,),
        "Thi Hoa Nguyen",
        "1 Main Street",
    ),
    "refunds.approve_refund": lambda g: ApproveRefund(command_id(), g.refunds.pending, "seen"),
    "refunds.cancel_refund": lambda g: CancelRefund(
        command_id(), g.refunds.approved, reason("refund_cancel"), "stays as credit"
    ),
    "refunds.pay_refund": lambda g: PayRefund(
        command_id(),
        g.refunds.approved,
        RefundMethod.CHECK,
        g.bank_account_id,
        "901",
        "by mail",
        g.refunds.day,
        "sent",
    ),
    "refunds.fail_refund": lambda g: FailRefund(
        command_id(), g.refunds.checked, g.refunds.day, "stopped"
    ),
    "refunds.tell_patient": lambda g: TellPatient(
        command_id(), g.refunds.approved, ToldHow.PHONE, "comes on Monday"
    ),
    "refunds.print_refund": lambda g: PrintRefund(command_id(), g.refunds.checked),
    "refunds.begin_card_refund": lambda g: BeginCardRefund(
        command_id(), g.refunds.card, g.gateways.reader_id
    ),
    "refunds.note_card_refund": lambda g: NoteCardRefund(
        command_id(), g.refunds.sent, CardRefundState.PENDING, "re_1", "time-out", datetime.now(UTC)
    ),
    "refunds.stop_watching": lambda g: StopWatching(command_id(), g.refunds.sent),
    "refunds.end_card_refund": lambda g: EndCardRefund(
        command_id(), g.refunds.sent, True, "re_1", usd(250), "ok", "req_1", True, "late"
    ),
}
