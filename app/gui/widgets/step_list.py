"""The steps of something long at the side of its page: done, passed over, here, or to come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.gui import icons
from app.gui.rescaling import sized
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.labels import PlainLabel, restyle
from app.gui.widgets.surfaces import Card
from app.kernel.translate import t


class StepState(StrEnum):
    """How a step stands."""

    DONE = "done"
    PASSED = "passed"
    HERE = "here"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the list shows it; `opens` says whether a click goes there."""

    key: str
    words: str
    state: StepState
    opens: bool = False


_ICONS = {
    StepState.DONE: ("check-circle", "money_in"),
    StepState.PASSED: ("minus-circle", "muted"),
    StepState.HERE: ("arrow-circle-right", "accent"),
    StepState.NEXT: ("circle", "muted"),
}


def state_words(state: StepState) -> str:
    """A state as a screen reader says it."""
    return {
        StepState.DONE: t("done"),
        StepState.PASSED: t("skipped"),
        StepState.HERE: t("now"),
        StepState.NEXT: t("to come"),
    }[state]


class StepList(Card):
    """`wanted` comes with the key of a step that somebody clicked. The keyboard needs none of it:
    Enter goes on and Esc goes back.
    """

    wanted = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        px = current().px
        self.body.setContentsMargins(px(8), px(8), px(8), px(12))
        self.body.setSpacing(px(2))
        self._buttons: dict[str, Button] = {}
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(2))
        self.body.addWidget(inner)
        hint = PlainLabel(
            t("Enter goes on, Esc goes back."), role="caption", tone="muted", wrap=True
        )
        sized(hint, px, margins=[8, 8, 8, 0])
        self.body.addWidget(hint)

    def show_steps(self, steps: Sequence[Step]) -> None:
        """The steps as they stand now; the same steps keep their places."""
        if tuple(self._buttons) != tuple(step.key for step in steps):
            self._build(steps)
        for step in steps:
            self._show(self._buttons[step.key], step)

    def state_of(self, key: str) -> str:
        """How a step stands, as it is said."""
        return str(self._buttons[key].property("state"))

    def _build(self, steps: Sequence[Step]) -> None:
        for button in self._buttons.values():
            self._column.removeWidget(button)
            button.deleteLater()
        self._buttons = {}
        for step in steps:
            button = Button(step.words, kind="section")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _on=False, key=step.key: self._clicked(key))
            self._buttons[step.key] = button
            self._column.addWidget(button)

    def _show(self, button: Button, step: Step) -> None:
        icon, tone = _ICONS[step.state]
        button.say(step.words)
        button.setText(f" {step.words}")
        said = t("{step}: {state}", step=step.words, state=state_words(step.state))
        button.setAccessibleName(said)
        button.setToolTip(state_words(step.state))
        button.setProperty("state", step.state.value)
        button.setProperty("opens", "true" if step.opens else "false")
        button.setCheckable(True)
        button.setChecked(step.state is StepState.HERE)
        shape = Qt.CursorShape.PointingHandCursor if step.opens else Qt.CursorShape.ArrowCursor
        button.setCursor(shape)
        icons.put(button, icon, tone, checked_tone="accent")
        restyle(button)

    def _clicked(self, key: str) -> None:
        button = self._buttons[key]
        button.setChecked(button.property("state") == StepState.HERE.value)
        if button.property("opens") == "true":
            self.wanted.emit(key)
