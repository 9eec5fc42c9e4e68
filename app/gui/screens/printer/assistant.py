"""Setting a receipt printer up, step by step: where it is, its make, its test page, its drawer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from enum import IntEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from app.areas.drawers import service as drawers
from app.areas.printing import queries, rules, service
from app.areas.printing.values import (
    Answers,
    Printer,
    PrinterKind,
    PrintQueue,
    PrintQueued,
    PrintTestPage,
    Sensor,
)
from app.gui.desk import Desk
from app.gui.print_words import trouble_words
from app.gui.screens.printer.make import MakePage
from app.gui.screens.printer.saving import kind_words, save_command
from app.gui.screens.printer.seen import SeenPage
from app.gui.screens.printer.switch import SwitchPage
from app.gui.screens.printer.where import WherePage
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, new_id
from app.kernel.paper import Trouble
from app.kernel.translate import t

QUEUE = "printer.assistant.queue"


class Step(IntEnum):
    WHERE = 0
    MAKE = 1
    SEEN = 2
    SWITCH = 3
    DONE = 4


class Assistant(Card):
    """One step at a time, and each can be gone back from. From the test page on the printer is
    saved, since the page goes the way that receipts will go. `inside` comes with whether it stands
    between its first step and its end; where it is not `alone` others say how to leave it.
    """

    ended = Signal()
    inside = Signal(bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk, self.alone = desk, True
        self.printer, self._before, self._job = Printer(), Printer(), ""
        self._saved: Printer | None = None
        self._under_way, self._wants_keyboard = 0, False
        self._answers = Answers.UNKNOWN
        self.step = Step.WHERE
        self.where, self.make = WherePage(desk), MakePage(desk)
        self.seen, self.switch = SeenPage(), SwitchPage(desk)
        self.summary = PlainLabel("", wrap=True)
        self.heading = PlainLabel("", role="heading")
        self.back_button, self.skip_button = Button(""), Button(t("Without the switch"))
        self.next_button = Button("", kind="primary")
        self._lay_out()
        self.next_button.clicked.connect(self.go_on)
        self.back_button.clicked.connect(self.back)
        self.skip_button.clicked.connect(self._finish_without_switch)
        self.seen.again.connect(self._print)
        self.seen.other_pulse.connect(self._other_pulse)
        self.switch.asked.connect(self._label)
        desk.runner.changed.connect(self._heard)

    def _lay_out(self) -> None:
        px = current().px
        self.body.addWidget(self.heading)
        self._pages = (self.where, self.make, self.seen, self.switch, self.summary)
        for page in self._pages:
            self.body.addWidget(page)
        verbs = QHBoxLayout()
        verbs.setSpacing(px(8))
        for button in (self.next_button, self.skip_button, self.back_button):
            button.setAutoDefault(True)
            verbs.addWidget(button)
        verbs.addStretch(1)
        self.body.addLayout(verbs)

    # ------------------------------------------------------------------------------ the steps

    def begin(self, printer: Printer) -> None:
        """From the first step, with what is set now."""
        self.printer, self._before, self._saved = printer, printer, None
        self.make.forget()
        self._go(Step.WHERE)
        self.where.begin(printer)

    def go_on(self) -> None:
        """The primary verb of the step."""
        if not self.next_button.isEnabled():
            return
        {
            Step.WHERE: self._place_chosen,
            Step.MAKE: self._make_chosen,
            Step.SEEN: self._seen,
            Step.SWITCH: self._switch_pressed,
            Step.DONE: self.leave,
        }[self.step]()

    def back(self) -> None:
        """One step back; from the first one out of the set-up."""
        if self.step is Step.WHERE:
            self.leave()
        elif self.step is Step.DONE:
            self._ask_again()
        else:
            before = Step(self.step - 1)
            self._go(before)
            if before is Step.WHERE:
                self.where.begin(self.printer)
            elif before is Step.MAKE:
                self.make.begin(self.printer, "")

    def leave(self) -> None:
        """Out of the set-up. A switch that was known before and not asked about again still is."""
        self.where.leave()
        self._job = ""
        last, before = self._saved, self._before
        if last is not None and self.step is not Step.DONE and _lost_its_switch(last, before):
            self.printer = replace(last, sensor=before.sensor)
            self._save(self.ended.emit)
        else:
            self.ended.emit()

    def forget(self) -> None:
        """Nobody is signed in any more."""
        self.where.leave()
        self._desk.runner.forget(QUEUE)
        self._job = ""

    def _place_chosen(self) -> None:
        wanted = self.where.printer(self.printer)
        try:
            rules.check_printer(save_command(wanted))
        except UserError as error:
            self._refused(error)
            return
        self.where.leave()
        moved = _place(wanted) != _place(self.printer)
        self.printer = replace(wanted, sensor=Sensor.NONE)
        if self._before.sensor is Sensor.NONE or moved:
            self._to_make(self.where.chosen.profile if moved else "")
        else:  # what listens to the drawer lets go of the printer, so that it can be asked
            self._save(lambda: self._to_make(""))

    def _to_make(self, likely: str) -> None:
        self._go(Step.MAKE)
        self.make.forget()
        self.make.begin(self.printer, likely)

    def _make_chosen(self) -> None:
        self.printer = self.make.printer(self.printer)
        self._print()

    def _print(self) -> None:
        """Save, so that the page goes the way of every receipt, and print it."""
        self._save(lambda: self._send(drawer_only=False))

    def _send(self, *, drawer_only: bool) -> None:
        def queued(answer: PrintQueued) -> None:
            if drawer_only:
                return
            self._job = answer.job_id
            self._go(Step.SEEN)
            self.seen.begin(self.printer)
            self._look()

        command = PrintTestPage(CommandId(new_id()), drawer_only)
        self._begin()
        self._desk.runner.act(
            drawers.print_test_page,
            command,
            done=queued,
            refused=self._refused,
            always=self._end,
        )

    def _other_pulse(self) -> None:
        self.printer = self.seen.next_pulse(self.printer)
        self._save(lambda: self._send(drawer_only=True))

    def _seen(self) -> None:
        try:
            self.seen.check()
        except UserError as error:
            self._refused(error)
            return
        if not self.seen.has_come:
            self._go(Step.WHERE)
            self.where.begin(self.printer)
            return
        known = replace(self.printer, answers=self._answers)
        self.printer = self.seen.printer(known, self.make.told)
        listens = bool(self.make.told.answers) and self.printer.drawer_pin > 0
        self._save(lambda: self._to_switch() if listens else self._finish())

    def _to_switch(self) -> None:
        self._go(Step.SWITCH)
        self.switch.begin(self.printer)
        self._label()

    def _switch_pressed(self) -> None:
        if self.switch.sensor is None:
            self.switch.listen()
            return
        self.printer = self.switch.printer(self.printer)
        self._save(self._finish)

    def _finish_without_switch(self) -> None:
        self.switch.sensor = Sensor.NONE
        self._switch_pressed()

    def _finish(self) -> None:
        self._go(Step.DONE)
        self.summary.say(summary(self.printer))

    def _ask_again(self) -> None:
        self._go(Step.MAKE)
        self.make.begin(self.printer, "")

    # --------------------------------------------------------------------------- around them

    def _save(self, then: Callable[[], None]) -> None:
        self._begin()

        def saved(printer: Printer) -> None:
            self.printer = self._saved = printer
            then()

        self._desk.runner.act(
            service.save_printer,
            save_command(self.printer),
            done=saved,
            refused=self._refused,
            always=self._end,
        )

    def _refused(self, error: UserError) -> None:
        shown = False
        if self.step is Step.WHERE:
            shown = self.where.refuse(error)
        elif self.step is Step.SEEN:
            shown = self.seen.refuse(error)
        if not shown:
            self._desk.toasts.failure(error.text)

    def _heard(self, tables: frozenset[str]) -> None:
        if self._job and tables & {"print_job", "printer"}:
            self._look()

    def _look(self) -> None:
        self._desk.runner.ask(queries.print_queue, done=self._show_job, key=QUEUE)

    def _show_job(self, queue: PrintQueue) -> None:
        waits = next((job for job in queue.jobs if job.job_id == self._job), None)
        self._answers = queue.printer.answers
        if waits is None:
            self.seen.say_state(t("The test page was sent. Look at it and say what you see."))
        elif said := trouble_words(waits.trouble):
            self.seen.say_state(said, "caution")
        else:
            self.seen.say_state(t("The test page is on its way to the printer…"))

    def _go(self, step: Step) -> None:
        self.step = step
        for number, page in enumerate(self._pages):
            page.setVisible(number == step)
        self._label()
        self.inside.emit(step not in (Step.WHERE, Step.DONE))
        self._wants_keyboard = step in (Step.SWITCH, Step.DONE)
        self._rest_or_not()

    def _label(self) -> None:
        """The heading and the buttons of this step."""
        heads = {
            Step.WHERE: t("Where is the receipt printer?"),
            Step.MAKE: t("Which printer is it?"),
            Step.SEEN: t("What do you see?"),
            Step.SWITCH: t("Does the drawer say when it is open?"),
            Step.DONE: t("The receipt printer is set up"),
        }
        verbs = {
            Step.WHERE: t("Use this printer"),
            Step.MAKE: t("Save and print the test page"),
            Step.SEEN: t("Save what I see"),
            Step.SWITCH: self.switch.button_words,
            Step.DONE: t("Finish"),
        }
        number = t("Step {n} of {all}", n=self.step + 1, all=len(Step))
        self.say_title(t("Set up the receipt printer · {step}", step=number))
        self.heading.say(heads[self.step])
        self.next_button.say(verbs[self.step])
        self.skip_button.setVisible(self.step is Step.SWITCH and self.switch.sensor is None)
        first, last = t("Stop setting up"), t("Test it once more")
        words = {Step.WHERE: first, Step.DONE: last}.get(self.step, t("Back"))
        self.back_button.say(words)
        self.back_button.setVisible(self.alone or self.step is not Step.WHERE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in any box does what the main button says; a button keeps its own."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat()
        if enter and not isinstance(self.focusWidget(), QPushButton):
            self.go_on()
        else:
            super().keyPressEvent(event)

    def _begin(self) -> None:
        """A command is on its way: a second press must not send another page."""
        self._under_way += 1
        self._rest_or_not()

    def _end(self) -> None:
        self._under_way -= 1
        self._rest_or_not()

    def _rest_or_not(self) -> None:
        """Buttons rest while a command is on its way; one that rests takes no keyboard."""
        idle = self._under_way == 0
        for button in (self.next_button, self.skip_button):
            button.setEnabled(idle)
        for button in (self.seen.again_button, self.seen.pulse_button):
            button.setEnabled(idle)
        if idle and self._wants_keyboard:
            self._wants_keyboard = False
            self.next_button.setFocus(Qt.FocusReason.OtherFocusReason)


def _place(printer: Printer) -> tuple[PrinterKind, str]:
    return printer.kind, printer.address


def _lost_its_switch(now: Printer, before: Printer) -> bool:
    """Whether the same drawer is known to have a switch, and it is not listened to any more."""
    same = _place(now) == _place(before) and now.drawer_pin > 0
    return same and before.sensor is not Sensor.NONE and now.sensor is Sensor.NONE


def summary(printer: Printer) -> str:
    """What is set now, a line each."""
    lines = [t("{way}: {address}", way=kind_words(printer.kind), address=printer.address)]
    if printer.kind is PrinterKind.SERIAL:
        lines.append(t("Speed {baud}", baud=printer.baud))
    lines.append(t("{columns} columns", columns=printer.columns))
    lines.append(t("It cuts the paper") if printer.cutter else t("The paper is torn off"))
    if not printer.drawer_pin:
        lines.append(t("No drawer on this printer"))
    elif printer.sensor is Sensor.NONE:
        lines.append(t("It opens the drawer"))
    else:
        lines.append(t("It opens the drawer and says when the drawer is open"))
    if trouble := trouble_words(printer.condition) if printer.condition is not Trouble.NONE else "":
        lines.append(trouble)
    return "\n".join(lines)
