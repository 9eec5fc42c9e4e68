"""Counting cash: quantity × value = amount for every note and coin, and the sum that runs along."""

from __future__ import annotations

from PySide6.QtCore import QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.areas.drawers.values import Denomination, Pile
from app.gui.rescaling import sized
from app.gui.theme import current
from app.gui.widgets.labels import AmountLabel, PlainLabel
from app.kernel.money import Money, total
from app.kernel.translate import t


class _Quantity(QLineEdit):
    """How many; arrow keys and Enter walk to the neighbours."""

    walked = Signal(int)
    finished = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setValidator(QRegularExpressionValidator(QRegularExpression("[0-9]{0,5}"), self))
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setPlaceholderText("0")
        self.setProperty("dense", "true")
        self.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key == Qt.Key.Key_Up:
            self.walked.emit(-1)
        elif key == Qt.Key.Key_Down:
            self.walked.emit(1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier
        ):
            self.finished.emit()
        else:
            super().keyPressEvent(event)


class DenominationGrid(QWidget):
    """`changed` comes with the sum (Money); `finished` on Enter in the last box. Where another
    figure matters more than the sum, `sum_size` makes it smaller.
    """

    changed = Signal(object)
    finished = Signal()

    def __init__(
        self,
        denominations: tuple[Denomination, ...],
        currency: str,
        *,
        locale: str = "en_US",
        sum_words: str = "",
        sum_size: int = 48,
    ) -> None:
        super().__init__()
        self._currency, self._locale = currency, locale
        self._denominations = denominations
        self._boxes: list[_Quantity] = []
        self._amounts: list[AmountLabel] = []
        px = current().px
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(px(16))
        halves = QHBoxLayout()
        halves.setSpacing(px(32))
        whole.addLayout(halves)
        for coin in (False, True):
            part = tuple(d for d in denominations if d.coin is coin)
            if part:
                words = t("Coins") if coin else t("Banknotes")
                halves.addLayout(self._half(words, part))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(PlainLabel(sum_words or t("Counted"), role="heading", tone="muted"))
        self.sum = AmountLabel(sum_size, locale=locale, spoken=t("Counted {amount}"))
        row.addWidget(self.sum, 1)
        whole.addLayout(row)
        self.sum.show_amount(Money.zero(currency))
        if self._boxes:
            self.setFocusProxy(self._boxes[0])

    @property
    def denominations(self) -> tuple[Denomination, ...]:
        """In the order of their boxes: notes, then coins."""
        return self._ordered()

    def total(self) -> Money:
        """The sum of all piles."""
        return total((p.denomination * p.quantity for p in self.piles()), self._currency)

    def piles(self) -> tuple[Pile, ...]:
        """What was counted; denominations without a quantity are left out."""
        counted = zip(self._ordered(), self._boxes, strict=True)
        return tuple(
            Pile(each.value, int(box.text())) for each, box in counted if int(box.text() or "0")
        )

    def clear(self) -> None:
        for box in self._boxes:
            box.clear()

    def quantity_box(self, value: Money) -> QLineEdit:
        """The box that counts `value`; a Bug when there is no such denomination."""
        return self._boxes[[d.value for d in self._ordered()].index(value)]

    def _ordered(self) -> tuple[Denomination, ...]:
        notes = tuple(d for d in self._denominations if not d.coin)
        return notes + tuple(d for d in self._denominations if d.coin)

    def _half(self, words: str, part: tuple[Denomination, ...]) -> QGridLayout:
        px = current().px
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(4))
        grid.setColumnMinimumWidth(0, px(76))
        grid.setColumnStretch(2, 1)
        grid.addWidget(PlainLabel(words, role="caption", tone="muted"), 0, 0)
        grid.addWidget(PlainLabel(t("How many"), role="caption", tone="muted"), 0, 1)
        head = PlainLabel(t("Amount"), role="caption", tone="muted")
        head.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(head, 0, 2)
        for line, each in enumerate(part, start=1):
            box = _Quantity(t("How many {name}", name=each.name))
            sized(box, px, width=76)
            amount = AmountLabel(13, tone="muted", locale=self._locale)
            sized(amount, px, least_width=90)
            amount.show_amount(Money.zero(self._currency))
            number = len(self._boxes)
            box.textChanged.connect(lambda _text, n=number: self._count(n))
            box.walked.connect(lambda step, n=number: self._walk(n, step))
            box.finished.connect(lambda n=number: self._next(n))
            self._boxes.append(box)
            self._amounts.append(amount)
            grid.addWidget(PlainLabel(each.name), line, 0)
            grid.addWidget(box, line, 1)
            grid.addWidget(amount, line, 2)
        grid.setRowStretch(len(part) + 1, 1)
        return grid

    def _count(self, number: int) -> None:
        each, box = self._ordered()[number], self._boxes[number]
        amount = each.value * int(box.text() or "0")
        self._amounts[number].show_amount(amount, "text" if amount else "muted")
        whole = self.total()
        self.sum.show_amount(whole)
        self.changed.emit(whole)

    def _walk(self, number: int, step: int) -> None:
        place = number + step
        if 0 <= place < len(self._boxes):
            self._boxes[place].setFocus(Qt.FocusReason.TabFocusReason)
            self._boxes[place].selectAll()

    def _next(self, number: int) -> None:
        if number + 1 < len(self._boxes):
            self._walk(number, 1)
        else:
            self.finished.emit()
