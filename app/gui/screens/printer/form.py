"""The printer's settings as a short form; it draws and reads, and saves nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.areas.printing.values import CODE_TABLES, Answers, Printer, PrinterKind
from app.gui.theme import current
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.tick import Tick
from app.kernel.errors import UserError
from app.kernel.translate import t

_PULSES = (100, 150, 200, 240, 300)


class PrinterForm(QWidget):
    """`changed` comes with every change, after the form shows what then matters."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.kind = _choice(
            (PrinterKind.SCREEN, t("On the screen")),
            (PrinterKind.TCP, t("Network printer")),
            (PrinterKind.FILE, t("File or device")),
        )
        self.address = QLineEdit()
        self.columns = _choice(
            (32, t("58 mm, 32 columns")),
            (42, t("80 mm, 42 columns")),
            (48, t("80 mm, 48 columns")),
        )
        self.code_table = _choice(*((table, _table_words(table)) for table in CODE_TABLES))
        self.cutter = Tick(t("It cuts the paper"))
        self.drawer = _choice(
            (0, t("No drawer on this printer")),
            (2, t("Drawer on pin 2 (usual)")),
            (5, t("Drawer on pin 5")),
        )
        self.pulse = _choice(*((ms, t("{ms} ms", ms=ms)) for ms in _PULSES))
        self.answers = _choice(
            (Answers.UNKNOWN, t("Not known yet")),
            (Answers.YES, t("It says when something is wrong")),
            (Answers.NO, t("It can't answer")),
        )
        self.fields = {
            "kind": Field(t("Receipts are printed"), self.kind),
            "address": Field(t("Address"), self.address),
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        for name in ("kind", "address"):
            column.addWidget(self.fields[name])
        column.addLayout(_beside(self.fields["columns"], self.fields["code_table"]))
        column.addWidget(self.cutter)
        column.addLayout(_beside(self.fields["drawer_pin"], self.fields["pulse_ms"]))
        column.addWidget(self.fields["answers"])
        for choice in (self.kind, self.columns, self.code_table, self.drawer, self.pulse):
            choice.currentIndexChanged.connect(self._follow)
        self.answers.currentIndexChanged.connect(self._follow)
        self.address.textEdited.connect(self._follow)
        self.cutter.toggled.connect(self._follow)
        self._follow()

    def show_printer(self, printer: Printer) -> None:
        """What is set now."""
        self.address.setText(printer.address)
        self.cutter.setChecked(printer.cutter)
        if self.pulse.findData(printer.pulse_ms) < 0:
            self.pulse.addItem(t("{ms} ms", ms=printer.pulse_ms), printer.pulse_ms)
        for choice, value in (
            (self.kind, printer.kind),
            (self.columns, printer.columns),
            (self.code_table, printer.code_table),
            (self.drawer, printer.drawer_pin),
            (self.pulse, printer.pulse_ms),
            (self.answers, printer.answers),
        ):
            choice.setCurrentIndex(choice.findData(value))
        self.accept_all()
        self._follow()

    def printer(self) -> Printer:
        """What the form says now."""
        return Printer(
            kind=PrinterKind(self.kind.currentData()),
            address=self.address.text(),
            columns=int(self.columns.currentData()),
            code_table=str(self.code_table.currentData()),
            cutter=self.cutter.isChecked(),
            drawer_pin=int(self.drawer.currentData()),
            pulse_ms=int(self.pulse.currentData()),
            answers=Answers(self.answers.currentData()),
        )

    def accept_all(self) -> None:
        for field in self.fields.values():
            field.show_error("")

    def refuse(self, error: UserError) -> bool:
        """Show a refusal beside its field; False when it has none."""
        field = self.fields.get(error.field or "")
        if field is None:
            return False
        field.show_error(error.text)
        field.focus_error()
        return True

    def _follow(self) -> None:
        """Show only what matters for this kind of printer."""
        kind = PrinterKind(self.kind.currentData())
        on_paper = kind is not PrinterKind.SCREEN
        for name, field in self.fields.items():
            if name != "kind":
                field.setVisible(on_paper)
        self.cutter.setVisible(on_paper)
        self.fields["answers"].setVisible(kind is PrinterKind.TCP)
        self.fields["pulse_ms"].setVisible(on_paper and int(self.drawer.currentData()) > 0)
        tcp = kind is PrinterKind.TCP
        self.fields["address"].label.say(t("Network address") if tcp else t("Path"))
        example = "192.168.1.50" if tcp else "/dev/usb/lp0"
        self.address.setPlaceholderText(example)
        self.address.setAccessibleName(self.fields["address"].label.text())
        self.changed.emit()


def _choice(*items: tuple[object, str]) -> Choice:
    made = Choice()
    for value, words in items:
        made.addItem(words, value)
    return made


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
