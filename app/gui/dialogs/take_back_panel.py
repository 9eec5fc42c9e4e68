"""Taking a movement of cash back: what it was, a note, and one verb; it sends nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.areas.drawers.values import MovementRow
from app.areas.settings.values import Practice
from app.gui.asking import Over
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.kernel.i18n import format_money
from app.kernel.ids import CommandId, new_id
from app.kernel.money import Money
from app.kernel.translate import t


class TakeBackPanel(Over):
    """`wanted` comes when it should be done; nothing is deleted, the opposite is booked."""

    wanted = Signal()

    def __init__(self, parent: QWidget, row: MovementRow, practice: Practice) -> None:
        super().__init__(parent, t("Take a movement back"), 440)
        self.intent = CommandId(new_id())
        amount = format_money(Money(abs(row.amount.minor), row.amount.currency), practice.locale)
        title = t("Take back {number}, {amount}", number=row.number, amount=amount)
        self.column.addWidget(PlainLabel(title, role="title", wrap=True))
        self.column.addWidget(PlainLabel(row.words, tone="muted", wrap=True))
        self.note = QLineEdit()
        self.note.setMaxLength(400)
        hint = t("Both stay in the list: what was typed, and its opposite.")
        self.column.addWidget(Field(t("Note"), self.note, optional=True, hint=hint))
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        self.column.addWidget(self.message)
        buttons = QHBoxLayout()
        self.back_button = Button(t("Go back      Esc"))
        self.button = Button(
            t("Take back {amount}      {key}", amount=amount, key=t("Enter")), kind="big"
        )
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.button, 1)
        self.column.addLayout(buttons)
        self.back_button.clicked.connect(self.reject)
        self.button.clicked.connect(self.submit)
        self.note.returnPressed.connect(self.submit)

    def begin(self) -> None:
        self.show_over()
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        if self.button.isEnabled():
            self.wanted.emit()

    def say_error(self, words: str) -> None:
        self.message.say(words)
        self.message.setVisible(bool(words))

    def busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
