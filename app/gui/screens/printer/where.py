"""The first page of the set-up: where the printer is, found or typed."""

from __future__ import annotations

import sys
from dataclasses import replace
from threading import Event

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from app.areas.printing.values import Flow, Parity, Printer, PrinterKind
from app.devices.printing.finding import Found, find_here
from app.devices.printing.network_scan import own_network, scan
from app.gui.desk import Desk
from app.gui.screens.printer.saving import choice, choose, kind_words, line_choices
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.kernel.errors import UserError
from app.kernel.translate import t

BY_ADDRESS = Found(PrinterKind.TCP, "", "")
BY_PATH = Found(PrinterKind.FILE, "", "")


class WherePage(QWidget):
    """Looks for printers off the window's thread; nothing is sent to any of them."""

    searched = Signal(int, int)
    changed = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._stop = Event()
        self._found: tuple[Found, ...] = ()
        self._near: tuple[Found, ...] = ()
        self.printers = choice()
        self.address = QLineEdit()
        self.baud, self.parity, self.flow = line_choices()
        self.fields = {
            "printer": Field(t("Printer"), self.printers),
            "address": Field(t("Network address"), self.address),
            "baud": Field(t("Speed"), self.baud),
            "parity": Field(t("Parity"), self.parity),
            "flow": Field(t("Flow control"), self.flow),
        }
        self.look_button = Button(t("Look again"))
        self.search_button = Button(t("Search the network"))
        self.stop_button = Button(t("Stop searching"))
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(t("Searching the network"))
        self.note = PlainLabel("", role="caption", tone="muted", wrap=True)
        self._lay_out()
        self._touched = False
        self.printers.currentIndexChanged.connect(self._follow)
        self.printers.activated.connect(self._touch)
        self.address.textEdited.connect(lambda _text: self.changed.emit())
        self.look_button.clicked.connect(self.look)
        self.search_button.clicked.connect(self.search)
        self.stop_button.clicked.connect(self._stop_search)
        self.searched.connect(self._show_progress)
        self._searching(False)
        self._offer(())

    def _lay_out(self) -> None:
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        first = t("Switch the printer on, put paper in, and plug it in. Then choose it here.")
        column.addWidget(PlainLabel(first, wrap=True))
        column.addWidget(self.fields["printer"])
        column.addWidget(self.fields["address"])
        line = QHBoxLayout()
        line.setSpacing(px(12))
        for name in ("baud", "parity", "flow"):
            line.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        verbs = QHBoxLayout()
        verbs.setSpacing(px(8))
        for button in (self.look_button, self.search_button, self.stop_button):
            button.setAutoDefault(True)
            verbs.addWidget(button)
        verbs.addStretch(1)
        column.addLayout(verbs)
        column.addWidget(self.bar)
        column.addWidget(self.note)

    # ------------------------------------------------------------------------------ looking

    def begin(self, printer: Printer) -> None:
        """Show where the printer is now, and look what else there is."""
        self._was, self._touched = printer, False
        for box, value in (
            (self.baud, printer.baud),
            (self.parity, printer.parity),
            (self.flow, printer.flow),
        ):
            choose(box, value)
        self.address.setText(printer.address if printer.kind is PrinterKind.TCP else "")
        self.look()
        self.printers.setFocus(Qt.FocusReason.OtherFocusReason)

    def _touch(self, _index: int) -> None:
        """Somebody chose: what is found later changes nothing about that."""
        self._touched = True

    def look(self) -> None:
        """Look at the plugs and queues of this computer."""
        self.look_button.setEnabled(False)
        self.note.say(t("Looking for printers…"))
        self._desk.runner.run(
            find_here,
            done=self._show_found,
            always=lambda: self.look_button.setEnabled(True),
        )

    def search(self) -> None:
        """Ask every address near this computer's own once."""
        self._stop = stop = Event()
        network = own_network()
        if network is None:
            self.note.say(t("This computer is in no private network. Type the printer’s address."))
            return
        self._searching(True)
        self.note.say(
            t("Asking the addresses from {first} on. Nothing is printed.", first=str(network[1]))
        )
        self._desk.runner.run(
            lambda: scan(network, self.searched.emit, stop),
            done=self._show_near,
            always=lambda: self._searching(False),
        )

    def leave(self) -> None:
        """Nobody waits for the search any more."""
        self._stop_search()

    def _stop_search(self) -> None:
        self._stop.set()

    def _show_progress(self, done: int, all_of_them: int) -> None:
        self.bar.setRange(0, all_of_them)
        self.bar.setValue(done)

    def _show_found(self, found: tuple[Found, ...]) -> None:
        self._found = found
        self._offer((*found, *self._near))
        self.note.say(self._nothing() if not found else self._network_words())

    def _show_near(self, found: tuple[Found, ...]) -> None:
        self._near = (*found, *(each for each in self._near if each not in found))
        self._offer((*self._found, *self._near))
        if not found and self._stop.is_set():
            self.note.say(t("The search was stopped."))
            return
        if not found:
            self.note.say(
                t(
                    "No address near this computer takes print jobs. Print the printer’s own test "
                    "page (hold its feed button while switching it on): its address stands on it."
                )
            )
            return
        choose(self.printers, found[0])
        self._touched = True
        self.note.say(
            t(
                "{count} addresses take print jobs. An office printer may be among them.",
                count=len(found),
            )
            if len(found) > 1
            else t("One address takes print jobs.")
        )

    def _offer(self, found: tuple[Found, ...]) -> None:
        chosen = self.printers.currentData()
        self.printers.blockSignals(True)
        self.printers.clear()
        for each in found:
            self.printers.addItem(_words(each), each)
        self.printers.addItem(t("Network printer, by its address"), BY_ADDRESS)
        self.printers.addItem(t("File or device, by its path"), BY_PATH)
        known = [self.printers.itemData(n) for n in range(self.printers.count())]
        keeps = self._touched and chosen in known
        wanted = chosen if keeps else self._like_before(known)
        self.printers.setCurrentIndex(known.index(wanted))
        self.printers.blockSignals(False)
        self._follow()

    def _like_before(self, known: list[Found]) -> Found:
        """The printer that is set, where it is among them; else the first. A serial port is there
        with nothing plugged in, so it is never proposed by itself.
        """
        was = getattr(self, "_was", Printer())
        same = [each for each in known if (each.kind, each.address) == (was.kind, was.address)]
        if not same and was.kind is PrinterKind.TCP:
            return BY_ADDRESS
        likely = [each for each in known if each.kind is not PrinterKind.SERIAL]
        return same[0] if same else likely[0]

    # ------------------------------------------------------------------------------- the choice

    @property
    def chosen(self) -> Found:
        found = self.printers.currentData()
        return found if isinstance(found, Found) else BY_ADDRESS

    def printer(self, before: Printer) -> Printer:
        """`before` at the place that is chosen here."""
        found = self.chosen
        return replace(
            before,
            kind=found.kind,
            address=found.address or self.address.text().strip(),
            host="",
            baud=int(self.baud.currentData()),
            parity=Parity(self.parity.currentData()),
            flow=Flow(self.flow.currentData()),
        )

    def refuse(self, error: UserError) -> bool:
        """Show a refusal beside its field; False when it has none here."""
        name = error.field or ""
        if name == "address" and self.chosen.address:
            name = "printer"
        field = self.fields.get(name)
        if field is None:
            return False
        field.show_error(error.text)
        field.focus_error()
        return True

    def _follow(self) -> None:
        """Show only what matters for this way."""
        found = self.chosen
        typed = not found.address
        path = found.kind is PrinterKind.FILE
        for field in self.fields.values():
            field.show_error("")
        self.fields["address"].setVisible(typed)
        self.fields["address"].label.say(t("Path") if path else t("Network address"))
        self.address.setPlaceholderText("/dev/usb/lp0" if path else "192.168.1.50")
        self.address.setAccessibleName(self.fields["address"].label.text())
        for name in ("baud", "parity", "flow"):
            self.fields[name].setVisible(found.kind is PrinterKind.SERIAL)
        if found.kind is PrinterKind.SERIAL:
            self.fields["baud"].say_hint(t("As its switches or its own test page say."))
        on_windows = sys.platform == "win32" and found.kind is PrinterKind.USB
        self.fields["printer"].say_hint(_usb_on_windows() if on_windows else "")
        self.changed.emit()

    def _searching(self, going: bool) -> None:
        self.bar.setVisible(going)
        self.stop_button.setVisible(going)
        self.search_button.setVisible(not going)
        if going:
            self.bar.setRange(0, 0)
            self.stop_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _nothing(self) -> str:
        return t(
            "No printer is plugged into this computer. {network}", network=self._network_words()
        )

    def _network_words(self) -> str:
        return t(
            "Searching the network asks each of the 254 addresses near this computer once whether "
            "it takes print jobs. Nothing is printed."
        )


def _usb_on_windows() -> str:
    return t(
        "Straight by USB needs the WinUSB driver, which takes the printer away from Windows. Where "
        "it stands among the printers of Windows, choose it there."
    )


def _words(found: Found) -> str:
    parts = [found.name, kind_words(found.kind)]
    if found.about and found.kind is not PrinterKind.USB:
        parts.append(found.about)
    return " · ".join(parts)
