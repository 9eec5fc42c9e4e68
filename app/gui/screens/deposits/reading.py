"""What the Deposits screen reads, each page in one snapshot; never more than the asker may know."""

from __future__ import annotations

from dataclasses import dataclass

from app.areas.deposits import banks, queries
from app.areas.deposits.bank_values import BankAccountRow
from app.areas.deposits.banking_days import banking_days_between
from app.areas.deposits.values import DepositView, Proposal
from app.areas.drawers import queries as drawers
from app.areas.drawers.values import Denomination
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import Reason, ReasonKind
from app.areas.settings import queries as settings
from app.kernel.ids import DepositId, UserId
from app.storage.statements import Reader


@dataclass(frozen=True, slots=True)
class Ready:
    """What lies ready for the bank; `oldest_days` in banking days, `late` and `much` by setting."""

    proposal: Proposal
    accounts: tuple[BankAccountRow, ...]
    oldest_days: int
    late: bool
    much: bool


@dataclass(frozen=True, slots=True)
class Preparing:
    """All that preparing a deposit needs."""

    proposal: Proposal
    accounts: tuple[BankAccountRow, ...]
    denominations: tuple[Denomination, ...]


@dataclass(frozen=True, slots=True)
class Bag:
    """One deposit, and what its next step needs."""

    view: DepositView
    denominations: tuple[Denomination, ...]
    differences: tuple[Reason, ...]
    voids: tuple[Reason, ...]


def ready(reader: Reader, asker: UserId) -> Ready:
    """What lies ready, and whether it should have gone before."""
    proposal = queries.proposal(reader, asker)
    days = 0
    if proposal.items:
        oldest = min(each.item_date for each in proposal.items)
        today = settings.business_today(settings.practice(reader), reader.now)
        days = banking_days_between(oldest, today, settings.country(reader))
    above = settings.whole_setting(reader, "deposits.bank_above")
    return Ready(
        proposal=proposal,
        accounts=banks.bank_accounts(reader),
        oldest_days=days,
        late=days > settings.whole_setting(reader, "deposits.bank_within_days"),
        much=bool(above) and proposal.cash.minor > above,
    )


def preparing(reader: Reader, asker: UserId) -> Preparing:
    """What may go into a bag now."""
    return Preparing(
        proposal=queries.proposal(reader, asker),
        accounts=banks.bank_accounts(reader),
        denominations=drawers.denominations(reader),
    )


def bag(reader: Reader, deposit_id: DepositId, asker: UserId) -> Bag:
    """A deposit as this person may see it."""
    return Bag(
        view=queries.deposit_view(reader, deposit_id, asker),
        denominations=drawers.denominations(reader),
        differences=ledger.reasons(reader, ReasonKind.DEPOSIT_DIFFERENCE),
        voids=ledger.reasons(reader, ReasonKind.DEPOSIT_VOID),
    )
