"""The key of a gateway on this computer: how it stands, and the box a new one is put into."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from app.areas.cards.gateway_values import GatewayRow, KeyPurpose, Provider
from app.areas.settings.values import Practice
from app.gui.screens.settings.edit_form import Pick
from app.gui.screens.settings.gateway_words import key_words_of, permissions_words, standing_of
from app.gui.screens.settings.reading import Found
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.translate import t

LONGEST = 300


class KeyCard(Card):
    """`keep_wanted` comes with the purpose and the typed key, `check_wanted` and `forget_wanted`
    with the purpose. The key is shown to nobody and leaves the box when it is kept.
    """

    keep_wanted = Signal(object, str)
    check_wanted = Signal(object)
    forget_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__(t("Key of this computer"))
        px = current().px
        self.body.setSpacing(px(8))
        self.row: GatewayRow | None = None
        self.words = PlainLabel("", wrap=True)
        self.body.addWidget(self.words)
        self.purpose = Pick()
        self.body.addWidget(Field(t("What the key is for"), self.purpose))
        self.box = QLineEdit()
        self.box.setEchoMode(QLineEdit.EchoMode.Password)
        self.box.setMaxLength(LONGEST)
        self.box.setPlaceholderText("rk_")
        hint = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        self.box.setInputMethodHints(hint)
        self.field = Field(t("Restricted key"), self.box)
        self.body.addWidget(self.field)
        self.needs = PlainLabel("", role="caption", tone="muted", wrap=True)
        self.body.addWidget(self.needs)
        self.keep = Button(t("Keep the key"), icon="key")
        self.check, self.forget = Button(t("Check the key")), Button(t("Forget it"), kind="quiet")
        self.body.addWidget(self.keep)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        for button in (self.check, self.forget):
            row.addWidget(button)
        row.addStretch(1)
        self.body.addLayout(row)
        for button in (self.keep, self.check, self.forget):
            button.setAutoDefault(True)
        self.purpose.currentIndexChanged.connect(self._say_needs)
        self.keep.clicked.connect(self._keep)
        self.check.clicked.connect(lambda: self.check_wanted.emit(self.chosen()))
        self.forget.clicked.connect(lambda: self.forget_wanted.emit(self.chosen()))
        self.purpose.offer(
            (
                (t("Charging cards at this window"), KeyPurpose.TILL.value),
                (t("Refunds and payouts"), KeyPurpose.OFFICE.value),
            ),
            KeyPurpose.TILL.value,
        )

    def chosen(self) -> KeyPurpose:
        return KeyPurpose(self.purpose.currentData() or KeyPurpose.TILL.value)

    def show_gateway(self, row: GatewayRow | None, found: Found, here: Practice) -> None:
        """How the key stands; nothing where no key is needed, or before the gateway is saved."""
        other = row is None or self.row is None or row.gateway_id != self.row.gateway_id
        self.row = row
        self.setVisible(row is not None and row.provider is Provider.STRIPE)
        if row is None:
            return
        standing = standing_of(row, found)
        self.words.say(*key_words_of(row, standing, here))
        self.check.setEnabled(standing.key_kept)
        self.forget.setEnabled(standing.key_kept)
        if other:
            self.box.clear()
            self.refuse("")

    def refuse(self, words: str) -> None:
        """Say why the key is not kept; the box is emptied, because a wrong key is a secret too."""
        self.field.show_error(words)
        if words:
            self.box.clear()
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def kept(self) -> None:
        self.box.clear()
        self.refuse("")

    def busy(self, busy: bool) -> None:
        for button in (self.keep, self.check, self.forget):
            button.setEnabled(not busy)

    def _keep(self) -> None:
        if self.box.text().strip():
            self.keep_wanted.emit(self.chosen(), self.box.text().strip())
        else:
            self.field.show_error(t("Put the key in here first."))
            self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_needs(self) -> None:
        listed = permissions_words(self.chosen())
        self.needs.say(
            t(
                "Make a restricted key in the Stripe dashboard with these permissions and no "
                "others: {permissions}. It stays in the keyring of this computer and is never "
                "shown, backed up or sent to another window.",
                permissions=listed,
            )
        )

    # Qt's own name
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the box keeps the key; it is not the form's."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.box.hasFocus() and not event.isAutoRepeat():
            self._keep()
        else:
            super().keyPressEvent(event)
