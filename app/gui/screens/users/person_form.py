"""The short form of one person, new or known, with their PIN and access; it decides nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.areas.security.values import RoleRow, UserRow
from app.gui.key_map import key_words
from app.gui.screens.users.pin_pair import PinPair
from app.gui.screens.users.words import (
    access_sentence,
    deeds,
    pin_look,
    pin_sentence,
    same_sentence,
    status_look,
)
from app.gui.theme import current
from app.gui.widgets.buttons import Button
from app.gui.widgets.choice import Choice
from app.gui.widgets.field import Field
from app.gui.widgets.labels import PlainLabel, plain_tip
from app.gui.widgets.surfaces import Card, Chip
from app.kernel.ids import RoleId, UserId
from app.kernel.translate import t, t_own


class RoleChoice(Choice):
    """A list that the mouse wheel does not turn: scrolling past must not make an administrator.

    `entered` comes on Enter.
    """

    entered = Signal()

    # Qt's own names from here on

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class PersonForm(QScrollArea):
    """`save_wanted`, `pin_wanted` and `access_wanted` (with whether to give it) ask for the deeds;
    `closed` comes when the person closes the form.
    """

    save_wanted = Signal()
    pin_wanted = Signal()
    access_wanted = Signal(bool)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.who: UserRow | None = None
        self._roles: tuple[RoleRow, ...] = ()
        self._busy = False
        px = current().px
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self._person_card())
        column.addWidget(self._access_card())
        column.addStretch(1)
        self.setWidget(inner)
        self._connect()

    # ------------------------------------------------------------------------- what is shown

    def show_new(self, roles: tuple[RoleRow, ...]) -> None:
        """An empty form for somebody who is not in the list yet."""
        self.who = None
        self._show_roles(roles, None)
        self.name.clear()
        self.number.clear()
        self._begin(t("New user"), t("Add user"))
        self.first_pin.show()
        for part in (self.access, self.fields["same_as"], self.same_words):
            part.hide()

    def show_person(
        self, who: UserRow, roles: tuple[RoleRow, ...], everyone: tuple[UserRow, ...]
    ) -> None:
        """Somebody's form as it is stored; `everyone` can be the same person."""
        self._show_same(who, everyone)
        self._show_roles(roles, who.role_id)
        self.name.setText(who.name)
        self.number.setText(who.number)
        self._begin(who.name, t("Save changes"))
        self.first_pin.hide()
        self.keep_current(who)
        self.access.show()
        self.open_pin(False)

    def keep_current(self, who: UserRow) -> None:
        """The person changed in the books: say so, and leave alone what is being typed."""
        self.who = who
        self.title.say(who.name)
        look = pin_look(who.pin)
        self.pin_chip.show_status(look.icon, pin_sentence(who.pin), look.tone)
        self.pin_chip.setVisible(who.active)
        gone = status_look(who)
        self.away_chip.show_status(gone.icon, gone.words, gone.tone)
        self.away_chip.setVisible(not who.active)
        self._say_with_name(self.pin_button, lambda name: t("Set PIN for {name}", name=name))
        self.pin_button.setVisible(who.active and not self.new_pin.isVisibleTo(self))
        words = t("Take away access") if who.active else t("Give access again")
        self.access_button.say(words)
        self.access_button.become("danger" if who.active else "plain")
        self.access_words.say(access_sentence(who))

    def open_pin(self, opened: bool) -> None:
        """Show or put away the boxes for a new PIN."""
        self.new_pin.clear()
        self.new_pin.setVisible(opened)
        self.save_pin.setVisible(opened)
        self.pin_button.setVisible(not opened and self.who is not None and self.who.active)
        if opened:
            self.new_pin.setFocus(Qt.FocusReason.OtherFocusReason)
            self._bring(self.save_pin)

    def refuse(self, name: str, words: str) -> None:
        """Say an error beside its field; `access` and what belongs to no field below the verbs."""
        if name in ("pin", "verifier"):
            pair = self.first_pin if self.who is None else self.new_pin
            pair.refuse(words)
            self._bring(pair)
        elif name in self.fields:
            self.fields[name].show_error(words)
            self.fields[name].focus_error()
            self._bring(self.fields[name])
        else:
            message = self.message if self.who is None else self.access_message
            message.say(words)
            message.show()
            self._bring(message)

    def accept_all(self) -> None:
        """Take every error away, before everything is checked again."""
        for field in self.fields.values():
            field.show_error("")
        for message in (self.message, self.access_message):
            message.hide()

    def hush(self) -> None:
        """Somebody else may look now: no typed PIN stays."""
        self.first_pin.clear()
        self.new_pin.clear()

    def busy(self, busy: bool) -> None:
        """While the program works nothing is sent twice."""
        self._busy = busy
        for button in (self.button, self.save_pin, self.pin_button, self.access_button):
            button.setEnabled(not busy)

    @property
    def is_busy(self) -> bool:
        return self._busy

    def role_id(self) -> RoleId | None:
        found = self.role.currentData()
        return None if found is None else RoleId(found)

    def same_person(self) -> UserId | None:
        """The other account of the same person that is chosen; None for nobody else."""
        found = self.same.currentData()
        return None if found is None else UserId(found)

    def same_is_new(self) -> bool:
        """Whether something else is said of the person than what is stored."""
        if self.who is None:
            return False
        stored = self.who.same_as
        chosen = self.same_person()
        return chosen not in stored if chosen else bool(stored)

    def types_pin(self) -> bool:
        """Whether the keyboard stands in the boxes for a known person's new PIN."""
        return self.new_pin.pin.hasFocus() or self.new_pin.again.hasFocus()

    # ------------------------------------------------------------------------- how it is made

    def _person_card(self) -> Card:
        px = current().px
        card = Card()
        head = QHBoxLayout()
        self.title = PlainLabel("", role="heading", elide=True)
        self.close_button = Button(t("Close Esc"), kind="quiet")
        head.addWidget(self.title, 1)
        head.addWidget(self.close_button)
        card.body.addLayout(head)
        self.name, self.number, self.role = QLineEdit(), QLineEdit(), RoleChoice()
        self.role.setPlaceholderText(t("Choose a role"))
        self.same = RoleChoice()
        self.fields = {
            "name": Field(t("Name"), self.name),
            "number": Field(t("Badge or staff number"), self.number),
            "role_id": Field(t("Role"), self.role),
        }
        for field in self.fields.values():
            card.body.addWidget(field)
        self.role_words = PlainLabel("", role="caption", tone="muted", wrap=True)
        card.body.addWidget(self.role_words)
        self.fields["same_as"] = Field(t("Same person as"), self.same)
        card.body.addWidget(self.fields["same_as"])
        self.same_words = PlainLabel("", role="caption", tone="muted", wrap=True)
        card.body.addWidget(self.same_words)
        self.first_pin = PinPair(optional=True)
        card.body.addWidget(self.first_pin)
        self.message = PlainLabel("", tone="danger", wrap=True)
        card.body.addWidget(self.message)
        self.button = Button("", kind="primary")
        self.button.setAutoDefault(True)
        card.body.addWidget(self.button)
        card.body.setSpacing(px(12))
        return card

    def _access_card(self) -> Card:
        self.access = Card(t("PIN and access"))
        body = self.access.body
        self.pin_chip, self.away_chip = Chip("key", ""), Chip("prohibit", "")
        for chip in (self.pin_chip, self.away_chip):
            body.addWidget(chip)
        self.pin_button = Button("", icon="key")
        body.addWidget(self.pin_button)
        self.new_pin = PinPair()
        body.addWidget(self.new_pin)
        self.save_pin = Button(t("Save the new PIN"), kind="primary")
        body.addWidget(self.save_pin)
        self.access_button = Button("")
        body.addWidget(self.access_button)
        self.access_words = PlainLabel("", role="caption", tone="muted", wrap=True)
        body.addWidget(self.access_words)
        self.access_message = PlainLabel("", tone="danger", wrap=True)
        body.addWidget(self.access_message)
        for button in (self.pin_button, self.save_pin, self.access_button):
            button.setAutoDefault(True)
        return self.access

    def _connect(self) -> None:
        self.close_button.clicked.connect(self.closed)
        self.button.clicked.connect(self.save_wanted)
        self.first_pin.finished.connect(self.save_wanted)
        self.name.returnPressed.connect(lambda: self._on(self.number))
        self.number.returnPressed.connect(lambda: self._on(self.role))
        self.role.entered.connect(lambda: self._on(self.first_pin))
        self.same.entered.connect(self.save_wanted)
        self.same.currentIndexChanged.connect(lambda _row: self.fields["same_as"].show_error(""))
        self.role.currentIndexChanged.connect(self._role_chosen)
        self.pin_button.clicked.connect(lambda: self.open_pin(True))
        self.save_pin.clicked.connect(self.pin_wanted)
        self.new_pin.finished.connect(self.pin_wanted)
        self.access_button.clicked.connect(self._access_pressed)
        for name in ("name", "number"):
            box = self.fields[name].control
            if isinstance(box, QLineEdit):
                box.editingFinished.connect(lambda name=name: self._left(name))

    def _begin(self, title: str, verb: str) -> None:
        self.accept_all()
        self.hush()
        self.title.say(title)
        self.setAccessibleName(title)
        self.button.say(f"{verb}      {key_words('frame.primary')}")
        self.verticalScrollBar().setValue(0)
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        self.name.selectAll()

    def _show_roles(self, roles: tuple[RoleRow, ...], chosen: RoleId | None) -> None:
        self._roles = roles
        self.role.clear()
        for each in roles:
            self.role.addItem(t_own(each.name), each.role_id)
        self.role.setCurrentIndex(-1 if chosen is None else self.role.findData(chosen))
        self._role_chosen()

    def _show_same(self, who: UserRow, everyone: tuple[UserRow, ...]) -> None:
        """Whom this account may belong to as well; whoever cleans up sees all of a person."""
        self.same.clear()
        self.same.addItem(t("Nobody else"), None)
        for each in everyone:
            if each.user_id != who.user_id:
                self.same.addItem(f"{each.name} · {each.number}", each.user_id)
        place = self.same.findData(who.same_as[0]) if who.same_as else 0
        self.same.setCurrentIndex(place)
        self.same_words.say(same_sentence(who, everyone))
        self.fields["same_as"].setVisible(len(everyone) > 1)
        self.same_words.setVisible(bool(who.same_as))

    def _role_chosen(self) -> None:
        self.fields["role_id"].show_error("")
        chosen = self.role_id()
        role = next((each for each in self._roles if each.role_id == chosen), None)
        self.role_words.say(deeds(role))
        self.role_words.setVisible(role is not None)

    def _on(self, following: QWidget) -> None:
        """Enter walks an empty form; in a known person's it saves."""
        if self.who is None:
            following.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.save_wanted.emit()

    def _left(self, name: str) -> None:
        """A field that was cleared and left says so; an untouched one waits for the verb."""
        box = self.fields[name].control
        if isinstance(box, QLineEdit) and box.isModified() and not box.text().strip():
            self.fields[name].show_error(t("This can't be empty."))

    def _bring(self, part: QWidget) -> None:
        """Scroll to `part` once its new height is laid out."""
        QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(part))

    def _access_pressed(self) -> None:
        if self.who is not None:
            self.access_wanted.emit(not self.who.active)

    def _say_with_name(self, button: Button, words: Callable[[str], str]) -> None:
        """A verb with a name in it, cut so that no name pushes the form wider."""
        name = self.who.name if self.who else ""
        room = current().px(180)
        short = button.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, room)
        button.say(words(short))
        button.setAccessibleName(words(name))
        button.setToolTip(plain_tip(words(name)) if short != name else "")
