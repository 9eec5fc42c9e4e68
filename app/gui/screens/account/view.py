"""The page of one account: who it is, what happened, what is written; `actions` does the rest."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QStackedWidget, QVBoxLayout

from app.areas.invoices.values import AccountLine, AccountLines, DraftBrief
from app.areas.parties.values import AccountChange
from app.gui.desk import Desk
from app.gui.key_map import key_words
from app.gui.screen import Screen
from app.gui.screens.account.actions import AccountActions, Page
from app.gui.screens.account.details import DetailsPane
from app.gui.screens.account.head import AccountHead
from app.gui.screens.account.tables import (
    change_columns,
    draft_columns,
    line_columns,
    line_key,
)
from app.gui.shortcuts import bind, with_key
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import RowsModel
from app.gui.tables.staying import show_staying
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.actor import Actor, Permission
from app.kernel.ids import AccountId, InvoiceId, PaymentId
from app.kernel.translate import t

DETAILS_WIDTH: Final = 330
BOTH_FROM: Final = 940
"""Designed pixels of the page from which the details stand beside the ledger."""
LEDGER, DRAFTS, HISTORY, DETAILS = range(4)
SEES_PAYMENTS: Final = (Permission.TAKE_PAYMENT, Permission.VOID_PAYMENT, Permission.VIEW_REPORTS)


class View(Screen):
    """Enter on a line opens what posted it."""

    typing_finds = True

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.page: Page | None = None
        self.setAccessibleName(t("Account"))
        px = current().px
        self._column = QVBoxLayout(self)
        self._column.setSpacing(px(12))
        self.head = AccountHead(desk.practice.locale)
        self._column.addWidget(self.head)
        self._column.addLayout(self._tab_row())
        self.lines_model = RowsModel(line_columns(desk.practice), key=line_key)
        self.lines = DataTable(self.lines_model, name=t("Ledger"))
        self.drafts_model = RowsModel(draft_columns(desk.practice), key=lambda row: row.draft_id)
        self.drafts = DataTable(self.drafts_model, name=t("Drafts"))
        self.changes_model = RowsModel(change_columns(desk.practice))
        self.changes = DataTable(self.changes_model, name=t("History"))
        self.details = DetailsPane()
        self._stack = QStackedWidget()
        self.elsewhere = PlainLabel("", role="caption", tone="muted", wrap=True)
        self.elsewhere.setContentsMargins(px(12), px(8), px(12), px(8))
        for table in (self.lines, self.drafts, self.changes):
            card = Card(flush=True)
            card.body.addWidget(table)
            if table is self.lines:
                card.body.addWidget(self.elsewhere)
            self._stack.addWidget(card)
        self._row = QHBoxLayout()
        self._row.setSpacing(px(16))
        self._row.addWidget(self._stack, 1)
        self._row.addWidget(self.details)
        self._column.addLayout(self._row, 1)
        self.deeds = AccountActions(self, desk)
        self._connect()
        self._fit()

    @property
    def shows_history(self) -> bool:
        return self._tabs.checkedId() == HISTORY

    # ------------------------------------------------------------------------ what is shown

    def show_page(self, page: Page, actor: Actor) -> None:
        self.page = page
        self.cards_button.setVisible(any(actor.may(each) for each in SEES_PAYMENTS))
        self.head.show_page(page, actor)
        self.details.show_details(page.details, actor)
        self.show_lines(page.lines)
        show_staying(self.drafts, self.drafts_model, page.drafts)
        words = t("Drafts ({count})", count=len(page.drafts)) if page.drafts else t("Drafts")
        self._buttons[DRAFTS].say(words)
        self.drafts.empty_words = t("No charge is being written. Ctrl+I begins one.")
        if self.focusWidget() is None or self.focusWidget() is self:
            self._to_table()

    def show_lines(self, lines: AccountLines) -> None:
        """More of the ledger; whoever stands on a line still does."""
        self.lines.empty_words = t("Nothing was billed or paid yet.")
        brought = [one.words for one in lines.lines if one.source_type == "forward"]
        self.elsewhere.say(brought[0] if brought else "")
        self.elsewhere.setVisible(bool(brought))
        if lines.lines == self.lines_model.rows:
            return
        show_staying(self.lines, self.lines_model, lines.lines)
        if not self.lines.currentIndex().isValid():
            self.lines.mark_first()

    def show_history(self, changes: tuple[AccountChange, ...]) -> None:
        self.changes.empty_words = t("Nobody changed anything here yet.")
        show_staying(self.changes, self.changes_model, changes)
        if not self.changes.currentIndex().isValid():
            self.changes.mark_first()

    # ------------------------------------------------------------------ what the frame asks

    def open_subject(self, subject: str) -> None:
        if subject != self.deeds.account_id:
            self._clear()
            self._show_tab(LEDGER)
            self.deeds.open(AccountId(subject))

    def arrive(self) -> None:
        if self.page is not None:  # what was just opened is on its way already
            self.deeds.read()
        if self.shows_history:
            self.deeds.read_history()
        self._to_table()

    def leave(self) -> None:
        self.deeds.withdraw()

    def forget(self) -> None:
        self.deeds.forget()
        self._clear()

    def refresh(self) -> None:
        self.arrive()

    def primary(self) -> None:
        """Ctrl+Enter: take money for this account."""
        if self.page is not None and self.desk.actor.may(Permission.TAKE_PAYMENT):
            self.desk.go("counter", self.page.details.header.account_id)

    def back(self) -> None:
        if self._tabs.checkedId() != LEDGER:
            self._show_tab(LEDGER)
        else:
            self.desk.go("accounts")

    # ------------------------------------------------------------------------ how it is made

    def _tab_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(current().px(8))
        self._tabs = QButtonGroup(self)
        self._buttons: dict[int, Button] = {}
        for tab, words in (
            (LEDGER, t("Ledger")),
            (DRAFTS, t("Drafts")),
            (HISTORY, t("History")),
            (DETAILS, t("Details")),
        ):
            button = Button(words)
            button.setCheckable(True)
            self._tabs.addButton(button, tab)
            self._buttons[tab] = button
            row.addWidget(button)
        self._buttons[HISTORY].setToolTip(with_key(t("Who changed what"), "page.history"))
        self._buttons[LEDGER].setChecked(True)
        row.addStretch(1)
        self.cards_button = Button(t("Card payments"), kind="quiet", icon="credit-card")
        self.cards_button.setToolTip(t("Every card that was tried for this account"))
        self.cards_button.clicked.connect(self._to_cards)
        row.addWidget(self.cards_button)
        return row

    def _to_cards(self) -> None:
        if self.page is not None:
            number = self.page.details.header.account_number
            self.desk.go("card_payments", number)

    def _connect(self) -> None:
        self._tabs.idClicked.connect(self._show_tab)
        self.lines.opened.connect(self._open_line)
        self.drafts.opened.connect(self._open_draft)
        self.lines.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.details.edit_wanted.connect(self.deeds.edit)
        self.head.pay_button.clicked.connect(self.primary)
        self.head.charge_button.clicked.connect(self._charge)
        self.head.refund_button.clicked.connect(self._credit_back)
        self.head.stands_button.clicked.connect(self._to_stands)
        bind(self, "account.charge", self._charge)
        bind(self, "account.new", lambda: self.desk.new_patient())
        bind(self, "page.edit", lambda: self.deeds.edit("patient"))
        bind(self, "page.rule", lambda: self.deeds.edit("rule"))
        bind(self, "page.flag", lambda: self.deeds.edit("flag"))
        bind(self, "page.history", self._toggle_history)
        current().changed.connect(self._fit)
        self.head.pay_button.say(f"{t('Take payment')}      {key_words('frame.primary')}")

    def _charge(self) -> None:
        if self.page is not None:
            self.desk.write_charge(self.page.details.header.account_id)

    def _credit_back(self) -> None:
        if self.page is not None:
            self.desk.refund_credit(self.page.details.header.account_id)

    def _to_stands(self) -> None:
        if self.page is not None and self.page.stands is not None:
            self.desk.go("account", self.page.stands.account_id)

    def _open_line(self, row: object) -> None:
        if not isinstance(row, AccountLine):
            return
        if row.source_type == "invoice":
            self.desk.show_invoice(InvoiceId(row.source_id))
        elif row.source_type == "payment":
            self.desk.open_payment(PaymentId(row.source_id))
        elif row.source_type == "returned_check":
            self.deeds.open_returned(row.source_id)
        elif row.source_type.startswith("refund"):
            self.deeds.open_refund(row.source_id)
        elif row.source_type == "forward":
            self.deeds.fetch_details()

    def _open_draft(self, row: object) -> None:
        if isinstance(row, DraftBrief):
            self.desk.write_charge(row.account_id, row.draft_id)

    def _toggle_history(self) -> None:
        self._show_tab(LEDGER if self.shows_history else HISTORY)

    def _show_tab(self, tab: int) -> None:
        self._buttons[tab].setChecked(True)
        if tab == HISTORY:
            self.deeds.read_history()
        if tab != DETAILS:
            self._stack.setCurrentIndex(tab)
        self._fit()
        self._to_table()

    def _to_table(self) -> None:
        tab = self._tabs.checkedId()
        table = {LEDGER: self.lines, DRAFTS: self.drafts, HISTORY: self.changes}.get(tab)
        (table or self._buttons[DETAILS]).setFocus(Qt.FocusReason.OtherFocusReason)

    def _scrolled(self, place: int) -> None:
        bar = self.lines.verticalScrollBar()
        if bar.maximum() and place >= bar.maximum() - bar.pageStep():
            self.deeds.read_more()

    def _clear(self) -> None:
        self.page = None
        self.head.clear()
        self.details.forget()
        for model in (self.lines_model, self.drafts_model, self.changes_model):
            model.show_rows(())
        for table in (self.lines, self.drafts, self.changes):
            table.empty_words = ""
        self.elsewhere.hide()

    def _fit(self) -> None:
        px = current().px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        both = self.width() >= px(BOTH_FROM)
        alone = self._tabs.checkedId() == DETAILS
        if both and alone:
            self._buttons[LEDGER].setChecked(True)
            alone = False
        self._buttons[DETAILS].setVisible(not both)
        self._stack.setVisible(not alone)
        self.details.setVisible(both or alone)
        if both:
            self.details.setFixedWidth(px(DETAILS_WIDTH))
        else:
            self.details.setMinimumWidth(0)
            self.details.setMaximumWidth(16_777_215)

    # Qt's own name
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
