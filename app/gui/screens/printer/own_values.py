"""What else a printer is: its make, and every value of it that a practice can change."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout, QWidget

from app.areas.printing.profiles import PROFILES, is_changed
from app.areas.printing.values import USUAL_TABLE, Ack, Font, Printer, Sensor
from app.gui.screens.printer.saving import choice, choose
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.tick import Tick
from app.kernel.translate import t


class OwnValues(QWidget):
    """Folded away until somebody wants it. `changed` comes with every change."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.make = choice(("", t("None of the list")), *((p.key, p.name) for p in PROFILES))
        self.dots, self.table = QLineEdit(), QLineEdit()
        self.letters = choice((Font.A, t("Large (A)")), (Font.B, t("Small (B)")))
        self.sensor = choice(
            (Sensor.NONE, t("It has none")),
            (Sensor.OPEN_HIGH, t("High when open")),
            (Sensor.OPEN_LOW, t("Low when open")),
        )
        self.ack = choice(
            (Ack.GS_R, t("By GS r (usual)")),
            (Ack.EPSON_H, t("By Epson’s process number")),
            (Ack.NONE, t("It can’t")),
        )
        self.kick_now = Tick(t("It opens the drawer even without paper"))
        self.fields = {
            "profile": Field(t("Make"), self.make),
            "dots": Field(t("Dots across"), self.dots, optional=True),
            "font": Field(t("Size of its letters"), self.letters),
            "table_number": Field(t("Number of the letters"), self.table, optional=True),
            "ack": Field(t("It says that it is done"), self.ack),
            "sensor": Field(
                t("Switch in the drawer"),
                self.sensor,
                hint=t("Where another window opens it too, choose none."),
            ),
        }
        self.section = Button(t("More about this printer"), kind="quiet", icon="caret-down")
        self.section.setCheckable(True)
        self._inside = QWidget()
        grid = QGridLayout(self._inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(12))
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.addWidget(self.fields["profile"], 0, 0, 1, 2)
        for at, name in enumerate(("dots", "font", "table_number", "ack")):
            grid.addWidget(self.fields[name], 1 + at // 2, at % 2, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.fields["sensor"], 3, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.kick_now, 4, 0, 1, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.section, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._inside)
        self._inside.hide()
        self.section.toggled.connect(self._inside.setVisible)
        for box in (self.make, self.letters, self.sensor, self.ack):
            box.currentIndexChanged.connect(lambda _index: self.changed.emit())
        for line in (self.dots, self.table):
            line.textEdited.connect(lambda _text: self.changed.emit())
        self.kick_now.toggled.connect(lambda _on: self.changed.emit())

    def show_printer(self, printer: Printer) -> None:
        """What is set now."""
        self.blockSignals(True)
        for box, value in (
            (self.make, printer.profile),
            (self.letters, printer.font),
            (self.sensor, printer.sensor),
            (self.ack, printer.ack),
        ):
            choose(box, value)
        self.dots.setText(str(printer.dots or ""))
        usual = printer.table_number == USUAL_TABLE
        self.table.setText("" if usual else str(printer.table_number))
        self.kick_now.setChecked(printer.real_time_kick)
        own = t("Some values are your own.") if is_changed(printer) else ""
        self.fields["profile"].say_hint(own)
        self.blockSignals(False)

    def printer(self, before: Printer) -> Printer:
        """`before` with what is said here; what is no number is refused when it is saved."""
        return replace(
            before,
            profile=str(self.make.currentData()),
            dots=_number(self.dots.text(), 0),
            font=Font(self.letters.currentData()),
            table_number=_number(self.table.text(), USUAL_TABLE),
            ack=Ack(self.ack.currentData()),
            sensor=Sensor(self.sensor.currentData()),
            real_time_kick=self.kick_now.isChecked(),
        )

    def follow(self, *, drawer: bool) -> None:
        """Show what a drawer has only where there is one."""
        self.fields["sensor"].setVisible(drawer)
        self.kick_now.setVisible(drawer)

    def unfold(self) -> None:
        self.section.setChecked(True)


def _number(said: str, empty: int) -> int:
    """A whole number as typed; one that no printer has where it is none, so that it is refused."""
    plain = said.strip()
    if not plain:
        return empty
    return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 6 else 99_999
