"""The way of one bag: counted again, sealed, handed over, credited, void; it draws nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from app.areas.deposits import service, undoing
from app.areas.deposits.values import (
    ClearDeposit,
    DepositCounted,
    DepositMoved,
    DepositSealed,
    DepositStage,
    ItemRow,
    SealDeposit,
    SubmitDeposit,
    TakeBackClear,
    TakeOutCheck,
    VoidDeposit,
)
from app.gui.desk import Desk
from app.gui.screens.deposits import panels
from app.gui.screens.deposits.reading import Bag, bag
from app.gui.screens.deposits.steps import HandOverStep, SealStep
from app.gui.screens.deposits.words import counted_words
from app.kernel.errors import UserError
from app.kernel.i18n import format_money
from app.kernel.ids import CommandId, DepositId, TenderId, new_id
from app.kernel.money import Money
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.gui.screens.deposits.view import View

KEY = "deposits.bag"


class BagActions(QObject):
    """`subject` is the bag that is shown or counted."""

    def __init__(self, view: View, desk: Desk) -> None:
        super().__init__(view)
        self._view, self._desk = view, desk
        self.subject: DepositId | None = None
        self.panel: panels.DeedPanel | None = None
        self._counting = False
        self._found: Bag | None = None
        self._intents: dict[str, CommandId] = {}
        self._typed: dict[str, dict[str, str]] = {}

    # ---------------------------------------------------------------------------- which is shown

    def open(self, deposit_id: DepositId) -> None:
        if self.subject != deposit_id:
            self.leave()
        self.subject = deposit_id
        self.read()

    def read(self) -> None:
        if self.subject is not None:
            asker = self._desk.actor.user_id
            self._desk.runner.ask(bag, self.subject, asker, done=self._show, key=KEY)

    def leave(self) -> None:
        """Back to the list: what was typed for a count stays with its page."""
        self._desk.runner.forget(KEY)
        self.subject, self._found, self._counting = None, None, False
        self._intents.clear()

    def put_away(self) -> None:
        """The lock comes: no form stands over it; what was typed into it is kept."""
        if self.panel is not None:
            self.panel.leave()

    def forget(self) -> None:
        self.put_away()
        self.leave()
        self._typed.clear()

    def leave_count(self) -> None:
        self._counting = False
        self.read()

    def want(self, verb: str) -> None:
        """A verb of the bag's page."""
        deeds: dict[str, Callable[[], None]] = {
            "count": self._begin_count,
            "switch": self._switch,
            "seal": self._seal,
            "submit": self._submit,
            "clear": self._begin_clear,
            "take_back": self._begin_take_back,
            "void": self._begin_void,
            "print": self._view.slips.print_slip,
            "slip": self._view.slips.preview,
            "money": self._follow,
        }
        if self._found is not None and self.panel is None:
            deeds[verb]()

    def want_item(self, verb: str, row: object) -> None:
        """A verb of one check in the bag."""
        if not isinstance(row, ItemRow) or self.panel is not None:
            return
        if verb == "returned":
            self._desk.return_check(TenderId(row.source_id))
        else:
            self._begin_take_out(row)

    @property
    def bag(self) -> Bag | None:
        return self._found

    # -------------------------------------------------------------------------------- the count

    def _begin_count(self) -> None:
        self._counting = True
        self.read()

    def send_count(self) -> None:
        page = self._view.count
        if page is None:
            return
        page.busy(True)
        self._desk.runner.act(
            service.count_deposit,
            page.command(),
            done=self._counted,
            refused=lambda refused: page.say_error(refused.text),
            always=lambda: page.busy(False),
        )

    def _counted(self, answer: DepositCounted) -> None:
        words, more = counted_words(answer, self._desk.practice.locale)
        say = self._desk.toasts.success if answer.agrees else self._desk.toasts.caution
        say(words, more)
        self._counting = False
        self._view.end_count(answer.deposit_id)
        self.open(answer.deposit_id)

    def _switch(self) -> None:
        self._desk.switch_user()

    # ----------------------------------------------------------------------- from seal to credit

    def _seal(self) -> None:
        step = self._step()
        if isinstance(step, SealStep) and self.subject is not None:
            command = SealDeposit(
                self._intent("seal"),
                self.subject,
                step.bag_number.text().strip(),
                step.reason_id,
            )
            self._act_on_page(service.seal_deposit, command, "seal", self._sealed)

    def _sealed(self, sealed: DepositSealed) -> None:
        self._desk.toasts.success(
            t(
                "Bag {bag} is sealed with {amount}.",
                bag=sealed.bag_number,
                amount=self._say(sealed.amount),
            ),
            t("Print the slip, and hand the bag over."),
        )

    def _submit(self) -> None:
        step = self._step()
        if isinstance(step, HandOverStep) and self.subject is not None:
            command = SubmitDeposit(
                self._intent("submit"),
                self.subject,
                step.handed_to.text().strip(),
                step.slip_number.text().strip(),
            )
            self._act_on_page(service.submit_deposit, command, "submit", self._moved)

    def _begin_clear(self) -> None:
        found = self._found
        if found is None:
            return
        panel = panels.ClearPanel(self._view.window(), found, self._desk.practice)

        def send() -> None:
            values = panel.form.values()
            command = ClearDeposit(
                panel.intent,
                found.view.deposit_id,
                values["bank_date"],
                values["amount"],
                values["reference"].strip(),
                panel.reason_id,
            )
            self._act_on_panel(panel, service.clear_deposit, command)

        self._open_panel(panel, send, f"clear {found.view.deposit_id}")

    def _begin_take_back(self) -> None:
        found = self._found
        if found is None:
            return
        number, practice = found.view.number, self._desk.practice
        panel = panels.take_back_panel(self._view.window(), number, practice)

        def send() -> None:
            note = panel.form.value("note").strip()
            command = TakeBackClear(panel.intent, found.view.deposit_id, note)
            self._act_on_panel(panel, undoing.take_back_clear, command)

        self._open_panel(panel, send, f"take back {found.view.deposit_id}")

    def _begin_void(self) -> None:
        found = self._found
        if found is None:
            return
        panel = panels.VoidPanel(
            self._view.window(), found.view.number, found.voids, self._desk.practice
        )

        def send() -> None:
            note = panel.form.value("note").strip()
            command = VoidDeposit(panel.intent, found.view.deposit_id, panel.picks.reason_id, note)
            self._act_on_panel(panel, undoing.void_deposit, command)

        self._open_panel(panel, send, f"void {found.view.deposit_id}")

    def _begin_take_out(self, row: ItemRow) -> None:
        panel = panels.take_out_panel(self._view.window(), row, self._desk.practice)

        def send() -> None:
            reason = panel.form.value("reason").strip()
            command = TakeOutCheck(panel.intent, row.item_id, reason)
            self._act_on_panel(panel, service.take_out_check, command)

        self._open_panel(panel, send, f"take out {row.item_id}")

    def _follow(self) -> None:
        if self.subject is not None:
            self._desk.go("money", f"deposit:{self.subject}")

    # ------------------------------------------------------------------------------ what comes

    def _show(self, found: Bag) -> None:
        self._found = found
        open_to_count = found.view.stage in (DepositStage.PREPARED, DepositStage.COUNTED)
        if self._counting and open_to_count:
            self._view.show_count(found)
        else:
            self._counting = False
            self._view.show_bag(found)

    def _moved(self, moved: DepositMoved) -> None:
        self._desk.toasts.success(
            self._moved_words(moved), t("Deposit {number}.", number=moved.number)
        )

    def _moved_words(self, moved: DepositMoved) -> str:
        """What was done, with the sum for those who may know it."""
        if moved.amount is None:
            if moved.stage is DepositStage.VOID:
                return t("Void. What was in the bag lies in the safe again.")
            return t("Done. The check lies in the safe again.")
        amount = self._say(moved.amount)
        if moved.stage is DepositStage.SUBMITTED:
            return t("Handed over to the bank: {amount}.", amount=amount)
        if moved.stage is DepositStage.CLEARED:
            return t("Credited by the bank: {amount}.", amount=amount)
        if moved.stage is DepositStage.VOID:
            return t("Void. {amount} lies in the safe again.", amount=amount)
        return t("Done. In the bag: {amount}.", amount=amount)

    def _step(self) -> Any:
        return None if self._view.bag is None else self._view.bag.step

    def _say(self, amount: Money) -> str:
        return format_money(amount, self._desk.practice.locale)

    def _intent(self, deed: str) -> CommandId:
        """The id of a deed, the same until it is answered with yes."""
        return self._intents.setdefault(deed, CommandId(new_id()))

    def _act_on_page(
        self,
        action: Callable[..., Any],
        command: Any,
        deed: str,
        then: Callable[[Any], None],
    ) -> None:
        step = self._step()
        step.busy(True)

        def done(answer: Any) -> None:
            self._intents.pop(deed, None)
            then(answer)
            self.read()

        self._desk.runner.act(
            action,
            command,
            done=done,
            refused=lambda refused: step.say_error(refused.text, refused.field or ""),
            always=lambda: step.busy(False),
        )

    def _open_panel(self, panel: panels.DeedPanel, send: Callable[[], None], about: str) -> None:
        """Show a form, as it was left when it was put away before; `about` names what it does."""
        self.panel = panel
        panel.left.connect(lambda: self._panel_left(panel, about))
        panel.wanted.connect(send)
        if about in self._typed:
            panel.form.show_texts(self._typed[about])
        panel.begin()

    def _panel_left(self, panel: panels.DeedPanel, about: str) -> None:
        self._typed.pop(about, None)
        if not panel.carried_out:
            self._typed[about] = panel.form.texts()
        self.panel = None

    def _act_on_panel(
        self, panel: panels.DeedPanel, action: Callable[..., Any], command: Any
    ) -> None:
        panel.busy(True)

        def done(moved: DepositMoved) -> None:
            panel.carried_out = True
            panel.leave()
            self._moved(moved)
            self.read()

        def refused(error: UserError) -> None:
            panel.say_error(error.text, error.field or "")

        self._desk.runner.act(
            action, command, done=done, refused=refused, always=lambda: panel.busy(False)
        )
