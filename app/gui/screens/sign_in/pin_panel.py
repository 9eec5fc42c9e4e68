"""The PIN of the chosen person: dots only, the sentence when it is wrong, the wait counted down."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal

from app.areas.security.values import SignInTile
from app.gui.rescaling import sized
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.pin_edit import PinEdit
from app.gui.widgets.surfaces import Card
from app.kernel.errors import UserError
from app.kernel.translate import t, t_own


class PinPanel(Card):
    """`entered` comes with the digits on Enter; `recovery_wanted` when the code is asked for."""

    entered = Signal(str)
    recovery_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(raised=True)
        sized(self, current().px, width=320)
        self._wait_left = 0
        self._said = ""
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self.name = PlainLabel("", role="title", elide=True)
        self.role = PlainLabel("", tone="muted", wrap=True)
        self.pin = PinEdit()
        self.pin.returnPressed.connect(self._enter)
        self.button = Button(t("Sign in   Enter"), kind="big")
        self.button.clicked.connect(self._enter)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.recovery = Button(t("Use the recovery code"), kind="quiet")
        self.recovery.clicked.connect(self.recovery_wanted)
        for widget in (self.name, self.role, self.pin, self.button, self.message, self.recovery):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.show_person(None)

    def show_person(self, who: SignInTile | None, *, locked: bool = False) -> None:
        """Ask this person's PIN; with nobody say how to choose. `locked`: work waits."""
        self.pin.clear()
        self._stop_wait()
        usable = who is not None and who.has_pin and not who.blocked
        self.name.say(who.name if who else t("Who are you?"))
        role = (
            t_own(who.role_name)
            if who
            else t("Choose your tile, or type your name or badge number.")
        )
        self.role.say(role, "muted")
        self.role.setVisible(bool(role))
        self.pin.setVisible(usable)
        self.button.setVisible(usable)
        self.button.setEnabled(True)
        self.say(who.blocked if who else "", "caution")
        if usable and locked:
            self.say(t("Locked. Everything is as you left it."), "muted")
        self.recovery.setVisible(who is not None and bool(who.blocked))

    def show_nobody(self) -> None:
        """No tile is left for what was typed."""
        self.show_person(None)
        self.role.say(t("Nobody here has this name or number. Esc shows everybody."), "caution")

    def say(self, words: str, tone: str = "danger") -> None:
        self._said = words
        self.message.say(words, tone)
        self.message.setVisible(bool(words))

    def busy(self, busy: bool) -> None:
        """While the PIN is checked nothing is sent twice; digits may already be typed."""
        self.button.setEnabled(not busy and not self._wait_left)
        if not self._wait_left:
            self.button.say(t("Checking…") if busy else t("Sign in   Enter"))

    def show_refusal(self, refused: UserError) -> None:
        """Say why not, and count the wait down where there is one."""
        self.say(refused.text)
        if refused.retry_after_s:
            self._wait_left = refused.retry_after_s
            self.button.setEnabled(False)
            self._say_wait()
            self._clock.start()
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tick(self) -> None:
        self._wait_left -= 1
        if self._wait_left > 0:
            self._say_wait()
            return
        self._stop_wait()
        self.button.setEnabled(True)
        self.say(t("Try again now."), "muted")

    def _say_wait(self) -> None:
        self.button.say(t("Wait {seconds} s", seconds=self._wait_left))

    def _stop_wait(self) -> None:
        self._clock.stop()
        self._wait_left = 0
        self.button.say(t("Sign in   Enter"))

    def _enter(self) -> None:
        """Send the digits; the box is empty at once, so what is typed next is the next try."""
        digits = self.pin.text()
        if digits and self.button.isEnabled():
            self.pin.clear()
            self.entered.emit(digits)
