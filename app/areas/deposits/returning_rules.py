"""What a returned check is called, and what its return comes to, in whole sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.areas.deposits.returning_values import BankReason
from app.kernel.i18n import format_money
from app.kernel.ids import DepositItemId
from app.kernel.money import Money
from app.kernel.translate import later, t


class CheckPlaceName(StrEnum):
    """Where a check stands: in the safe, in a bag that is open, in one on its way, or credited."""

    SAFE = "safe"
    BAG = "bag"
    TRANSIT = "transit"
    BANK = "bank"


@dataclass(frozen=True, slots=True)
class CheckPlace:
    """Where a check stands and what the ledger has it on; `number` is the deposit's, `bank` the
    bank account's name. `item_id` is set where the check is in a bag and can come out of it.
    """

    name: CheckPlaceName
    gl_code: str
    deposit_id: str | None = None
    number: str = ""
    item_id: DepositItemId | None = None
    bank: str = ""

    @property
    def posted_deposit(self) -> str | None:
        """The deposit its ledger lines are of: none while the bag is not sealed."""
        posted = self.name in (CheckPlaceName.TRANSIT, CheckPlaceName.BANK)
        return self.deposit_id if posted else None


_REASONS = {
    BankReason.INSUFFICIENT_FUNDS: later("Insufficient funds"),
    BankReason.UNCOLLECTED_FUNDS: later("Uncollected funds"),
    BankReason.ACCOUNT_CLOSED: later("Account closed"),
    BankReason.STOP_PAYMENT: later("Payment stopped"),
    BankReason.NO_ACCOUNT: later("No such account"),
    BankReason.SIGNATURE: later("Signature missing or different"),
    BankReason.STALE_OR_POST_DATED: later("Too old, or dated ahead"),
    BankReason.REFER_TO_MAKER: later("Refer to maker"),
    BankReason.OTHER: later("Other"),
}


def reason_words(reason: str) -> str:
    """The bank's reason in words; what is none of ours stays as it is written."""
    known = {str(one): words for one, words in _REASONS.items()}
    return t(known[reason]) if reason in known else reason


def taken_off_words(place: CheckPlace, amount: Money) -> str:
    """Where a returned check is taken off."""
    words = format_money(amount)
    if place.name is CheckPlaceName.SAFE:
        return t("{amount} comes off the checks in the safe.", amount=words)
    if place.name is CheckPlaceName.BAG:
        return t("{amount} comes out of deposit {number}.", amount=words, number=place.number)
    if place.name is CheckPlaceName.TRANSIT:
        return t(
            "{amount} comes off deposit {number}: the bank credits that much less.",
            amount=words,
            number=place.number,
        )
    if not place.number:
        return t(
            "{amount} comes off account {code} of the ledger.", amount=words, code=place.gl_code
        )
    return t(
        "{amount} comes off {bank}, where deposit {number} was credited.",
        amount=words,
        bank=place.bank,
        number=place.number,
    )


def put_back_words(place: CheckPlace, was: str) -> str:
    """Where a check stands again; `was` is where it was taken off."""
    if place.name is CheckPlaceName.SAFE:
        if was == CheckPlaceName.SAFE:
            return t("The check lies in the safe again.")
        return t("Its bag moved on without it, so the check lies in the safe for the next deposit.")
    if place.name is CheckPlaceName.BAG:
        return t("The check is in deposit {number} again.", number=place.number)
    if place.name is CheckPlaceName.TRANSIT:
        return t(
            "The check is in deposit {number} again: the bank credits that much more.",
            number=place.number,
        )
    if not place.number:
        return t("The check is on account {code} of the ledger again.", code=place.gl_code)
    return t("The check is paid into {bank} again.", bank=place.bank)


def owed_words(invoices: Sequence[tuple[str, Money]], credit: Money) -> str:
    """What is owed again: (number, how much) of invoices, and the credit that is gone."""
    said = [t("{number} owes {amount} again.", number=number, amount=format_money(amount))
            for number, amount in invoices[:3]]  # fmt: skip
    if len(invoices) > 3:
        said.append(t("{count} more invoices are open again.", count=len(invoices) - 3))
    if credit:
        said.append(t("{amount} of credit is gone.", amount=format_money(credit)))
    return " ".join(said)


def paid_words(invoices: Sequence[tuple[str, Money]], credit: Money) -> str:
    """What is paid again by a return that was taken back."""
    said = [t("{number} is paid {amount} again.", number=number, amount=format_money(amount))
            for number, amount in invoices[:3]]  # fmt: skip
    if len(invoices) > 3:
        said.append(t("{count} more invoices are paid again.", count=len(invoices) - 3))
    if credit:
        said.append(t("{amount} is credit on the account.", amount=format_money(credit)))
    return " ".join(said)
