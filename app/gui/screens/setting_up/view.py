"""Leads through the first steps in a new practice, one a page, beside the list of all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.areas.printing import queries as printing
from app.areas.printing.values import Printer
from app.gui.desk import Desk
from app.gui.keys_page import KeysPage
from app.gui.rescaling import sized
from app.gui.screen import Screen
from app.gui.screens.setting_up.actions import Deeds
from app.gui.screens.setting_up.pages import (
    AroundPage,
    BankPage,
    PeoplePage,
    ReadyPage,
    RecoveryPage,
)
from app.gui.setup_steps import AFTER, BEFORE, TABLES, StepsStand, step_words, steps_stand
from app.gui.theme import current
from app.gui.widgets.form_card import FormCard
from app.gui.widgets.step_list import Step, StepList, StepState
from app.kernel.translate import t

KEY = "setting_up"
READY = "ready"
STEPS_WIDTH, FORM_WIDTH = 220, 480
ROOMY = 1000
"""Designed pixels of the screen below which a bigger part stands alone."""
BESIDE_FORM = STEPS_WIDTH + 380
"""Below these a form stands alone too."""


class PrinterPart(Protocol):
    """The printer's own assistant; `ended` comes when it was gone through or given up, `inside`
    with whether it stands after its first step.
    """

    ended: Any
    inside: Any
    alone: bool

    def begin(self, printer: Printer) -> None: ...

    def go_on(self) -> None: ...

    def back(self) -> None: ...


class ImportPart(Protocol):
    """What brings files in; `done` comes after each, `left` when nothing more is wanted, `inside`
    with whether it has a file in hand.
    """

    done: Any
    left: Any
    inside: Any

    def begin(self) -> None: ...

    def primary(self) -> None: ...

    def back(self) -> None: ...

    def forget(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Parts:
    """What other screens own and this one only shows: each makes a widget."""

    printer: Callable[[Desk], Any]
    importing: Callable[[Desk], Any]


class View(Screen):
    """`step` is the one in front. What was done elsewhere shows at once in the list."""

    def __init__(self, desk: Desk, parts: Parts) -> None:
        super().__init__()
        self.desk, self._parts = desk, parts
        self.setAccessibleName(t("Setting up"))
        self.stand = StepsStand(True, frozenset(), frozenset(), frozenset())
        self.step, self._wanted = "", ""
        self.page: QWidget | None = None
        self._bringing: ImportPart | None = None
        self._printing: PrinterPart | None = None
        self._inside = False
        self.deeds = Deeds(self, desk)
        px = current().px
        self.steps = StepList(t("Setting up"))
        sized(self.steps, px, width=STEPS_WIDTH)
        self.steps.wanted.connect(self.show_step)
        row = QHBoxLayout(self)
        row.setContentsMargins(px(24), px(16), px(24), px(16))
        row.setSpacing(px(24))
        side = QVBoxLayout()
        side.addWidget(self.steps)
        side.addStretch(1)
        row.addLayout(side)
        self._room = QVBoxLayout()
        row.addLayout(self._room, 1)
        desk.runner.changed.connect(self._changed)
        current().changed.connect(self._fit)

    # ------------------------------------------------------------------ what the frame asks

    def open_subject(self, subject: str) -> None:
        """A step by its name, such as `bank`."""
        self._wanted = subject if subject in AFTER else ""

    def arrive(self) -> None:
        self.desk.runner.ask(steps_stand, done=self._arrived, key=f"{KEY}.arrived")

    def forget(self) -> None:
        for part in ("", ".ready", ".printed", ".arrived", ".people", ".printer"):
            self.desk.runner.forget(f"{KEY}{part}")
        self.deeds.forget()
        if self._bringing is not None:
            self._bringing.forget()
        self._clear()
        self.step = self._wanted = ""

    def refresh(self) -> None:
        self.arrive()

    def primary(self) -> None:
        if isinstance(self.page, FormCard):
            self.page.submitted.emit()
        elif isinstance(self.page, KeysPage):
            self.page.go_on()
        elif isinstance(self.page, ReadyPage):
            self.page.button.click()
        elif self._bringing is not None:
            self._bringing.primary()
        elif self._printing is not None:
            self._printing.go_on()

    def back(self) -> None:
        """Esc: the step before, or back inside a bigger one; from the first to the settings."""
        if self._bringing is not None:
            self._bringing.back()
        elif self._printing is not None and self._inside:
            self._printing.back()
        else:
            self.step_back()

    def step_back(self) -> None:
        """The step before."""
        steps = (*AFTER, READY)
        place = steps.index(self.step) if self.step in steps else 0
        first = 1 if "recovery" in self.stand.done else 0
        if place <= first:
            self.desk.go("settings")
        else:
            self.show_step(steps[place - 1])

    # ------------------------------------------------------------------------- the steps

    def _arrived(self, stand: StepsStand) -> None:
        self.stand = stand
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.show_step(wanted)
        elif self.page is None or not self.step:
            self.show_step(stand.first_open or READY)
        else:
            self._show_steps()
            self._to_page()

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & TABLES and self.isVisible():
            self.desk.runner.ask(steps_stand, done=self._stands, key=KEY)

    def _stands(self, stand: StepsStand) -> None:
        self.stand = stand
        self._show_steps()
        if isinstance(self.page, AroundPage):
            self.page.show_done(done=self.step in stand.done)

    def show_step(self, step: str) -> None:
        """Another step, its page made anew."""
        self.step = step
        self._show_steps()
        makers = {
            "recovery": self._recovery,
            "people": self._people,
            "printer": self._printer,
            "bank": self._bank,
            "import": self._import,
            READY: self._ready,
        }
        makers[step]()

    def next_step(self) -> None:
        """On to the next one, the end after the last."""
        steps = (*AFTER, READY)
        self.show_step(steps[steps.index(self.step) + 1])

    def put(self, page: QWidget, *, wide: bool = False) -> None:
        """Show a page in the place of the one before."""
        self._clear()
        self.page = page
        holder = page if wide else _scrolled(page)
        self._room.addWidget(holder, 1)
        # A layout shows what it gets a moment later, and nothing hidden takes the keyboard.
        holder.show()
        self._fit()
        self._to_page()

    def _to_page(self) -> None:
        if isinstance(self.page, FormCard):
            if self.page.fields:
                self.page.stand()
            else:
                self.page.button.setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(self.page, ReadyPage):
            self.page.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        """Large text leaves no room for the list beside a bigger part, and on a small screen none
        beside a form.
        """
        least = ROOMY if isinstance(self.page, AroundPage) else BESIDE_FORM
        tight = self.width() < current().px(least)
        self.steps.setVisible(not tight)
        if isinstance(self.page, AroundPage):
            self.page.make_room(tight=tight)

    def _clear(self) -> None:
        while (item := self._room.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.page, self._bringing, self._printing, self._inside = None, None, None, False

    def _form(self, page: FormCard, send: Callable[[], None]) -> None:
        page.leave_chord_to_frame()
        page.submitted.connect(send)
        page.back_wanted.connect(self.step_back)
        page.skipped.connect(self.deeds.skip)
        self.put(page)

    def _recovery(self) -> None:
        page = RecoveryPage()
        self._form(page, lambda: self.deeds.renew(page))

    def _people(self) -> None:
        self.deeds.ask_people(self._show_people)

    def _show_people(self, page: PeoplePage) -> None:
        page.onward.clicked.connect(self.next_step)
        self._form(page, lambda: self.deeds.let_in(page))

    def _bank(self) -> None:
        page = BankPage(self.desk.practice)
        self._form(page, lambda: self.deeds.add_bank(page))

    def _printer(self) -> None:
        part = self._parts.printer(self.desk)
        part.alone = False
        part.ended.connect(lambda: self._printer_ended())
        words = t("Receipts show on the screen until a printer is set up.")
        self._around(step_words("printer"), words, _scrolled(part), part.inside)
        self._printing = part
        self.desk.runner.ask(printing.printer, done=part.begin, key="setting_up.printer")

    def _printer_ended(self) -> None:
        """Gone through, or given up: then it is put off."""
        self.desk.runner.ask(steps_stand, done=self._after_printer, key=f"{KEY}.printed")

    def _after_printer(self, stand: StepsStand) -> None:
        self.stand = stand
        if self.step == "printer" and "printer" in stand.done:
            self.next_step()
        elif self.step == "printer":
            self.deeds.skip()

    def _import(self) -> None:
        part = self._parts.importing(self.desk)
        words = t(
            "Files of the old system: patients first, then their open bills. What is not there yet "
            "can be brought in any day."
        )
        page = self._around(step_words("import"), words, _rolling(part), part.inside)
        self._bringing = part
        part.done.connect(lambda _checked: self.arrive())
        part.done.connect(lambda _checked: page.show_inside(False))
        part.left.connect(self.step_back)
        part.begin()

    def _around(self, title: str, words: str, part: QWidget, inside: Any) -> AroundPage:
        page = AroundPage(title, words, part)
        page.show_done(done=self.step in self.stand.done)
        page.back_wanted.connect(self.step_back)
        page.skipped.connect(self.deeds.skip)
        page.onward.connect(self.next_step)
        self.put(page, wide=True)
        inside.connect(self._in_hand)
        inside.connect(page.show_inside)
        return page

    def _in_hand(self, inside: bool) -> None:
        """Whether the bigger part is in the middle of something, which Esc goes back in."""
        self._inside = inside

    def _ready(self) -> None:
        self.desk.runner.ask(steps_stand, done=self._show_ready, key=f"{KEY}.ready")

    def _show_ready(self, stand: StepsStand) -> None:
        if self.step != READY:
            return
        self.stand = stand
        left = tuple((step, step_words(step)) for step in stand.left)
        page = ReadyPage(left, somebody="people" in stand.done)
        page.switch_wanted.connect(self.deeds.end)
        page.open_wanted.connect(self.show_step)
        page.back_wanted.connect(self.step_back)
        self._show_steps()
        self.put(page)

    def _show_steps(self) -> None:
        found = [Step(step, step_words(step), StepState.DONE) for step in BEFORE]
        for step in AFTER:
            state = StepState.NEXT
            if step in self.stand.done:
                state = StepState.DONE
            elif step in self.stand.passed | self.stand.dropped:
                state = StepState.PASSED
            if step == self.step:
                state = StepState.HERE
            opens = step != "recovery" or step not in self.stand.done
            found.append(Step(step, step_words(step), state, opens=opens))
        self.steps.show_steps(found)

    # Qt's own name

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _scrolled(page: QWidget) -> QWidget:
    px = current().px
    sized(page, px, most_width=FORM_WIDTH)
    inner = QWidget()
    inner.setObjectName("canvas")
    inner.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(inner)
    row.setContentsMargins(0, 0, px(12), 0)
    column = QVBoxLayout()
    column.addWidget(page)
    column.addStretch(1)
    row.addLayout(column, 1)
    row.addStretch(0)
    return _rolling(inner)


def _rolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(page)
    return area
