"""The second page of the set-up: which make it is, and whether a drawer hangs on it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.areas.printing.profiles import FALLBACK, PROFILES, profile, with_profile
from app.areas.printing.values import Printer, PrinterKind
from app.devices.printing.finding import Told, ask
from app.gui.desk import Desk
from app.gui.print_words import trouble_words
from app.gui.screens.printer.saving import choice, choose
from app.gui.theme import current
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.tick import Tick
from app.kernel.paper import Trouble
from app.kernel.translate import t


class MakePage(QWidget):
    """Asks the printer itself, off the window's thread."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.told = Told()
        self._asked: tuple[PrinterKind, str] | None = None
        px = current().px
        self.state = PlainLabel("", wrap=True)
        self.makes = choice(*((each.key, each.name) for each in PROFILES))
        self.field = Field(
            t("Make"),
            self.makes,
            hint=t("If yours is not here, choose by the width of its paper."),
        )
        self.drawer = Tick(t("A cash drawer is plugged into this printer"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self.state)
        column.addWidget(self.field)
        column.addWidget(self.drawer)
        column.addWidget(
            PlainLabel(
                t(
                    "The test page shows whether width, letters and cutter are right. The drawer "
                    "opens once, so stand beside it."
                ),
                role="caption",
                tone="muted",
                wrap=True,
            )
        )

    def begin(self, printer: Printer, likely: str) -> None:
        """For the printer at this place; `likely` is the make it seems to be."""
        here = (printer.kind, printer.address)
        if self._asked != here:
            self._asked, self.told = here, Told()
            self.drawer.setChecked(printer.drawer_pin > 0)
            known = profile(printer.profile)
            choose(self.makes, likely or (known.key if known else FALLBACK))
        self.makes.setFocus(Qt.FocusReason.OtherFocusReason)
        if printer.kind is PrinterKind.FILE:
            self.state.say(t("A file or a device can’t be asked what it is."))
            return
        self.state.say(t("Asking the printer what it is…"))
        self._desk.runner.run(lambda: ask(printer), done=lambda told: self._show(here, told))

    def forget(self) -> None:
        """Ask anew: something at the printer was put right."""
        self._asked = None

    def printer(self, before: Printer) -> Printer:
        """`before` with all that this make says."""
        pin = (before.drawer_pin or 2) if self.drawer.isChecked() else 0
        key = str(self.makes.currentData())
        if key == before.profile:
            return replace(before, drawer_pin=pin)
        serial = replace(with_profile(replace(before, drawer_pin=pin), key), baud=before.baud)
        return serial

    def _show(self, here: tuple[PrinterKind, str], told: Told) -> None:
        if here != self._asked:
            return
        self.told = told
        if told.profile:
            choose(self.makes, told.profile)
        self.state.say(told_words(told), "muted" if told.trouble is Trouble.NONE else "caution")


def told_words(told: Told) -> str:
    """What a printer said of itself, in a sentence or two."""
    said = trouble_words(told.trouble)
    if told.answers:
        is_it = t("It answers: {model}.", model=told.model) if told.model else t("It answers.")
        return f"{is_it} {said}".strip()
    if said:
        return said
    if told.answers is None:
        return t("Its print queue says nothing about paper or cover; such printers are trusted.")
    return t(
        "It gives no answer. Many cheap printers can’t; their papers count as sent, not printed."
    )
