"""The last page of the set-up: the drawer is opened and shut, so that its switch is understood."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.areas.printing.values import Printer, Sensor
from app.devices.printing.finding import drawer_pin_is_high
from app.gui.desk import Desk
from app.gui.theme import current
from app.gui.widgets.labels import PlainLabel
from app.kernel.translate import t


class SwitchPage(QWidget):
    """`asked` comes when the switch was heard: what the button should say next."""

    asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._printer = Printer()
        self._shut: bool | None = None
        self.sensor: Sensor | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(12))
        why = t(
            "Many drawers have a switch that tells the printer whether they are open. With it an "
            "opening that nobody ordered is noticed. Where another window opens this drawer too, "
            "go on without it: what that one opens would be taken for such an opening."
        )
        column.addWidget(PlainLabel(why, tone="muted", wrap=True))
        self.words = PlainLabel("", role="heading", wrap=True)
        self.result = PlainLabel("", wrap=True)
        column.addWidget(self.words)
        column.addWidget(self.result)

    def begin(self, printer: Printer) -> None:
        self._printer, self._shut, self.sensor = printer, None, None
        self.result.say("")
        self._say()

    @property
    def button_words(self) -> str:
        if self.sensor is not None:
            return t("Go on")
        return t("The drawer is shut") if self._shut is None else t("The drawer is open")

    def listen(self) -> None:
        """Hear the switch now, off the window's thread."""
        self.result.say(t("Asking the printer…"), "muted")
        printer = self._printer
        self._desk.runner.run(lambda: drawer_pin_is_high(printer), done=self._heard)

    def printer(self, before: Printer) -> Printer:
        return replace(before, sensor=self.sensor or Sensor.NONE)

    def _heard(self, high: bool | None) -> None:
        if high is None:
            self.result.say(
                t("The printer did not say. See that it is on, then press again."), "caution"
            )
        elif self._shut is None:
            self._shut = high
            self.result.say("")
        elif self._shut == high:
            self.sensor = Sensor.NONE
            self.result.say(
                t(
                    "The switch says the same, open or shut: this drawer has none, or its cable "
                    "lacks the wire. It works all the same, without the watch."
                ),
                "caution",
            )
        else:
            self.sensor = Sensor.OPEN_HIGH if high else Sensor.OPEN_LOW
            self.result.say(t("The switch works: the printer knows when the drawer is open."))
        self._say()
        self.asked.emit()

    def _say(self) -> None:
        if self.sensor is not None:
            self.words.say(t("Shut the drawer."))
        elif self._shut is None:
            self.words.say(t("Shut the drawer, then press the button."))
        else:
            self.words.say(t("Now open the drawer with its key, then press the button."))
