"""The printer's settings as a short form; it draws and reads, and saves nothing."""

from __future__ import annotations

import sys
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.areas.printing.values import (
    CODE_TABLES,
    Answers,
    Flow,
    Parity,
    Printer,
    PrinterKind,
)
from app.gui.screens.printer.own_values import OwnValues
from app.gui.screens.printer.saving import choice, choose, kind_words, line_choices
from app.gui.theme import current
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.tick import Tick
from app.kernel.errors import UserError
from app.kernel.paper import Trouble
from app.kernel.translate import t

_PULSES = (100, 150, 200, 240, 300)


class PrinterForm(QWidget):
    """`changed` comes with every change, after the form shows what then matters."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.kind = choice(*((kind, kind_words(kind)) for kind in _kinds()))
        self.address, self.host = QLineEdit(), QLineEdit()
        self.host.setPlaceholderText(t("this computer"))
        self.baud, self.parity, self.flow = line_choices()
        self.own = OwnValues()
        self.columns = choice(
            (32, t("58 mm, 32 columns")),
            (42, t("80 mm, 42 columns")),
            (48, t("80 mm, 48 columns")),
        )
        self.code_table = choice(*((table, _table_words(table)) for table in CODE_TABLES))
        self.cutter = Tick(t("It cuts the paper"))
        self.drawer = choice(
            (0, t("No drawer on this printer")),
            (2, t("Drawer on pin 2 (usual)")),
            (5, t("Drawer on pin 5")),
        )
        self.pulse = choice(*((ms, t("{ms} ms", ms=ms)) for ms in _PULSES))
        self.answers = choice(
            (Answers.UNKNOWN, t("Not known yet")),
            (Answers.YES, t("It says when something is wrong")),
            (Answers.NO, t("It can't answer")),
        )
        self.fields = {
            "kind": Field(t("Receipts are printed"), self.kind),
            "address": Field(t("Address"), self.address),
            "host": Field(t("Print server"), self.host, optional=True),
            "baud": Field(t("Speed"), self.baud),
            "parity": Field(t("Parity"), self.parity),
            "flow": Field(t("Flow control"), self.flow),
            "columns": Field(t("Paper"), self.columns),
            "code_table": Field(
                t("Letters of its own"),
                self.code_table,
                hint=t("Every other letter is drawn as a picture."),
            ),
            "drawer_pin": Field(t("Cash drawer"), self.drawer),
            "pulse_ms": Field(t("Pulse for the drawer"), self.pulse),
            "answers": Field(
                t("Does the printer answer?"),
                self.answers,
                hint=t("One that can't answer is trusted: its papers count as sent, not printed."),
            ),
        }
        self.fields |= self.own.fields
        self._lay_out()
        for box in (*self._boxes(), self.answers):
            box.currentIndexChanged.connect(self._follow)
        for line in (self.address, self.host):
            line.textEdited.connect(self._follow)
        self.cutter.toggled.connect(self._follow)
        self.own.changed.connect(self.changed)
        self._was = Printer()
        self._follow()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(current().px(12))
        for name in ("kind", "address", "host"):
            column.addWidget(self.fields[name])
        column.addLayout(_beside(*(self.fields[name] for name in ("baud", "parity", "flow"))))
        column.addLayout(_beside(self.fields["columns"], self.fields["code_table"]))
        column.addWidget(self.cutter)
        column.addLayout(_beside(self.fields["drawer_pin"], self.fields["pulse_ms"]))
        column.addWidget(self.fields["answers"])
        column.addWidget(self.own)

    def show_printer(self, printer: Printer) -> None:
        """What is set now."""
        self._was = printer
        self.address.setText(printer.address)
        self.host.setText(printer.host)
        self.cutter.setChecked(printer.cutter)
        for box, value, words in (
            (self.kind, printer.kind, kind_words(printer.kind)),
            (self.columns, printer.columns, ""),
            (self.code_table, printer.code_table, ""),
            (self.drawer, printer.drawer_pin, ""),
            (self.pulse, printer.pulse_ms, t("{ms} ms", ms=printer.pulse_ms)),
            (self.answers, printer.answers, ""),
            (self.baud, printer.baud, ""),
            (self.parity, printer.parity, ""),
            (self.flow, printer.flow, ""),
        ):
            choose(box, value, words)
        self.own.show_printer(printer)
        self.accept_all()
        self._follow()

    def printer(self) -> Printer:
        """What the form says now."""
        plain = replace(
            self._was,
            condition=Trouble.NONE,
            kind=PrinterKind(self.kind.currentData()),
            address=self.address.text(),
            host=self.host.text(),
            baud=int(self.baud.currentData()),
            parity=Parity(self.parity.currentData()),
            flow=Flow(self.flow.currentData()),
            columns=int(self.columns.currentData()),
            code_table=str(self.code_table.currentData()),
            cutter=self.cutter.isChecked(),
            drawer_pin=int(self.drawer.currentData()),
            pulse_ms=int(self.pulse.currentData()),
            answers=Answers(self.answers.currentData()),
        )
        return self.own.printer(plain)

    def _boxes(self) -> tuple[Choice, ...]:
        line = (self.baud, self.parity, self.flow)
        return (self.kind, self.columns, self.code_table, self.drawer, self.pulse, *line)

    def accept_all(self) -> None:
        for field in self.fields.values():
            field.show_error("")

    def refuse(self, error: UserError) -> bool:
        """Show a refusal beside its field; False when it has none."""
        field = self.fields.get(error.field or "")
        if field is None:
            return False
        if error.field in self.own.fields:
            self.own.unfold()
        field.show_error(error.text)
        field.focus_error()
        return True

    def _follow(self) -> None:
        """Show only what matters for this kind of printer."""
        kind = PrinterKind(self.kind.currentData())
        on_paper = kind is not PrinterKind.SCREEN
        for name, field in self.fields.items():
            if name != "kind" and name not in self.own.fields:
                field.setVisible(on_paper)
        self.cutter.setVisible(on_paper)
        self.own.setVisible(on_paper)
        self.fields["host"].setVisible(kind is PrinterKind.CUPS)
        for name in ("baud", "parity", "flow"):
            self.fields[name].setVisible(kind is PrinterKind.SERIAL)
        self.fields["answers"].setVisible(on_paper and kind not in _SILENT)
        drawer = int(self.drawer.currentData()) > 0
        self.fields["pulse_ms"].setVisible(on_paper and drawer)
        self.own.follow(drawer=drawer)
        self.fields["address"].label.say(_address_words(kind))
        self.address.setPlaceholderText(_EXAMPLES.get(kind, ""))
        self.address.setAccessibleName(self.fields["address"].label.text())
        self.fields["address"].say_hint(_address_hint(kind))
        self.changed.emit()


_SILENT = (PrinterKind.CUPS, PrinterKind.WINDOWS)
_EXAMPLES = {
    PrinterKind.TCP: "192.168.1.50",
    PrinterKind.USB: "04b8:0e15",
    PrinterKind.SERIAL: "COM3" if sys.platform == "win32" else "/dev/ttyUSB0",
    PrinterKind.FILE: "/dev/usb/lp0",
}


def _kinds() -> tuple[PrinterKind, ...]:
    """The ways to a printer that this computer knows."""
    here = PrinterKind.WINDOWS if sys.platform == "win32" else PrinterKind.CUPS
    first = (PrinterKind.SCREEN, PrinterKind.TCP)
    return (*first, PrinterKind.USB, PrinterKind.SERIAL, here, PrinterKind.FILE)


def _address_words(kind: PrinterKind) -> str:
    return {
        PrinterKind.TCP: t("Network address"),
        PrinterKind.USB: t("Numbers of the USB printer"),
        PrinterKind.SERIAL: t("Serial port"),
        PrinterKind.CUPS: t("Name of the print queue"),
        PrinterKind.WINDOWS: t("Name of the printer in Windows"),
    }.get(kind, t("Path"))


def _address_hint(kind: PrinterKind) -> str:
    if kind is PrinterKind.USB and sys.platform == "win32":
        return t(
            "Only with the WinUSB driver, which takes the printer away from Windows. Its printer "
            "of Windows is the easier way."
        )
    if kind in (PrinterKind.USB, *_SILENT):
        return t("“Set up a printer step by step” finds it.")
    return ""


def _beside(*fields: Field) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(current().px(12))
    for field in fields:
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return row


def _table_words(table: str) -> str:
    words = {
        "ascii": t("Plain letters only"),
        "cp437": t("USA (PC437)"),
        "cp850": t("Western Europe (PC850)"),
        "cp858": t("Western Europe with € (PC858)"),
        "cp1252": t("Windows Latin (WPC1252)"),
        "cp852": t("Central Europe (PC852)"),
        "cp866": t("Cyrillic (PC866)"),
    }
    return words.get(table, table)
