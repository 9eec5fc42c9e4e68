"""A printer as the command that saves it, and the words for what a printer can be."""

from __future__ import annotations

from dataclasses import fields

from app.areas.printing.rules import BAUDS
from app.areas.printing.values import Flow, Parity, Printer, PrinterKind, SavePrinter
from app.gui.widgets.choice import Choice
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t


def save_command(printer: Printer) -> SavePrinter:
    """The command that keeps all of `printer`, under an id of its own."""
    names = (each.name for each in fields(SavePrinter) if each.name != "id")
    return SavePrinter(id=CommandId(new_id()), **{name: getattr(printer, name) for name in names})


def choice(*items: tuple[object, str]) -> Choice:
    """A box to choose one of `items`, each a value with its words; as wide as there is room."""
    made = Choice()
    made.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(8)
    for value, words in items:
        made.addItem(words, value)
    return made


def choose(box: Choice, value: object, words: str = "") -> None:
    """Let a box show `value`; one that it does not know is added."""
    at = box.findData(value)
    if at < 0:
        box.addItem(words or str(value), value)
        at = box.count() - 1
    box.setCurrentIndex(at)


def kind_words(kind: PrinterKind) -> str:
    """The way to a printer in a word or two."""
    return {
        PrinterKind.SCREEN: t("On the screen"),
        PrinterKind.TCP: t("Network"),
        PrinterKind.USB: t("USB"),
        PrinterKind.SERIAL: t("Serial port"),
        PrinterKind.CUPS: t("Print queue of this computer"),
        PrinterKind.WINDOWS: t("Printer of Windows"),
        PrinterKind.FILE: t("File or device"),
    }[kind]


def line_choices() -> tuple[Choice, Choice, Choice]:
    """Boxes for speed, parity and flow control of a serial line."""
    return (
        choice(*((baud, str(baud)) for baud in BAUDS)),
        choice(
            (Parity.NONE, t("None")),
            (Parity.EVEN, t("Even")),
            (Parity.ODD, t("Odd")),
        ),
        choice(
            (Flow.DTR_DSR, t("DTR/DSR")),
            (Flow.RTS_CTS, t("RTS/CTS")),
            (Flow.XON_XOFF, t("XON/XOFF")),
            (Flow.NONE, t("None")),
        ),
    )
