"""The price list and the tax rates beside it; typing finds, Enter opens."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from app.areas.catalog.rules import matching
from app.areas.catalog.values import ServiceRow, TaxRateRow
from app.areas.settings.values import Practice
from app.gui.desk import Desk
from app.gui.dialogs.charge_words import say_e4
from app.gui.rescaling import sized
from app.gui.screen import Screen
from app.gui.screens.services.actions import MOST, Page, ServiceActions
from app.gui.screens.services.forms import tax_words, unit_words
from app.gui.shortcuts import bind, with_key
from app.gui.tables.data_table import DataTable
from app.gui.tables.rows_model import ChipLook, Column, RowsModel
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.i18n import format_date, format_money
from app.kernel.translate import t, tn

RATES_WIDTH: Final = 300
BOTH_FROM: Final = 900


class View(Screen):
    """Services at the left, tax rates at the right; where the page is narrow one at a time."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("Services"))
        self._page: Page | None = None
        self._rates_alone = False
        px = current().px
        self._column = QVBoxLayout(self)
        self._column.setSpacing(px(12))
        self._column.addLayout(self._head())
        self.model = RowsModel(_columns(desk.practice), key=lambda row: row.service_id)
        self.table = DataTable(self.model, name=t("Services"))
        self.rates_model = RowsModel(_rate_columns(), key=id)
        self.rates = DataTable(self.rates_model, name=t("Tax rates"))
        self._list, self._rates = Card(flush=True), Card(t("Tax rates"), flush=True)
        self._list.body.addWidget(self.table)
        self._rates.body.addWidget(self.rates, 1)
        self.rate_button = Button(t("New tax rate"), icon="plus")
        foot = QHBoxLayout()
        foot.setContentsMargins(px(12), px(8), px(12), px(8))
        foot.addWidget(self.rate_button, 1)
        self._rates.body.addLayout(foot)
        row = QHBoxLayout()
        row.setSpacing(px(16))
        row.addWidget(self._list, 1)
        row.addWidget(self._rates)
        self._column.addLayout(row, 1)
        self.deeds = ServiceActions(self, desk)
        self._connect()
        self._fit()

    def show_page(self, page: Page) -> None:
        """The lists as they are now; whoever stands on a row still does."""
        self._page = page
        used = sum(row.active for row in page.services)
        self.count.say(tn("{count} service in use", "{count} services in use", used))
        self._filter()
        self.rates.empty_words = t("No tax rates: everything is charged without tax.")
        self.rates_model.show_rows(page.rates)

    # ------------------------------------------------------------------ what the frame asks

    def arrive(self) -> None:
        self.deeds.read()
        self._to_list()

    def leave(self) -> None:
        self.deeds.withdraw()

    def forget(self) -> None:
        self.deeds.forget()
        self.search.clear()
        self._page = None
        self.model.show_rows(())
        self.rates_model.show_rows(())
        self.count.say("")

    def refresh(self) -> None:
        self.deeds.read()

    def primary(self) -> None:
        self.deeds.open_service(self.table.current_row())

    def back(self) -> None:
        if self.search.text():
            self.search.clear()
        elif self._rates_alone:
            self._show_rates()
        self._to_list()

    # ------------------------------------------------------------------------ how it is made

    def _head(self) -> QHBoxLayout:
        px = current().px
        head = QHBoxLayout()
        head.setSpacing(px(12))
        head.addWidget(PlainLabel(t("Services"), role="title"))
        self.count = PlainLabel("", tone="muted", elide=True)
        head.addWidget(self.count)
        head.addStretch(1)
        self.search = QLineEdit()
        self.search.setPlaceholderText(t("Code or name"))
        self.search.setAccessibleName(t("Find a service by code or name"))
        self.search.setToolTip(with_key(t("Find a service"), "services.find"))
        sized(self.search, px, width=200)
        head.addWidget(self.search)
        self.tax_button = Button(t("Tax rates"))
        self.tax_button.setToolTip(with_key(t("Tax rates"), "services.rates"))
        head.addWidget(self.tax_button)
        self.new_button = Button(t("New service"), kind="primary", icon="plus")
        self.new_button.setToolTip(with_key(t("New service"), "services.new"))
        head.addWidget(self.new_button)
        return head

    def _connect(self) -> None:
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._to_list)
        self.table.opened.connect(self.deeds.open_service)
        self.rates.opened.connect(self.deeds.open_rate)
        self.new_button.clicked.connect(lambda: self.deeds.open_service())
        self.rate_button.clicked.connect(lambda: self.deeds.open_rate())
        self.tax_button.clicked.connect(self._show_rates)
        bind(self, "services.new", lambda: self.deeds.open_service())
        bind(self, "services.rates", self._show_rates)
        bind(self, "services.find", self._to_find)
        current().changed.connect(self._fit)

    def _filter(self) -> None:
        rows = self._page.services if self._page else ()
        text = self.search.text().strip()
        marked = self.table.current_row()
        self.table.empty_words = (
            t("No service has this code or name. Esc shows all.")
            if text
            else t("There are no services yet. Ctrl+N adds one; a price list comes in from a file.")
        )
        self.model.show_rows(matching(rows, text, MOST))
        self.table.leave_out_empty()
        shown = self.model.rows
        if shown:
            known = marked.service_id if isinstance(marked, ServiceRow) else None
            place = next((n for n, row in enumerate(shown) if row.service_id == known), 0)
            self.table.selectRow(place)

    def _to_list(self) -> None:
        table = self.rates if self._rates_alone else self.table
        table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_find(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _show_rates(self) -> None:
        """To the rates; where there is room for one list only, they take its place."""
        if self.width() >= current().px(BOTH_FROM):
            self.rates.setFocus(Qt.FocusReason.OtherFocusReason)
            self.rates.mark_first()
            return
        self._rates_alone = not self._rates_alone
        self._fit()
        self._to_list()

    def _fit(self) -> None:
        px = current().px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        both = self.width() >= px(BOTH_FROM)
        if both:
            self._rates_alone = False
        self._list.setVisible(not self._rates_alone)
        self._rates.setVisible(both or self._rates_alone)
        self.count.setVisible(both)
        self.tax_button.say(t("Services") if self._rates_alone else t("Tax rates"))
        if both:
            self._rates.setFixedWidth(px(RATES_WIDTH))
        else:
            self._rates.setMinimumWidth(0)
            self._rates.setMaximumWidth(16_777_215)

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        chord = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        typed = text.isprintable() and bool(text.strip()) and not chord
        if typed and self.table.hasFocus():
            self.search.setFocus(Qt.FocusReason.OtherFocusReason)
            self.search.setText(self.search.text() + text)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _columns(practice: Practice) -> tuple[Column[ServiceRow], ...]:
    def tone(row: ServiceRow) -> str:
        return "text" if row.active else "muted"

    def state(row: ServiceRow) -> ChipLook | None:
        return None if row.active else ChipLook("prohibit", t("out of use"), "muted")

    return (
        Column(t("Code"), lambda row: row.code, tone=tone, width=96),
        Column(t("Name"), lambda row: row.name, tone=tone, width=180, stretch=True),
        Column(
            t("Price"),
            lambda row: format_money(row.price, practice.locale),
            right=True,
            tone=tone,
            sort_by=lambda row: row.price.minor,
            width=100,
        ),
        Column(t("Per"), lambda row: unit_words(row.unit), tone=tone, width=92),
        Column(t("Tax"), lambda row: tax_words(row.tax_class), tone=tone, width=92),
        Column(t("Earned on"), lambda row: row.revenue_gl, tone=tone, width=92),
        Column(t("Status"), lambda row: "", chip=state, width=110),
    )


def _rate_columns() -> tuple[Column[TaxRateRow], ...]:
    def tone(row: TaxRateRow) -> str:
        return "text" if row.current else "muted"

    return (
        Column(t("Class"), lambda row: row.tax_class, tone=tone, width=96, stretch=True),
        Column(t("Percent"), lambda row: say_e4(row.rate_e4), right=True, tone=tone, width=84),
        Column(t("From"), lambda row: format_date(row.valid_from), tone=tone, width=110),
    )
