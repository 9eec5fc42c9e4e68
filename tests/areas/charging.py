"""Writes services, drafts and cancellations into books for tests, with one verb a line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from app.areas.catalog import maintaining
from app.areas.catalog.values import SaveService, SaveTaxRate
from app.areas.invoices import drafting, queries, undoing
from app.areas.invoices.values import (
    CancelInvoice,
    DiscardDraft,
    DraftLine,
    DraftSaved,
    DraftView,
    InvoiceCancelled,
    InvoiceIssued,
    IssueDraft,
    SaveDraft,
)
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.kernel.actor import Actor
from app.kernel.errors import NeedsConfirmation
from app.kernel.ids import AccountId, InvoiceId, ServiceId, new_id
from tests.building import Books, command_id


@dataclass(slots=True)
class Desk:
    """What a billing clerk does with charges; each verb waits for its answer."""

    books: Books

    @property
    def clerk(self) -> Actor:
        return self.books.actors.billing_clerk

    def act(self, action: Any, command: Any, actor: Actor | None = None) -> Any:
        return self.books.station.act(actor or self.clerk, action, command).result()

    def ask(self, query: Any, *args: Any, **more: Any) -> Any:
        return self.books.station.ask(lambda reader: query(reader, *args, **more)).result()

    def tax(self, rate_e4: int = 82_500, since: date = date(2020, 1, 1), name: str = "VAT") -> None:
        self.act(
            maintaining.save_tax_rate,
            SaveTaxRate(command_id(), "standard", name, rate_e4, since),
            self.books.actors.billing_manager,
        )

    def service(self, code: str, minor: int, **fields: Any) -> ServiceId:
        wanted = SaveService(command_id(), code, f"Service {code}", self.books.money(minor))
        manager = self.books.actors.billing_manager
        return self.act(maintaining.save_service, replace(wanted, **fields), manager).service_id

    def line(self, minor: int | None = 3500, words: str = "Visit", **fields: Any) -> DraftLine:
        return DraftLine(words, None if minor is None else self.books.money(minor), **fields)

    def draft(
        self,
        account_id: AccountId,
        *lines: DraftLine,
        draft_id: InvoiceId | None = None,
        actor: Actor | None = None,
        **fields: Any,
    ) -> DraftSaved:
        wanted = SaveDraft(
            command_id(),
            draft_id or InvoiceId(new_id()),
            account_id,
            lines or (self.line(),),
            **fields,
        )
        return self.act(drafting.save_draft, wanted, actor)

    def view(self, draft_id: InvoiceId) -> DraftView:
        return self.ask(queries.draft_view, draft_id)

    def issue(self, draft_id: InvoiceId, actor: Actor | None = None) -> InvoiceIssued:
        """Says yes to what is asked."""
        command = IssueDraft(command_id(), draft_id)
        try:
            return self.act(drafting.issue_draft, command, actor)
        except NeedsConfirmation as asked:
            return self.act(
                drafting.issue_draft, replace(command, confirmations=frozenset({asked.key})), actor
            )

    def discard(self, draft_id: InvoiceId) -> None:
        self.act(drafting.discard_draft, DiscardDraft(command_id(), draft_id))

    def cancel(
        self, invoice_id: InvoiceId, actor: Actor | None = None, note: str = ""
    ) -> InvoiceCancelled:
        reason = self.ask(ledger.reasons, ReasonKind.CANCEL)[0]
        wanted = CancelInvoice(command_id(), invoice_id, reason.reason_id, note)
        return self.act(undoing.cancel_invoice, wanted, actor)
