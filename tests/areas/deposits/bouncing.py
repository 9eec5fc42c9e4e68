"""Verbs for tests in which the bank sends checks back; amounts are minor units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.areas.deposits import returning
from app.areas.deposits.returning_values import (
    BankReason,
    CheckReturned,
    ReturnCheck,
    TakeBackReturn,
)
from app.areas.parties import queries as parties
from app.areas.payments.undoing_values import PaymentView, TenderRow
from app.kernel.actor import Actor
from app.kernel.ids import AccountId, PaymentId, TenderId
from tests.areas.deposits.banking import Banking
from tests.areas.payments.mending import Mending, Sums
from tests.building import command_id


@dataclass(slots=True)
class Bouncing:
    """The billing manager enters what the bank sent back, and takes it back again."""

    banking: Banking

    @property
    def mending(self) -> Mending:
        return self.banking.mending()

    @property
    def manager(self) -> Actor:
        return self.banking.books.actors.billing_manager

    def view(self, payment_id: PaymentId, asker: Actor | None = None) -> PaymentView:
        return self.mending.view(payment_id, asker)

    def check_of(self, payment_id: PaymentId, number: str = "") -> TenderRow:
        """The check of a payment that holds, or the one of this number."""
        rows = (row for row in self.view(payment_id).tenders if row.live and row.check_number)
        return next(row for row in rows if number in ("", row.check_number))

    def returning(self, tender_id: TenderId, **fields: Any) -> ReturnCheck:
        """The command alone: insufficient funds, today."""
        wanted = {
            "bank_date": self.banking.today(),
            "bank_reason": BankReason.INSUFFICIENT_FUNDS,
        } | fields
        return ReturnCheck(command_id(), tender_id, **wanted)

    def bounce(
        self, payment_id: PaymentId, number: str = "", actor: Actor | None = None, **fields: Any
    ) -> CheckReturned:
        command = self.returning(self.check_of(payment_id, number).tender_id, **fields)
        done: CheckReturned = self.banking.act(
            actor or self.manager, returning.return_check, command
        )
        return done

    def take_back(self, done: CheckReturned, actor: Actor | None = None) -> CheckReturned:
        command = TakeBackReturn(command_id(), done.tender_id)
        back: CheckReturned = self.banking.act(
            actor or self.manager, returning.take_back_return, command
        )
        return back

    def sums(self) -> Sums:
        return self.mending.sums()

    def flags(self, account_id: AccountId) -> tuple[str, ...]:
        header = self.banking.books.station.ask(parties.account_header, account_id).result()
        return tuple(flag.kind for flag in header.flags)
