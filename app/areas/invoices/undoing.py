"""Taking an issued invoice back: the exact opposite entry, never an edit."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.areas.approvals.service import require_approval
from app.areas.invoices import errors, holding, queries, repository, rules
from app.areas.invoices.rules import Standing
from app.areas.invoices.values import CancelInvoice, InvoiceCancelled, InvoiceView
from app.areas.ledger import queries as ledger_queries
from app.areas.ledger import service as ledger
from app.areas.ledger.values import Entry, EntryType, ReasonKind
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.errors import ensure
from app.kernel.text import clean
from app.kernel.translate import t, t_kept
from app.storage.unit_of_work import UnitOfWork


def cancel_invoice(uow: UnitOfWork, command: CancelInvoice) -> InvoiceCancelled:
    """Take back an invoice that nothing was paid on; after its business date a manager must
    agree.
    """
    uow.actor.require(Permission.CANCEL_INVOICE)
    view = queries.invoice_view(uow, command.invoice_id)
    reason = ledger_queries.reason(uow, command.reason_id, ReasonKind.CANCEL)
    command = replace(command, note=clean(command.note, "note", most=400, lines=True))
    standing = queries.standing(uow, command.invoice_id)
    refusal = rules.cancel_refusal(standing)
    if refusal is not None:
        raise refusal
    holding.refuse_held(uow, {command.invoice_id: view.number})
    today = settings.business_today(settings.practice(uow), uow.now)
    _ask_manager(uow, command, standing, today)
    cancel(uow, command, view, reason.words, today)
    words = t("{number} is cancelled: {reason}", number=view.number, reason=reason.words)
    return InvoiceCancelled(command.invoice_id, view.number, view.total, words)


def cancel(
    uow: UnitOfWork, command: CancelInvoice, view: InvoiceView, reason: str, day: date
) -> None:
    """Write and post it: part of actions that ask for the permission and see to it that nothing is
    paid on it.
    """
    entry_id = ledger_queries.entry_of(uow, "invoice", command.invoice_id)
    ensure(entry_id is not None, "an issued invoice has its entry")
    legs = ledger_queries.net_legs(uow, "invoice", command.invoice_id)
    repository.add_cancellation(uow, command, view, reason, day)
    ledger.post(
        uow,
        Entry(
            business_date=day,
            description=t_kept("Invoice {number} cancelled", number=view.number),
            legs=tuple(replace(leg, amount=-leg.amount) for leg in legs),
            source_type="invoice",
            source_id=command.invoice_id,
            reference=view.number,
            entry_type=EntryType.REVERSING,
            reverses_entry_id=entry_id,
        ),
    )


def _ask_manager(uow: UnitOfWork, command: CancelInvoice, standing: Standing, today: date) -> None:
    if standing.business_date != today and not uow.actor.may(Permission.CANCEL_ANY_INVOICE):
        text = errors.cancel_needs_manager(standing.number, standing.business_date, standing.total)
        key = f"cancel:{standing.number}:{standing.total.minor}"
        require_approval(uow, command.id, key, text)
