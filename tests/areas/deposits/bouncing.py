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
from app.areas.invoices import queries as invoices
from app.areas.ledger import queries as ledger
from app.areas.parties import queries as parties
from app.areas.payments.undoing_values import PaymentView, TenderRow
from app.areas.payments.values import Channel, PaymentTaken
from app.kernel.actor import Actor
from app.kernel.ids import AccountId, InvoiceId, PaymentId, TenderId
from tests.areas.deposits.banking import Banking
from tests.areas.payments.mending import Mending, Sums, check
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
        wanted: dict[str, Any] = {
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


def owing(bouncing: Bouncing, *minor: int) -> tuple[AccountId, list[InvoiceId]]:
    """Somebody new with an invoice for each amount, the first one the oldest."""
    books = bouncing.banking.books
    account_id = books.register_patient().account_id
    return account_id, [books.issue_invoice(account_id, one).invoice_id for one in minor]


def mailed(
    bouncing: Bouncing, account_id: AccountId, minor: int, number: str = "1001"
) -> PaymentTaken:
    """A check of the mail for an account."""
    return bouncing.mending.take(
        account_id, check(minor, number), actor=bouncing.manager, channel=Channel.MAIL
    )


def due(bouncing: Bouncing, invoice_id: InvoiceId) -> int:
    ask = bouncing.banking.books.station.ask
    return ask(invoices.invoice_view, invoice_id).result().due.minor


def credit(bouncing: Bouncing, account_id: AccountId) -> int:
    ask = bouncing.banking.books.station.ask
    return ask(ledger.account_balance, account_id, "USD").result().credit.minor
