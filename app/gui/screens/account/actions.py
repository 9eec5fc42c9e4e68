"""Reads an account for its page and carries out what its short forms ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from app.areas.invoices import histories as ledgers
from app.areas.invoices import queries as invoices
from app.areas.invoices.values import AccountLines, DraftBrief
from app.areas.ledger import queries as ledger
from app.areas.parties import histories, queries
from app.areas.parties.values import AccountChange, AccountDetails, AccountFlag, AccountHeader
from app.areas.stations import maintaining
from app.areas.stations.values import FetchDetails
from app.gui.desk import Desk
from app.gui.dialogs.form_panel import FormPanel
from app.gui.panel_acts import PanelActs
from app.gui.screens.account.edits import Edit, Edits
from app.kernel.ids import AccountId, CommandId, PaymentId, RefundId, new_id
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.reading import Reader
from app.storage.seen import Seen, position

if TYPE_CHECKING:
    from app.gui.screens.account.view import View

KEY: Final = "account.page"
TABLES: Final = frozenset(
    {
        "account",
        "patient",
        "guarantor",
        "account_flag",
        "account_field",
        "account_field_value",
        "external_id",
        "account_alias",
        "account_balance",
        "invoice_draft",
        "invoice_numbering",
    }
)


@dataclass(frozen=True, slots=True)
class Page:
    """All the page shows at first, read in one snapshot."""

    details: AccountDetails
    owed: Money
    credit: Money
    drafts: tuple[DraftBrief, ...]
    lines: AccountLines
    position: int = 0
    """How far the log stands that this shows."""
    flags: tuple[AccountFlag, ...] = ()
    """Of all accounts of the person, and which these are."""
    stands: AccountHeader | None = None
    """Of the account that stands for this one, where it was merged."""


def account_page(reader: Reader, account_id: AccountId, least: int = 0) -> Page:
    """An account whole, with the first page of its ledger, and more until it has `least` lines."""
    details = queries.account_details(reader, account_id)
    balance = ledger.balance_together(reader, account_id, details.header.currency)
    found = ledgers.account_lines(reader, account_id)
    while found.next_key and len(found.lines) < least:
        more = ledgers.account_lines(reader, account_id, found.next_key, found.next_running)
        found = AccountLines(found.lines + more.lines, more.next_key, more.next_running)
    stands = queries.stands_for(reader, account_id)
    return Page(
        details,
        balance.owed,
        balance.credit,
        invoices.drafts(reader, account_id),
        found,
        position(reader),
        queries.flags_together(reader, account_id),
        None if stands == account_id else queries.account_header(reader, stands),
    )


class AccountActions(QObject):
    """One account at a time; answers about the one before are dropped."""

    def __init__(self, view: View, desk: Desk) -> None:
        super().__init__(view)
        self._view, self._desk = view, desk
        self._account_id: AccountId | None = None
        self.panel: FormPanel | None = None
        self._acts = PanelActs(self, desk, lambda: self.panel)
        self._lines: AccountLines | None = None
        self._edits = Edits(desk.practice)
        self._editing: tuple[str, str, Edit] | None = None
        self._seen: Seen | None = None
        desk.runner.changed.connect(self._changed)
        desk.seat.signed_out.connect(self.withdraw)

    @property
    def account_id(self) -> AccountId | None:
        return self._account_id

    # ------------------------------------------------------------------------------ reading

    def open(self, account_id: AccountId) -> None:
        self._account_id = account_id
        self._lines = None
        self.read()

    def read(self) -> None:
        if self._account_id is not None:
            shown = len(self._lines.lines) if self._lines is not None else 0
            ask = self._desk.runner.ask
            ask(account_page, self._account_id, shown, done=self._show, key=KEY)

    def read_history(self) -> None:
        if self._account_id is not None:
            self._desk.runner.ask(
                histories.account_history,
                self._account_id,
                done=self._show_history,
                key=f"{KEY}.history",
            )

    def read_more(self) -> None:
        """The next page of the ledger, when somebody scrolls to the end."""
        known, account_id = self._lines, self._account_id
        if known is None or not known.next_key or account_id is None:
            return

        def more(found: AccountLines) -> None:
            if self._lines is known:
                lines = known.lines + found.lines
                self._lines = AccountLines(lines, found.next_key, found.next_running)
                self._view.show_lines(self._lines)

        self._desk.runner.ask(
            ledgers.account_lines,
            account_id,
            known.next_key,
            known.next_running,
            done=more,
            key=f"{KEY}.more",
        )

    def open_returned(self, return_id: str) -> None:
        """A returned check, or its taking back: the checks of the payment it is about."""
        from app.areas.deposits import histories as checks

        def found(payment_id: PaymentId | None) -> None:
            if payment_id is not None:
                self._desk.return_check_of(payment_id)

        self._desk.runner.ask(checks.returned_payment, return_id, done=found, key=f"{KEY}.returned")

    def open_refund(self, step_id: str) -> None:
        """A line of a refund: the refund it is a step of."""
        from app.areas.refunds import queries as refunds

        def found(refund_id: RefundId | None) -> None:
            if refund_id is not None:
                self._desk.show_refund(refund_id)

        self._desk.runner.ask(refunds.refund_of_step, step_id, done=found, key=f"{KEY}.refund")

    def fetch_details(self) -> None:
        """Have the lines brought here that are kept in sums; they show when they come."""
        if self._account_id is None:
            return
        said = t("Its lines are fetched with the next contact, and stay for a month.")
        self._desk.runner.act(
            maintaining.fetch_details,
            FetchDetails(CommandId(new_id()), self._account_id),
            done=lambda _answer: self._desk.toasts.success(said),
        )

    def forget(self) -> None:
        self.withdraw()
        for key in (KEY, f"{KEY}.history", f"{KEY}.more", f"{KEY}.returned"):
            self._desk.runner.forget(key)
        self._account_id, self._lines = None, None

    def withdraw(self) -> None:
        if self.panel is not None:
            self.panel.leave()

    def _changed(self, tables: object) -> None:
        if not isinstance(tables, frozenset) or not self._view.isVisible():
            return
        fetched = "folded_entry" in tables and self._brought_forward()
        if fetched or tables & TABLES:
            self.read()
            if self._view.shows_history:
                self.read_history()

    def _brought_forward(self) -> bool:
        """Whether lines that are shown in sums may have come."""
        lines = self._lines.lines if self._lines is not None else ()
        return any(one.source_type == "forward" for one in lines)

    def _show(self, page: Page) -> None:
        if page.details.header.account_id == self._account_id:
            self._lines = page.lines
            self._view.show_page(page, self._desk.actor)
            self._follow(page)

    def _show_history(self, changes: tuple[AccountChange, ...]) -> None:
        self._view.show_history(changes)

    # ------------------------------------------------------------------------------ editing

    def edit(self, what: str, subject: str = "") -> None:
        """Open the short form for one part of the account, or do what needs none."""
        page = self._view.page
        if page is None or self.panel is not None:
            return
        edit = self._edits.of(what, page.details, subject)
        if edit is None:
            return
        if not self._desk.actor.may(edit.needs):
            self._desk.toasts.caution(t("Ask a manager to change that."))
            return
        if not edit.asks:
            self._send(edit, {})
            return
        panel = self.panel = FormPanel(
            self._view.window(),
            edit.title,
            edit.verb,
            edit.asks,
            self._desk.practice,
            about=edit.about,
        )
        self._editing, self._seen = (what, subject, edit), _seen(page)
        panel.wanted.connect(self._wanted)
        panel.left.connect(self._left)
        panel.begin()

    def _left(self) -> None:
        self.panel, self._editing, self._seen = None, None, None

    def _wanted(self) -> None:
        if self.panel is not None and self._editing is not None:
            self._send(self._editing[2], self.panel.form.values())

    def _follow(self, page: Page) -> None:
        """Another window may have changed what is being edited: only what was typed here is saved
        over it.
        """
        if self.panel is None or self._editing is None:
            return
        what, subject, _ = self._editing
        edit = self._edits.of(what, page.details, subject)
        if edit is not None and edit.asks:
            self._editing, self._seen = (what, subject, edit), _seen(page)
            self.panel.form.follow(edit.asks)

    def _send(self, edit: Edit, told: dict[str, Any]) -> None:
        action, command = edit.command(told)
        self._acts.act(action, command, lambda _answer: self._done(edit.done), self._seen)

    def _done(self, words: str) -> None:
        if self.panel is not None:
            self.panel.leave()
        self._desk.toasts.success(words)


def _seen(page: Page) -> Seen:
    """What the short forms of an account are about."""
    header, details = page.details.header, page.details
    guarantor = details.guarantor
    ids = {header.account_id, header.patient_id}
    if guarantor is not None:
        ids.add(guarantor.guarantor_id)
    return Seen(frozenset(map(str, ids)), page.position)
