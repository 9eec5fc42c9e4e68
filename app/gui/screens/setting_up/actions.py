"""Sends what the first steps ask for, and goes on when it is done; it draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt

from app.areas.deposits import banks, maintaining
from app.areas.deposits.bank_values import SaveBankAccount
from app.areas.security import pins, rules, service
from app.areas.security import queries as users
from app.areas.security.values import AddUser, PinState, RoleRow, SetPin, UserAdded
from app.areas.settings.maintaining import leave_step
from app.areas.settings.rules import UNDER_WAY
from app.areas.settings.values import LeaveStep
from app.gui.desk import Desk
from app.gui.keys_page import KeysPage, KeysSheet
from app.gui.screens.setting_up.pages import BankPage, PeoplePage, RecoveryPage
from app.gui.widgets.form_card import FormCard
from app.kernel.actor import Permission
from app.kernel.errors import UserError
from app.kernel.ids import CommandId, RoleId, new_id
from app.kernel.translate import t
from app.storage.reading import Reader

if TYPE_CHECKING:
    from app.bootstrap import Initialised
    from app.gui.screens.setting_up.view import View


@dataclass(frozen=True, slots=True)
class Known:
    """The roles there are, the first badge number that nobody has, and who takes payments by now,
    the latest last; `waiting` have no PIN yet, because the power went before it was kept. `agrees`:
    somebody may approve for others.
    """

    roles: tuple[RoleRow, ...]
    number: str
    inside: tuple[str, ...]
    waiting: tuple[str, ...]
    agrees: bool


def people_known(reader: Reader) -> Known:
    """What the form for one more person begins with."""
    rows, roles = users.user_rows(reader), users.role_rows(reader)
    taken = {row.number for row in rows}
    free = next(number for number in range(2, len(taken) + 3) if str(number) not in taken)
    taking = {role.role_id for role in roles if Permission.TAKE_PAYMENT in role.permissions}
    approving = {role.role_id for role in roles if Permission.APPROVE in role.permissions}
    active = [row for row in rows if row.active]
    theirs = sorted(
        (row.user_id, row.name, row.pin is PinState.NONE) for row in active if row.role_id in taking
    )
    return Known(
        roles,
        str(free),
        inside=tuple(name for _id, name, waits in theirs if not waits),
        waiting=tuple(name for _id, name, waits in theirs if waits),
        agrees=any(row.role_id in approving and row.pin is not PinState.NONE for row in active),
    )


class Deeds(QObject):
    """Each does one thing for the page in front, and leaves its words beside a box that is
    wrong.
    """

    def __init__(self, view: View, desk: Desk) -> None:
        super().__init__(view)
        self._view, self._desk = view, desk
        self._sitting = 0
        self._intent = CommandId(new_id())

    def forget(self) -> None:
        """The person has left: answers on their way are nobody's."""
        self._sitting += 1

    def skip(self) -> None:
        """Pass the step over; the settings remind of it."""
        view, step = self._view, self._view.step
        command = LeaveStep(CommandId(new_id()), step, for_good=step == "recovery")
        if step in view.stand.done and step != "recovery":
            view.next_step()
            return
        self._act(leave_step, command, lambda _step: self._past(step))

    def _past(self, step: str) -> None:
        """On from a step, unless the person is somewhere else by now: two clicks pass one."""
        if self._view.step == step:
            self._view.next_step()

    def end(self) -> None:
        """Nobody is led any more, and is reminded of what was never looked at; the next person
        signs in.
        """
        stand = self._view.stand
        for step in stand.left:
            if step not in stand.passed:
                put_off = LeaveStep(CommandId(new_id()), step, for_good=step == "recovery")
                self._act(leave_step, put_off, lambda _step: None)
        command = LeaveStep(CommandId(new_id()), UNDER_WAY, left=False)
        self._act(leave_step, command, lambda _step: self._desk.switch_user())

    # ---------------------------------------------------------------------------- people

    def ask_people(self, show: Callable[[PeoplePage], None]) -> None:
        """A form for one more person, once it is known which roles there are."""

        def found(known: Known) -> None:
            if self._view.step == "people":
                roles, number, inside = known.roles, known.number, known.inside
                show(PeoplePage(roles, number, inside, known.waiting, agrees=known.agrees))

        self._desk.runner.ask(people_known, done=found, key="setting_up.people")

    def let_in(self, page: PeoplePage) -> None:
        """Add the person with their PIN."""
        if not _free(page) or page.lacks("name", "number", "pin"):
            return
        texts = page.texts()
        number = texts["number"].strip()
        try:
            rules.check_new_pin(texts["pin"], number)
        except UserError as wrong:
            page.refuse(wrong.field or "pin", wrong.text)
            return
        if page.differs("pin", t("The two PINs differ. Type the same one twice.")):
            return
        command = AddUser(self._intent, number, texts["name"], RoleId(texts["role_id"]))
        page.button.setEnabled(False)
        pin = texts["pin"]

        def hashed(verifier: str) -> None:
            def added(answer: UserAdded) -> None:
                self._intent = CommandId(new_id())
                given = SetPin(CommandId(new_id()), answer.user_id, verifier)
                self._act(service.set_pin, given, lambda _set: self._said_in(page))

            self._act(service.add_user, command, added, page)

        sitting = self._sitting
        self._desk.runner.run(
            lambda: pins.make_verifier(pin),
            done=lambda verifier: hashed(verifier) if sitting == self._sitting else None,
        )

    def _said_in(self, page: PeoplePage) -> None:
        def found(known: Known) -> None:
            if page is self._view.page:
                page.say_inside(known.inside, known.number, agrees=known.agrees)

        if page is self._view.page:
            page.button.setEnabled(True)
            self._desk.runner.ask(people_known, done=found, key="setting_up.people")

    # ------------------------------------------------------------------------------ bank

    def add_bank(self, page: BankPage) -> None:
        """Add the account; deposits go to it, and its GL account is the first that may."""
        if not _free(page) or page.lacks(*page.needed):
            return
        page.button.setEnabled(False)
        texts = page.texts()
        self._desk.runner.ask(
            banks.accounts_for_banks, done=lambda rows: self._add_bank(page, texts, rows[0].code)
        )

    def _add_bank(self, page: BankPage, texts: dict[str, str], gl_code: str) -> None:
        command = SaveBankAccount(
            self._intent,
            None,
            texts["name"],
            texts["bank"],
            texts["account_number"],
            gl_code,
            page.layout_of,
            routing=texts.get("routing", ""),
            account_title=self._desk.practice.organization_name,
            is_default=True,
        )

        def added(_answer: object) -> None:
            self._intent = CommandId(new_id())
            self._desk.toasts.success(t("The bank account is added."))
            self._past("bank")

        self._act(maintaining.save_bank_account, command, added, page)

    # -------------------------------------------------------------------------- recovery

    def renew(self, page: RecoveryPage) -> None:
        """Make new keys and show them once."""
        if not page.button.isEnabled():
            return
        from app.bootstrap.recovery import renew_recovery

        page.button.setEnabled(False)
        actor = self._desk.actor
        self._desk.runner.work(
            lambda station: renew_recovery(station, actor),
            done=self._show_keys,
            always=lambda: self._set_free(page),
        )

    def _show_keys(self, made: Initialised) -> None:
        if self._view.step != "recovery":
            return
        page = KeysPage(made.recovery_key, made.recovery_code, "", t("Go on"))
        sheet, run = KeysSheet(made.recovery_key, made.recovery_code), self._desk.runner.run
        page.save_wanted.connect(
            lambda: sheet.save(page, lambda write: run(write, done=page.say_saved))
        )
        page.print_wanted.connect(lambda: sheet.print(page))
        page.done.connect(self._confirm)
        self._view.put(page)
        page.tick.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> None:
        command = LeaveStep(CommandId(new_id()), "recovery", left=False)
        self._act(leave_step, command, lambda _step: self._past("recovery"))

    # --------------------------------------------------------------------------- sending

    def _act(
        self,
        action: Callable[..., Any],
        command: Any,
        done: Callable[[Any], None],
        page: FormCard | None = None,
    ) -> None:
        sitting, taken = self._sitting, False

        def answered(answer: Any) -> None:
            nonlocal taken
            taken = True
            if sitting == self._sitting:
                done(answer)

        def always() -> None:
            if page is not None and not taken:  # else what is done frees it, or has left the page
                self._set_free(page)

        def refused(wrong: UserError) -> None:
            if page is not None and page is self._view.page:
                page.refuse(wrong.field or "", wrong.text)
            elif sitting == self._sitting:  # on another page by now
                self._desk.toasts.failure(wrong.text)

        if page is None:
            self._desk.runner.act(action, command, done=answered)
        else:
            self._desk.runner.act(action, command, done=answered, refused=refused, always=always)

    def _set_free(self, page: FormCard) -> None:
        """What is on its way came back; a page that was left is gone by then."""
        if page is self._view.page:
            page.button.setEnabled(True)


def _free(page: FormCard) -> bool:
    if page.button.isEnabled():
        page.accept_all()
        return True
    return False
