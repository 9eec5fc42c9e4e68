"""The card of neighbours among the further copies, and a secret that is shown once."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.areas.settings.values import StationNamed
from app.gui.desk import Desk
from app.gui.screens.settings.edit_form import Pick
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.errors import UserError
from app.kernel.translate import t
from app.sync.keeping import pairing
from app.sync.keeping.pairing import KEEPER, Neighbour


class SecretShown(QWidget):
    """What it is for, the secret itself, and a button that copies it."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(6))
        self.words = PlainLabel("", tone="caution", wrap=True)
        self.secret = PlainLabel("", role="strong", wrap=True)
        self.secret.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.copy = Button(t("Copy"), icon="copy")
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.secret.text()))
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addStretch(1)
        column.addWidget(self.words)
        column.addWidget(self.secret)
        column.addLayout(row)
        self.hide()

    def show_secret(self, words: str, secret: str) -> None:
        self.words.say(words)
        self.secret.say(secret)
        self.secret.setAccessibleName(words)
        self.show()


class NeighbourCard(Card):
    """Which window keeps whose unsent records, and how two are paired."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(t("Neighbours on the network"))
        self._desk = desk
        self.body.addWidget(
            PlainLabel(
                t(
                    "While the centre is away, another window keeps what this one did not send. If "
                    "this computer dies, the other one sends it."
                ),
                tone="muted",
                wrap=True,
            )
        )
        self.now = PlainLabel("", wrap=True)
        self.body.addWidget(self.now)
        self._keeping()
        self._kept()

    def _keeping(self) -> None:
        """Keep others' records here."""
        self.port = QLineEdit()
        self.port_field = Field(
            t("Keep neighbours’ records here, at port"),
            self.port,
            optional=True,
            hint=t(
                "A number such as 47800; empty keeps nobody’s. Another one counts from the next "
                "start."
            ),
        )
        self.port.returnPressed.connect(self.save_port)
        self.save_port_button = Button(t("Save the port"))
        self.save_port_button.clicked.connect(self.save_port)
        self.who = Pick()
        self.address = QLineEdit()
        self.address_field = Field(
            t("Where that window finds this computer"),
            self.address,
            hint=t("Its name or number on the network, such as 192.168.1.20."),
        )
        self.pair = Button(t("Make a pairing code"))
        self.pair.clicked.connect(self.make_code)
        self.secret = SecretShown()
        self._for_port = QWidget()
        column = QVBoxLayout(self._for_port)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(8))
        column.addWidget(Field(t("Keep the records of"), self.who))
        column.addWidget(self.address_field)
        column.addLayout(_alone(self.pair))
        column.addWidget(self.secret)
        self.body.addWidget(self.port_field)
        self.body.addLayout(_alone(self.save_port_button))
        self.body.addWidget(self._for_port)

    def _kept(self) -> None:
        """Let another keep ours."""
        self.code = QLineEdit()
        self.code_field = Field(
            t("Pairing code of the window that shall keep ours"), self.code, optional=True
        )
        self.code.returnPressed.connect(self.accept)
        self.accept_button = Button(t("Let it keep ours"))
        self.accept_button.clicked.connect(self.accept)
        self.body.addWidget(self.code_field)
        self.body.addLayout(_alone(self.accept_button))

    def show_found(
        self, paired: tuple[Neighbour, ...], port: int, stations: tuple[StationNamed, ...]
    ) -> None:
        here = self._desk.practice.station_id
        if not self.port.hasFocus():
            self.port.setText(str(port) if port else "")
        self._for_port.setVisible(bool(port))
        others = [(one.code, one.station_id) for one in stations if one.station_id != here]
        self.who.offer(others, self.who.currentData() or (others[0][1] if others else None))
        self.pair.setEnabled(bool(others))
        lines = [_words(one) for one in paired]
        tone = "caution" if any(one.trouble for one in paired) else ""
        self.now.say("\n".join(lines) or t("No window is paired with this one."), tone or "muted")

    def save_port(self) -> None:
        """Keep neighbours' records at that port, or nobody's."""
        text = self.port.text().strip()
        if text and not (text.isascii() and text.isdigit() and 1024 <= int(text) <= 65535):
            self.port_field.show_error(t("A port is a number from 1024 to 65535."))
            return
        self._desk.runner.act(pairing.listen_on, int(text or 0), done=lambda _none: None)

    def make_code(self) -> None:
        """Make the code for the chosen window, and show it once."""
        host = self.address.text().strip()
        if not host:
            self.address_field.show_error(t("Say where that window finds this computer."))
            self.address_field.focus_error()
            return
        station_id, code = str(self.who.currentData()), self.who.currentText()
        words = t("Paste this at {code}, under “Further copies”. It is shown once.", code=code)
        self._desk.runner.work(
            lambda station: pairing.make_pairing(station, station_id, code, host),
            done=lambda text: self.secret.show_secret(words, text),
            refused=lambda error: self.port_field.show_error(error.text),
        )

    def accept(self) -> None:
        """Let the window that made the code keep this one's records."""
        text = self.code.text()
        if not text.strip():
            self.code_field.show_error(t("Paste the code that the other window shows."))
            return

        def refused(error: UserError) -> None:
            self.code_field.show_error(error.text)
            self.code_field.focus_error()

        self._desk.runner.work(
            lambda station: pairing.accept_pairing(station, text),
            done=lambda _keeper: self.code.clear(),
            refused=refused,
        )


def _words(one: Neighbour) -> str:
    if one.part == KEEPER:
        words = t("{code} keeps the records of this window.", code=one.code)
    else:
        words = t("This window keeps the records of {code}.", code=one.code)
    return f"{words} {one.trouble}" if one.trouble else words


def _alone(button: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch(1)
    return row
