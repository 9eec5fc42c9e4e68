"""Verbs for tests that give money back; amounts are minor units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from app.areas.approvals.service import grant_approval
from app.areas.approvals.values import GrantApproval
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GL, ReasonKind
from app.areas.refunds import paying, queries, service
from app.areas.refunds.shown_values import RefundReceipt, RefundVerb, RefundView
from app.areas.refunds.values import (
    ApproveRefund,
    CancelRefund,
    FailRefund,
    PayRefund,
    RefundMethod,
    RefundMoved,
    RefundRequested,
    RequestRefund,
)
from app.bootstrap import Station
from app.kernel.actor import Actor
from app.kernel.errors import NeedsApproval, NeedsConfirmation
from app.kernel.ids import AccountId, BankAccountId, PaymentId, RefundId, ShiftId
from tests.areas.deposits.banking import Banking
from tests.areas.payments.mending import Mending, usd
from tests.building import Books, command_id

NOTES = (10_000, 2_000, 1_000, 500, 100, 25, 10, 5, 1)


@dataclass(slots=True)
class Refunding:
    """The clerk asks and pays out of a drawer of the cashier's making; the manager agrees."""

    station: Station
    books: Books
    shift_id: ShiftId

    @property
    def mending(self) -> Mending:
        return Mending(self.station, self.books, self.shift_id)

    @property
    def cashier(self) -> Actor:
        return self.books.actors.cashier

    @property
    def clerk(self) -> Actor:
        return self.books.actors.billing_clerk

    @property
    def manager(self) -> Actor:
        return self.books.actors.billing_manager

    def next_shift(self) -> None:
        """Close the cashier's drawer and open it anew: nothing can be voided any more."""
        left = self.drawer()
        piles = []
        for note in NOTES:
            piles += [note] * (left // note)
            left %= note
        self.books.seal(self.shift_id, *piles)
        self.books.close_shift(self.shift_id)
        self.shift_id = self.books.open_shift().shift_id

    def drawer(self) -> int:
        ask = self.station.ask
        return ask(ledger.shift_holds, self.shift_id, GL.CASH_IN_DRAWERS, "USD").result().minor

    # -------------------------------------------------------------------------- the verbs

    def asking(self, account_id: AccountId, minor: int, **fields: Any) -> RequestRefund:
        """The command alone, for tests that send it themselves."""
        why = self.station.ask(ledger.reasons, ReasonKind.REFUND).result()[0].reason_id
        return RequestRefund(command_id(), account_id, usd(minor), why, **fields)

    def act(self, actor: Actor, action: Any, command: Any, by: Actor | None = None) -> Any:
        """Say yes to questions; `by` agrees at the desk where somebody has to."""
        while True:
            try:
                return self.station.act(actor, action, command).result()
            except NeedsConfirmation as asked:
                command = replace(command, confirmations=command.confirmations | {asked.key})
            except NeedsApproval as needed:
                if by is None:
                    raise
                grant = GrantApproval(
                    command_id(), command.id, needed.key, actor.user_id, needed.text
                )
                self.station.act(by, grant_approval, grant).result()

    def ask(
        self,
        account_id: AccountId,
        minor: int,
        payment_id: PaymentId | None = None,
        *,
        actor: Actor | None = None,
        by: Actor | None = None,
        **fields: Any,
    ) -> RefundRequested:
        command = self.asking(account_id, minor, payment_id=payment_id, **fields)
        done: RefundRequested = self.act(actor or self.clerk, service.request_refund, command, by)
        return done

    def approve(self, refund_id: RefundId, actor: Actor | None = None) -> RefundMoved:
        command = ApproveRefund(command_id(), refund_id)
        done: RefundMoved = self.act(actor or self.manager, service.approve_refund, command)
        return done

    def pay(
        self,
        refund_id: RefundId,
        method: RefundMethod | None = None,
        *,
        actor: Actor | None = None,
        by: Actor | None = None,
        **fields: Any,
    ) -> RefundMoved:
        command = PayRefund(command_id(), refund_id, method, **fields)
        done: RefundMoved = self.act(actor or self.cashier, paying.pay_refund, command, by)
        return done

    def cancel(self, refund_id: RefundId, actor: Actor | None = None) -> RefundMoved:
        why = self.station.ask(ledger.reasons, ReasonKind.REFUND_CANCEL).result()[0].reason_id
        command = CancelRefund(command_id(), refund_id, why)
        done: RefundMoved = self.act(actor or self.manager, service.cancel_refund, command)
        return done

    def fail(self, refund_id: RefundId) -> RefundMoved:
        command = FailRefund(command_id(), refund_id, note="stopped")
        done: RefundMoved = self.act(self.manager, paying.fail_refund, command)
        return done

    # -------------------------------------------------------------------------- looking

    def view(self, refund_id: RefundId, asker: Actor | None = None) -> RefundView:
        who = None if asker is None else asker.user_id
        return self.station.ask(queries.refund_view, refund_id, who).result()

    def may(self, refund_id: RefundId, asker: Actor) -> set[RefundVerb]:
        return {one.verb for one in self.view(refund_id, asker).deeds if one.allowed}

    def paper(self, receipt_id: str | None) -> RefundReceipt:
        return self.station.ask(queries.refund_receipt, receipt_id or "").result()

    def balance(self, account_id: AccountId) -> tuple[int, int]:
        """(owed, credit)"""
        found = self.station.ask(ledger.account_balance, account_id, "USD").result()
        return found.owed.minor, found.credit.minor

    def holds(self, code: str) -> int:
        return self.mending.holds(code)

    def verify(self) -> None:
        self.mending.verify()


def bank_of(books: Books) -> BankAccountId:
    """The practice's bank account, added."""
    return Banking(books).bank_id
