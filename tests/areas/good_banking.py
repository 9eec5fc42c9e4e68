"""Good commands on the way to the bank, ready to be spoilt in one field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from app.areas.deposits.returning_values import (
    BankReason,
    PrintLetter,
    ReturnCheck,
    TakeBackReturn,
)
from app.areas.deposits.slip_values import PrintSlip, SlipCopy
from app.areas.deposits.values import (
    ClearDeposit,
    CountDeposit,
    PrepareDeposit,
    Reserve,
    SealDeposit,
    SubmitDeposit,
    TakeBackClear,
    TakeOutCheck,
    VoidDeposit,
)
from app.areas.drawers.values import Pile
from app.kernel.ids import ReasonId, TenderId, derived_id
from tests.areas.good_ground import Ground
from tests.areas.good_lines import usd
from tests.building import command_id


def _reason(kind: str) -> ReasonId:
    return ReasonId(derived_id("reason", kind, "1"))


GOOD_BANKING: dict[str, Callable[[Ground], Any]] = {
    "deposits.clear_deposit": lambda g: ClearDeposit(
        command_id(),
        g.bags.submitted,
        g.bags.bank_date,
        usd(6900),
        "BR-1",
        _reason("deposit_difference"),
        "a note was torn",
    ),
    "deposits.count_deposit": lambda g: CountDeposit(
        command_id(), g.bags.prepared, (Pile(usd(1000), 3),), (g.bags.item_id,), "quick"
    ),
    "deposits.prepare_deposit": lambda g: PrepareDeposit(
        command_id(),
        g.bank_account_id,
        (g.bags.free_drop, g.bags.free_check),
        (Pile(usd(500), 5),),
        Reserve(usd(-500), "change"),
        "for Monday",
    ),
    "deposits.print_letter": lambda g: PrintLetter(command_id(), g.bags.returned),
    "deposits.return_check": lambda g: ReturnCheck(
        command_id(),
        TenderId(g.bags.free_check),
        g.bags.bank_date,
        BankReason.ACCOUNT_CLOSED,
        usd(3000),
        note="letter of the bank",
    ),
    "deposits.print_slip": lambda g: PrintSlip(command_id(), g.bags.submitted, SlipCopy.BANK),
    "deposits.seal_deposit": lambda g: SealDeposit(
        command_id(), g.bags.counted, "A 77", _reason("deposit_difference"), "blue bag"
    ),
    "deposits.submit_deposit": lambda g: SubmitDeposit(
        command_id(), g.bags.sealed, "Courier", "S-1", "at the back door"
    ),
    "deposits.take_back_clear": lambda g: TakeBackClear(
        command_id(), g.bags.cleared, "another deposit"
    ),
    "deposits.take_back_return": lambda g: TakeBackReturn(
        command_id(), g.bags.returned, "paid the second time"
    ),
    "deposits.take_out_check": lambda g: TakeOutCheck(command_id(), g.bags.item_id, "unsigned"),
    "deposits.void_deposit": lambda g: VoidDeposit(
        command_id(), g.bags.submitted, _reason("deposit_void"), "wrong account"
    ),
}
