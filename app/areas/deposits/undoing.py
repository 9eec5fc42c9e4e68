"""Undoing a deposit by opposite facts: void it, or take back a credit that was typed wrong."""

from __future__ import annotations

from app.areas.deposits import banks, posting, records, repository
from app.areas.deposits.values import ClearDeposit, DepositMoved, TakeBackClear, VoidDeposit
from app.areas.ledger import queries as reasons
from app.areas.ledger.values import GL, ReasonKind
from app.kernel.actor import Permission
from app.kernel.errors import Bug
from app.kernel.text import clean
from app.kernel.translate import t_kept
from app.storage.unit_of_work import UnitOfWork


def void_deposit(uow: UnitOfWork, command: VoidDeposit) -> DepositMoved:
    """Undo a deposit before the bank credits it: what is in the bag lies in the safe again, and
    may go into another.
    """
    uow.actor.require(Permission.VOID_DEPOSIT)
    deposit = posting.allowed(uow, "void", command.deposit_id)
    reason = reasons.reason(uow, command.reason_id, ReasonKind.DEPOSIT_VOID)
    note = clean(command.note, "note", most=400, lines=True)
    day = posting.today(uow)
    repository.add_void(uow, command.id, deposit, reason, note, None, day)
    seal = deposit.seal
    if seal is not None:
        entries = records.entries_of(uow, "deposit_seal", seal.seal_id)
        words = t_kept("Void of deposit {number}", number=deposit.number)
        source = ("deposit_void", command.id)
        posting.post(
            uow,
            source,
            deposit,
            day,
            words,
            {
                GL.DEPOSITS_IN_TRANSIT: -deposit.amount,
                GL.CASH_IN_SAFE: seal.cash,
                GL.UNDEPOSITED_CHECKS: deposit.checks,
            },
            reverses=entries[-1],
        )
        posting.post(
            uow,
            source,
            deposit,
            day,
            words,
            {GL.CASH_IN_SAFE: -seal.difference, GL.CASH_OVER_SHORT: seal.difference},
            seal.reason,
            reverses=entries[0],
        )
    return posting.moved(uow, deposit.deposit_id)


def take_back_clear(uow: UnitOfWork, command: TakeBackClear) -> DepositMoved:
    """Take a credit back that was typed wrong: the deposit is on its way again."""
    uow.actor.require(Permission.CLEAR_DEPOSIT)
    deposit = posting.allowed(uow, "take_back", command.deposit_id)
    clear = deposit.clear
    if clear is None:
        raise Bug("only a credit that is there is taken back")
    note = clean(command.note, "note", most=400, lines=True)
    opposite = ClearDeposit(
        command.id, deposit.deposit_id, clear.bank_date, clear.amount, clear.reference, None, note
    )
    day = posting.today(uow)
    back = clear.clear_id
    repository.add_clear(uow, opposite, clear.difference, None, None, day, reverses_id=back)
    entries = records.entries_of(uow, "deposit_clear", clear.clear_id)
    _, gl_code, _, _ = banks.posted_to(uow, deposit.bank_account_id)
    in_transit = clear.amount - clear.difference
    posting.post(
        uow,
        ("deposit_clear", command.id),
        deposit,
        day,
        t_kept("Credit of deposit {number} taken back", number=deposit.number),
        {
            gl_code: -clear.amount,
            GL.DEPOSITS_IN_TRANSIT: in_transit,
            GL.CASH_OVER_SHORT: clear.difference,
        },
        clear.reason,
        reverses=entries[0] if entries else None,
    )
    return posting.moved(uow, deposit.deposit_id)
