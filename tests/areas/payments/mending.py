"""Verbs over a station for tests that take money and undo it again; amounts are minor units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from app.areas.health import queries as health
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import ReasonKind
from app.areas.payments import histories, service, undoing
from app.areas.payments.undoing_values import (
    CorrectTender,
    PaymentView,
    PaymentVoided,
    Reallocate,
    Reallocated,
    TenderCorrected,
    VoidPayment,
)
from app.areas.payments.values import AllocationWanted, PaymentTaken, TakePayment, TenderGiven
from app.areas.settings import service as settings
from app.areas.settings.declared import DECLARED
from app.areas.settings.values import ChangeSetting
from app.bootstrap import Station
from app.kernel.actor import SYSTEM, Actor
from app.kernel.errors import NeedsConfirmation
from app.kernel.ids import AccountId, InvoiceId, PaymentId, ReasonId, ShiftId
from app.kernel.money import Money
from app.storage import engine
from tests.building import Books, command_id
from tests.faults.invariants import broken

Sums = dict[tuple[str | None, ...], int]
_SUMS = (
    "SELECT gl_code, account_id, invoice_id, shift_id, currency, sum(amount_minor) "
    "FROM journal_line GROUP BY 1, 2, 3, 4, 5 HAVING sum(amount_minor) <> 0"
)
_VIEWS = (
    "SELECT 'account', account_id, patient_minor, credit_minor FROM account_balance "
    "WHERE patient_minor <> 0 OR credit_minor <> 0 UNION ALL "
    "SELECT 'invoice', invoice_id, due_minor, 0 FROM invoice_balance WHERE due_minor <> 0 "
    "UNION ALL SELECT 'shift', shift_id || gl_code, amount_minor, 0 FROM shift_balance "
    "WHERE amount_minor <> 0"
)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def cash(minor: int, given: int | None = None) -> TenderGiven:
    return TenderGiven("cash", usd(minor), None if given is None else usd(given))


def check(minor: int, number: str = "1001", bank: str = "Chase") -> TenderGiven:
    return TenderGiven("check", usd(minor), bank=bank, check_number=number)


def card(minor: int) -> TenderGiven:
    return TenderGiven("credit_card", usd(minor), card_last4="4242")


def wire(minor: int, reference: str = "W-77") -> TenderGiven:
    return TenderGiven("wire", usd(minor), reference=reference)


@dataclass(slots=True)
class Mending:
    """Each verb acts as the cashier and waits for its answer; questions are agreed to."""

    station: Station
    books: Books
    shift_id: ShiftId

    def do(self, action: Any, command: Any, actor: Actor | None = None) -> Any:
        """Agree to every question that is asked."""
        while True:
            try:
                who = actor or self.books.actors.cashier
                return self.station.act(who, action, command).result()
            except NeedsConfirmation as asked:
                command = replace(command, confirmations=command.confirmations | {asked.key})

    def take(
        self,
        account_id: AccountId,
        *tenders: TenderGiven,
        actor: Actor | None = None,
        **fields: Any,
    ) -> PaymentTaken:
        command = TakePayment(command_id(), account_id, tenders, **fields)
        taken: PaymentTaken = self.do(service.take_payment, command, actor)
        return taken

    def reason(self, kind: ReasonKind) -> ReasonId:
        return self.station.ask(ledger.reasons, kind).result()[0].reason_id

    def voiding(self, payment_id: PaymentId, **fields: Any) -> VoidPayment:
        """The command alone, for tests that send it themselves."""
        return VoidPayment(command_id(), payment_id, self.reason(ReasonKind.VOID), **fields)

    def void(self, payment_id: PaymentId, actor: Actor | None = None) -> PaymentVoided:
        voided: PaymentVoided = self.do(undoing.void_payment, self.voiding(payment_id), actor)
        return voided

    def correcting(
        self, payment_id: PaymentId, method: str, leg: int = 0, **fields: Any
    ) -> CorrectTender:
        """The command that relabels one of the tenders that hold now."""
        live = [tender for tender in self.view(payment_id).tenders if tender.live]
        reason = self.reason(ReasonKind.CORRECTION)
        return CorrectTender(
            command_id(), payment_id, live[leg].tender_id, method, reason, **fields
        )

    def correct(
        self,
        payment_id: PaymentId,
        method: str,
        leg: int = 0,
        actor: Actor | None = None,
        **fields: Any,
    ) -> TenderCorrected:
        command = self.correcting(payment_id, method, leg, **fields)
        corrected: TenderCorrected = self.do(undoing.correct_tender, command, actor)
        return corrected

    def moving(self, payment_id: PaymentId, shares: dict[InvoiceId, int]) -> Reallocate:
        """The command that lets a payment pay exactly `shares`."""
        wanted = tuple(AllocationWanted(one, usd(minor)) for one, minor in shares.items())
        return Reallocate(command_id(), payment_id, wanted, self.reason(ReasonKind.REALLOCATE))

    def move(
        self, payment_id: PaymentId, shares: dict[InvoiceId, int], actor: Actor | None = None
    ) -> Reallocated:
        moved: Reallocated = self.do(undoing.reallocate, self.moving(payment_id, shares), actor)
        return moved

    def view(self, payment_id: PaymentId, asker: Actor | None = None) -> PaymentView:
        who = None if asker is None else asker.user_id
        return self.station.ask(histories.payment_view, payment_id, who).result()

    def sums(self) -> Sums:
        """What the ledger adds up to, by GL account and every dimension, and what the views say."""

        def read(reader: Any) -> Sums:
            rows = reader._cursor.execute(_SUMS).fetchall()
            views = reader._cursor.execute(_VIEWS).fetchall()
            return {tuple(row[:-1]): row[-1] for row in rows} | {
                (*row[:2], str(place)): value
                for row in views
                for place, value in enumerate(row[2:])
                if value
            }

        return self.station.database.read(read)

    def holds(self, code: str) -> int:
        """What stands on a GL account by now."""
        return sum(minor for key, minor in self.sums().items() if key[0] == code)

    def set_to(self, key: str, value: str) -> None:
        """Change a setting of the practice."""
        change = ChangeSetting(command_id(), key, value)
        self.station.act(SYSTEM, settings.change_setting, change).result()

    def damage(self, key: str, value: str) -> None:
        """Put a value in the place of a setting that no action would store."""
        self.set_to(key, DECLARED[key].default)
        database = self.station.database
        connection = engine.connect(
            self.station.folder / engine.DATABASE_NAME, database.keys.database
        )
        connection.execute("UPDATE setting SET value = ? WHERE key = ?", (value, key))
        connection.close()

    def verify(self) -> None:
        """The books are sound, by the program's own checks and by plain SQL."""
        verdict = self.station.database.read(health.verify, self.station.database.keys.master)
        assert verdict.sound, verdict.findings
        assert not broken(self.station.folder)
