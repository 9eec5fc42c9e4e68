"""Closing a shift of another window: why it is done from here, and one verb; it sends nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from app.areas.drawers.values import OpenShiftRow
from app.gui.asking import Over
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t


class FarClosePanel(Over):
    """`wanted` comes when it should be done, `counted` or with what the books expect."""

    wanted = Signal()

    def __init__(self, parent: QWidget, row: OpenShiftRow, *, counted: bool) -> None:
        super().__init__(parent, t("Close a shift of another window"), 440)
        self.intent = CommandId(new_id())
        title = t("Close shift {number} at {window}", number=row.number, window=row.window)
        self.column.addWidget(PlainLabel(title, role="title", wrap=True))
        self.column.addWidget(PlainLabel(_words(row, counted), tone="muted", wrap=True))
        self.note = QLineEdit()
        self.note.setMaxLength(400)
        self.column.addWidget(Field(t("Why from here"), self.note))
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        self.column.addWidget(self.message)
        buttons = QHBoxLayout()
        self.back_button = Button(t("Go back      Esc"))
        self.button = Button(_verb(row, counted), kind="big")
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.button, 1)
        self.column.addLayout(buttons)
        self.back_button.clicked.connect(self.reject)
        self.button.clicked.connect(self.submit)
        self.note.returnPressed.connect(self.submit)
        self.note.textEdited.connect(lambda _text: self.say_error(""))

    def begin(self) -> None:
        self.show_over()
        self.note.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> None:
        if self.button.isEnabled():
            self.wanted.emit()

    def say_error(self, words: str) -> None:
        self.message.say(words)
        self.message.setVisible(bool(words))
        self.fit()

    def busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)


def _verb(row: OpenShiftRow, counted: bool) -> str:
    if counted:
        return t("Close {number}      {key}", number=row.number, key=t("Enter"))
    return t("Close uncounted      {key}", key=t("Enter"))


def _words(row: OpenShiftRow, counted: bool) -> str:
    if counted:
        return t(
            "{name} answers for it. What {window} took and has not sent yet comes later, as late.",
            name=row.user_name,
            window=row.window,
        )
    return t(
        "{name} answers for it. Nobody counts the drawer now: the cash that the books expect goes "
        "into the safe, and the close says that it was not counted.",
        name=row.user_name,
    )
