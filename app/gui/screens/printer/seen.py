"""The third page of the set-up: what somebody sees on the test page says what the printer is."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum, auto

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.areas.printing.profiles import profile
from app.areas.printing.values import USUAL_TABLE, Answers, Font, Printer, PrinterKind
from app.devices.printing.finding import Told
from app.devices.printing.test_page import RULERS, SAMPLES
from app.gui.screens.printer.saving import choice
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.kernel.errors import UserError
from app.kernel.translate import t

PULSES = ((2, 100), (5, 100), (2, 200), (5, 200))
"""What is tried one after another to open a drawer: its plug, and how long its magnet is fed."""


class Came(Enum):
    """Whether a test page came out."""

    WELL = auto()
    NOTHING = auto()
    SIGNS = auto()


class SeenPage(QWidget):
    """Questions in plain words; `printer` makes settings of the answers."""

    again = Signal()
    other_pulse = Signal()

    def __init__(self) -> None:
        super().__init__()
        ask = (None, t("Choose"))
        self.came = choice(
            ask,
            (Came.WELL, t("Yes")),
            (Came.NOTHING, t("No, nothing came out")),
            (Came.SIGNS, t("Something came out, but not this page")),
        )
        self.ruler = choice(
            ask,
            *((columns, t("The one that ends in {n}", n=columns)) for columns in reversed(RULERS)),
            (0, t("None, all of them break")),
        )
        self.letters = choice(ask)
        for number, (table, (name, letters)) in enumerate(SAMPLES.items(), 1):
            self.letters.addItem(f"{number} {name}: {letters}", table)
        self.letters.addItem(t("In none of them"), "ascii")
        self.cut = choice(ask, (True, t("Yes")), (False, t("No, I tore it off")))
        self.drawer = choice(ask, (True, t("Yes")), (False, t("No")))
        self.fields = {
            "came": Field(t("Did the test page come out?"), self.came),
            "ruler": Field(t("Which is the longest ruler on one line?"), self.ruler),
            "letters": Field(
                t("In which line are all letters right?"),
                self.letters,
                hint=t("Of several, take the one with the letters you write most."),
            ),
            "cut": Field(t("Was the paper cut?"), self.cut),
            "drawer": Field(t("Did the drawer open?"), self.drawer),
        }
        self.state = PlainLabel("", wrap=True)
        self.advice = PlainLabel("", tone="caution", wrap=True)
        self.again_button = Button(t("Print it again"))
        self.pulse_button = Button(t("Try the drawer another way"))
        self._kind, self._has_drawer, self._tried = PrinterKind.SCREEN, False, 0
        self._lay_out()
        for box in (self.came, self.drawer):
            box.currentIndexChanged.connect(self._follow)
        self.again_button.clicked.connect(self.again)
        self.pulse_button.clicked.connect(self.other_pulse)

    def _lay_out(self) -> None:
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self.state)
        for name in ("came", "ruler", "letters"):
            column.addWidget(self.fields[name])
        beside = QHBoxLayout()
        beside.setSpacing(px(12))
        for name in ("cut", "drawer"):
            beside.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(beside)
        column.addWidget(self.advice)
        verbs = QHBoxLayout()
        verbs.setSpacing(px(8))
        verbs.addWidget(self.again_button)
        verbs.addWidget(self.pulse_button)
        verbs.addStretch(1)
        column.addLayout(verbs)

    def begin(self, printer: Printer) -> None:
        """For a page that was sent just now; nothing is answered yet."""
        self._kind, self._has_drawer, self._tried = printer.kind, printer.drawer_pin > 0, 0
        for box in self._boxes():
            box.setCurrentIndex(0)
        for field in self.fields.values():
            field.show_error("")
        self.came.setFocus(Qt.FocusReason.OtherFocusReason)
        self._follow()

    def say_state(self, words: str, tone: str = "muted") -> None:
        """How far the page is on its way."""
        self.state.say(words, tone)

    def next_pulse(self, printer: Printer) -> Printer:
        """The drawer as it is tried next; its answer is asked for again."""
        now = (printer.drawer_pin, printer.pulse_ms)
        at = PULSES.index(now) + 1 if now in PULSES else 0
        pin, pulse = PULSES[at % len(PULSES)]
        self._tried += 1
        self.drawer.setCurrentIndex(0)
        self.drawer.setFocus(Qt.FocusReason.OtherFocusReason)
        return replace(printer, drawer_pin=pin, pulse_ms=pulse)

    @property
    def has_come(self) -> bool:
        return self.came.currentData() is Came.WELL

    def check(self) -> None:
        """A UserError beside the first question without an answer."""
        for name, box in zip(self.fields, self._boxes(), strict=True):
            if box.isVisibleTo(self) and box.currentData() is None:
                raise UserError(t("Choose what you see."), field=name)

    def refuse(self, error: UserError) -> bool:
        field = self.fields.get(error.field or "")
        if field is None:
            return False
        field.show_error(error.text)
        field.focus_error()
        return True

    def printer(self, before: Printer, told: Told) -> Printer:
        """`before` with what was seen. One that gave no answer to anybody is one that can't."""
        columns = int(self.ruler.currentData()) or 32
        made = profile(before.profile)
        as_made = made is not None and columns == made.columns
        answers = before.answers
        if told.answers:
            answers = Answers.YES
        elif told.answers is False and answers is not Answers.YES:
            answers = Answers.NO
        return replace(
            before,
            columns=columns,
            dots=made.dots if made is not None and as_made else 0,
            font=Font.A,
            code_table=str(self.letters.currentData()),
            table_number=USUAL_TABLE,
            cutter=bool(self.cut.currentData()),
            drawer_pin=before.drawer_pin if self.drawer.currentData() else 0,
            answers=answers,
        )

    def _boxes(self) -> tuple[Choice, ...]:
        return self.came, self.ruler, self.letters, self.cut, self.drawer

    def _follow(self) -> None:
        """Ask only what can be seen, and say what helps."""
        come = self.has_come
        for name in ("ruler", "letters", "cut"):
            self.fields[name].setVisible(come)
        self.fields["drawer"].setVisible(come and self._has_drawer)
        shut = come and self._has_drawer and self.drawer.currentData() is False
        self.pulse_button.setVisible(shut)
        self.advice.say(self._advice(shut), "caution")
        self.advice.setVisible(bool(self.advice.text()))

    def _advice(self, shut: bool) -> str:
        if self.came.currentData() is Came.NOTHING:
            return _NOTHING_HELPS.get(self._kind, _any)()
        if self.came.currentData() is Came.SIGNS:
            return _signs_help(self._kind)
        if shut and self._tried >= len(PULSES):
            return t(
                "The drawer stays shut every way. See that its cable is in the printer’s drawer "
                "plug, which looks like a telephone’s, and not in a network plug."
            )
        if shut:
            return t("Try it another way; some drawers hang on the other pin or want longer.")
        return ""


def _any() -> str:
    return t(
        "See that the printer is on, its lid is shut and paper is in. Then go back and choose it "
        "again."
    )


def _serial() -> str:
    return t(
        "See that the printer is on. Then go back and try another flow control: many cables have "
        "no DTR/DSR line, which XON/XOFF does without."
    )


def _network() -> str:
    return t(
        "See that the printer is on and its network light shines. An office printer takes such a "
        "page and prints nothing; go back and choose another address."
    )


_NOTHING_HELPS = {PrinterKind.SERIAL: _serial, PrinterKind.TCP: _network}


def _signs_help(kind: PrinterKind) -> str:
    if kind is PrinterKind.SERIAL:
        return t("The speed or the parity is another one. Go back and choose what it is set to.")
    return t(
        "The printer speaks another language. Most can be switched to ESC/POS: its manual says "
        "how. A Star printer has a switch for it."
    )
