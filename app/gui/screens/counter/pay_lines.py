"""What can be paid: open invoices and drafts of an account and of those joined to it; no widget."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.areas.invoices.values import DraftBrief, OpenInvoice
from app.areas.parties.values import AccountStatus
from app.areas.payments.rules import OwedItem, allocate_as_wanted, allocate_oldest_first
from app.areas.payments.values import AllocationWanted, CounterAccount
from app.kernel.errors import UserError
from app.kernel.i18n import parse_money
from app.kernel.ids import AccountId, InvoiceId
from app.kernel.money import Money
from app.kernel.translate import t


@dataclass(frozen=True, slots=True)
class PayLine:
    """One row of the list: an open invoice, or a draft that paying it issues.

    `whose` is the name where it is another account's than the form's.
    """

    invoice_id: InvoiceId
    account_id: AccountId
    number: str
    date: date
    words: str
    total: Money
    due: Money
    overdue: bool
    draft: bool = False
    whose: str = ""


def lines_of(account: CounterAccount, joined: Sequence[CounterAccount] = ()) -> tuple[PayLine, ...]:
    """All that can be paid, the account's own first, each account's oldest first."""
    found: list[PayLine] = []
    for each in (account, *joined):
        whose = "" if each is account else each.header.name
        found += [_invoice_line(invoice, whose) for invoice in each.open_invoices]
        found += [_draft_line(draft, whose) for draft in payable_drafts(each)]
    return tuple(found)


def payable_drafts(account: CounterAccount) -> tuple[DraftBrief, ...]:
    """A closed account takes no new invoices, so no money can be taken on its drafts."""
    return () if account.header.status is AccountStatus.CLOSED else account.drafts


def _invoice_line(invoice: OpenInvoice, whose: str) -> PayLine:
    return PayLine(
        invoice.invoice_id,
        invoice.account_id,
        invoice.number,
        invoice.invoice_date,
        invoice.description,
        invoice.total,
        invoice.due,
        invoice.overdue,
        whose=whose,
    )


def _draft_line(draft: DraftBrief, whose: str) -> PayLine:
    return PayLine(
        draft.draft_id,
        draft.account_id,
        t("Draft"),
        draft.date,
        draft.words,
        draft.total,
        draft.total,
        overdue=False,
        draft=True,
        whose=whose,
    )


def due_first(lines: Iterable[PayLine], today: date) -> frozenset[InvoiceId]:
    """What a cashier asks for: what is of today where there is any, else all open invoices."""
    lines = tuple(lines)
    todays = [line.invoice_id for line in lines if line.date == today and line.due]
    return frozenset(todays or (line.invoice_id for line in lines if not line.draft))


@dataclass(frozen=True, slots=True)
class Choice:
    """Which lines are to be paid, and what was typed for some of them."""

    lines: tuple[PayLine, ...]
    ticked: frozenset[InvoiceId]
    typed: Mapping[InvoiceId, str]
    currency: str
    locale: str

    def fixed(self, invoice_id: InvoiceId) -> Money | None:
        """The amount typed for this line; a UserError beside `allocations`."""
        text = self.typed.get(invoice_id, "").strip()
        if not text:
            return None
        return parse_money(text, self.currency, self.locale, field="allocations")

    def asked(self) -> Money:
        """What the ticked lines come to, with what was typed in place of what is owed."""
        asked = Money.zero(self.currency)
        for line in self.lines:
            if line.invoice_id in self.ticked:
                asked += self._wanted(line)
        return asked

    def _wanted(self, line: PayLine) -> Money:
        try:
            fixed = self.fixed(line.invoice_id)
        except UserError:
            fixed = None
        return line.due if fixed is None else fixed

    def shares(self, paying: Money) -> dict[InvoiceId, Money]:
        """What each line gets of `paying`: the typed amounts, the ticked, then the oldest.

        With amounts typed nothing goes to a line without a tick, and with no tick nothing goes
        anywhere: it is money ahead. A UserError beside `allocations` as the action raises it.
        """
        if not self.ticked:
            return {}
        wanted = [
            AllocationWanted(line.invoice_id, fixed)
            for line in self.lines
            if line.invoice_id in self.ticked and (fixed := self.fixed(line.invoice_id))
        ]
        owed = [self._item(line) for line in self.lines]
        fixed_shares, left = allocate_as_wanted(paying, owed, wanted)
        taken = {share.item.invoice_id: share.amount for share in fixed_shares}
        open_to_all = [
            self._item(line)
            for line in self.lines
            if line.invoice_id not in taken
            and (line.invoice_id in self.ticked or not (line.draft or taken))
        ]
        chosen = [line.invoice_id for line in self.lines if line.invoice_id in self.ticked]
        rest, _credit = allocate_oldest_first(left, open_to_all, chosen)
        shares = taken | {share.item.invoice_id: share.amount for share in rest}
        return {
            line.invoice_id: shares[line.invoice_id]
            for line in self.lines
            if line.invoice_id in shares
        }

    @staticmethod
    def _item(line: PayLine) -> OwedItem:
        return OwedItem(line.invoice_id, line.number, line.date, line.due)
