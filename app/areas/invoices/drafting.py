"""Drafts: charges that are written line by line, then issued as an invoice or discarded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.areas.invoices import errors, queries, repository, rules, service
from app.areas.invoices.repository import DISCARDED, ISSUED, OPEN, Draft
from app.areas.invoices.values import (
    DiscardDraft,
    DraftDiscarded,
    DraftLine,
    DraftSaved,
    InvoiceIssued,
    InvoiceLine,
    IssueDraft,
    IssueInvoice,
    SaveDraft,
)
from app.areas.parties import queries as parties
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.errors import ensure
from app.kernel.ids import CommandId, InvoiceId, check_id
from app.storage.unit_of_work import UnitOfWork


def save_draft(uow: UnitOfWork, command: SaveDraft) -> DraftSaved:
    """Keep a draft as it reads now; prices and words of services are taken down here."""
    uow.actor.require(Permission.DRAFT_INVOICE)
    check_id(command.draft_id, "draft_id")
    known = _open_draft(uow, command.draft_id)
    header = parties.account_header(uow, command.account_id)
    if known is not None and known.account_id != command.account_id:
        raise errors.draft_of_another_account()
    rules.refuse_charges(header)
    today = settings.business_today(settings.practice(uow), uow.now)
    lines = tuple(
        replace(whole, service_date=whole.service_date or today)
        for whole in (queries.whole_line(uow, line, header.currency) for line in command.lines)
    )
    wanted = _as_invoice(command, lines)
    cleaned = service.cleaned(uow, wanted)
    if command.due_date is not None and command.due_date < today:
        raise errors.due_before_date()
    kept = tuple(map(_cleaned_line, lines, cleaned.lines))
    totals = rules.sums(queries.priced(uow, cleaned.lines, header.currency, today), header.currency)
    command = replace(command, lines=kept, notes=cleaned.notes)
    repository.keep_draft(uow, command, header.currency, today, new=known is None)
    return DraftSaved(command.draft_id, totals.subtotal, totals.discount, totals.tax, totals.total)


def _as_invoice(command: SaveDraft, lines: tuple[DraftLine, ...]) -> IssueInvoice:
    return IssueInvoice(
        id=CommandId(command.draft_id),
        account_id=command.account_id,
        lines=tuple(map(rules.invoice_line, lines)),
        invoice_type=command.invoice_type,
        due_date=command.due_date,
        notes=command.notes,
    )


def _cleaned_line(line: DraftLine, cleaned: InvoiceLine) -> DraftLine:
    return replace(
        line,
        description=cleaned.description,
        discount_reason=cleaned.discount_reason,
        code=cleaned.code,
        modifiers=cleaned.modifiers,
        diagnosis_codes=cleaned.diagnosis_codes,
        revenue_gl=cleaned.revenue_gl,
    )


def issue_draft(uow: UnitOfWork, command: IssueDraft) -> InvoiceIssued:
    """Issue a draft as it stands; it becomes the invoice of the same id."""
    uow.actor.require(Permission.ISSUE_INVOICE)
    today = settings.business_today(settings.practice(uow), uow.now)
    return _issue(uow, command.draft_id, today, command.confirmations, within_limit=False)


def issue_from_draft(uow: UnitOfWork, draft_id: InvoiceId, day: date) -> InvoiceIssued:
    """Issue a draft because it is being paid, on the payment's business date: part of taking a
    payment, which asks for the permission; the credit limit does not matter then.
    """
    return _issue(uow, draft_id, day, frozenset(), within_limit=True)


def _issue(
    uow: UnitOfWork,
    draft_id: InvoiceId,
    day: date,
    confirmations: frozenset[str],
    *,
    within_limit: bool,
) -> InvoiceIssued:
    draft = _known_draft(uow, draft_id)
    wanted = IssueInvoice(
        id=CommandId(draft_id),
        account_id=draft.account_id,
        lines=tuple(map(rules.invoice_line, draft.lines)),
        invoice_type=draft.invoice_type,
        due_date=max(draft.due_date, day) if draft.due_date else None,
        notes=draft.notes,
        confirmations=confirmations,
    )
    issued = service.issue(
        uow, wanted, generated_by="draft", business_date=day, within_limit=within_limit
    )
    repository.end_draft(uow, draft_id, ISSUED)
    return issued


def discard_draft(uow: UnitOfWork, command: DiscardDraft) -> DraftDiscarded:
    """Throw a draft away; nothing was posted, and its number series never knew of it."""
    uow.actor.require(Permission.DRAFT_INVOICE)
    _known_draft(uow, command.draft_id)
    repository.end_draft(uow, command.draft_id, DISCARDED)
    return DraftDiscarded(command.draft_id)


def _known_draft(uow: UnitOfWork, draft_id: str) -> Draft:
    draft = _open_draft(uow, draft_id)
    if draft is None:
        raise errors.no_such_draft()
    return draft


def _open_draft(uow: UnitOfWork, draft_id: str) -> Draft | None:
    """The draft if it is open, None if there is none; a UserError for one that has ended."""
    number = repository.invoice_number(uow, draft_id)
    if number is not None:
        raise errors.draft_issued(number)
    draft = repository.draft(uow, draft_id)
    if draft is not None and draft.state == DISCARDED:
        raise errors.draft_discarded()
    ensure(draft is None or draft.state == OPEN, "an issued draft has its invoice")
    return draft
