"""The Counter as widgets: who stands there, what to ask for, the lists and the payment panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from typing import ClassVar

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from app.areas.payments.values import Channel, CounterAccount, CounterIdle
from app.gui.desk import Desk
from app.gui.key_map import key_words
from app.gui.screens.counter.account_bar import AccountBar, AskStrip, FamilyBar
from app.gui.screens.counter.account_tables import (
    OpenInvoices,
    StationReceipts,
    latest_payments,
    parked_forms,
)
from app.gui.screens.counter.actions import CounterActions
from app.gui.screens.counter.card_panel import CardPanel
from app.gui.screens.counter.card_strip import CardStrip
from app.gui.screens.counter.coded import Coded
from app.gui.screens.counter.found_list import FoundList
from app.gui.screens.counter.list_keys import list_key
from app.gui.screens.counter.pages import column_of, keep_place, with_keyboard
from app.gui.screens.counter.pay_lines import lines_of
from app.gui.screens.counter.payment_form import PaymentForm, Stage
from app.gui.screens.counter.payment_panel import PaymentPanel
from app.gui.screens.counter.pays_box import PaysBox
from app.gui.screens.counter.running import Running
from app.gui.screens.counter.tender_parts import KEYS
from app.gui.shortcuts import bind
from app.gui.tables.data_table import DataTable
from app.gui.theme import current
from app.gui.widgets.digit_list import DigitList
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import CORNER, Card
from app.kernel.ids import AccountId
from app.kernel.translate import t

LATEST_ROWS_LEAST = 2
INVOICE_ROWS_LEAST = 3
PARKED_ROWS = 6
PAPER_LEAST = 240
_MOVED = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide)


class View(Coded):
    """The screen; what happens on its keys and signals is in `acts`."""

    typing_finds: ClassVar[bool] = True

    receipt_verb = Signal(str, object)
    """A verb of undoing (empty for all of them) and the LatestPayment the keyboard stands on."""
    parked_dropped = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setObjectName("canvas")
        self.setAccessibleName(t("Counter"))
        locale, zone = desk.practice.locale, desk.practice.time_zone
        self.panel = PaymentPanel(desk.practice.currency, locale)
        self.card_panel = CardPanel(desk.practice.currency, locale)
        self.card_strip = CardStrip(locale)
        self.bar = AccountBar(locale)
        self.strip = AskStrip(locale)
        self.family_bar = FamilyBar()
        self.invoices = OpenInvoices(locale)
        self.latest = latest_payments(locale, zone, self._today)
        self.station_latest = StationReceipts(locale, zone, self._today)
        self.parked = parked_forms(locale, zone, self._today, desk.practice.currency)
        self._build()
        self.found = FoundList(desk.find, locale, self)
        self.digits = DigitList(self)
        self.acts = CounterActions(self, desk)
        desk.theme.changed.connect(self._arrange)
        self._bind_keys()

    def _bind_keys(self) -> None:
        acts = self.acts
        for verb in ("cash", "check", "card", "credit", "other"):
            bind(self, f"tender.{verb}", partial(acts.choose_tender, verb))
        bind(self, "tender.not_collected", acts.taking.not_collected)
        bind(self, "account.join", acts.family.open)
        bind(self, "account.latest", acts.latest)
        bind(self, "account.new", acts.new_account)
        bind(self, "account.charge", acts.charge)
        self.strip.not_collected.connect(acts.taking.not_collected)
        self.invoices_table.clicked.connect(self._clicked)
        self.invoices_table.doubleClicked.connect(self._double_clicked)

    def _today(self) -> date:
        return self.acts.today()

    # ------------------------------------------------------------ building

    def _build(self) -> None:
        px = current().px
        self._left = QStackedLayout()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(px(16), px(12), px(16), px(16))
        outer.setSpacing(px(12))
        outer.addWidget(self.card_strip)
        self._row = QHBoxLayout()
        self._row.setSpacing(px(12))
        outer.addLayout(self._row, 1)
        # Pages come after the layout has a widget, else each is a window for a moment.
        self._row.addLayout(self._left, 1)
        for page in (self._idle_page(), self._account_page()):
            page.setMinimumWidth(1)  # it gives way: what takes money always stands whole
            self._left.addWidget(page)
        for panel in (self.panel, self.card_panel):
            self._row.addWidget(panel)
        self.card_panel.hide()

    def _account_page(self) -> QWidget:
        self.invoices_table = DataTable(
            self.invoices,
            name=t("Open invoices"),
            compact=True,
            empty_words=t(
                "Nothing is owed. To take money ahead press {key} and type how much: it becomes "
                "credit.",
                key=key_words("tender.cash"),
            ),
        )
        self.latest_table = DataTable(
            self.latest,
            name=t("Latest receipts"),
            compact=True,
            empty_words=t("No receipts yet. The first payment will stand here."),
        )
        practice = self.desk.practice
        self.pays_box = PaysBox(
            self.invoices_table, self.invoices, practice.currency, practice.locale
        )
        self.invoices_card = Card(t("Open invoices"), flush=True)
        self.invoices_card.body.addWidget(self.invoices_table)
        self.latest_card = Card(t("Latest receipts"), flush=True)
        self.latest_card.body.addWidget(self.latest_table)
        self.latest_card.installEventFilter(self)
        parts = (self.bar, self.strip, self.family_bar, self.invoices_card, self.latest_card)
        return column_of(*parts)

    def _idle_page(self) -> QWidget:
        self.parked_table = DataTable(
            self.parked,
            name=t("Parked payments"),
            compact=True,
            empty_words=t("None. A payment left half typed is kept here."),
        )
        self.station_table = DataTable(
            self.station_latest,
            name=t("Latest receipts"),
            compact=True,
            empty_words=t("No payment was taken here yet. Find somebody to begin."),
        )
        self.parked_card = Card(
            t("Parked payments: ↓ and Enter go on with one, Del drops it"), flush=True
        )
        self.parked_card.body.addWidget(self.parked_table)
        last = Card(t("Latest receipts of this window"), flush=True)
        last.body.addWidget(self.station_table)
        self.ready = PlainLabel(t("Next, please"), role="title")
        return column_of(self.ready, self.parked_card, last)

    # ------------------------------------------------------------ showing

    def show_idle(self, idle: CounterIdle) -> None:
        """Nobody is selected: what was begun and what was taken last."""
        keep_place(self.parked_table, self.parked, idle.parked)
        keep_place(self.station_table, self.station_latest, idle.latest)
        self.parked_table.be_as_high_as(PARKED_ROWS)
        self.parked_card.setVisible(bool(idle.parked))

    def show_idle_page(self) -> None:
        self._left.setCurrentIndex(0)

    def show_account(
        self, account: CounterAccount, joined: tuple[CounterAccount, ...] = ()
    ) -> None:
        """All of one account; the payment form is shown apart from it."""
        self.bar.show_account(account)
        self.strip.show_account(account)
        self.show_lines(account, joined)
        keep_place(self.latest_table, self.latest, account.latest)
        self._left.setCurrentIndex(1)
        self._share_height()

    def show_lines(self, account: CounterAccount, joined: tuple[CounterAccount, ...]) -> None:
        """What can be paid, with what joined accounts owe."""
        self.family_bar.show_joined(joined)
        keep_place(self.invoices_table, self.invoices, lines_of(account, joined))
        self._share_height()

    def show_form(self, form: PaymentForm | None, *, closed: bool) -> None:
        """The form in the panel and in the list; without a drawer only mail and bank."""
        if form is None:
            self.invoices.show_pays({})
        else:
            self.invoices.tick(form.chosen)
            self.invoices.show_pays(form.pays(), frozenset(form.typed_pays))
            self.family_bar.show_one_receipt(form.one_receipt)
        by_mail = form is not None and form.channel is not Channel.COUNTER
        in_use = form is not None and (form.by_key or form.stage is not Stage.OPEN)
        if closed and not (by_mail and in_use):
            self.panel.show_no_shift()
        elif form is None:
            self.panel.show_nobody()
        else:
            self.panel.show_form(form)

    def show_attempt(self, running: Running | None, *, can_change: bool) -> None:
        """The card that is being charged for who stands here, in place of the form."""
        if running is None:
            self.card_panel.forget()
        else:
            self.card_panel.show_attempt(running.shown, running.who, can_change=can_change)
        self.panel.setVisible(running is None)
        self.card_panel.setVisible(running is not None)

    @property
    def pay_side(self) -> QWidget:
        """What stands at the right now: the form, or the card that is being charged."""
        return self.panel if self.panel.isVisibleTo(self) else self.card_panel

    def show_running(self, rows: Sequence[Running]) -> None:
        """Cards that are being charged for others."""
        if self.card_strip.show_running(rows):
            self._share_height()

    def offer(
        self,
        words: str,
        rows: Sequence[tuple[str, object]],
        then: Callable[[object], None],
        *,
        detail: str = "",
    ) -> None:
        """A list over the panel from which one digit chooses; the keyboard comes back after it."""
        before = with_keyboard(self)

        def back() -> None:
            if before is not None and isValid(before) and before.isVisible():
                before.setFocus(Qt.FocusReason.OtherFocusReason)
            elif self._left.currentIndex() == 1:
                self.stand_on_invoices()

        def chosen(value: object) -> None:
            back()
            then(value)

        place = self.pay_side.geometry()
        self.digits.ask(words, rows, chosen, detail=detail, at=place, given_up=back)

    def stand_on_invoices(self) -> None:
        """Put the keyboard where letters find, Space ticks and Enter takes."""
        self.invoices_table.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.invoices_table.currentIndex().isValid():
            self.invoices_table.mark_first()

    def stand_on_idle(self) -> None:
        """Put the keyboard on what was parked, else on the last receipts."""
        table = self.parked_table if self.parked.rows else self.station_table
        table.setFocus(Qt.FocusReason.OtherFocusReason)
        table.mark_first()

    def stand_on_latest(self) -> None:
        """Ctrl+R: on the latest receipt of the account, else of this station."""
        table = self.latest_table if self._left.currentIndex() == 1 else self.station_table
        if table is self.latest_table and not self.latest_card.isVisible():
            self.latest_card.setVisible(True)
        table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        table.mark_first()
        self._share_height()

    def clear_person(self) -> None:
        """Leave no trace of anybody in the widgets."""
        self.digits.give_up()
        self.invoices.show_rows(())
        self.latest.show_rows(())
        self.family_bar.show_joined(())
        self.strip.forget()
        self.bar.name.say("")
        self.bar.detail.say("")
        self.bar.setAccessibleName("")
        self.show_idle_page()

    def _card_height(self, table: DataTable, rows: int) -> int:
        title = self.invoices_card.title.sizeHint().height()
        return table.wanted_height(rows) + title + current().px(6 + CORNER)

    def _share_height(self) -> None:
        """Invoices get the rows they need, receipts the rest; both keep a few rows."""
        if self._left.currentIndex() != 1:
            return
        px = current().px
        self.strip.fit(self.width() - self.panel.width() - px(2 * 16 + 12))
        rows = max(INVOICE_ROWS_LEAST, len(self.invoices.rows))
        above = self.bar.sizeHint().height() + self.strip.sizeHint().height()
        for more in (self.family_bar, self.card_strip):
            if more.isVisibleTo(self):
                above += more.sizeHint().height() + px(12)
        room = self.height() - above - px(16 + 12 + 3 * 12)
        least = self._card_height(self.latest_table, LATEST_ROWS_LEAST)
        cramped = room - least < self._card_height(self.invoices_table, INVOICE_ROWS_LEAST)
        in_use = with_keyboard(self) in (self.latest_table, self.digits)
        hidden = cramped and not (in_use and self.latest_card.isVisible())
        self.latest_card.setVisible(not hidden)
        wanted = self._card_height(self.invoices_table, rows)
        self.invoices_card.setFixedHeight(max(px(80), min(wanted, room - (0 if hidden else least))))

    # ------------------------------------------------------------ what the frame asks

    def open_subject(self, subject: str) -> None:
        self.acts.open_account(AccountId(subject))

    def arrive(self) -> None:
        self.acts.arrive()

    def leave(self) -> None:
        self.acts.leave()

    def forget(self) -> None:
        self.acts.forget()

    def paper_place(self) -> QRect | None:
        """Over the latest receipts, of which the paper is the newest, and over nothing owed."""
        foot = self.pay_side.geometry().bottom()
        card = self.latest_card
        high = card.height() if card.isVisible() else current().px(PAPER_LEAST)
        page = self._left.currentWidget()
        left = page.geometry().left() if page is not None else 0
        return QRect(left, foot - high + 1, card.width(), high)

    def keep_clear(self) -> int:
        return self.panel.width() + current().px(16)

    def primary(self) -> None:
        self.acts.take()

    def refresh(self) -> None:
        self.acts.read_again()

    def back(self) -> None:
        self.acts.back()

    def print_shown(self) -> None:
        self.acts.show_last_receipt()

    # Qt's own names from here on

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.latest_card and event.type() in _MOVED:
            self.paper_moved.emit()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, held = event.key(), event.isAutoRepeat()
        keypad = bool(event.modifiers() & Qt.KeyboardModifier.KeypadModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not held:
                self.acts.take()
        elif keypad and event.text() in KEYS:
            if not held:
                self.acts.choose_tender(KEYS[event.text()])
        elif held or not list_key(self, event):
            super().keyPressEvent(event)

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == self.invoices.pays_column:
            self.pays_box.open(index.row())

    def _double_clicked(self, index: QModelIndex) -> None:
        """Outside the ticks and the amounts: the invoice itself."""
        if index.column() not in (0, self.invoices.pays_column):
            self.acts.show_line(self.invoices.row_at(index))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Share the room; also after the person chose another text size."""
        px = current().px
        for panel in (self.panel, self.card_panel):
            panel.setFixedWidth(max(px(300), min(px(380), self.width() * 36 // 100)))
        for model in (self.invoices, self.station_latest):
            model.show_narrow(self.width() - self.panel.width() < px(620))
        self._share_height()
        if self.found.isVisible():
            QTimer.singleShot(0, self.found, self.found.place)
