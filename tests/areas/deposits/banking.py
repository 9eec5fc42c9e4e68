"""Verbs over a station for tests that bring money to the bank; amounts are minor units."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from app.areas.approvals.values import GrantApproval
from app.areas.deposits import lists, queries, service, undoing
from app.areas.deposits.bank_values import SaveBankAccount
from app.areas.deposits.maintaining import save_bank_account
from app.areas.deposits.values import (
    ClearDeposit,
    CountDeposit,
    Depositable,
    DepositCounted,
    DepositMoved,
    DepositPrepared,
    DepositRow,
    DepositSealed,
    DepositView,
    ItemKind,
    PrepareDeposit,
    Proposal,
    Reserve,
    SealDeposit,
    SubmitDeposit,
    TakeBackClear,
    TakeOutCheck,
    VoidDeposit,
)
from app.areas.drawers import service as drawers
from app.areas.drawers.values import CashMoved, MoveCash, MovementKind, Pile
from app.areas.ledger.values import ReasonKind
from app.areas.payments.values import Channel, PaymentTaken
from app.areas.settings import queries as settings
from app.kernel.actor import Actor
from app.kernel.errors import CounterfoilError, NeedsApproval, NeedsConfirmation
from app.kernel.ids import BankAccountId, DepositId, ReasonId, UserId, derived_id
from app.kernel.listing import ListWanted
from app.kernel.money import Money
from tests.areas.payments.mending import Mending, cash, check
from tests.building import PIN, Books, command_id

__all__ = ["Banking", "cash", "check", "piles", "refused", "usd"]

ROUTING = "021000021"
_NOTES = (10000, 5000, 2000, 1000, 500, 100, 25, 10, 5, 1)


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def piles(minor: int) -> tuple[Pile, ...]:
    """Notes and coins that come to `minor`."""
    found = []
    for worth in _NOTES:
        quantity, minor = divmod(minor, worth)
        if quantity:
            found.append(Pile(usd(worth), quantity))
    return tuple(found)


def refused(banking: Banking, actor: Actor, action: Any, command: Any) -> str:
    """What the action says instead of an answer, questions too; nothing of it is kept."""
    try:
        banking.books.station.act(actor, action, command).result()
    except CounterfoilError as said:
        return said.text
    raise AssertionError("it was done")


@dataclass(slots=True)
class Banking:
    """The cashier prepares, the other cashier counts again, accounting enters the credit."""

    books: Books
    bank_id: BankAccountId = field(default=BankAccountId(""))

    def __post_init__(self) -> None:
        self.bank_id = self.bank_id or self.bank_account()

    def act(self, actor: Actor, action: Any, command: Any) -> Any:
        """Questions are agreed to; approvals come from the officer."""
        station, actors = self.books.station, self.books.actors
        while True:
            try:
                return station.act(actor, action, command).result()
            except NeedsConfirmation as asked:
                command = replace(command, confirmations=command.confirmations | {asked.key})
            except NeedsApproval as asked:
                grant = GrantApproval(
                    command_id(), command.id, asked.key, actor.user_id, asked.text
                )
                station.approve(actors.numbers["cfo"], PIN, grant)

    def bank_account(self, **fields: Any) -> BankAccountId:
        """An account at a bank, on GL 1000."""
        wanted: dict[str, Any] = {
            "name": "Operating account",
            "bank": "First Bank",
            "account_number": "123456789",
            "gl_code": "1000",
            "routing": ROUTING,
            "is_default": True,
        }
        command = SaveBankAccount(command_id(), None, **wanted | fields)
        found: BankAccountId = self.act(self.books.actors.administrator, save_bank_account, command)
        return found

    # -------------------------------------------------------------------------- before the bank

    def shift(self, *takings: Any, leave: int = 0, notes: int = 10) -> Any:
        """A shift from its float to its close: each taking is an amount of cash or a tender of
        somebody new; `leave` more (or less) is counted than there should be.
        """
        opened = self.books.open_shift(notes)
        counted = notes * 2000
        mending = self.mending()
        for taking in takings:
            tender = cash(taking) if isinstance(taking, int) else taking
            counted += tender.amount.minor if tender.method == "cash" else 0
            mending.take(self.account(), tender)
        self.close(opened.shift_id, counted + leave)
        return opened

    def close(self, shift_id: Any, minor: int) -> None:
        from app.areas.drawers.closing_values import CloseShift, RevealDifference
        from app.areas.payments import closing

        cashier = self.books.actors.cashier
        sealed = self.books.seal(shift_id, *self._coins(minor))
        reason = None
        if not sealed.agrees:
            reason = self.reason(ReasonKind.OVER_SHORT)
            self.act(cashier, closing.reveal_difference, RevealDifference(command_id(), shift_id))
        self.act(cashier, closing.close_shift, CloseShift(command_id(), shift_id, reason))

    def _coins(self, minor: int) -> list[int]:
        return [pile.denomination.minor for pile in piles(minor) for _ in range(pile.quantity)]

    def account(self) -> Any:
        return self.books.register_patient().account_id

    def mending(self) -> Mending:
        from app.kernel.ids import ShiftId

        return Mending(self.books.station, self.books, ShiftId(""))

    def mail(self, tender: Any, actor: Actor | None = None) -> PaymentTaken:
        """A payment of the mail, which lies in no drawer."""
        who = actor or self.books.actors.billing_manager
        return self.mending().take(self.account(), tender, actor=who, channel=Channel.MAIL)

    def drop(self, minor: int) -> CashMoved:
        moved: CashMoved = self.act(
            self.books.actors.cashier,
            drawers.move_cash,
            MoveCash(command_id(), MovementKind.DROP, usd(minor)),
        )
        return moved

    # ------------------------------------------------------------------------------ the deposit

    def proposal(self, asker: UserId | None = None) -> Proposal:
        return self.books.station.ask(queries.proposal, asker).result()

    def preparing(
        self, *chosen: Depositable, counted: int | None = None, reserve: Reserve | None = None
    ) -> PrepareDeposit:
        """The command alone: of everything that may be banked where nothing is named."""
        items = chosen or self.proposal().items
        should = sum(item.amount.minor for item in items if item.kind is not ItemKind.CHECK)
        should += reserve.amount.minor if reserve else 0
        sources = tuple(item.source_id for item in items)
        found = piles(should if counted is None else counted)
        return PrepareDeposit(command_id(), self.bank_id, sources, found, reserve)

    def prepare(
        self, *chosen: Depositable, actor: Actor | None = None, **fields: Any
    ) -> DepositPrepared:
        command = self.preparing(*chosen, **fields)
        prepared: DepositPrepared = self.act(
            actor or self.books.actors.cashier, service.prepare_deposit, command
        )
        return prepared

    def counting(
        self, deposit_id: DepositId, cash: int | None = None, missing: tuple[str, ...] = ()
    ) -> CountDeposit:
        """The command alone; `missing` are numbers of checks that are not there."""
        view = self.view(deposit_id, self.books.actors.cashier.user_id)
        should = view.cash.minor if view.cash is not None else 0
        seen = tuple(
            item.item_id
            for item in view.items
            if item.kind is ItemKind.CHECK and not item.out and item.check_number not in missing
        )
        return CountDeposit(command_id(), deposit_id, piles(should if cash is None else cash), seen)

    def count(
        self,
        deposit_id: DepositId,
        cash: int | None = None,
        missing: tuple[str, ...] = (),
        actor: Actor | None = None,
    ) -> DepositCounted:
        counted: DepositCounted = self.act(
            actor or self.books.actors.other_cashier,
            service.count_deposit,
            self.counting(deposit_id, cash, missing),
        )
        return counted

    def take_out(self, deposit_id: DepositId, check_number: str) -> DepositMoved:
        item = next(i for i in self.view(deposit_id).items if i.check_number == check_number)
        command = TakeOutCheck(command_id(), item.item_id, "not there")
        moved: DepositMoved = self.act(self.books.actors.cashier, service.take_out_check, command)
        return moved

    def sealing(self, deposit_id: DepositId, bag: str = "", **fields: Any) -> SealDeposit:
        """The command alone, with a reason where the cash differs."""
        view = self.view(deposit_id)
        if view.difference and "reason_id" not in fields:
            fields["reason_id"] = self.reason(ReasonKind.DEPOSIT_DIFFERENCE)
        return SealDeposit(command_id(), deposit_id, bag or f"BAG-{view.number}", **fields)

    def seal(
        self, deposit_id: DepositId, bag: str = "", actor: Actor | None = None, **fields: Any
    ) -> DepositSealed:
        sealed: DepositSealed = self.act(
            actor or self.books.actors.other_cashier,
            service.seal_deposit,
            self.sealing(deposit_id, bag, **fields),
        )
        return sealed

    def submit(self, deposit_id: DepositId) -> DepositMoved:
        moved: DepositMoved = self.act(
            self.books.actors.cashier,
            service.submit_deposit,
            SubmitDeposit(command_id(), deposit_id, "Courier"),
        )
        return moved

    def clearing(self, deposit_id: DepositId, minor: int | None = None) -> ClearDeposit:
        """The command alone: today, over what was in the bag, with a reason where it differs."""
        view = self.view(deposit_id)
        total = view.total.minor if view.total is not None else 0
        amount = total if minor is None else minor
        reason = self.reason(ReasonKind.DEPOSIT_DIFFERENCE) if amount != total else None
        return ClearDeposit(command_id(), deposit_id, self.today(), usd(amount), "BANK-1", reason)

    def clear(self, deposit_id: DepositId, minor: int | None = None) -> DepositMoved:
        command = self.clearing(deposit_id, minor)
        moved: DepositMoved = self.act(self.books.actors.accounting, service.clear_deposit, command)
        return moved

    def take_back(self, deposit_id: DepositId) -> DepositMoved:
        command = TakeBackClear(command_id(), deposit_id, "typed wrong")
        moved: DepositMoved = self.act(
            self.books.actors.accounting, undoing.take_back_clear, command
        )
        return moved

    def void(self, deposit_id: DepositId) -> DepositMoved:
        reason = self.reason(ReasonKind.DEPOSIT_VOID)
        command = VoidDeposit(command_id(), deposit_id, reason)
        moved: DepositMoved = self.act(
            self.books.actors.billing_manager, undoing.void_deposit, command
        )
        return moved

    def sealed(self, *chosen: Depositable, **fields: Any) -> DepositId:
        """From the safe to a sealed bag, everything as it should be."""
        deposit_id = self.prepare(*chosen, **fields).deposit_id
        self.count(deposit_id)
        self.seal(deposit_id)
        return deposit_id

    def cleared(self, *chosen: Depositable) -> DepositId:
        """From the safe to the bank, everything as it should be."""
        deposit_id = self.sealed(*chosen)
        self.submit(deposit_id)
        self.clear(deposit_id)
        return deposit_id

    # ------------------------------------------------------------------------------- what it is

    def reason(self, kind: ReasonKind) -> ReasonId:
        return ReasonId(derived_id("reason", kind, "1"))

    def today(self) -> date:
        def look(reader: Any) -> date:
            return settings.business_today(settings.practice(reader), reader.now)

        return self.books.station.ask(look).result()

    def view(self, deposit_id: DepositId, asker: UserId | None = None) -> DepositView:
        return self.books.station.ask(queries.deposit_view, deposit_id, asker).result()

    def rows(self, asker: UserId | None = None, **wanted: Any) -> tuple[DepositRow, ...]:
        return self.books.station.ask(lists.deposits, ListWanted(**wanted), asker).result().rows

    def holds(self, code: str) -> int:
        """What stands on a GL account by now."""
        return self.mending().holds(code)

    def texts(self, sql: str) -> list[str]:
        """The first column of what a statement finds."""

        def read(reader: Any) -> list[str]:
            return [row[0] for row in reader._cursor.execute(sql).fetchall()]

        return self.books.station.database.read(read)

    def verify(self) -> None:
        self.mending().verify()
