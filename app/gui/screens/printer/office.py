"""The office printer: found, chosen by its name, and tried with a page of rulers."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit

from app.areas.printing import queries, rules, service
from app.areas.printing.values import (
    OfficeKind,
    OfficePrinter,
    PrintOfficePage,
    SaveOfficePrinter,
)
from app.devices.documents.office_papers import paper_size
from app.devices.office.cups import Queue
from app.devices.office.finding import find_queues
from app.gui.desk import Desk
from app.gui.office_words import office_line
from app.gui.printing.pages import QtPages
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, new_id
from app.kernel.paper import Trouble
from app.kernel.translate import t

KEY, FOUND, PAPER = "printer.office", "printer.office.found", "printer.office.paper"
HERE = OfficeKind.WINDOWS if sys.platform == "win32" else OfficeKind.CUPS
"""How this computer prints whole pages."""
Found = tuple[tuple[str, str], ...]
"""Printers by their names, each with the words that tell it from others."""


class OfficeCard(Card):
    """Settings of the office printer. While a command is on its way its buttons rest."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(t("Office printer"))
        self._desk = desk
        self._saved = OfficePrinter()
        self._read = False
        self._looked = self._gone = False
        self.note = PlainLabel("", tone="muted", wrap=True)
        self.kind, self.queue, self.host = Choice(), Choice(), QLineEdit()
        self.kind.addItem(t("Saved as PDF, not printed"), OfficeKind.NONE)
        self.kind.addItem(t("Printed"), HERE)
        self.host.setPlaceholderText(t("this computer"))
        server_hint = t("Only where printers hang on another computer, such as printserver:631.")
        self.fields = {
            "kind": Field(t("Slips, letters and reports are"), self.kind),
            "host": Field(t("Print server"), self.host, optional=True, hint=server_hint),
            "queue": Field(t("Printer"), self.queue),
        }
        self.find_button = Button(t("Find printers"))
        self.save_button = Button(t("Save the office printer"))
        self.test_button = Button(t("Save and print a test page"))
        self.state = PlainLabel("", wrap=True)
        self._lay_out()
        self.kind.currentIndexChanged.connect(self._kind_chosen)
        self.queue.currentIndexChanged.connect(lambda _index: self.fields["queue"].show_error(""))
        self.host.textEdited.connect(self._server_typed)
        self.host.returnPressed.connect(self.look_for_printers)
        self.find_button.clicked.connect(self.look_for_printers)
        self.save_button.clicked.connect(self.save)
        self.test_button.clicked.connect(self.save_and_test)
        desk.runner.changed.connect(self._heard)
        self._follow()

    def _lay_out(self) -> None:
        px = current().px
        self.body.addWidget(self.note)
        self.body.addWidget(self.fields["kind"])
        self.body.addWidget(self.fields["queue"])
        self.body.addWidget(self.fields["host"])
        look = QHBoxLayout()
        look.setSpacing(px(12))
        look.addWidget(self.find_button, 0, Qt.AlignmentFlag.AlignTop)
        look.addWidget(self.state, 1)
        self.body.addLayout(look)
        verbs = QHBoxLayout()
        verbs.setSpacing(px(8))
        verbs.addWidget(self.save_button)
        verbs.addWidget(self.test_button)
        verbs.addStretch(1)
        self.body.addLayout(verbs)

    # ------------------------------------------------------------------- what the page asks

    def arrive(self) -> None:
        self._desk.runner.ask(queries.office_printer, done=self._show, key=KEY)
        self._desk.runner.ask(paper_size, done=self._say_paper, key=PAPER)

    def forget(self) -> None:
        for key in (KEY, FOUND, PAPER):
            self._desk.runner.forget(key)
        self._read = self._looked = False

    def has_keyboard(self) -> bool:
        focus = QApplication.focusWidget()
        return focus is not None and self.isAncestorOf(focus)

    def back(self) -> None:
        """Take back what was changed and not saved."""
        self._fill(self._saved)

    # --------------------------------------------------------------------- finding printers

    def look_for_printers(self) -> None:
        """Ask the print service which printers there are; what is chosen stays chosen."""
        host = self.host.text().strip()
        self.fields["host"].show_error("")
        try:
            if host:
                rules.server_and_port(host)
        except UserError as error:
            self._refused(error)
            return
        self.find_button.setEnabled(False)
        self.fields["queue"].say_hint(t("Looking for printers…"))
        self._desk.runner.run(
            lambda: _found_here(host),
            done=self._show_found,
            refused=self._not_found,
            always=lambda: self.find_button.setEnabled(True),
        )

    def _show_found(self, found: Found) -> None:
        self._looked = True
        chosen = self.chosen
        self._offer(found, chosen)
        none = t(
            "There is no printer yet. Add it in the computer’s printer settings, then look again."
        )
        self.fields["queue"].say_hint("" if found else none)
        self._gone = bool(chosen) and chosen not in dict(found)
        self._say_state()

    def _not_found(self, error: UserError) -> None:
        self.fields["queue"].say_hint("")
        self._refused(error)

    def _offer(self, found: Found, chosen: str) -> None:
        self.queue.blockSignals(True)
        self.queue.clear()
        names = dict(found)
        if not chosen:
            self.queue.addItem(t("Choose a printer"), "")
        elif chosen not in names:
            words = t("{queue} (not found)", queue=chosen) if self._looked else chosen
            self.queue.addItem(words, chosen)
        for name, words in found:
            self.queue.addItem(words, name)
        self.queue.setCurrentIndex(max(0, self.queue.findData(chosen)))
        self.queue.blockSignals(False)

    # ------------------------------------------------------------------------------- saving

    @property
    def chosen(self) -> str:
        return str(self.queue.currentData() or "")

    def typed(self) -> OfficePrinter:
        """What the card says now."""
        kind = OfficeKind(self.kind.currentData())
        if kind is OfficeKind.NONE:
            return OfficePrinter()
        return OfficePrinter(kind, self.chosen, self.host.text().strip())

    def save(self) -> None:
        self._send(self._say_saved)

    def save_and_test(self) -> None:
        """Save, then let the printer show whether it scales."""
        self._send(self._test)

    def _send(self, then: Callable[[], None]) -> None:
        if not self.save_button.isEnabled():
            return
        for field in self.fields.values():
            field.show_error("")
        self._busy(True)

        def done(saved: OfficePrinter) -> None:
            self._gone = self._gone and saved.queue == self._saved.queue
            self._saved = saved
            self._fill(saved)
            then()

        typed = self.typed()
        command = SaveOfficePrinter(CommandId(new_id()), typed.kind, typed.queue, typed.host)
        self._desk.runner.act(
            service.save_office_printer,
            command,
            done=done,
            refused=self._refused,
            always=lambda: self._busy(False),
        )

    def _test(self) -> None:
        self._desk.runner.act(
            service.print_office_page,
            PrintOfficePage(CommandId(new_id())),
            done=lambda _queued: self._say_tested(),
        )

    def _say_saved(self) -> None:
        self._desk.toasts.success(t("The office printer is saved."))

    def _say_tested(self) -> None:
        queue = self._saved.queue
        self._desk.toasts.success(t("A test page is on its way to {queue}.", queue=queue))

    def _refused(self, error: UserError) -> None:
        field = self.fields.get(error.field or "")
        if field is None or not field.isVisibleTo(self):
            self._desk.toasts.failure(error.text)
            return
        field.show_error(error.text)
        field.focus_error()

    # ------------------------------------------------------------------------ what is shown

    def _show(self, saved: OfficePrinter) -> None:
        """What is set; what was typed and not saved stays."""
        untouched = not self._read or self.typed() == _as_typed(self._saved)
        if saved.queue != self._saved.queue:
            self._gone = False
        self._saved, self._read = saved, True
        if untouched:
            self._fill(saved)
        self._say_state()
        if saved.kind is HERE and not self._looked:
            self.look_for_printers()

    def _fill(self, saved: OfficePrinter) -> None:
        if self.kind.findData(saved.kind) < 0:
            self.kind.addItem(t("Printed by another system"), saved.kind)
        self.host.setText(saved.host)
        known = tuple(
            (str(self.queue.itemData(n)), self.queue.itemText(n))
            for n in range(self.queue.count())
            if self.queue.itemData(n)
        )
        self._offer(known, saved.queue)
        self.kind.blockSignals(True)
        self.kind.setCurrentIndex(self.kind.findData(saved.kind))
        self.kind.blockSignals(False)
        for field in self.fields.values():
            field.show_error("")
        self._follow()

    def _kind_chosen(self) -> None:
        self._follow()
        if self.kind.currentData() is HERE and not self._looked:
            self.look_for_printers()

    def _server_typed(self) -> None:
        """The printers of another server are others."""
        self._looked = False
        self._offer((), "")

    def _follow(self) -> None:
        """Show only what matters for this kind of printer."""
        kind = OfficeKind(self.kind.currentData())
        prints = kind is not OfficeKind.NONE
        self.fields["queue"].setVisible(prints)
        self.fields["host"].setVisible(kind is OfficeKind.CUPS)
        self.find_button.setVisible(prints)
        self.test_button.setVisible(prints)
        self._say_state()

    def _say_state(self) -> None:
        """How the saved printer is, while it is the one that is shown."""
        same = self.typed() == _as_typed(self._saved)
        saved = replace(self._saved, condition=Trouble.NO_QUEUE) if self._gone else self._saved
        words = office_line(saved) if same else ""
        well = saved.condition is Trouble.NONE
        self.state.say(words, "money_in" if well else "danger")
        self.state.setVisible(bool(words))

    def _say_paper(self, paper: str) -> None:
        size = {"letter": t("Letter"), "a4": t("A4")}.get(paper, paper)
        said = t(
            "Printed at full size on one side of {size} paper, which is chosen in the settings.",
            size=size,
        )
        self.note.say(said)

    def _heard(self, tables: object) -> None:
        if isinstance(tables, frozenset) and "office_printer" in tables and self.isVisible():
            self._desk.runner.ask(queries.office_printer, done=self._show, key=KEY)

    def _busy(self, busy: bool) -> None:
        self.save_button.setEnabled(not busy)
        self.test_button.setEnabled(not busy)


def _found_here(host: str) -> Found:
    """The printers by name, on a slow thread."""
    if HERE is OfficeKind.WINDOWS:
        return tuple((name, name) for name in QtPages().queues())
    return tuple((queue.name, _words(queue)) for queue in find_queues(host))


def _words(queue: Queue) -> str:
    words = f"{queue.name} · {queue.about}" if queue.about else queue.name
    if queue.stopped:
        return t("{words} (stopped)", words=words)
    return words


def _as_typed(saved: OfficePrinter) -> OfficePrinter:
    """A saved printer without what it said itself, as the card has it."""
    return replace(saved, condition=Trouble.NONE, said="")
