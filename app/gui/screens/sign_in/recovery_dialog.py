"""A new PIN for an administrator who lost theirs, with the recovery code from the safe."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.areas.security.values import SignInTile
from app.gui.background import Background
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.kernel.errors import UserError
from app.kernel.ids import UserId
from app.kernel.translate import t

Recover = Callable[[str, UserId, str], None]


class RecoveryDialog(QDialog):
    """Code, new PIN twice. `recover(code, user_id, new_pin)` blocks and runs on a helper thread."""

    def __init__(
        self, parent: QWidget, background: Background, recover: Recover, who: SignInTile
    ) -> None:
        super().__init__(parent)
        self._background, self._recover, self._who = background, recover, who
        px = current().px
        self.setWindowTitle(t("Recovery code"))
        self.setMinimumWidth(px(420))
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(PlainLabel(who.name, role="title", elide=True))
        words = t("The code was given out when this practice was set up. It sets a new PIN.")
        column.addWidget(PlainLabel(words, tone="muted", wrap=True))
        self.code = Field(t("Recovery code"), QLineEdit())
        self.pin = Field(t("New PIN"), self._pin_box(), hint=t("Six to twelve digits."))
        self.again = Field(t("New PIN again"), self._pin_box())
        for each in (self.code, self.pin, self.again):
            column.addWidget(each)
        row = QHBoxLayout()
        row.addStretch(1)
        self.back = Button(t("Go back"))
        self.back.clicked.connect(self.reject)
        self.button = Button(t("Set the new PIN"), kind="primary")
        self.button.clicked.connect(self.submit)
        row.addWidget(self.back)
        row.addWidget(self.button)
        column.addLayout(row)
        self.button.setDefault(True)

    # Qt's own name
    def showEvent(self, event: QShowEvent) -> None:
        """As high as the words in it need: a dialog of its own does not ask them."""
        super().showEvent(event)
        column = self.layout()
        if column is not None and column.hasHeightForWidth():
            column.activate()
            self.resize(self.width(), column.totalHeightForWidth(self.width()))

    @staticmethod
    def _pin_box() -> QLineEdit:
        box = QLineEdit()
        box.setEchoMode(QLineEdit.EchoMode.Password)
        box.setInputMethodHints(Qt.InputMethodHint.ImhDigitsOnly)
        box.setMaxLength(12)
        return box

    def submit(self) -> None:
        """Check what can be seen here, then let the program check the rest."""
        code, pin, again = (self._text(each) for each in (self.code, self.pin, self.again))
        if not code.strip():
            self._refuse(self.code, t("This can't be empty."))
        elif pin != again:
            self._refuse(self.again, t("The two PINs differ. Type the same one twice."))
        else:
            self.button.setEnabled(False)
            recover, user_id = self._recover, self._who.user_id
            self._background.run(
                lambda: recover(code, user_id, pin),
                done=self._recovered,
                refused=self._refused,
                always=self._free,
            )

    def _recovered(self, _nothing: object) -> None:
        self.accept()

    def _refused(self, refused: UserError) -> None:
        self._refuse(self.pin if refused.field == "pin" else self.code, refused.text)

    def _free(self) -> None:
        self.button.setEnabled(True)

    @staticmethod
    def _text(field: Field) -> str:
        return field.control.text() if isinstance(field.control, QLineEdit) else ""

    @staticmethod
    def _refuse(field: Field, words: str) -> None:
        field.show_error(words)
        field.focus_error()
