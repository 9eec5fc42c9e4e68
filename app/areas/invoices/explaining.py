"""Which verbs an invoice allows now, and one sentence why the others are not."""

from __future__ import annotations

from app.areas.invoices import errors, holding, queries
from app.areas.invoices.rules import cancel_refusal
from app.areas.invoices.values import InvoiceVerb
from app.areas.settings import queries as settings
from app.kernel.ids import InvoiceId
from app.storage.statements import Reader


def invoice_verbs(
    reader: Reader, invoice_id: InvoiceId, may_cancel: bool = True, may_cancel_any: bool = True
) -> tuple[InvoiceVerb, ...]:
    """What may be done with an invoice now, and why the rest may not; `may_…` are the asker's
    rights.
    """
    found = queries.standing(reader, invoice_id)
    refusal = cancel_refusal(found)
    if refusal is not None:
        return (InvoiceVerb("cancel", False, refusal.text),)
    refusal = holding.held_refusal(reader, invoice_id, found.number)
    if refusal is not None:
        return (InvoiceVerb("cancel", False, refusal.text),)
    if not may_cancel:
        return (InvoiceVerb("cancel", False, errors.cancel_not_yours()),)
    today = settings.business_today(settings.practice(reader), reader.now)
    if found.business_date != today and not may_cancel_any:
        words = errors.cancel_needs_manager(found.number, found.business_date, found.total)
        return (InvoiceVerb("cancel", True, words),)
    return (InvoiceVerb("cancel", True),)
