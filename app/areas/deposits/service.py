"""The way of a deposit: prepared and counted, counted again, sealed, handed over, credited."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.areas.deposits import banks, errors, posting, queries, records, repository, rules
from app.areas.deposits.repository import NewDeposit, NewSeal
from app.areas.deposits.rules import SecondCount, StoredDeposit, StoredItem
from app.areas.deposits.slip_values import PrintSlip, SlipCopy, SlipPrinted
from app.areas.deposits.values import (
    ClearDeposit,
    CountDeposit,
    Depositable,
    DepositCounted,
    DepositMoved,
    DepositPrepared,
    DepositSealed,
    ItemKind,
    PrepareDeposit,
    SealDeposit,
    SubmitDeposit,
    TakeOutCheck,
)
from app.areas.drawers import repository as drawer_records
from app.areas.drawers import service as drawers
from app.areas.drawers.values import CountKind
from app.areas.ledger.values import GL
from app.areas.printing.service import issue_paper
from app.areas.printing.values import AuditedPaper, PaperHow
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import ApprovalId, BankAccountId, CommandId, check_id
from app.kernel.money import LARGEST_MINOR, Money
from app.kernel.text import clean, clean_required
from app.kernel.translate import t, t_kept
from app.storage.print_jobs import queue_office
from app.storage.unit_of_work import UnitOfWork


def prepare_deposit(uow: UnitOfWork, command: PrepareDeposit) -> DepositPrepared:
    """Put things in a bag and count its cash. Nothing is posted: it lies in the safe until sealed.

    NeedsConfirmation `differs:<minor>` for a count that is not what the things say.
    """
    uow.actor.require(Permission.PREPARE_DEPOSIT)
    here = settings.practice(uow)
    _refuse_bank(uow, command.bank_account_id, here.currency)
    items = _chosen(uow, command, here.currency)
    cash, check_count, checks = rules.sums(items, here.currency)
    rules.refuse_sums(cash, checks)
    counted = drawers.counted_piles(uow, command.piles, here.currency)
    note = clean(command.note, "note", most=400, lines=True)
    if counted != cash:
        question = errors.first_count_differs(counted - cash)
        if question.key not in command.confirmations:
            raise question
    own = items[-1]
    if own.kind is ItemKind.RESERVE and own.amount.minor < 0:
        posting.approve_keeping_back(uow, command.id, -own.amount, own.words)
    day = posting.today(uow)
    count_id = drawer_records.add_count(
        uow, CountKind.DEPOSIT, counted, command.piles, day, shift_id=None, note=note
    )
    number = uow.number("deposit", day)
    new = NewDeposit(
        replace(command, note=note),
        items,
        count_id,
        cash,
        counted,
        (check_count, checks),
        queries.cards_with(uow, items, here.currency),
    )
    deposit_id = repository.add_deposit(uow, number, new, day)
    return DepositPrepared(deposit_id, number.text, cash, checks, counted - cash)


def _refuse_bank(uow: UnitOfWork, bank_account_id: BankAccountId, currency: str) -> None:
    check_id(bank_account_id, "bank_account_id")
    name, _, kept_in, active = banks.posted_to(uow, bank_account_id)
    if not active:
        raise errors.bank_out_of_use(name)
    if kept_in != currency:
        raise errors.bank_in_other_currency(name, kept_in)


def _chosen(uow: UnitOfWork, command: PrepareDeposit, currency: str) -> tuple[Depositable, ...]:
    """What goes into the bag, with money of the safe's own at the end."""
    for source_id in command.sources:
        check_id(source_id, "sources")
    free = queries.depositables(uow, currency)
    items = rules.chosen(free, command.sources)
    for source_id in set(command.sources) - {item.source_id for item in items}:
        number = records.claimed_by(uow, source_id)
        raise errors.in_deposit_already(number) if number else errors.not_to_be_banked()
    if command.reserve is None:
        return items
    free_cash, chosen_cash = rules.sums(free, currency)[0], rules.sums(items, currency)[0]
    reserve = queries.reserve(uow, free_cash)
    # Less lies there while a shift that took more out than it brought is not among the items.
    available = min(reserve, reserve + free_cash - chosen_cash)
    wanted = rules.reserve_of(command.reserve, currency, available)
    own = Depositable(ItemKind.RESERVE, "", wanted.amount, posting.today(uow), wanted.why)
    return (*items, own)


# ------------------------------------------------------------------------------------ second count


def count_deposit(uow: UnitOfWork, command: CountDeposit) -> DepositCounted:
    """Count a bag a second time; what differs is said once the count is kept."""
    uow.actor.require(Permission.VERIFY_DEPOSIT)
    deposit = posting.allowed(uow, "count", command.deposit_id)
    missing = _missing(deposit, command)
    cash = drawers.counted_piles(uow, command.piles, deposit.currency)
    note = clean(command.note, "note", most=400, lines=True)
    day = posting.today(uow)
    count_id = drawer_records.add_count(
        uow, CountKind.DEPOSIT_SECOND, cash, command.piles, day, shift_id=None, note=note
    )
    cleaned = replace(command, note=note)
    repository.add_second_count(uow, cleaned, deposit, count_id, cash, missing, day)
    agrees = cash == deposit.items_cash and not missing
    attempt = len(deposit.counts) + 1
    difference = cash - deposit.items_cash
    told = not difference or attempt >= rules.COUNTS
    return DepositCounted(
        deposit.deposit_id,
        attempt,
        agrees,
        difference if told else None,
        tuple(queries.item_words(item) for item in missing),
        not agrees and attempt < rules.COUNTS,
    )


def _missing(deposit: StoredDeposit, command: CountDeposit) -> tuple[StoredItem, ...]:
    """The checks that were not ticked."""
    seen = frozenset(command.checks_seen)
    if len(seen) != len(command.checks_seen):
        raise errors.check_seen_twice()
    if not seen <= {item.item_id for item in deposit.check_items}:
        raise errors.no_such_item("checks_seen")
    return tuple(item for item in deposit.check_items if item.item_id not in seen)


def take_out_check(uow: UnitOfWork, command: TakeOutCheck) -> DepositMoved:
    """Take a check out of a bag that is not sealed; it lies in the safe again."""
    uow.actor.require(Permission.PREPARE_DEPOSIT)
    check_id(command.item_id, "item_id")
    deposit = posting.allowed(uow, "take_out", records.deposit_of_item(uow, command.item_id))
    item = next(item for item in deposit.items if item.item_id == command.item_id)
    if not item.is_check:
        raise errors.not_a_check()
    if item.out:
        raise errors.out_already()
    reason = clean_required(command.reason, "reason", most=200)
    repository.take_item_out(uow, deposit, item, command.id, reason, posting.today(uow))
    return posting.moved(uow, deposit.deposit_id)


# ---------------------------------------------------------------------------------------- the seal


def seal_deposit(uow: UnitOfWork, command: SealDeposit) -> DepositSealed:
    """Seal a bag: its money is in transit from here on, and what differs is over or short.

    A difference needs a reason, a large one a third person, who counted neither time.
    """
    uow.actor.require(Permission.VERIFY_DEPOSIT)
    deposit = posting.allowed(uow, "seal", command.deposit_id)
    last = deposit.counts[-1]
    bag = clean_required(command.bag_number, "bag_number", most=40)
    if not rules.bag_key(bag):
        raise errors.bag_has_no_number()
    for used, number in records.bags(uow):
        if rules.bag_key(used) == rules.bag_key(bag):
            raise errors.bag_used(bag, number)
    difference = last.cash - deposit.items_cash
    reason = posting.difference_reason(uow, command.reason_id, difference)
    new = NewSeal(
        bag_number=bag,
        cash=last.cash,
        difference=difference,
        verified_by=last.user_id,
        single_person=queries.one_person(uow, last.user_id, deposit.prepared_by),
        reason=reason,
        note=clean(command.note, "note", most=400, lines=True),
        approval_from=posting.approval_limit(uow),
        approval_id=_approved_difference(uow, command.id, deposit, last, difference),
    )
    day = posting.today(uow)
    repository.add_seal(uow, command.id, deposit, new, last.second_count_id, day)
    _post_seal(uow, command.id, deposit, new, day)
    amount = new.cash + deposit.checks
    return DepositSealed(deposit.deposit_id, deposit.number, bag, amount, difference)


def _approved_difference(
    uow: UnitOfWork,
    command_id: CommandId,
    deposit: StoredDeposit,
    last: SecondCount,
    difference: Money,
) -> ApprovalId | None:
    names = [security.user_name(uow, who) for who in (deposit.prepared_by, last.user_id)]
    asked = errors.approve_difference(difference, deposit.number, *names)
    return posting.approved(uow, command_id, deposit, difference, asked)


def _post_seal(
    uow: UnitOfWork, seal_id: str, deposit: StoredDeposit, new: NewSeal, day: date
) -> None:
    """What differs goes over or short; then the bag's money leaves the safe."""
    reason = new.reason.words if new.reason else ""
    who = [security.user_name(uow, user) for user in (deposit.prepared_by, new.verified_by)]
    words = t("{reason} ({first}, {second})", reason=reason, first=who[0], second=who[1])
    posting.post(
        uow,
        ("deposit_seal", seal_id),
        deposit,
        day,
        t_kept("Difference of deposit {number}", number=deposit.number),
        {GL.CASH_IN_SAFE: new.difference, GL.CASH_OVER_SHORT: -new.difference},
        words if new.difference else "",
    )
    posting.post(
        uow,
        ("deposit_seal", seal_id),
        deposit,
        day,
        t_kept("Deposit {number} sealed in bag {bag}", number=deposit.number, bag=new.bag_number),
        {
            GL.DEPOSITS_IN_TRANSIT: new.cash + deposit.checks,
            GL.CASH_IN_SAFE: -new.cash,
            GL.UNDEPOSITED_CHECKS: -deposit.checks,
        },
    )


# ------------------------------------------------------------------------------------- to the bank


def submit_deposit(uow: UnitOfWork, command: SubmitDeposit) -> DepositMoved:
    """A sealed bag leaves for the bank."""
    uow.actor.require(Permission.PREPARE_DEPOSIT)
    deposit = posting.allowed(uow, "submit", command.deposit_id)
    cleaned = replace(
        command,
        handed_to=clean(command.handed_to, "handed_to", most=80),
        slip_number=clean(command.slip_number, "slip_number", most=60),
        note=clean(command.note, "note", most=400, lines=True),
    )
    repository.add_submit(uow, cleaned, posting.today(uow))
    return posting.moved(uow, deposit.deposit_id)


def clear_deposit(uow: UnitOfWork, command: ClearDeposit) -> DepositMoved:
    """The bank credited a deposit; what it credited otherwise is over or short."""
    uow.actor.require(Permission.CLEAR_DEPOSIT)
    deposit = posting.allowed(uow, "clear", command.deposit_id)
    _refuse_credit(uow, deposit, command)
    difference = command.amount - deposit.amount
    reason = posting.difference_reason(uow, command.reason_id, difference)
    asked = errors.approve_credit(difference, deposit.number)
    cleaned = replace(
        command,
        reference=clean(command.reference, "reference", most=60),
        note=clean(command.note, "note", most=400, lines=True),
    )
    approval_id = posting.approved(uow, command.id, deposit, difference, asked)
    day = posting.today(uow)
    repository.add_clear(uow, cleaned, difference, reason, approval_id, day)
    _, gl_code, _, _ = banks.posted_to(uow, deposit.bank_account_id)
    posting.post(
        uow,
        ("deposit_clear", command.id),
        deposit,
        day,
        t_kept("Deposit {number} credited by the bank", number=deposit.number),
        {
            gl_code: command.amount,
            GL.DEPOSITS_IN_TRANSIT: -deposit.amount,
            GL.CASH_OVER_SHORT: -difference,
        },
        reason.words if reason else "",
    )
    return posting.moved(uow, deposit.deposit_id)


def _refuse_credit(uow: UnitOfWork, deposit: StoredDeposit, command: ClearDeposit) -> None:
    if command.amount.currency != deposit.currency:
        raise errors.other_currency(deposit.currency, "amount")
    if not 0 <= command.amount.minor <= LARGEST_MINOR:
        raise errors.credit_out_of_range()
    if not deposit.business_date <= command.bank_date <= posting.today(uow):
        raise errors.bank_date_out_of_range()


def print_slip(uow: UnitOfWork, command: PrintSlip) -> SlipPrinted:
    """Queue the slip of a sealed bag for the office printer; each copy has its own audit number."""
    uow.actor.require(Permission.PREPARE_DEPOSIT)
    deposit = records.stored_deposit(uow, command.deposit_id)
    refused = rules.refusal("slip", queries.standing_of(uow, deposit, uow.actor.user_id))
    if refused is not None:
        raise refused
    kinds = {
        SlipCopy.BANK: AuditedPaper.DEPOSIT_SLIP,
        SlipCopy.OFFICE: AuditedPaper.DEPOSIT_SLIP_OFFICE,
    }
    wanted = [kind for copy, kind in kinds.items() if command.copy in (copy, SlipCopy.BOTH)]
    marks = tuple(issue_paper(uow, kind, deposit.deposit_id, PaperHow.PRINTED) for kind in wanted)
    jobs = tuple(
        queue_office(uow, kind, deposit.deposit_id, copy_no=mark.copy_no)
        for kind, mark in zip(wanted, marks, strict=True)
    )
    return SlipPrinted(jobs, marks)
