"""The drawer as widgets: count the float and open it, or the open shift; no expected sums."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.areas.drawers.values import Denomination, DrawerRow, OpenShiftRow
from app.areas.settings.values import Practice
from app.gui.desk import Desk
from app.gui.key_map import key_words
from app.gui.rescaling import sized
from app.gui.screen import Screen
from app.gui.screens.drawer.actions import DrawerActions
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.denomination_grid import DenominationGrid
from app.gui.widgets.field import Field
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.gui.widgets.surfaces import Card, Chip, EmptyState
from app.kernel.clock import SystemClock, zone_named
from app.kernel.i18n import format_date, format_money, format_time
from app.kernel.money import Money
from app.kernel.translate import t


class View(Screen):
    """The screen; what happens on its signals is in `actions`."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("Drawer"))
        self._pages = QStackedLayout(self)
        self._pages.setContentsMargins(0, 0, 0, 0)
        self._blank = QWidget()
        self._pages.addWidget(self._blank)
        self.count: CountPage | None = None
        self.running: ShiftPage | None = None
        self._empty: EmptyState | None = None
        self.deeds = DrawerActions(self, desk)

    def show_count(
        self, drawers: tuple[DrawerRow, ...], denominations: tuple[Denomination, ...]
    ) -> CountPage:
        """The form that opens a shift; what was counted stays when it is shown again."""
        if self.count is None:
            self.count = CountPage(self.desk.practice, denominations)
            self._pages.addWidget(self.count)
        self.count.show_drawers(drawers)
        self._pages.setCurrentWidget(self.count)
        return self.count

    def show_shift(self, shift: OpenShiftRow) -> None:
        if self.running is None:
            self.running = ShiftPage(self.desk.practice)
            self.running.to_counter.clicked.connect(lambda: self.desk.go("counter"))
            self._pages.addWidget(self.running)
        self.running.show_shift(shift)
        self._pages.setCurrentWidget(self.running)
        self.running.to_counter.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_empty(self, why: str, next_step: str) -> None:
        """Why there is nothing to do here."""
        if self._empty is None:
            self._empty = EmptyState("archive-box", why, next_step)
            self._pages.addWidget(self._empty)
        self._empty.why.say(why)
        self._empty.next_step.say(next_step)
        self._pages.setCurrentWidget(self._empty)

    def show_nothing(self) -> None:
        """Between two people; the next one counts from nought."""
        self._pages.setCurrentWidget(self._blank)
        if self.count is not None:
            self._pages.removeWidget(self.count)
            self.count.deleteLater()
            self.count = None

    # ------------------------------------------------------------------ what the frame asks

    def arrive(self) -> None:
        self.deeds.read()

    def forget(self) -> None:
        self.deeds.forget()
        self.show_nothing()

    def refresh(self) -> None:
        self.deeds.read()

    def primary(self) -> None:
        if self.count is not None and self._pages.currentWidget() is self.count:
            self.count.submit()
        elif self.running is not None and self._pages.currentWidget() is self.running:
            self.desk.go("counter")

    def back(self) -> None:
        self.desk.go("counter")


class CountPage(QScrollArea):
    """Which drawer, and what is in it. `submitted` comes when it should be opened so."""

    submitted = Signal()

    def __init__(self, practice: Practice, denominations: tuple[Denomination, ...]) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._practice = practice
        px = current().px
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(4))
        column.addWidget(PlainLabel(t("Count the float"), role="title"))
        words = t("Count what is in the drawer now, before the first payment.")
        column.addWidget(PlainLabel(words, tone="muted", wrap=True))
        column.addSpacing(px(8))
        card = Card()
        sized(card, px, most_width=720)
        self.drawer = Choice()
        sized(self.drawer, px, most_width=320)
        self.field = Field(t("Drawer"), self.drawer)
        card.body.addWidget(self.field)
        self.grid = DenominationGrid(
            denominations, practice.currency, locale=practice.locale, sum_words=t("In the drawer")
        )
        self.grid.changed.connect(self._say_sum)
        self.grid.finished.connect(self._to_button)
        card.body.addWidget(self.grid)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        card.body.addWidget(self.message)
        self.button = Button("", kind="big")
        self.button.clicked.connect(self.submit)
        self.button.setAutoDefault(True)
        card.body.addWidget(self.button)
        column.addWidget(card)
        column.addStretch(1)
        self.setWidget(inner)
        self._say_sum(self.grid.total())

    def show_drawers(self, drawers: tuple[DrawerRow, ...]) -> None:
        """The free drawers; those that somebody holds are named below."""
        free = [each for each in drawers if not each.open_shift_number]
        kept = self.drawer.currentData()
        self.drawer.clear()
        for each in free:
            self.drawer.addItem(each.name, each.drawer_id)
        self.drawer.setCurrentIndex(max(0, self.drawer.findData(kept)))
        self.field.setVisible(len(drawers) > 1)
        held = [t("{drawer} ({name})", drawer=d.name, name=d.held_by) for d in drawers if d.held_by]
        self.field.message.say(t("In use: {drawers}", drawers=", ".join(held)), "muted")
        self.field.message.setVisible(bool(held))

    def submit(self) -> None:
        if self.button.isEnabled():
            self.submitted.emit()

    def say_error(self, words: str) -> None:
        self.message.say(words)
        self.message.setVisible(bool(words))

    def _say_sum(self, amount: object) -> None:
        if isinstance(amount, Money):
            self.say_error("")
            shown = format_money(amount, self._practice.locale)
            key = key_words("frame.primary")
            self.button.say(t("Open drawer with {amount}      {key}", amount=shown, key=key))

    def _to_button(self) -> None:
        self.button.setFocus(Qt.FocusReason.TabFocusReason)
        self.ensureWidgetVisible(self.button)


class ShiftPage(QWidget):
    """The shift that runs: number, since when, float, day; never what should be in it."""

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self._practice = practice
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(12))
        head = QHBoxLayout()
        self.title = PlainLabel("", role="title")
        head.addWidget(self.title)
        head.addWidget(Chip("check-circle", t("Open"), "money_in"))
        head.addStretch(1)
        column.addLayout(head)
        card = Card()
        sized(card, px, most_width=560)
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(12))
        grid.setColumnStretch(1, 1)
        self.drawer, self.person = PlainLabel(), PlainLabel(elide=True)
        self.since, self.day = PlainLabel(), PlainLabel()
        self.float_amount = AmountLabel(
            32, locale=practice.locale, spoken=t("Opening float {amount}")
        )
        self.float_amount.setAlignment(Qt.AlignmentFlag.AlignLeft)
        rows = (
            (t("Opening float"), self.float_amount),
            (t("Drawer"), self.drawer),
            (t("Answers for it"), self.person),
            (t("Since"), self.since),
            (t("Booked to"), self.day),
        )
        for line, (words, widget) in enumerate(rows):
            grid.addWidget(PlainLabel(words, tone="muted"), line, 0)
            grid.addWidget(widget, line, 1)
        card.body.addLayout(grid)
        self.to_counter = Button(t("Go to the Counter"), kind="primary")
        self.to_counter.setAutoDefault(True)
        card.body.addWidget(self.to_counter, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(card)
        column.addStretch(1)

    def show_shift(self, shift: OpenShiftRow) -> None:
        locale, zone = self._practice.locale, self._practice.time_zone
        self.title.say(t("Shift {number}", number=shift.number))
        self.drawer.say(shift.drawer_name)
        self.person.say(shift.user_name)
        self.since.say(_since(shift, zone, locale))
        self.day.say(format_date(shift.business_date, locale))
        self.float_amount.show_amount(shift.float_amount)


def _since(shift: OpenShiftRow, time_zone: str, locale: str) -> str:
    """The time of day; with its date where the shift was opened on another day."""
    zone = zone_named(time_zone)
    opened, today = shift.opened_at.astimezone(zone).date(), SystemClock().now().astimezone(zone)
    words = format_time(shift.opened_at, time_zone, locale)
    if opened == today.date():
        return words
    return t("{date}, {time}", date=format_date(opened, locale), time=words)
