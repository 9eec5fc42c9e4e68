"""The spare receipt printer: where papers are sent by hand when the window's own can't print."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.areas.printing.rules import COLUMNS
from app.areas.printing.values import PrintQueue, SaveSpare
from app.gui.asking import Over
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.tick import Tick
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import later, t

_PAPERS = {
    32: later("58 mm, 32 columns"),
    42: later("80 mm, 42 columns"),
    48: later("80 mm, 48 columns"),
}


class SparePrinterPanel(Over):
    """`wanted` comes when what stands there should be kept; an empty address means none."""

    wanted = Signal()

    def __init__(self, parent: QWidget, queue: PrintQueue) -> None:
        super().__init__(parent, t("Spare printer"), 460)
        self.intent = CommandId(new_id())
        self.column.addWidget(PlainLabel(t("Spare receipt printer"), role="title", wrap=True))
        words = t(
            "When this window’s printer can’t print, a paper can be sent to another one on the "
            "network, such as that of the next window. Nothing goes there by itself."
        )
        self.column.addWidget(PlainLabel(words, tone="muted", wrap=True))
        before = queue.spare or queue.printer
        self.address = QLineEdit(queue.spare.address if queue.spare else "")
        self.address.setMaxLength(260)
        hint = t("Such as 192.168.1.51. Empty: there is no spare printer.")
        self.column.addWidget(Field(t("Address"), self.address, hint=hint))
        self.paper = Choice()
        for columns in COLUMNS:
            self.paper.addItem(t(_PAPERS[columns]), columns)
        self.paper.setCurrentIndex(max(0, self.paper.findData(before.columns)))
        self.column.addWidget(Field(t("Paper"), self.paper))
        self.cutter = Tick(t("It cuts the paper"))
        self.cutter.setChecked(before.cutter)
        self.column.addWidget(self.cutter)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        self.column.addWidget(self.message)
        buttons = QHBoxLayout()
        self.back_button = Button(t("Go back      Esc"))
        self.button = Button(t("Save      {key}", key=t("Enter")), kind="big")
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.button, 1)
        self.column.addLayout(buttons)
        self.back_button.clicked.connect(self.reject)
        self.button.clicked.connect(self.submit)
        self.address.returnPressed.connect(self.submit)

    def begin(self) -> None:
        self.show_over()
        self.address.setFocus(Qt.FocusReason.OtherFocusReason)

    def command(self) -> SaveSpare:
        """What stands there now."""
        return SaveSpare(
            self.intent,
            self.address.text().strip(),
            int(self.paper.currentData()),
            cutter=self.cutter.isChecked(),
        )

    def submit(self) -> None:
        if self.button.isEnabled():
            self.wanted.emit()

    def say_error(self, words: str) -> None:
        """A refusal; another try is another deed."""
        self.intent = CommandId(new_id())
        self.message.say(words)
        self.message.setVisible(bool(words))

    def busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
