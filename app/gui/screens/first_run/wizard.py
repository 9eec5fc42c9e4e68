"""The pages of a new practice beside the list of their steps; what was answered stays by name."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.bootstrap.setup_draft import SetUpDraft
from app.gui.rescaling import sized
from app.gui.screens.first_run.wizard_pages import NEEDED, SECRETS, checked, page_of
from app.gui.setup_steps import AFTER, BEFORE, step_words
from app.gui.theme import RAIL_FOLDED, RAIL_WIDTH, ROOMY_WIDTH, current
from app.gui.widgets.buttons import Button
from app.gui.widgets.form_card import FormCard
from app.gui.widgets.step_list import Step, StepList, StepState
from app.gui.widgets.surfaces import Card
from app.kernel.translate import t

STEPS_WIDTH, PAGE_WIDTH, PAGE_LEAST = 220, 480, 300
HEAD_HEIGHT = 48
"""Designed pixels that the frame has above its screens."""


class BesideSteps(QWidget):
    """The steps where the frame will show them too, so that they stand still all the way, and room
    for a page beside them.
    """

    def __init__(self) -> None:
        super().__init__()
        px = current().px
        self.steps = StepList(t("Setting up"))
        self.room = QVBoxLayout()
        sized(self.steps, px, width=STEPS_WIDTH)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(px(24))
        side = QVBoxLayout()
        side.addWidget(self.steps)
        side.addStretch(1)
        self._row.addLayout(side)
        self._row.addLayout(self.room, 1000)
        self._row.addStretch(1)
        current().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        px = current().px
        rail = RAIL_WIDTH if self.width() >= px(ROOMY_WIDTH) else RAIL_FOLDED
        first, last = px(rail + 24), px(24)
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            first, last = last, first
        self._row.setContentsMargins(first, px(HEAD_HEIGHT + 16), last, px(16))
        # Large text on a small screen leaves no room for both.
        if self.isVisible():
            self.steps.setVisible(self.width() >= px(rail + STEPS_WIDTH + PAGE_LEAST + 72))

    # Qt's own name

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class SetUpWizard(BesideSteps):
    """One form at a time: `page` is the one in front, made anew for each step, so that it speaks
    the language that was chosen meanwhile. `kept` comes with a SetUpDraft after every step,
    `submitted` when all is said, `back_wanted` before the first.
    """

    kept = Signal(object)
    submitted = Signal()
    back_wanted = Signal()
    language_chosen = Signal(str)

    def __init__(self, draft: SetUpDraft) -> None:
        super().__init__()
        self.answers = dict(draft.answers)
        self.step = _first_open(draft)
        self._furthest = BEFORE.index(self.step)
        self._busy = False
        self.steps.wanted.connect(self.go)
        self.page = FormCard("")
        self._holder: QWidget | None = None
        self.go(self.step)

    @property
    def button(self) -> Button:
        """What goes on from the page in front."""
        return self.page.button

    def texts(self) -> dict[str, str]:
        """Everything that was answered, the page in front included."""
        return self.answers | self.page.texts()

    def go(self, step: str) -> None:
        """Show a step that is not further than anybody got."""
        if BEFORE.index(step) > self._furthest or self._busy:
            return
        self._take()
        self.step = step
        self._show_steps()
        self.page = page_of(step, self.answers)
        self.page.submitted.connect(self.go_on)
        self.page.back_wanted.connect(self.go_back)
        holder = _scrolled(self.page, PAGE_WIDTH)
        if self._holder is not None:
            self.room.removeWidget(self._holder)
            self._holder.hide()
            self._holder.deleteLater()
        self._holder = holder
        self.room.addWidget(holder)
        # A layout shows what it gets a moment later, and nothing hidden takes the keyboard.
        if self.isVisible():
            holder.show()
        self.stand()

    def stand(self) -> None:
        """Put the keyboard where the page begins."""
        self.page.stand()

    def go_on(self) -> None:
        """To the next step when everything here fits; after the last one all is said."""
        if not self.page.button.isEnabled() or not checked(self.step, self.page):
            return
        self._take()
        place = BEFORE.index(self.step) + 1
        if self.step == "money":
            self.language_chosen.emit(self.answers["language"])
        if place == len(BEFORE):
            self.submitted.emit()
            return
        self._furthest = max(self._furthest, place)
        self.kept.emit(self._draft(BEFORE[place]))
        self.go(BEFORE[place])

    def go_back(self) -> None:
        """A step back, with what was typed kept."""
        if not self.page.button.isEnabled():
            return
        place = BEFORE.index(self.step)
        if place == 0:
            self._take()
            self.kept.emit(self._draft(self.step))
            self.back_wanted.emit()
        else:
            self.go(BEFORE[place - 1])

    def refuse(self, name: str, words: str) -> None:
        """Say what is wrong beside its box, on the page that has it."""
        for step in BEFORE:
            if name not in self.page.fields and name in page_of(step, self.answers).fields:
                self.go(step)
        self.page.refuse(name, words)

    def busy(self, words: str) -> None:
        """While the practice is made nothing is sent twice; without words it is free again."""
        self._busy = bool(words)
        self.page.button.setEnabled(not words)
        self.page.back.setEnabled(not words)
        self.page.button.say(words or t("Set up the practice"))

    def _take(self) -> None:
        said = self.page.texts() if hasattr(self, "page") else {}
        self.answers |= {name: text for name, text in said.items() if name not in SECRETS}

    def _draft(self, step: str) -> SetUpDraft:
        return SetUpDraft(step, dict(self.answers))

    def _show_steps(self) -> None:
        self.steps.show_steps(steps_before(self.step, self._furthest))


def _first_open(draft: SetUpDraft) -> str:
    """The step a draft stood at, or the first before it that lacks an answer."""
    if draft.step not in BEFORE:
        return BEFORE[0]
    said = draft.answers
    for step in BEFORE[: BEFORE.index(draft.step)]:
        if any(not said.get(name, "").strip() for name in NEEDED[step]):
            return step
    return draft.step


def steps_before(here: str, furthest: int) -> tuple[Step, ...]:
    """All steps there will be, as they stand while there is no practice yet."""
    found = []
    for place, step in enumerate((*BEFORE, *AFTER)):
        state = StepState.DONE if place < furthest else StepState.NEXT
        if step == here:
            state = StepState.HERE
        found.append(Step(step, step_words(step), state, opens=place <= furthest < len(BEFORE)))
    return tuple(found)


def beside_steps(card: Card, step: str, width: int) -> QWidget:
    """A card of its own beside the list, such as the keys that were just made."""
    page = BesideSteps()
    page.steps.show_steps(steps_before(step, len(BEFORE)))
    page.room.addWidget(_scrolled(card, width))
    return page


def _scrolled(card: Card, width: int) -> QWidget:
    px = current().px
    inner = QWidget()
    column = QVBoxLayout(inner)
    column.setContentsMargins(0, 0, px(12), 0)
    column.addWidget(card)
    column.addStretch(1)
    area = QScrollArea()
    sized(area, px, most_width=width, least_width=300)
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inner)
    return area
