"""Connects the people's page with reading and changing users; a PIN is hashed on a slow thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject

from app.areas.drawers import service as drawers
from app.areas.security import pins, queries, service
from app.areas.security.values import (
    AddUser,
    ChangeUser,
    DeactivateUser,
    PinSet,
    PinState,
    ReactivateUser,
    RoleRow,
    SaySamePerson,
    SetPin,
    UserAdded,
    UserChanged,
    UserRow,
)
from app.gui.desk import Desk
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, RoleId, UserId, new_id
from app.kernel.translate import t
from app.storage.seen import EditedMeanwhile, Seen, knowing, position
from app.storage.statements import Reader

if TYPE_CHECKING:
    from app.gui.screens.users.view import View

KEY: Final = "users.page"
TABLES: Final = frozenset({"app_user", "role", "pin_verifier", "user_person"})
Found = tuple[tuple[UserRow, ...], tuple[RoleRow, ...], int]


def users_page(reader: Reader) -> Found:
    """All the page shows, read in one snapshot, and how far the log stands then."""
    return queries.user_rows(reader), queries.role_rows(reader), position(reader)


class UserActions(QObject):
    """What an administrator does with people. One thing at a time; each form has its own intent."""

    def __init__(self, view: View, desk: Desk) -> None:
        super().__init__(view)
        self._view, self._desk = view, desk
        self._intent = CommandId(new_id())
        self._sitting = 0
        self._pending = 0
        self._roles: tuple[RoleRow, ...] = ()
        self._rows: tuple[UserRow, ...] = ()
        self._position = 0
        self._seen: Seen | None = None
        desk.runner.changed.connect(self._changed)

    # ------------------------------------------------------------------------------ reading

    def read(self) -> None:
        self._desk.runner.ask(users_page, done=self._show, key=KEY)

    def forget(self) -> None:
        self._desk.runner.forget(KEY)
        self._sitting += 1
        self._intent = CommandId(new_id())
        self._roles, self._rows = (), ()

    def _changed(self, tables: object) -> None:
        if isinstance(tables, frozenset) and tables & TABLES and self._view.isVisible():
            self.read()

    def _show(self, found: Found) -> None:
        self._rows, self._roles, self._position = found
        self._view.show_people(self._rows, self._roles)

    # ------------------------------------------------------------------------------ the form

    def begin_new(self) -> None:
        if self._view.form.is_busy or not self._roles:
            return
        self._intent = CommandId(new_id())
        self._view.open_form(lambda form: form.show_new(self._roles))

    def begin_person(self, row: object) -> None:
        if isinstance(row, UserRow) and not self._view.form.is_busy:
            self._intent = CommandId(new_id())
            self._seen = Seen(frozenset({str(row.user_id)}), self._position)
            self._view.open_form(lambda form: form.show_person(row, self._roles, self._rows))

    def begin_pin(self, row: object) -> None:
        """Straight to the boxes for a new PIN; nobody without access gets one."""
        self.begin_person(row)
        if isinstance(row, UserRow) and row.active and not self._view.form.is_busy:
            self._view.form.open_pin(True)

    def save(self) -> None:
        """Add or change the person of the form. What is plainly missing is said before asking."""
        form = self._view.form
        if form.is_busy:
            return
        form.accept_all()
        texts = {"name": form.name.text(), "number": form.number.text()}
        role_id = form.role_id()
        empty = [name for name, text in texts.items() if not text.strip()]
        for name in reversed(empty):
            form.refuse(name, t("This can't be empty."))
        if role_id is None:
            form.refuse("role_id", t("Choose what this person may do."))
        if empty or role_id is None:
            if empty:
                form.fields[empty[0]].focus_error()
            return
        if form.who is None:
            self._add(texts["name"], texts["number"], role_id)
        else:
            who = form.who
            command = ChangeUser(self._intent, who.user_id, texts["number"], texts["name"], role_id)
            change = knowing(service.change_user, self._seen)
            self._say_person(who, lambda: self._act(change, command, self._saved))

    def _say_person(self, who: UserRow, then: Callable[[], None]) -> None:
        """First whose account it is, where something else is said of it now; out of the person it
        belonged to before into another.
        """
        form = self._view.form
        chosen = form.same_person()
        if not form.same_is_new():
            then()
            return

        def say(same_as: UserId | None, done: Callable[[], None]) -> None:
            command = SaySamePerson(CommandId(new_id()), who.user_id, same_as)
            self._act(service.say_same_person, command, lambda _said: done())

        if who.same_as and chosen is not None:
            say(None, lambda: say(chosen, then))
        else:
            say(chosen, then)

    def set_pin(self) -> None:
        """Give the person of the form a new PIN, which also ends a block."""
        form = self._view.form
        if form.is_busy or form.who is None:
            return
        form.accept_all()
        who = form.who
        if pin := form.new_pin.digits(who.number):
            done = self._pin_done(who)
            self._hash(pin, lambda verifier: self._give_pin(who.user_id, verifier, done))

    def set_access(self, given: bool) -> None:
        """Take away access, or give it again."""
        form = self._view.form
        if form.is_busy or form.who is None:
            return
        form.accept_all()
        user_id, done = form.who.user_id, self._access_done(form.who, given)
        if given:
            self._act(service.reactivate_user, ReactivateUser(self._intent, user_id), done)
        else:
            self._act(drawers.deactivate_user, DeactivateUser(self._intent, user_id), done)

    # ------------------------------------------------------------------------------ adding

    def _add(self, name: str, number: str, role_id: RoleId) -> None:
        pin = self._view.form.first_pin.digits(number.strip())
        if pin is None:
            return
        command = AddUser(self._intent, number, name, role_id)
        if pin:
            self._hash(pin, lambda verifier: self._add_with(command, verifier))
        else:
            self._add_with(command, None)

    def _add_with(self, command: AddUser, verifier: str | None) -> None:
        def added(answer: UserAdded) -> None:
            self._view.mark(answer.user_id)
            if verifier is None:
                self._say_added(command.name, with_pin=False)
            else:
                done: Callable[[PinSet], None] = lambda _set: self._say_added(  # noqa: E731
                    command.name, with_pin=True
                )
                self._give_pin(answer.user_id, verifier, done)

        self._act(service.add_user, command, added)

    def _say_added(self, name: str, *, with_pin: bool) -> None:
        self._view.close_form()
        name = " ".join(name.split())
        more = t("The tile stands on the sign-in page now.")
        if not with_pin:
            more = t("There is no PIN yet. Open the person to set it.")
        self._desk.toasts.success(t("{name} is added.", name=name), more)

    # ------------------------------------------------------------------------------ answers

    def _saved(self, answer: UserChanged) -> None:
        self._view.mark(answer.user_id)
        self._view.close_form()
        self._desk.toasts.success(t("The changes are saved."))

    def _pin_done(self, who: UserRow) -> Callable[[PinSet], None]:
        def done(_set: PinSet) -> None:
            self._view.close_form()
            words = t("{name} has a new PIN.", name=who.name)
            blocked = who.pin is PinState.BLOCKED
            self._desk.toasts.success(words, t("The block is gone.") if blocked else "")

        return done

    def _access_done(self, who: UserRow, given: bool) -> Callable[[UserChanged], None]:
        def done(_changed: UserChanged) -> None:
            words = t("{name} has no access any more.", name=who.name)
            if given:
                words = t("{name} has access again.", name=who.name)
            self._view.close_form()
            self._desk.toasts.success(words)

        return done

    # ------------------------------------------------------------------------------ sending

    def _hash(self, pin: str, then: Callable[[str], None]) -> None:
        """Make what checks the PIN on a slow thread: it takes a tenth of a second on purpose."""
        sitting = self._sitting
        self._work()

        def hashed(verifier: str) -> None:
            if sitting == self._sitting:
                then(verifier)

        self._desk.runner.run(lambda: pins.make_verifier(pin), done=hashed, always=self._free)

    def _give_pin(self, user_id: UserId, verifier: str, done: Callable[[PinSet], None]) -> None:
        self._act(service.set_pin, SetPin(CommandId(new_id()), user_id, verifier), done)

    def _act(self, action: Callable[..., Any], command: Any, done: Callable[[Any], None]) -> None:
        """Send one command; its answer counts only while the same person still sits here."""
        sitting = self._sitting
        self._work()

        def answered(answer: Any) -> None:
            if sitting == self._sitting:
                self._intent = CommandId(new_id())
                done(answer)

        def refused(error: UserError) -> None:
            if sitting == self._sitting:
                if isinstance(error, EditedMeanwhile) and self._seen is not None:
                    agreed = self._seen.agreed | error.edits
                    self._seen = replace(self._seen, agreed=agreed)
                self._view.form.refuse(error.field or "", error.text)

        self._desk.runner.act(action, command, done=answered, refused=refused, always=self._free)

    def _work(self) -> None:
        self._pending += 1
        self._view.form.busy(True)

    def _free(self) -> None:
        self._pending -= 1
        self._view.form.busy(self._pending > 0)
