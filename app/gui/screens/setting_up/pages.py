"""The pages of the steps in a new practice: forms, and what stands around bigger parts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.areas.deposits.bank_values import SlipLayout
from app.areas.security.rules import check_new_pin
from app.areas.security.values import RoleRow
from app.areas.settings.values import Practice
from app.gui.key_map import key_words
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.form_card import FormCard, pick_box, secret_box, text_box
from app.gui.widgets.labels import PlainLabel
from app.gui.widgets.pin_edit import pin_hint
from app.gui.widgets.surfaces import Card
from app.kernel.actor import Permission
from app.kernel.translate import t

LAYOUTS: Final = {
    "USD": SlipLayout.US,
    "CAD": SlipLayout.CANADA,
    "GBP": SlipLayout.UK,
    "INR": SlipLayout.INDIA,
}
"""How slips look where a currency is used; elsewhere they are neutral."""


class PeoplePage(FormCard):
    """Who takes payments: name, role and first PIN of one more person beside those `inside`, and
    beside those `waiting` for a PIN.
    """

    def __init__(
        self,
        roles: tuple[RoleRow, ...],
        number: str,
        inside: tuple[str, ...] = (),
        waiting: tuple[str, ...] = (),
        *,
        agrees: bool = False,
    ) -> None:
        super().__init__(t("Who takes payments"))
        words = t(
            "The administrator sets things up and takes no money. Let at least one person in who "
            "opens the drawer. Where you work alone, add yourself a second time under your name."
        )
        self.body.addWidget(PlainLabel(words, tone="muted", wrap=True))
        self.added = PlainLabel("", tone="money_in", wrap=True)
        self.added.hide()
        self.body.addWidget(self.added)
        self.lacking = PlainLabel(
            t(
                "Nobody is in yet who agrees to what a cashier may not do alone, such as closing a "
                "drawer that differs. Let a billing manager in too."
            ),
            tone="caution",
            wrap=True,
        )
        self.lacking.hide()
        self.body.addWidget(self.lacking)
        if waiting:
            words = t(
                "Known, and still without a PIN: {names}. Give it under Users, {keys}.",
                names=", ".join(waiting),
                keys=key_words("frame.users"),
            )
            self.body.addWidget(PlainLabel(words, tone="caution", wrap=True))
        self.add("name", t("Name"), text_box())
        offered = [row for row in roles if Permission.OPEN_SHIFT in row.permissions]
        first = next((row for row in offered if Permission.APPROVE in row.permissions), None)
        items = [(t(row.name), str(row.role_id)) for row in offered]
        self.role = pick_box(items, str(first.role_id) if first else items[0][1] if items else "")
        hint = t("A billing manager also approves, corrects and closes days.")
        self.add("role_id", t("Role"), self.role, hint=hint)
        self.add("number", t("Badge or staff number"), text_box(number))
        self.add("pin", t("First PIN"), secret_box(), hint=pin_hint())
        self.check_early("pin", lambda pin: check_new_pin(pin, self.texts()["number"].strip()))
        self.add("pin_again", t("The PIN again"), secret_box())
        self.finish(t("Let this person in"), t("Skip for now"))
        self.onward = Button(t("Go on"), kind="primary")
        self.onward.setAutoDefault(True)
        self.onward.hide()
        self.verbs.addWidget(self.onward)
        if inside:
            self.say_inside(inside, number, agrees=agrees)

    def say_inside(self, names: tuple[str, ...], number: str, *, agrees: bool) -> None:
        """Who is in now; the form is empty for the next, Enter goes on without one. `agrees`:
        somebody may approve for others.
        """
        self.lacking.setVisible(not agrees)
        self.added.say(t("Let in: {names}.", names=", ".join(names)))
        self.added.show()
        for name, text in (("name", ""), ("number", number), ("pin", ""), ("pin_again", "")):
            box = self.fields[name].control
            box.setText(text)  # type: ignore[attr-defined]
        self.accept_all()
        self.button.become("plain")
        self.skip.hide()
        self.onward.show()
        self.stand()

    def stand(self) -> None:
        """Put the keyboard on the next box, or on the way on where somebody is in."""
        if self.onward.isHidden():
            super().stand()
        else:
            self.onward.setFocus(Qt.FocusReason.OtherFocusReason)


class BankPage(FormCard):
    """The account at a bank that deposits go to."""

    def __init__(self, here: Practice) -> None:
        super().__init__(t("Bank account"))
        self.layout_of = LAYOUTS.get(here.currency, SlipLayout.NEUTRAL)
        words = t("Cash and checks are brought there. Its slips are printed by this program.")
        self.body.addWidget(PlainLabel(words, tone="muted", wrap=True))
        self.add("bank", t("The bank"), text_box())
        self.add("account_number", t("Account number"), text_box())
        if self.layout_of is not SlipLayout.NEUTRAL:
            self.add("routing", _routing_words(self.layout_of), text_box())
        self.add("name", t("What you call the account"), text_box(t("Operating account")))
        self.finish(t("Add the account"), t("Skip for now"))

    @property
    def needed(self) -> tuple[str, ...]:
        return tuple(self.fields)


def _routing_words(layout: SlipLayout) -> str:
    return {
        SlipLayout.US: t("Routing number (ABA)"),
        SlipLayout.CANADA: t("Transit and institution number"),
        SlipLayout.UK: t("Sort code"),
        SlipLayout.INDIA: t("IFSC"),
    }[layout]


class AroundPage(QWidget):
    """A bigger part under its head, with the ways past it below: `back_wanted`, `skipped`, `onward`
    where the part is done. Inside the part's own steps only its own buttons stand there.
    """

    back_wanted = Signal()
    skipped = Signal()
    onward = Signal()

    def __init__(self, title: str, words: str, part: QWidget) -> None:
        super().__init__()
        px = current().px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        self._head = (
            PlainLabel(title, role="title", wrap=True),
            PlainLabel(words, tone="muted", wrap=True),
        )
        for label in self._head:
            column.addWidget(label)
        column.addWidget(part, 1)
        row = QHBoxLayout()
        self.back = Button(t("The step before"))
        self.skip = Button(t("Skip for now"), kind="quiet")
        self.go_on = Button(t("Go on"), kind="primary")
        for button, signal in (
            (self.back, self.back_wanted),
            (self.skip, self.skipped),
            (self.go_on, self.onward),
        ):
            button.setAutoDefault(True)
            button.clicked.connect(signal)
        row.setSpacing(px(8))
        row.addWidget(self.back)
        row.addWidget(self.skip)
        row.addWidget(self.go_on)
        row.addStretch(1)
        column.addLayout(row)
        self._done = self._inside = False
        self._show_ways()

    def make_room(self, *, tight: bool) -> None:
        """Where there is little room the part gets all of it."""
        for label in self._head:
            label.setVisible(not tight)

    def show_done(self, *, done: bool) -> None:
        """Whether the part is done, so that there is nothing to skip."""
        self._done = done
        self._show_ways()

    def show_inside(self, inside: bool) -> None:
        """Whether the part is in the middle of something of its own."""
        self._inside = inside
        self._show_ways()

    def _show_ways(self) -> None:
        self.back.setVisible(not self._inside)
        self.skip.setVisible(not self._inside and not self._done)
        self.go_on.setVisible(not self._inside and self._done)


class RecoveryPage(FormCard):
    """The keys were made, but nobody said that they are written down: new ones can be made."""

    def __init__(self) -> None:
        super().__init__(t("Recovery keys"))
        words = t(
            "Nobody has said yet that the recovery key and the recovery code are written down, and "
            "they were shown only once. Make new ones now; the old ones no longer count."
        )
        self.body.addWidget(PlainLabel(words, wrap=True))
        words = t("Without them a broken computer takes the practice with it.")
        self.body.addWidget(PlainLabel(words, tone="muted", wrap=True))
        self.finish(t("Make new keys"), t("Later"))


class ReadyPage(Card):
    """The end: what is set up, what was put off, and who goes on."""

    switch_wanted = Signal()
    open_wanted = Signal(str)
    back_wanted = Signal()

    def __init__(self, left: tuple[tuple[str, str], ...], *, somebody: bool) -> None:
        super().__init__()
        self.left = tuple(step for step, _said in left)
        self.body.addWidget(PlainLabel(t("The practice is set up"), role="title"))
        if somebody:
            words = t(
                "Whoever takes payments signs in now, counts the drawer and takes the first one."
            )
        else:
            words = t("Before the first payment, let somebody in who takes payments.")
        self.body.addWidget(PlainLabel(words, wrap=True))
        if left:
            words = t("Put off, and found again in the settings:")
            self.body.addWidget(PlainLabel(words, tone="muted", wrap=True))
            for step, said in left:
                link = Button(said, icon="minus-circle")
                link.setAutoDefault(True)
                link.clicked.connect(lambda _on=False, step=step: self.open_wanted.emit(step))
                row = QHBoxLayout()
                row.addWidget(link)
                row.addStretch(1)
                self.body.addLayout(row)
        row = QHBoxLayout()
        self.back = Button(t("Go back"))
        self.back.setAutoDefault(True)
        self.back.clicked.connect(self.back_wanted)
        verb = t("Go to sign-in") if somebody else t("Let somebody in")
        self.button = Button(verb, kind="primary")
        self.button.setAutoDefault(True)
        self.button.clicked.connect(
            lambda: self.switch_wanted.emit() if somebody else self.open_wanted.emit("people")
        )
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.button)
        self.body.addLayout(row)
