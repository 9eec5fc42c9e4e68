"""The amount of one invoice, typed over its cell in the list, with what is wrong beside it."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout

from app.gui.screens.counter.account_tables import OpenInvoices
from app.gui.screens.counter.pay_lines import PayLine
from app.gui.tables.data_table import DataTable
from app.gui.theme import current
from app.gui.widgets.money_edit import MoneyEdit
from app.gui.widgets.surfaces import Chip
from app.kernel.translate import t


class _Box(MoneyEdit):
    """Enter is done, Esc leaves it as it was, Up and Down go on to the next line."""

    done = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Return: 0, Qt.Key.Key_Enter: 0, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key in steps and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.done.emit(steps[key])
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason and self.isVisible():
            self.left.emit()


class PaysBox(QFrame):
    """`typed` comes with the invoice's id and the text; answer with `accept` or `refuse`."""

    typed = Signal(str, str)

    def __init__(self, table: DataTable, model: OpenInvoices, currency: str, locale: str) -> None:
        super().__init__(table.viewport())
        self._table, self._model = table, model
        self._line: PayLine | None = None
        self._step = 0
        px = current().px
        self.box = _Box(currency, locale=locale, name=t("Pays now"))
        self.box.setProperty("dense", "true")
        self.message = Chip("warning-circle", "", "danger")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addStretch(1)
        row.addWidget(self.message)
        row.addWidget(self.box)
        self.box.done.connect(self._done)
        self.box.left.connect(self.close_box)
        model.modelReset.connect(self.close_box)
        table.verticalScrollBar().valueChanged.connect(self.close_box)
        self.hide()

    def open(self, line: int) -> None:
        """Type what the invoice of this line gets."""
        if not 0 <= line < len(self._model.rows):
            return
        self._line = self._model.rows[line]
        self._table.selectRow(line)
        self._say("")
        self.box.setText(self._model.pays_words(self._line.invoice_id))
        self._place(line)
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.selectAll()

    def accept(self) -> None:
        """The amount is taken over: back to the list, or on to the next line."""
        line, step = self._table.currentIndex().row(), self._step
        self.close_box()
        if step and 0 <= line + step < len(self._model.rows):
            self.open(line + step)

    def refuse(self, words: str) -> None:
        """Say beside the box why not, and let it be typed again."""
        self._say(words)
        self.box.selectAll()

    def close_box(self) -> None:
        """Leave the amount as it is."""
        if self._line is not None:
            self._line = None
            self.hide()
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _done(self, step: int) -> None:
        if self._line is not None:
            self._step = step
            self.typed.emit(self._line.invoice_id, self.box.text())

    def _say(self, words: str) -> None:
        self.message.show_status("warning-circle", words, "danger")
        self.message.setVisible(bool(words))
        self.box.setAccessibleDescription(words)

    def _place(self, line: int) -> None:
        column = self._model.pays_column
        cell = self._table.visualRect(self._model.index(line, column))
        room = QRect(0, cell.top(), cell.right() + 1, cell.height())
        self.box.setFixedWidth(cell.width())
        self.setGeometry(room)
