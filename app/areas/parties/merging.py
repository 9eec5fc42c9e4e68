"""Making one of two accounts of the same person, taking it back, and keeping apart who only looks
alike. Nothing that was posted moves: one account stands for the others.
"""

from __future__ import annotations

from dataclasses import replace

from app.areas.parties import errors, merging_records, queries
from app.areas.parties.merging_values import (
    AccountsMerged,
    AccountsParted,
    KeepApart,
    KeptApart,
    MergeAccounts,
    PartAccounts,
)
from app.areas.parties.rules import dates_alike, likeness
from app.areas.parties.values import AccountHeader
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.i18n import format_date
from app.kernel.ids import check_id
from app.kernel.text import clean, fold
from app.kernel.translate import t
from app.storage.unit_of_work import UnitOfWork

_ALIKE = 60
"""Names less alike than this are asked about, of 100."""


def merge_accounts(uow: UnitOfWork, command: MergeAccounts) -> AccountsMerged:
    """Say that two accounts are one person's. Both numbers find the one that stands for them; what
    was posted to either counts, also what a window posts later that does not know of it yet.
    """
    uow.actor.require(Permission.MERGE_ACCOUNTS)
    one = queries.account_header(uow, command.account_id)
    other = queries.account_header(uow, command.into_id)
    if one.account_id == other.account_id:
        raise errors.the_same_account()
    if one.currency != other.currency:
        raise errors.other_currency(one.currency)
    stands = merging_records.stands_for(uow, other.account_id)
    if merging_records.stands_for(uow, one.account_id) == stands:
        raise errors.merged_already(queries.account_header(uow, stands).account_number)
    reason = clean(command.reason, "reason", most=200)
    if not reason:
        raise errors.merge_without_reason()
    _ask_who_they_are(uow, command, one, other)
    today = settings.business_today(settings.practice(uow), uow.now)
    merging_records.add_merge(uow, replace(command, reason=reason), today)
    merging_records.derive(uow)
    return AccountsMerged(command.id, merging_records.stands_for(uow, one.account_id))


def _ask_who_they_are(
    uow: UnitOfWork, command: MergeAccounts, one: AccountHeader, other: AccountHeader
) -> None:
    if errors.DIFFERENT in command.confirmations:
        return
    against = []
    born = (one.birth_date, other.birth_date)
    if born[0] and born[1] and born[0] != born[1] and not dates_alike(born[0], born[1]):
        days = (format_date(born[0]), format_date(born[1]))
        against.append(t("Their birth dates are {one} and {other}.", one=days[0], other=days[1]))
    if likeness(fold(one.name), fold(other.name)) < _ALIKE:
        against.append(t("Their names differ."))
    if merging_records.are_apart(uow, one.account_id, other.account_id):
        against.append(t("Somebody said that they are not the same person."))
    if against:
        names = (
            t("{name} ({number})", name=each.name, number=each.account_number)
            for each in (one, other)
        )
        raise errors.may_differ(next(names), next(names), " ".join(against))


def part_accounts(uow: UnitOfWork, command: PartAccounts) -> AccountsParted:
    """Take a merge back: each account stands for itself again, with what was posted to it. What
    another window said of the same two, in whichever direction, is taken back with it.
    """
    uow.actor.require(Permission.MERGE_ACCOUNTS)
    known = merging_records.merge(uow, check_id(command.merge_id, "merge_id"))
    if known is None:
        raise errors.no_such_merge()
    _, account_id, into_id, *_ = known
    reason = clean(command.reason, "reason", most=200)
    if not reason:
        raise errors.merge_without_reason()
    today = settings.business_today(settings.practice(uow), uow.now)
    said = merging_records.between(uow, account_id, into_id)
    merging_records.add_parting(uow, replace(command, reason=reason), said, today)
    merging_records.derive(uow)
    stand = {merging_records.stands_for(uow, each) for each in (account_id, into_id)}
    return AccountsParted(account_id, into_id, together=len(stand) == 1)


def keep_apart(uow: UnitOfWork, command: KeepApart) -> KeptApart:
    """Remember that two accounts that look alike are two people's."""
    uow.actor.require(Permission.MERGE_ACCOUNTS)
    one = queries.account_header(uow, command.account_id).account_id
    other = queries.account_header(uow, command.other_id).account_id
    if one == other:
        raise errors.the_same_account()
    if merging_records.stands_for(uow, one) == merging_records.stands_for(uow, other):
        raise errors.apart_while_merged()
    if not merging_records.are_apart(uow, one, other):
        reason = clean(command.reason, "reason", most=200)
        today = settings.business_today(settings.practice(uow), uow.now)
        merging_records.add_apart(uow, replace(command, reason=reason), today)
    return KeptApart(one, other)
