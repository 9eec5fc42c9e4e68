"""What can be done with a receipt that was given out: look, copy, void, correct, re-allocate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from app.areas.ledger import queries as ledger
from app.areas.ledger.values import Reason, ReasonKind
from app.areas.payments import histories, queries, service, undoing
from app.areas.payments.tender_values import TenderTypeRow
from app.areas.payments.undoing_values import (
    CorrectTender,
    PaymentView,
    PaymentVoided,
    Reallocate,
    Reallocated,
    TenderCorrected,
    TenderRow,
    VerbName,
    VoidPayment,
)
from app.areas.payments.values import (
    AllocationWanted,
    CounterAccount,
    LatestPayment,
    Receipt,
    ReceiptReprinted,
    ReprintReceipt,
    TenderKind,
)
from app.devices.printing.copies import Copy
from app.gui.asking import Question
from app.gui.desk import Desk
from app.gui.screens.counter.mending import CorrectDialog, ReallocateDialog
from app.kernel.clock import SystemClock
from app.kernel.errors import NeedsConfirmation
from app.kernel.i18n import format_money
from app.kernel.ids import CommandId, PaymentId, ReceiptId, UserId, new_id
from app.kernel.translate import later, t, t_own
from app.storage.reading import Reader

if TYPE_CHECKING:
    from app.gui.screens.counter.view import View

WORDS = {
    VerbName.VOID: later("Void it: the money goes back"),
    VerbName.CORRECT: later("Correct how it was paid"),
    VerbName.REALLOCATE: later("Let it pay other invoices"),
    VerbName.REFUND: later("Refund…"),
    VerbName.RETURN_CHECK: later("Returned check…"),
    VerbName.TAKE_BACK_RETURN: later("Letter, or take the return back…"),
}
_AT_A_MISTAKE = (VerbName.VOID, VerbName.CORRECT, VerbName.REALLOCATE)
"""Whoever asks for one of these is told why it is not legal."""
_REASONS = {
    VerbName.VOID: ReasonKind.VOID,
    VerbName.CORRECT: ReasonKind.CORRECTION,
    VerbName.REALLOCATE: ReasonKind.REALLOCATE,
}


@dataclass(frozen=True, slots=True)
class Undo:
    """A payment as it stands, with what undoing it may need."""

    payment: PaymentView
    account: CounterAccount
    ways: tuple[TenderTypeRow, ...]
    reasons: dict[VerbName, tuple[Reason, ...]]

    def why_not(self, verb: VerbName) -> str:
        """Why `verb` is not legal now; empty when it is."""
        return next((one.why for one in self.payment.verbs if one.verb is verb), "")

    def words_of(self, verb: VerbName) -> str:
        """What `verb` is called for this payment."""
        if verb is VerbName.VOID and self.payment.brought_forward:
            return t("Take this credit back")
        return t(WORDS[verb])

    def allowed(self) -> tuple[VerbName, ...]:
        legal = {one.verb for one in self.payment.verbs if one.allowed}
        return tuple(verb for verb in WORDS if verb in legal)


def undo(reader: Reader, payment_id: PaymentId, who: UserId) -> Undo:
    """All of it in one snapshot, as `who` sees it."""
    payment = histories.payment_view(reader, payment_id, who)
    return Undo(
        payment,
        queries.counter_account(reader, payment.header.account_id),
        queries.tender_types(reader),
        {verb: ledger.reasons(reader, kind) for verb, kind in _REASONS.items()},
    )


class Receipts(QObject):
    """Each verb is offered where it is legal; where not, the sentence says why and what is."""

    def __init__(self, view: View, desk: Desk, here: Callable[[], bool]) -> None:
        super().__init__(view)
        self._view, self._desk, self._here = view, desk, here
        self.dialog: CorrectDialog | ReallocateDialog | None = None
        for table in (view.latest_table, view.station_table):
            table.opened.connect(self.open)
        view.receipt_verb.connect(self._verb)
        desk.runner.asked.connect(self._asked)

    # -------------------------------------------------------------------------- looking

    def open(self, row: object) -> None:
        """Enter: the receipt on the paper again."""
        if isinstance(row, LatestPayment):
            self._desk.runner.ask(
                queries.receipt,
                row.receipt_id,
                done=self._desk.paper.show,
                key="counter.receipt",
            )

    def copy(self, row: LatestPayment) -> None:
        """F12: once more, as a copy."""
        command = ReprintReceipt(CommandId(new_id()), row.receipt_id)
        self._desk.runner.act(
            service.reprint_receipt, command, done=lambda made: self._copied(row, made)
        )

    def _asked(self, question: object) -> None:
        """Show the receipt a question is about beside it, such as the payment taken before."""
        if not isinstance(question, NeedsConfirmation) or not question.about or not self._here():
            return

        def show(receipt: Receipt) -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, Question) and dialog.about == question.about:
                name = t("Receipt {number}", number=receipt.number)
                dialog.show_beside(self._desk.paper.image(receipt), name)

        self._desk.runner.ask(
            queries.receipt, ReceiptId(question.about), done=show, key="counter.about"
        )

    def _copied(self, row: LatestPayment, made: ReceiptReprinted) -> None:
        copy = Copy(made.copy_no, SystemClock().now(), self._desk.actor.name)

        def show(receipt: Receipt) -> None:
            self._desk.paper.came_out(receipt, copy)
            self._desk.toasts.success(
                t("Copy {number} of receipt {receipt}", number=made.copy_no, receipt=made.number)
            )

        self._desk.runner.ask(queries.receipt, row.receipt_id, done=show, key="counter.receipt")

    # -------------------------------------------------------------------------- which verb

    def _verb(self, verb: str, row: object) -> None:
        """Del, F2 or the menu key on a receipt; `verb` is empty for the menu."""
        if not isinstance(row, LatestPayment):
            self._desk.toasts.caution(t("There is no receipt to choose."))
            return
        self.find(row.payment_id, lambda found: self.start(verb, found))

    def find(self, payment_id: PaymentId, done: Callable[[Undo], None]) -> None:
        """Read a payment with all that undoing it may need."""
        who = self._desk.actor.user_id
        self._desk.runner.ask(undo, payment_id, who, done=done, key="counter.payment")

    def start(self, verb: str, found: Undo) -> None:
        """Begin `verb`, or with none let one digit choose; why not, where it is not legal."""
        if not self._here():
            return
        if not verb:
            self._offer_verbs(found, t("Receipt {number}", number=found.payment.receipt_number), "")
            return
        wanted = VerbName(verb)
        if wanted in found.allowed():
            self._begin(wanted, found)
            return
        why = found.why_not(wanted)
        self._offer_verbs(found, t("Receipt {number}", number=found.payment.receipt_number), why)

    def _offer_verbs(self, found: Undo, words: str, why: str) -> None:
        allowed = found.allowed()
        if not why:
            missing = [found.why_not(verb) for verb in _AT_A_MISTAKE if verb not in allowed]
            why = "\n".join(dict.fromkeys(filter(None, missing)))
        if not allowed:
            self._desk.toasts.caution(words, why)
            return
        self._view.offer(
            words,
            tuple((found.words_of(verb), verb) for verb in allowed),
            lambda verb: self._begin(VerbName(str(verb)), found),
            detail=why,
        )

    def _begin(self, verb: VerbName, found: Undo) -> None:
        starts = {
            VerbName.VOID: self._void,
            VerbName.CORRECT: self._correct,
            VerbName.REALLOCATE: self._reallocate,
            VerbName.REFUND: self._refund,
            VerbName.RETURN_CHECK: self._check,
            VerbName.TAKE_BACK_RETURN: self._check,
        }
        starts[verb](found)

    def _refund(self, found: Undo) -> None:
        self._desk.refund_payment(found.payment.payment_id)

    def _check(self, found: Undo) -> None:
        self._desk.return_check_of(found.payment.payment_id)

    def _why(self, verb: VerbName, found: Undo, words: str, then: Callable[[Reason], None]) -> None:
        """One digit says why, and then it is done."""
        self._view.offer(
            words,
            tuple((reason.words, reason) for reason in found.reasons[verb]),
            lambda reason: then(reason) if isinstance(reason, Reason) else None,
            detail=t("{name}. Press the digit of the reason.", name=found.payment.header.name),
        )

    # -------------------------------------------------------------------------- void

    def _void(self, found: Undo) -> None:
        payment = found.payment
        number = payment.receipt_number
        amount = format_money(payment.amount, self._desk.practice.locale)
        words = t("Void receipt {number}, {amount}?", number=number, amount=amount)
        if payment.brought_forward:
            words = t("Take the credit {number} back, {amount}?", number=number, amount=amount)

        def void(reason: Reason) -> None:
            command = VoidPayment(CommandId(new_id()), payment.payment_id, reason.reason_id)
            self._desk.runner.act(undoing.void_payment, command, done=self._voided(found))

        self._why(VerbName.VOID, found, words, void)

    def _voided(self, found: Undo) -> Callable[[PaymentVoided], None]:
        def done(answer: PaymentVoided) -> None:
            title = t("Receipt {number} is void", number=answer.receipt_number)
            if found.payment.brought_forward:
                title = t("The credit {number} is taken back", number=answer.receipt_number)
                self._desk.toasts.success(title, answer.words)
                return
            shown = self._view.panel.say_back(answer.cash_back, title)
            say = self._desk.toasts.success if shown else self._desk.toasts.caution
            say(title, answer.words)
            self._show_paper(found)

        return done

    # -------------------------------------------------------------------------- correct

    def _correct(self, found: Undo) -> None:
        live = tuple(row for row in found.payment.tenders if row.live and not row.returned)
        locale = self._desk.practice.locale
        if len(live) == 1:
            self._correct_one(found, live[0])
            return
        self._view.offer(
            t("Which tender of {number}?", number=found.payment.receipt_number),
            tuple((f"{t_own(row.words)}  {format_money(row.amount, locale)}", row) for row in live),
            lambda row: self._correct_one(found, row) if isinstance(row, TenderRow) else None,
        )

    def _correct_one(self, found: Undo, tender: TenderRow) -> None:
        locale = self._desk.practice.locale
        ways = tuple(
            way
            for way in found.ways
            if way.method != tender.method or way.kind is not TenderKind.CASH
        )
        amount = format_money(tender.amount, locale)
        self._view.offer(
            t("{tender} {amount} was really …", tender=t_own(tender.words), amount=amount),
            tuple((self._way_words(way, tender), way) for way in ways[:9]),
            lambda way: (
                self._correct_to(found, tender, way) if isinstance(way, TenderTypeRow) else None
            ),
            detail=t("The amount stays. To change it, void the receipt and take it again."),
        )

    @staticmethod
    def _way_words(way: TenderTypeRow, tender: TenderRow) -> str:
        if way.method == tender.method:
            return t("{tender}, with another number", tender=t_own(way.name))
        return t_own(way.name)

    def _correct_to(self, found: Undo, tender: TenderRow, way: TenderTypeRow) -> None:
        command = CorrectTender(
            CommandId(new_id()),
            found.payment.payment_id,
            tender.tender_id,
            way.method,
            reason_id=found.reasons[VerbName.CORRECT][0].reason_id,
        )
        if way.required or way.method == tender.method:
            dialog = CorrectDialog(self._view, found.payment, tender, way, command)
            self._put(dialog, lambda: self._correct_why(found, way, dialog.command()))
        else:
            self._correct_why(found, way, command)

    def _correct_why(self, found: Undo, way: TenderTypeRow, command: CorrectTender) -> None:
        words = t(
            "Correct {number} to {tender}?",
            number=found.payment.receipt_number,
            tender=t_own(way.name),
        )

        def correct(reason: Reason) -> None:
            self._desk.runner.act(
                undoing.correct_tender,
                replace(command, reason_id=reason.reason_id),
                done=lambda answer: self._corrected(found, answer),
            )

        self._why(VerbName.CORRECT, found, words, correct)

    def _corrected(self, found: Undo, answer: TenderCorrected) -> None:
        title = t("Receipt {number} is corrected", number=answer.receipt_number)
        self._desk.toasts.success(title, answer.words)
        self._show_paper(found)

    # -------------------------------------------------------------------------- re-allocate

    def _reallocate(self, found: Undo) -> None:
        dialog = ReallocateDialog(
            self._view, found.payment, found.account, self._desk.practice.locale
        )

        def go_on() -> None:
            wanted = dialog.wanted()
            words = t(
                "Let receipt {number} pay these invoices?", number=found.payment.receipt_number
            )
            self._why(VerbName.REALLOCATE, found, words, lambda why: move(wanted, why))

        def move(wanted: tuple[AllocationWanted, ...], reason: Reason) -> None:
            command = Reallocate(
                CommandId(new_id()), found.payment.payment_id, wanted, reason.reason_id
            )
            self._desk.runner.act(
                undoing.reallocate, command, done=lambda answer: self._moved(found, answer)
            )

        self._put(dialog, go_on)

    def _moved(self, found: Undo, answer: Reallocated) -> None:
        locale = self._desk.practice.locale
        title = t("Receipt {number} pays other invoices", number=found.payment.receipt_number)
        rest = t("{amount} of it is credit now.", amount=format_money(answer.unapplied, locale))
        self._desk.toasts.success(title, rest if answer.unapplied else "")
        self._show_paper(found)

    # -------------------------------------------------------------------------- both

    def _put(self, dialog: CorrectDialog | ReallocateDialog, then: Callable[[], None]) -> None:
        self.dialog = dialog

        def ended() -> None:
            self.dialog = None

        def agreed() -> None:
            ended()
            then()

        dialog.put(agreed, ended)

    def _show_paper(self, found: Undo) -> None:
        self._desk.runner.ask(
            queries.receipt,
            found.payment.receipt_id,
            done=self._desk.paper.came_out,
            key="counter.receipt",
        )
