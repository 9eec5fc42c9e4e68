"""The way back to the centre for a window that was restored where its password is not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLineEdit, QWidget

from app.devices.secrets import OsKeyring
from app.gui.background import in_words
from app.gui.desk import Desk
from app.gui.dialogs.form_panel import Ask, FormPanel
from app.kernel.actor import Permission
from app.kernel.errors import UserError
from app.kernel.translate import t
from app.sync.joining_again import join_again, password_missing


class JoiningAgain(QObject):
    """Looks whether the password is missing, and asks whoever looks after the centre."""

    def __init__(self, over: QWidget, desk: Desk, joined: Callable[[], None]) -> None:
        super().__init__(over)
        self._over, self._desk, self._joined = over, desk, joined
        self.panel: FormPanel | None = None

    def look(self, said: Callable[[bool], None]) -> None:
        """`said` hears whether this person may join again, and has to."""
        may = self._desk.actor.may(Permission.CHANGE_SETTINGS)
        self._desk.runner.work(
            lambda station: may and password_missing(station, OsKeyring()), done=said
        )

    def begin(self) -> None:
        """Ask for the administrator of the centre."""
        here = self._desk.practice
        about = t(
            "The password of this window is not on this computer. Whoever looks after the centre "
            "signs in there once, and a new one is made; what is typed here is kept nowhere. "
            "Another computer that works as {station} is shut out by it.",
            station=here.station_code,
        )
        asks = (Ask("user", t("Administrator of the centre")), Ask("password", t("Password")))
        title = t("Join the centre again")
        panel = self.panel = FormPanel(self._over, title, t("Join"), asks, here, about=about)
        box = panel.form.boxes["password"]
        if isinstance(box, QLineEdit):
            box.setEchoMode(QLineEdit.EchoMode.Password)
        panel.wanted.connect(self._join)
        panel.left.connect(self._left)
        panel.begin()

    def _left(self) -> None:
        self.panel = None

    def _join(self) -> None:
        panel, actor = self.panel, self._desk.actor
        if panel is None:
            return
        typed = panel.form.values()
        panel.busy(True)

        def work(station: Any) -> str:
            actor.require(Permission.CHANGE_SETTINGS)
            return join_again(station, OsKeyring(), typed["user"], typed["password"]).station

        def done(station: str) -> None:
            if panel is self.panel:
                panel.leave()
            self._desk.toasts.success(t("{station} has joined the centre again.", station=station))
            self._joined()

        def refused(error: UserError) -> None:
            if panel is self.panel:
                panel.say_error(error.text)
                panel.fit()

        def always() -> None:
            if panel is self.panel:
                panel.busy(False)

        self._desk.runner.work(
            lambda station: in_words(lambda: work(station)),
            done=done,
            refused=refused,
            always=always,
        )
