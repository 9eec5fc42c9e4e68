"""How deposits are put into words: stages, ages, what lies ready, what differs."""

from __future__ import annotations

from typing import Final

from app.areas.deposits.values import (
    CountSeen,
    DepositCounted,
    DepositRow,
    DepositStage,
    DepositView,
    ItemKind,
    ItemRow,
    Proposal,
)
from app.gui.tables.rows_model import ChipLook
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.translate import t, tn

OVER: Final = (DepositStage.CLEARED, DepositStage.RECONCILED, DepositStage.VOID)
"""Stages from which a bag grows no older."""
CASH_KINDS: Final = (ItemKind.SHIFT, ItemKind.DROP, ItemKind.RESERVE)


def age_words(row: DepositRow) -> str:
    """How long a bag is on its way, in banking days; nothing once it is over."""
    if row.stage in OVER:
        return ""
    if not row.age_days:
        return t("today")
    return tn("{count} day", "{count} days", row.age_days)


def age_look(row: DepositRow) -> ChipLook | None:
    """Only a late bag has a sign of its own."""
    if not row.late or row.stage in OVER:
        return None
    return ChipLook(
        "warning-circle", tn("Late: {count} day", "Late: {count} days", row.age_days), "danger"
    )


def ready_words(proposal: Proposal, oldest: int, locale: str) -> str:
    """`Ready for the bank: 1,240.00 cash from 3 shifts, 5 checks 410.00, oldest 2 days.`"""
    parts = [
        part for part in (_cash_words(proposal, locale), _check_words(proposal, locale)) if part
    ]
    if oldest:
        parts.append(tn("oldest {count} banking day", "oldest {count} banking days", oldest))
    return t("Ready for the bank: {what}.", what=", ".join(parts))


def _cash_words(proposal: Proposal, locale: str) -> str:
    shifts = sum(1 for each in proposal.items if each.kind is ItemKind.SHIFT)
    drops = sum(1 for each in proposal.items if each.kind is ItemKind.DROP)
    if not shifts and not drops:
        return ""
    cash = format_money(proposal.cash, locale)
    if not drops:
        return tn(
            "{amount} cash from {count} shift",
            "{amount} cash from {count} shifts",
            shifts,
            amount=cash,
        )
    dropped = tn("{count} drop", "{count} drops", drops)
    if not shifts:
        return t("{amount} cash from {drops}", amount=cash, drops=dropped)
    return tn(
        "{amount} cash from {count} shift and {drops}",
        "{amount} cash from {count} shifts and {drops}",
        shifts,
        amount=cash,
        drops=dropped,
    )


def _check_words(proposal: Proposal, locale: str) -> str:
    if not proposal.check_count:
        return ""
    return tn(
        "{count} check {amount}",
        "{count} checks {amount}",
        proposal.check_count,
        amount=format_money(proposal.checks, locale),
    )


def expected_words(expected: Money, counted: Money, locale: str) -> str:
    """What the ticked items say of cash, and how the count differs once there is one."""
    said = format_money(expected, locale)
    gap = counted - expected
    if not counted.minor:
        return t("The ticked items say {amount}.", amount=said)
    if not gap.minor:
        return t("The ticked items say {amount}, and the count agrees.", amount=said)
    amount = format_money(abs_money(gap), locale)
    if gap.minor < 0:
        return t("The ticked items say {sum}: {amount} is missing.", sum=said, amount=amount)
    return t("The ticked items say {sum}: {amount} is too much.", sum=said, amount=amount)


def result_words(view: DepositView, locale: str, *, whole: bool) -> str:
    """What the second count found, once it may be known; `whole` when every check was there too."""
    gap = view.difference
    if gap is None:
        return ""
    if not gap.minor:
        return t("The count agrees with what is in the bag.") if whole else t("The cash agrees.")
    amount = format_money(abs_money(gap), locale)
    if gap.minor < 0:
        return t("The cash is {amount} short.", amount=amount)
    return t("The cash is {amount} over.", amount=amount)


def counted_words(answer: DepositCounted, locale: str) -> tuple[str, str]:
    """What is said right after a second count, and what comes next."""
    if answer.agrees:
        return t("The count agrees."), t("Type the number of the bag and seal it.")
    said = []
    if answer.difference is None:
        said.append(t("The cash differs."))
    elif answer.difference.minor:
        amount = format_money(abs_money(answer.difference), locale)
        short = answer.difference.minor < 0
        said.append(
            t("Cash is {amount} short.", amount=amount)
            if short
            else t("Cash is {amount} over.", amount=amount)
        )
    if answer.missing:
        said.append(
            tn("{count} check is missing.", "{count} checks are missing.", len(answer.missing))
        )
    if answer.may_count_again:
        return " ".join(said), t("Count once more.")
    if answer.missing:
        return " ".join(said), t("Take out what is missing, then seal the bag.")
    return " ".join(said), t("Say why, and seal the bag.")


def kind_look(row: ItemRow) -> ChipLook:
    """What an item is; one that was taken out looks muted."""
    icon, words = {
        ItemKind.SHIFT: ("clock", t("Shift")),
        ItemKind.DROP: ("arrow-circle-down", t("Drop")),
        ItemKind.CHECK: ("file-text", t("Check")),
        ItemKind.RESERVE: ("bank", t("Reserve")),
    }[row.kind]
    return ChipLook(icon, words, "muted" if row.out else "text")


def item_words(row: ItemRow) -> str:
    """An item in a line: where the cash comes from, or whose check it is."""
    parts = [row.words]
    if row.kind is ItemKind.CHECK:
        parts += [row.bank, row.reference]
    words = ", ".join(part for part in parts if part)
    return t("{words} (taken out: {why})", words=words, why=row.out) if row.out else words


def last_count(view: DepositView) -> CountSeen | None:
    """The newest second count."""
    seconds = [each for each in view.counts if each.second]
    return seconds[-1] if seconds else None


def cash_in_bag(view: DepositView) -> Money | None:
    """The cash a bag has now: until it is sealed, what the newest second count found."""
    newest = last_count(view)
    counted = newest.total if newest is not None else None
    return counted if view.stage is DepositStage.COUNTED and counted is not None else view.cash


def total_in_bag(view: DepositView) -> Money | None:
    cash = cash_in_bag(view)
    return None if cash is None else cash + view.checks


def abs_money(amount: Money) -> Money:
    return Money(abs(amount.minor), amount.currency)
