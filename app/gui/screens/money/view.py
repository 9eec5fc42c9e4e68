"""The Money screen: where all of it is, and the chain of one paper; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtWidgets import QStackedLayout

from app.areas.deposits import explaining
from app.areas.deposits.chain_values import Chain, Link, MoneyPlaces
from app.areas.payments import queries as payments
from app.gui.desk import Desk
from app.gui.screen import Screen
from app.gui.screens.money.chain_page import ChainPage
from app.gui.screens.money.places_page import PlacesPage
from app.gui.tables.resting import when_at_rest
from app.kernel.actor import Permission
from app.kernel.ids import InvoiceId, PaymentId
from app.kernel.translate import t

KEY: Final = "money"
CHANGES_MS: Final = 400
"""How long changes must rest before the page is read again."""
CHAINS: Final[dict[str, Callable[..., Chain]]] = {
    "payment": explaining.chain_of_payment,
    "invoice": explaining.chain_of_invoice,
    "shift": explaining.chain_of_shift,
    "deposit": explaining.chain_of_deposit,
}
WATCHED: Final = frozenset(
    {
        *("shift_state", "cash_movement", "tender", "payment_void", "returned_check"),
        *("deposit_state", "deposit_second_count", "allocation"),
    }
)


class View(Screen):
    """Opened with `payment:<id>`, `invoice:<id>`, `shift:<id>` or `deposit:<id>` it shows a chain;
    Esc goes back the way one came, at last to the five places, or where `:<screen>` follows the id
    to that screen.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("Where the money is"))
        self._way: list[str] = []
        self._from = ""
        self._fresh, self._here, self._asked = True, False, False
        self.places = PlacesPage(desk.practice)
        self.chain = ChainPage(desk.practice)
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        for page in (self.places, self.chain):
            self._pages.addWidget(page)
            page.wanted.connect(self.follow)
        self.chain.left.connect(self.back)
        self._changes = when_at_rest(self, CHANGES_MS, self._read)
        desk.runner.changed.connect(self._changed)

    @property
    def subject(self) -> str:
        """The paper whose chain is shown; empty for the five places."""
        return self._way[-1] if self._way else ""

    # ----------------------------------------------------------------- what the frame asks

    def arrive(self) -> None:
        """Its key pressed once more on a chain shows the five places."""
        if self._here and not self._asked:
            self._way = []
        self._here, self._asked, self._fresh = True, False, True
        self._show_page()
        self._read()

    def open_subject(self, subject: str) -> None:
        """One paper, by its kind and id; the way begins with it."""
        kind, some_id, came_from = (*subject.split(":"), "", "")[:3]
        self._way = [f"{kind}:{some_id}"] if kind in CHAINS else []
        self._from, self._asked = came_from, True

    def leave(self) -> None:
        self._here = False
        self._changes.stop()

    def forget(self) -> None:
        self._changes.stop()
        self.desk.runner.forget(KEY)
        self._way, self._from = [], ""
        self.places.forget()
        self.chain.forget()
        self._show_page()

    def refresh(self) -> None:
        self._read()

    def primary(self) -> None:
        """Open what the keyboard stands on."""
        if self.subject:
            self.chain.view.open_current()
        elif (line := self.places.table.current_row()) is not None:
            self.places.table.opened.emit(line)

    def back(self) -> None:
        """One step back; from the five places to where the day's work is."""
        if len(self._way) == 1 and self._from:
            self._way = []
            self.desk.go(self._from)
        elif self._way:
            self._way.pop()
            self._fresh = True
            self._show_page()
            self._read()
        elif self.places.table.hasFocus():
            self.places.take_focus()
        else:
            self.desk.go("counter")

    # ----------------------------------------------------------------------------- deeds

    def follow(self, link: Link) -> None:
        """Go where a line or a step leads."""
        if link.task == "money" and link.subject_id:
            if link.subject_id != self.subject:
                self._way.append(link.subject_id)
                self._fresh = True
                self._show_page()
                self._read()
        elif link.task == "payments":
            self._open_payment(PaymentId(link.subject_id))
        elif link.task == "invoices":
            self.desk.show_invoice(InvoiceId(link.subject_id))
        elif link.task:
            self.desk.go(link.task, link.subject_id)
            if self.isVisible():
                self.desk.toasts.caution(t("Your role does not open that screen."))

    def _open_payment(self, payment_id: PaymentId) -> None:
        """Where it can be corrected, for those who may; else its receipt."""
        if self.desk.actor.may(Permission.TAKE_PAYMENT):
            self.desk.open_payment(payment_id)
        else:
            ask = self.desk.runner.ask
            show = self.desk.paper.show
            ask(payments.receipt_of_payment, payment_id, done=show, key="money.receipt")

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & WATCHED and self.isVisible():
            self._changes.start()

    def _read(self) -> None:
        ask, who = self.desk.runner.ask, self.desk.actor.user_id
        kind, _, some_id = self.subject.partition(":")
        if kind in CHAINS:
            ask(CHAINS[kind], some_id, who, done=self._show_chain, key=KEY, failed=self._failed)
        else:
            ask(explaining.money_places, who, done=self._show_places, key=KEY)

    def _show_places(self, found: MoneyPlaces) -> None:
        fresh, self._fresh = self._fresh, False
        self.places.show_places(found, focus=fresh and self.isVisible())

    def _show_chain(self, chain: Chain) -> None:
        fresh, self._fresh = self._fresh, False
        self.chain.show_chain(chain, empty_chain(self.subject), fresh=fresh)
        if fresh and self.isVisible():
            self.chain.take_focus()

    def _failed(self, _error: BaseException) -> None:
        """There is no such paper any more: the five places are always there."""
        self._way = []
        self._show_page()
        self._read()

    def _show_page(self) -> None:
        page: Any = self.chain if self._way else self.places
        if self._way and self._fresh:
            self.chain.forget()
        self._pages.setCurrentWidget(page)


def empty_chain(subject: str) -> str:
    """Why a paper has no money to follow."""
    if subject.startswith("invoice:"):
        return t("Nothing was paid on this invoice, so there is no money to follow.")
    return t("There is no money here to follow.")
