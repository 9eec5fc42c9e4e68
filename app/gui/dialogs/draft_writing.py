"""What a charge that is open knows of its draft, so that nothing of others is typed over unseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from app.areas.invoices import drafting
from app.areas.invoices import queries as invoices
from app.areas.invoices.values import DraftView
from app.areas.parties import queries as parties
from app.areas.parties.values import AccountHeader
from app.kernel.ids import AccountId, InvoiceId
from app.storage.reading import Reader
from app.storage.seen import EditedMeanwhile, Seen, knowing, position

Charge = tuple[AccountHeader, DraftView | None, int]


def charge_to_write(reader: Reader, account_id: AccountId, draft_id: InvoiceId | None) -> Charge:
    """Whose charge it is, the draft as it stands, and how far the log stood then."""
    header = parties.account_header(reader, account_id)
    draft = invoices.draft_view(reader, draft_id) if draft_id else None
    return header, draft, position(reader)


class DraftWriting:
    """One draft while somebody writes it; `seen` is None of one that was not kept yet. `told` says
    that another one's lines stand there, which the person was told about.
    """

    def __init__(self, draft: DraftView | None, at: int) -> None:
        self.seen = None if draft is None else _seen(draft.draft_id, at)
        self.told = False

    @property
    def save(self) -> Callable[..., Any]:
        """The action that keeps the draft."""
        return knowing(drafting.save_draft, self.seen)

    def kept(self, draft_id: InvoiceId, at: int) -> None:
        """It was saved from here, and stands as it was typed."""
        self.seen, self.told = _seen(draft_id, at), False

    def tell(self, refused: EditedMeanwhile) -> None:
        """Saving once more is meant now."""
        self.told = True
        if self.seen is not None:
            self.seen = replace(self.seen, agreed=self.seen.agreed | refused.edits)


def _seen(draft_id: InvoiceId, at: int) -> Seen:
    return Seen(frozenset({str(draft_id)}), at)
