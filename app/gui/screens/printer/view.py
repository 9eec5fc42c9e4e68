"""The printers' page: settings at the left, the receipt test page as it should come out beside."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.drawers import service as drawers
from app.areas.printing import queries, service
from app.areas.printing.values import (
    Printer,
    PrinterKind,
    PrintQueued,
    PrintTestPage,
)
from app.devices.printing.papers import test_page
from app.gui.desk import Desk
from app.gui.printing.paper import PaperColors, PaperTray
from app.gui.screen import Screen
from app.gui.screens.printer.assistant import Assistant
from app.gui.screens.printer.form import PrinterForm
from app.gui.screens.printer.office import OfficeCard
from app.gui.screens.printer.saving import save_command
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, new_id
from app.kernel.paper import Trouble
from app.kernel.translate import t

FORM_WIDTH, SET_UP_WIDTH = 484, 640
PREVIEW_FROM = 900
"""Designed pixels of the page from which the test page stands beside the form."""
KEY = "printer.page"


class View(Screen):
    """One thing at a time: while a command is on its way the buttons rest."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setAccessibleName(t("Printer"))
        self._saved = Printer()
        self._read = False
        px = current().px
        self._column = QVBoxLayout(self)
        self._column.setSpacing(px(12))
        head = QHBoxLayout()
        head.addWidget(PlainLabel(t("Printer"), role="title"))
        head.addStretch(1)
        self.design_link = Button(t("Receipt design"), kind="quiet", icon="receipt")
        self.design_link.clicked.connect(lambda: desk.go("receipt_look"))
        head.addWidget(self.design_link)
        self._column.addLayout(head)
        self._plain = QWidget()
        row = QHBoxLayout(self._plain)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(24))
        self.form = PrinterForm()
        row.addWidget(self._settings())
        self.preview = PaperTray(_colors())
        self._preview_card = Card(t("The test page should look like this"), flush=True)
        self._preview_card.body.addWidget(self.preview.widget)
        row.addWidget(self._preview_card, 1)
        row.addStretch(0)
        self._column.addWidget(self._plain, 1)
        self.assistant = Assistant(desk)
        self._set_up = self._scrolled(_on_its_ground(self.assistant))
        self._column.addWidget(self._set_up, 1)
        self._set_up.hide()
        self.form.changed.connect(self._changed)
        self.save_button.clicked.connect(self.save)
        self.test_button.clicked.connect(self.save_and_test)
        self.set_up_button.clicked.connect(self.set_up)
        self.assistant.ended.connect(self._set_up_ended)
        current().changed.connect(self._fit)
        self._fit()
        self._changed()

    def _settings(self) -> QWidget:
        px = current().px
        card = Card(t("Receipt printer"))
        self.set_up_button = Button(t("Set up a printer step by step"))
        first = QHBoxLayout()
        first.addWidget(self.set_up_button)
        first.addStretch(1)
        card.body.addLayout(first)
        card.body.addWidget(self.form)
        self.advice = PlainLabel("", tone="muted", wrap=True)
        card.body.addWidget(self.advice)
        verbs = QHBoxLayout()
        verbs.setSpacing(px(8))
        self.save_button = Button(t("Save the printer"), kind="primary")
        self.test_button = Button(t("Save and print a test page"))
        verbs.addWidget(self.save_button)
        verbs.addWidget(self.test_button)
        verbs.addStretch(1)
        card.body.addLayout(verbs)
        self.office = OfficeCard(self.desk)
        self._area = self._scrolled(_on_its_ground(card, self.office))
        return self._area

    def _scrolled(self, inner: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        return area

    # ------------------------------------------------------------------ what the frame asks

    def arrive(self) -> None:
        self.desk.runner.ask(queries.printer, done=self._show, key=KEY)
        self.office.arrive()
        self.form.kind.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        self.assistant.where.leave()

    def forget(self) -> None:
        self.desk.runner.forget(KEY)
        self.office.forget()
        self.assistant.forget()
        self._show_set_up(False)
        self._read = False

    def refresh(self) -> None:
        self._read = False
        self.arrive()

    def primary(self) -> None:
        """Save what the keyboard is on; in the set-up the verb of its step."""
        if self._set_up.isVisible():
            self.assistant.go_on()
        elif self.office.has_keyboard():
            self.office.save()
        else:
            self.save()

    def back(self) -> None:
        """Take back what was changed and not saved; in the set-up one step back."""
        if self._set_up.isVisible():
            self.assistant.back()
            return
        self.form.show_printer(self._saved)
        self.office.back()

    # --------------------------------------------------------------------------- the set-up

    def set_up(self) -> None:
        """Find a printer, choose its make, and look at its test page together."""
        self._show_set_up(True)
        self.assistant.begin(self._saved)

    def _set_up_ended(self) -> None:
        self._show_set_up(False)
        self._read = False
        self.arrive()

    def _show_set_up(self, shown: bool) -> None:
        self._set_up.setVisible(shown)
        self._plain.setVisible(not shown)

    # ------------------------------------------------------------------------------- saving

    def save(self) -> None:
        self._send(self._say_saved)

    def save_and_test(self) -> None:
        """Save, then let the printer show what it makes of the settings."""
        self._send(self._test)

    def _send(self, then: Callable[[], None]) -> None:
        if not self.save_button.isEnabled():
            return
        wanted = self.form.printer()
        self.form.accept_all()
        self._busy(True)

        def done(saved: Printer) -> None:
            self._saved = saved
            self.form.show_printer(saved)
            then()

        self.desk.runner.act(
            service.save_printer,
            save_command(wanted),
            done=done,
            refused=self._refused,
            always=self._free,
        )

    def _test(self) -> None:
        self.desk.runner.act(
            drawers.print_test_page, PrintTestPage(CommandId(new_id())), done=self._say_tested
        )

    def _say_saved(self) -> None:
        self.desk.toasts.success(t("The printer is saved."))

    def _say_tested(self, _queued: PrintQueued) -> None:
        self.desk.toasts.success(t("A test page is on its way to the printer."))

    def _refused(self, error: UserError) -> None:
        if not self.form.refuse(error):
            self.desk.toasts.failure(error.text)

    # ---------------------------------------------------------------------------- what is shown

    def _show(self, printer: Printer) -> None:
        """What is set; what was typed and not saved stays."""
        untouched = not self._read or self.form.printer() == _as_typed(self._saved)
        self._saved, self._read = printer, True
        if untouched:
            self.form.show_printer(printer)

    def _changed(self) -> None:
        printer = self.form.printer()
        on_paper = printer.kind is not PrinterKind.SCREEN
        self.test_button.setVisible(on_paper)
        self._preview_card.setVisible(on_paper and self._is_wide())
        self.advice.say(
            t(
                "Look at the test page: digits that run over want fewer columns, wrong letters "
                "another set of letters. If the drawer stays shut, try the other pin."
            )
            if on_paper
            else t("Receipts appear in the window and can be saved as PDF. No drawer opens.")
        )
        if on_paper:
            self.preview.clear()
            self.preview.columns = printer.columns
            self.preview.show_paper(test_page(self.desk.practice, printer))

    def _busy(self, busy: bool) -> None:
        self.save_button.setEnabled(not busy)
        self.test_button.setEnabled(not busy)

    def _free(self) -> None:
        self._busy(False)

    def _is_wide(self) -> bool:
        return self.width() >= current().px(PREVIEW_FROM)

    def _fit(self) -> None:
        px = current().px
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._area.setFixedWidth(min(px(FORM_WIDTH), max(px(300), self.width() - px(48))))
        self._set_up.setMaximumWidth(min(px(SET_UP_WIDTH), max(px(300), self.width() - px(48))))
        self.preview.set_colors(_colors())
        on_paper = self.form.printer().kind is not PrinterKind.SCREEN
        self._preview_card.setVisible(on_paper and self._is_wide())

    # Qt's own name

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _on_its_ground(*cards: Card) -> QWidget:
    """Cards one below the other: a scroll area makes what lies in it transparent, and a card keeps
    its ground.
    """
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(current().px(16))
    for card in cards:
        column.addWidget(card)
    column.addStretch(1)
    return holder


def _as_typed(printer: Printer) -> Printer:
    """A saved printer without what it said itself, as the form has it."""
    return replace(printer, condition=Trouble.NONE)


def _colors() -> PaperColors:
    tokens = current().tokens
    return PaperColors(tokens.border, tokens.muted, tokens.accent, current().scale)
