"""The days a report is about: a period by name, or two days that are typed; arrows walk them."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui.rescaling import sized
from app.gui.screens.reports import periods
from app.gui.screens.reports.periods import Days, Period
from app.gui.shortcuts import with_key
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.day_edit import DayEdit
from app.gui.widgets.head_row import HeadRow
from app.gui.widgets.labels import PlainLabel
from app.kernel.translate import t


class DaysBar(QWidget):
    """`changed` comes when other days are meant; what is no day is said beside the boxes."""

    changed = Signal()

    def __init__(self, locale: str) -> None:
        super().__init__()
        self._today: date | None = None
        self._by_hand = False
        self._shown: Days | None = None
        px = current().px
        self.period = Choice()
        self.period.setAccessibleName(t("Period"))
        for period, words in periods.words().items():
            self.period.addItem(words, period)
        self.period.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.first, self.last = DayEdit(locale), DayEdit(locale)
        for box, words in ((self.first, t("First day")), (self.last, t("Last day"))):
            sized(box, px, width=116)
            box.setAccessibleName(words)
            box.editingFinished.connect(self._typed)
        self.earlier = self._arrow("caret-left", t("Earlier days"), "reports.earlier", -1)
        self.later = self._arrow("caret-right", t("Later days"), "reports.later", 1)
        self.message = PlainLabel("", role="caption", tone="danger", wrap=True)
        head = HeadRow()
        head.first.addWidget(self.period)
        head.first.addStretch(1)
        dash = PlainLabel("–", tone="muted")
        for widget in (self.first, dash, self.last, self.earlier, self.later):
            head.second.addWidget(widget)
        head.second.addWidget(self.message, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(head)
        self.period.activated.connect(lambda _index: self._chosen())

    def begin(self, today: date, period: Period) -> None:
        """The days of a report nobody chose days for yet."""
        self._today = today
        self._take(period)

    def suggest(self, period: Period) -> None:
        """Days that suit another report, unless somebody chose some."""
        if not self._by_hand:
            self._take(period)

    def days(self) -> Days | None:
        """The days in the boxes; None where one of them is none or they are turned round."""
        first, last = self.first.day(), self.last.day()
        error = self.first.error() or self.last.error()
        if not error and (first is None or last is None):
            error = t("Type the first and the last day.")
        elif not error and first is not None and last is not None and first > last:
            error = t("The last day is before the first.")
        self.message.say(error)
        return None if error or first is None or last is None else (first, last)

    def step(self, steps: int) -> None:
        """Earlier or later days, as many as these."""
        days = self.days()
        if days is not None and self._today is not None:
            self._own(*periods.moved(days, steps, self._today))

    def forget(self) -> None:
        self._today, self._by_hand = None, False
        self.first.clear()
        self.last.clear()
        self.message.say("")

    def _take(self, period: Period) -> None:
        if self._today is None:
            return
        self.period.setCurrentIndex(self.period.findData(period))
        self._fill(*periods.days_of(period, self._today))

    def _chosen(self) -> None:
        period = Period(self.period.currentData())
        if period is Period.OWN:
            self.first.setFocus()
            self.first.selectAll()
            return
        self._by_hand = True
        self._take(period)
        self.changed.emit()

    def _typed(self) -> None:
        days = self.days()
        if days is not None and days != self._shown:
            self._own(*days)

    def _own(self, first: date, last: date) -> None:
        self._by_hand = True
        today = self._today
        known = (
            period
            for period in periods.words()
            if today is not None
            and period is not Period.OWN
            and periods.days_of(period, today) == (first, last)
        )
        self.period.setCurrentIndex(self.period.findData(next(known, Period.OWN)))
        self._fill(first, last)
        self.changed.emit()

    def _fill(self, first: date, last: date) -> None:
        self._shown = (first, last)
        self.first.show_day(first)
        self.last.show_day(last)
        self.message.say("")

    def _arrow(self, icon: str, words: str, verb: str, steps: int) -> Button:
        button = Button("", icon=icon)
        button.setAccessibleName(words)
        button.setToolTip(with_key(words, verb))
        button.clicked.connect(lambda: self.step(steps))
        return button
