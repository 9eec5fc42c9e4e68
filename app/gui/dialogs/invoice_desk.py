"""Shows an invoice over any screen, and cancels it where that is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.areas.invoices import explaining, undoing
from app.areas.invoices import queries as invoices
from app.areas.invoices.values import CancelInvoice, InvoiceCancelled, InvoiceVerb, InvoiceView
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.gui.desk import Desk
from app.gui.dialogs.invoice_panel import InvoicePanel
from app.kernel.actor import Permission as P
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.ids import InvoiceId
from app.kernel.translate import t
from app.storage.reading import Reader

Shown = tuple[InvoiceView, tuple[InvoiceVerb, ...]]


def invoice_to_show(reader: Reader, invoice_id: InvoiceId, cancel: bool, any_day: bool) -> Shown:
    """An invoice, and what may be done with it."""
    verbs = explaining.invoice_verbs(reader, invoice_id, cancel, any_day)
    return invoices.invoice_view(reader, invoice_id), verbs


class InvoiceDesk(QObject):
    """One panel at a time, and none while `is_busy` says that another one stands there."""

    def __init__(self, window: QWidget, desk: Desk, is_busy: Callable[[], bool]) -> None:
        super().__init__(window)
        self._window, self._desk, self._is_busy = window, desk, is_busy
        self.panel: InvoicePanel | None = None

    def show(self, invoice_id: InvoiceId) -> None:
        actor = self._desk.seat.actor
        if actor is None or self._is_busy():
            return
        rights = (actor.may(P.CANCEL_INVOICE), actor.may(P.CANCEL_ANY_INVOICE))
        self._desk.runner.ask(
            invoice_to_show, invoice_id, *rights, done=self._open, key="invoice.open"
        )

    def _open(self, found: Shown) -> None:
        if self._desk.seat.actor is None or self._is_busy():
            return
        view, verbs = found
        panel = self.panel = InvoicePanel(self._window, view, self._desk.practice)
        panel.show_verbs(verbs)
        panel.cancel_button.clicked.connect(self._ask_why)
        panel.cancel_wanted.connect(self._cancel)
        panel.left.connect(self._left)
        panel.begin()

    def _ask_why(self) -> None:
        def read(reasons: Any) -> None:
            if self.panel is not None:
                self.panel.show_reasons(reasons)

        self._desk.runner.ask(ledger.reasons, ReasonKind.CANCEL, done=read, key="invoice.reasons")

    def _cancel(self) -> None:
        panel = self.panel
        if panel is None or panel.picks.reason_id is None:
            return
        panel.busy(True)
        command = CancelInvoice(
            panel.intent,
            panel.view.invoice_id,
            panel.picks.reason_id,
            panel.note.text().strip(),
        )
        self._desk.runner.act(
            undoing.cancel_invoice,
            command,
            done=self._cancelled,
            refused=self._refused,
            always=self._answered,
        )

    def _cancelled(self, done: InvoiceCancelled) -> None:
        if self.panel is not None:
            self.panel.leave()
        amount = format_money(done.amount)
        self._desk.toasts.success(done.words, t("{amount} is owed no more.", amount=amount))

    def _refused(self, refused: UserError) -> None:
        if self.panel is not None:
            self.panel.say_error(refused.text)
        else:
            self._desk.toasts.failure(refused.text)

    def _answered(self) -> None:
        if self.panel is not None:
            self.panel.busy(False)

    def _left(self) -> None:
        self.panel = None
