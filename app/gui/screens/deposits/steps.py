"""The next step of a bag, one card for each stage: wait, seal, hand over, or nothing more to do."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from app.areas.deposits.values import DepositStage, DepositView
from app.areas.settings.values import Practice
from app.gui.dialogs.reason_picks import ReasonPicks
from app.gui.key_map import key_words
from app.gui.screens.deposits.reading import Bag
from app.gui.screens.deposits.words import last_count, result_words, total_in_bag
from app.gui.widgets.buttons import Button
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.surfaces import Card
from app.kernel.i18n import format_date, format_money
from app.kernel.ids import ReasonId
from app.kernel.money import Money
from app.kernel.translate import t

ONE_LINE: Final = 31
"""Letters of a verb beside which its key has room."""


class Step(Card):
    """`wanted` comes with the name of what should be done: count, switch, seal, submit, clear."""

    wanted = Signal(str)

    def __init__(self, practice: Practice, title: str) -> None:
        super().__init__(title)
        self.practice = practice
        self.words = PlainLabel("", wrap=True)
        self.body.addWidget(self.words)
        self.message = PlainLabel("", tone="danger", wrap=True)
        self.message.hide()
        self.button = Button("", kind="big")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.submit)

    def end(self) -> None:
        """The message and the verb come last."""
        self.body.addWidget(self.message)
        self.body.addWidget(self.button)

    def show_bag(self, bag: Bag) -> None:
        """Say what comes next for this bag."""

    def submit(self) -> None:
        """The main verb, once."""

    def take_focus(self) -> None:
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        if not busy and self.isVisible():
            self.take_focus()

    def say_error(self, words: str, _field: str = "") -> None:
        self.message.say(words)
        self.message.setVisible(bool(words))

    def amount(self, money: Money | None) -> str:
        return "" if money is None else format_money(money, self.practice.locale)


class CountStep(Step):
    """The bag waits for its second count: by this person, or by another."""

    def __init__(self, practice: Practice) -> None:
        super().__init__(practice, t("Next: the second count"))
        self._counts = False
        self.end()

    def show_bag(self, bag: Bag) -> None:
        why = why_not(bag.view, "count")
        self._counts = not why
        if self._counts:
            words = t(
                "Count the cash and tick each check. What the first count found is not shown."
            )
            self.button.say(t("Count the bag      {key}", key=key_words("frame.primary")))
        else:
            words = t("{why} They sign in here and find it in this list.", why=why)
            key = key_words("frame.switch_user")
            self.button.say(t("Let another person count      {key}", key=key))
        self.words.say(words)
        self.say_error("")

    def submit(self) -> None:
        if self.button.isEnabled():
            self.wanted.emit("count" if self._counts else "switch")


class SealStep(Step):
    """A second count is made. Where it agrees, or twice did not, the bag is sealed; else it is
    counted once more.
    """

    def __init__(self, practice: Practice) -> None:
        super().__init__(practice, t("Next: seal the bag"))
        self.result = PlainLabel("", role="strong", wrap=True)
        self.body.insertWidget(0, self.result)
        self.bag_number = QLineEdit()
        self.bag_number.setMaxLength(40)
        self.bag_number.returnPressed.connect(self.submit)
        hint = t("It stands on the bag. No other bag ever had it.")
        self.field = Field(t("Number of the bag"), self.bag_number, hint=hint)
        self.body.addWidget(self.field)
        self.picks = ReasonPicks(t("Why does the cash differ? The digit seals the bag."))
        self.picks.picked.connect(self.submit)
        self.body.addWidget(self.picks)
        self._verb, self._differs = "seal", False
        self.end()

    @property
    def reason_id(self) -> ReasonId | None:
        return self.picks.reason_id if self._differs else None

    def show_bag(self, bag: Bag) -> None:
        view = bag.view
        why, gap = why_not(view, "seal"), view.difference
        again = not why_not(view, "count")
        self._verb = "seal" if not why else ("count" if again else "switch")
        differs = bool(gap is not None and gap.minor)
        tone = "caution" if differs or why else "money_in"
        self.result.say(result_words(view, self.practice.locale, whole=not why), tone)
        counted = last_count(view)
        said = t("Counted by {name}.", name=counted.user_name) if counted else ""
        self.words.say(f"{said} {why}".strip())
        if differs is not self._differs or self.picks.reason is None:
            self.picks.show_reasons(bag.differences)
        self._differs = differs
        self.field.setVisible(self._verb == "seal")
        self.picks.setVisible(self._verb == "seal" and differs)
        self._say_verb(view)
        self.say_error("")

    def submit(self) -> None:
        if not self.button.isEnabled():
            return
        if self._verb != "seal":
            self.wanted.emit(self._verb)
        elif not self.bag_number.text().strip():
            self.field.show_error(t("Type the number that stands on the bag."))
            self.field.focus_error()
        elif self._differs and self.picks.reason is None:
            self.picks.ask_again()
        else:
            self.wanted.emit("seal")

    def take_bag(self, code: str) -> bool:
        """The number of the bag, as its bars say it; whether it is wanted now."""
        if self._verb != "seal" or not self.button.isEnabled():
            return False
        self.bag_number.setText(code)
        self.field.show_error("")
        self.take_focus()
        return True

    def take_focus(self) -> None:
        first = self.bag_number if self._verb == "seal" else self.button
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_error(self, words: str, field: str = "") -> None:
        if words and field == "bag_number":
            self.field.show_error(words)
            self.field.focus_error()
        elif words and field == "reason_id":
            self.picks.show()
            self.picks.say_error(words)
            self.picks.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().say_error(words)

    def busy(self, busy: bool) -> None:
        self.button.setEnabled(not busy)
        self.picks.setEnabled(not busy)

    def _say_verb(self, view: DepositView) -> None:
        key = key_words("frame.primary")
        if self._verb == "seal":
            amount = self.amount(total_in_bag(view))
            self.button.say(t("Seal deposit {amount}      {key}", amount=amount, key=key))
        elif self._verb == "count":
            self.button.say(t("Count once more      {key}", key=key))
        else:
            switch = key_words("frame.switch_user")
            self.button.say(t("Switch user      {key}", key=switch))


class HandOverStep(Step):
    """The sealed bag leaves; to whom and under which number of the bank may be typed."""

    def __init__(self, practice: Practice) -> None:
        super().__init__(practice, t("Next: hand it over"))
        self.handed_to = QLineEdit()
        self.handed_to.setMaxLength(200)
        self.slip_number = QLineEdit()
        self.slip_number.setMaxLength(40)
        self.body.addWidget(Field(t("Handed to"), self.handed_to, optional=True))
        self.body.addWidget(Field(t("The bank's slip number"), self.slip_number, optional=True))
        to_slip = self.slip_number.setFocus
        self.handed_to.returnPressed.connect(lambda: to_slip(Qt.FocusReason.TabFocusReason))
        self.slip_number.returnPressed.connect(
            lambda: self.button.setFocus(Qt.FocusReason.TabFocusReason)
        )
        self.end()

    def show_bag(self, bag: Bag) -> None:
        view = bag.view
        self.words.say(t("Bag {bag} is sealed and lies in the safe.", bag=view.bag_number), "muted")
        verb = t("Hand over {amount} to the bank", amount=self.amount(view.total))
        gap = "      " if len(verb) <= ONE_LINE else "\n"
        self.button.say(f"{verb}{gap}{key_words('frame.primary')}")
        why = why_not(view, "submit")
        self.button.setVisible(not why)
        self.say_error(why)

    def submit(self) -> None:
        if self.button.isEnabled() and self.button.isVisibleTo(self):
            self.wanted.emit("submit")

    def take_focus(self) -> None:
        self.handed_to.setFocus(Qt.FocusReason.OtherFocusReason)


class RestStep(Step):
    """The bag is on its way, credited or void: at most the bank's credit is entered."""

    def __init__(self, practice: Practice) -> None:
        super().__init__(practice, t("On its way"))
        self._verb = ""
        self.end()

    def show_bag(self, bag: Bag) -> None:
        view = bag.view
        stage = view.stage
        self._verb = ""
        if stage is DepositStage.SUBMITTED:
            self.say_title(t("Next: the bank's credit"))
            said = t("It is on its way. When the bank's statement shows it, enter it here.")
            self._verb = "" if why_not(view, "clear") else "clear"
            said = said if self._verb else f"{said} {why_not(view, 'clear')}"
            key = key_words("frame.primary")
            self.button.say(t("Enter the bank's credit…      {key}", key=key))
        elif stage is DepositStage.VOID:
            self.say_title(t("Void"))
            said = t("What was in it lies in the safe again and may go into another deposit.")
        else:
            self.say_title(t("At the bank"))
            said = self._cleared(view)
        self.words.say(said)
        self.button.setVisible(bool(self._verb))
        self.say_error("")

    def submit(self) -> None:
        if self._verb and self.button.isEnabled():
            self.wanted.emit(self._verb)

    def _cleared(self, view: DepositView) -> str:
        if view.cleared is None or view.cleared_on is None:
            return ""
        said = t(
            "The bank credited {amount} on {day}.",
            amount=self.amount(view.cleared),
            day=format_date(view.cleared_on, self.practice.locale),
        )
        if view.reference:
            said = t("{words} Its reference: {reference}.", words=said, reference=view.reference)
        return said


def why_not(view: DepositView, name: str) -> str:
    """Why a verb is not legal now; empty when it is."""
    for verb in view.verbs:
        if verb.name == name:
            return "" if verb.allowed else (verb.why or t("This can't be done now."))
    return t("This can't be done now.")


def made_steps(practice: Practice) -> dict[DepositStage, Step]:
    """A card for every stage; stages after the bank share one."""
    rest = RestStep(practice)
    return {
        DepositStage.PREPARED: CountStep(practice),
        DepositStage.COUNTED: SealStep(practice),
        DepositStage.SEALED: HandOverStep(practice),
        DepositStage.SUBMITTED: rest,
        DepositStage.CLEARED: rest,
        DepositStage.RECONCILED: rest,
        DepositStage.VOID: rest,
    }
