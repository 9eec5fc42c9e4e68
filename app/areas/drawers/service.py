"""Opening a shift with a counted float, cash that moves by hand, the safe, and who may leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from app.areas.approvals import service as approvals
from app.areas.drawers import (
    errors,
    opening_errors,
    opening_records,
    queries,
    records,
    repository,
    rules,
)
from app.areas.drawers.repository import NewMovement
from app.areas.drawers.values import (
    AddDrawer,
    CashMoved,
    CountKind,
    CountSafe,
    DrawerOpened,
    MoveCash,
    MovementKind,
    OpenDrawer,
    OpenShift,
    Pile,
    ReverseMovement,
    SafeCounted,
    ShiftBrief,
    ShiftOpened,
    ShiftState,
)
from app.areas.ledger import queries as reasons
from app.areas.ledger import service as ledger
from app.areas.ledger.values import GL, Entry, EntryType, Leg, Reason, ReasonKind
from app.areas.printing import errors as paper_errors
from app.areas.printing import queries as printing
from app.areas.printing.values import PrinterKind, PrintQueued, PrintTestPage
from app.areas.security import queries as security
from app.areas.security import service as people
from app.areas.security.values import DeactivateUser, UserChanged
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import AccountId, CommandId, DrawerId, MovementId, ReasonId, ShiftId, derived_id
from app.kernel.money import Money
from app.kernel.text import clean, clean_required
from app.kernel.translate import t, t_kept
from app.storage.print_jobs import TEST_PAGE, queue_document, queue_kick
from app.storage.unit_of_work import UnitOfWork

TEST_OPENING = ReasonId(derived_id("reason", ReasonKind.NO_SALE.value, "test"))
"""The reason of an opening that tried the printer; nobody chooses it."""


def add_drawer(uow: UnitOfWork, command: AddDrawer) -> DrawerId:
    """A cash drawer at this station."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    name = clean_required(command.name, "name", most=40)
    if repository.drawer_named(uow, name):
        raise errors.drawer_name_taken(name)
    repository.add_drawer(uow, AddDrawer(command.id, name), settings.practice(uow).currency)
    return DrawerId(command.id)


def open_shift(uow: UnitOfWork, command: OpenShift) -> ShiftOpened:
    """Make one person answerable for one drawer: the counted float comes out of the safe."""
    uow.actor.require(Permission.OPEN_SHIFT)
    here = settings.practice(uow)
    drawer = repository.drawer(uow, command.drawer_id)
    if drawer is None or drawer[1] != here.station_id or not drawer[3]:
        raise errors.no_such_drawer()
    refuse_second_shift(uow)
    holder = repository.drawer_is_open(uow, command.drawer_id)
    if holder is not None:
        raise errors.drawer_open_by(security.user_name(uow, holder))
    note = clean(command.note, "note", most=400, lines=True)
    float_amount = counted_piles(uow, command.piles, drawer[2])
    _refuse_odd_day(uow, command, settings.business_today(here, uow.now))
    queue_kick(uow, "float", command.id)
    return begin_shift(uow, command, float_amount, note)


def _refuse_odd_day(uow: UnitOfWork, command: OpenShift, day: date) -> None:
    last = repository.last_day(uow)
    if last is None or not rules.is_odd_day(day, last):
        return
    asked = opening_errors.is_it_that_day(day, last)
    if asked.key not in command.confirmations:
        raise asked


def begin_shift(
    uow: UnitOfWork,
    command: OpenShift,
    float_amount: Money,
    note: str,
    count_id: str | None = None,
) -> ShiftOpened:
    """The part of opening a shift that writes; also when a drawer is handed over, where the id of
    the count is known before.
    """
    day = settings.business_today(settings.practice(uow), uow.now)
    number = uow.number("shift", day)
    count_id = repository.add_count(
        uow,
        CountKind.OPENING,
        float_amount,
        command.piles,
        day,
        shift_id=command.id,
        note=note,
        count_id=count_id,
    )
    repository.add_shift(
        uow, command.id, number, command.drawer_id, count_id, float_amount, day, note
    )
    if float_amount:
        moved = NewMovement(MovementKind.FLOAT, float_amount, GL.CASH_IN_SAFE, command.id)
        movement = repository.add_movement(uow, moved, day)
        words = t_kept("Opening float {number}", number=number.text)
        _post(uow, moved, movement, day, words, number.text)
    return ShiftOpened(ShiftId(command.id), number.text, day, float_amount)


def refuse_second_shift(uow: UnitOfWork) -> None:
    """A UserError when whoever acts answers for a drawer already."""
    if repository.user_has_shift(uow, uow.actor.user_id):
        raise errors.shift_open_already()


def deactivate_user(uow: UnitOfWork, command: DeactivateUser) -> UserChanged:
    """Take away somebody's access. It lives here, because a drawer must not lose who answers for
    it: whoever has a shift open closes it first.
    """
    uow.actor.require(Permission.MANAGE_USERS)
    if queries.has_open_drawer(uow, command.user_id):
        raise errors.user_has_drawer_open(security.user_name(uow, command.user_id))
    people.end_access(uow, command.user_id)
    return UserChanged(command.user_id)


def count_safe(uow: UnitOfWork, command: CountSafe) -> SafeCounted:
    """The safe as found when the books begin here: DR 1018, CR 3900. Once."""
    uow.actor.require(Permission.COUNT_SAFE)
    here = settings.practice(uow)
    if repository.safe_begun(uow):
        raise errors.safe_counted_already()
    counted = counted_piles(uow, command.piles, here.currency)
    if not counted:
        raise errors.nothing_counted()
    note = clean(command.note, "note", most=400, lines=True)
    day = settings.business_today(here, uow.now)
    repository.add_count(uow, CountKind.SAFE, counted, command.piles, day, shift_id=None, note=note)
    moved = NewMovement(MovementKind.SAFE_OPENING, counted, GL.OPENING_BALANCES, note=note)
    movement = repository.add_movement(uow, moved, day)
    _post(uow, moved, movement, day, t("Safe counted at set-up"), "")
    return SafeCounted(counted)


def move_cash(uow: UnitOfWork, command: MoveCash) -> CashMoved:
    """Cash into or out of one's own drawer: paid in, paid out, or dropped into the safe.

    NeedsConfirmation `large_movement:<minor>` for an amount that looks like a slip of the finger.
    """
    uow.actor.require(Permission.OPEN_SHIFT)
    shift = _own_shift(uow)
    rules.refuse_movement(command.kind, command.amount, shift.currency)
    reason = None
    if command.kind in rules.REASONS:
        reason = reasons.reason(uow, command.reason_id, rules.REASONS[command.kind])
    elif command.reason_id is not None:
        raise errors.drop_has_no_reason()
    _ask_about_large(uow, command)
    words = reason.words if reason else rules.kind_words(command.kind)
    change = command.amount * rules.direction(command.kind)
    moved = NewMovement(
        command.kind,
        change,
        reason.gl_code if reason else GL.CASH_IN_SAFE,
        shift.shift_id,
        reason.reason_id if reason else None,
        words,
        clean(command.reference, "reference", most=60),
        clean(command.note, "note", most=400, lines=True),
        approval_id=approved_after_reveal(uow, command.id, shift, change),
    )
    return post_movement(uow, command.id, moved, shift, shift.business_date)


def _ask_about_large(uow: UnitOfWork, command: MoveCash) -> None:
    large = settings.whole_setting(uow, "drawers.large_movement")
    drop_above = settings.whole_setting(uow, "drawers.drop_above")
    if rules.unusual(command.kind, command.amount, large, drop_above):
        question = errors.large_movement(command.kind, command.amount)
        if question.key not in command.confirmations:
            raise question


def reverse_movement(uow: UnitOfWork, command: ReverseMovement) -> CashMoved:
    """Take back a movement that was typed wrong; both stay in the books."""
    uow.actor.require(Permission.OPEN_SHIFT)
    shift = _own_shift(uow)
    first = repository.movement(uow, command.movement_id)
    if first is None or first.kind not in rules.BY_HAND:
        raise errors.no_such_movement()
    if first.shift_id != shift.shift_id:
        raise errors.movement_of_other_shift()
    if first.reverses_id is not None:
        raise errors.reversal_stays()
    if repository.is_reversed(uow, command.movement_id):
        raise errors.reversed_already()
    deposit = repository.held_by(uow, command.movement_id)
    if deposit is not None:
        raise errors.drop_in_bag(first.amount, deposit)
    moved = replace(
        first,
        amount=-first.amount,
        note=clean(command.note, "note", most=400, lines=True),
        reverses_id=command.movement_id,
        approval_id=approved_after_reveal(uow, command.id, shift, -first.amount),
    )
    return post_movement(uow, command.id, moved, shift, shift.business_date)


def post_movement(
    uow: UnitOfWork,
    command_id: str,
    moved: NewMovement,
    shift: ShiftBrief,
    day: date,
    account_id: AccountId | None = None,
) -> CashMoved:
    """Number, post and print a movement: part of actions that have checked everything. What is
    owed to an account names it; its paper is another.
    """
    number = repository.number_back(uow, moved) if moved.derived else uow.number("movement", day)
    repository.add_movement(uow, moved, day, movement_id=command_id, number=number)
    said = rules.kind_kept(moved.kind)
    words = t_kept("{kind} {number}: {words}", kind=said, number=number.text, words=moved.reason)
    _post(uow, moved, command_id, day, words, number.text, account_id)
    if moved.kind not in (MovementKind.PAID_IN, MovementKind.REFUND):
        queue_document(uow, "cash_movement", command_id)
    if shift.state is ShiftState.OPEN and moved.derived is None:
        queue_kick(uow, moved.kind, command_id)
    return CashMoved(
        MovementId(command_id),
        number.text,
        moved.kind,
        Money(abs(moved.amount.minor), moved.amount.currency),
        moved.reason,
        shift.number,
    )


def open_drawer(uow: UnitOfWork, command: OpenDrawer) -> DrawerOpened:
    """Open one's drawer without a sale, with the reason."""
    uow.actor.require(Permission.OPEN_SHIFT)
    shift = _own_shift(uow)
    reason = reasons.reason(uow, command.reason_id, ReasonKind.NO_SALE)
    note = clean(command.note, "note", most=400, lines=True)
    repository.add_opening(uow, command.id, shift, reason, note)
    queue_kick(uow, "no_sale", command.id)
    return DrawerOpened(shift.number, queries.openings(uow, shift.shift_id))


def print_test_page(uow: UnitOfWork, command: PrintTestPage) -> PrintQueued:
    """Queue a test page, and open the drawer where one is set; whoever answers for the cash in it
    finds that among the openings without a sale.
    """
    uow.actor.require(Permission.CHANGE_SETTINGS)
    printer = printing.printer(uow)
    if printer.kind is PrinterKind.SCREEN:
        raise paper_errors.prints_on_screen()
    if command.drawer_only and not printer.drawer_pin:
        raise paper_errors.no_drawer()
    held = opening_records.shift_here(uow) if printer.drawer_pin else None
    shift = None if held is None else queries.shift_brief(uow, held)
    if shift is not None:
        words = t("Test of the receipt printer")
        test = Reason(TEST_OPENING, ReasonKind.NO_SALE, 0, words, "", active=True)
        repository.add_opening(uow, command.id, shift, test, "")
    kicked = queue_kick(uow, "test", command.id)
    if command.drawer_only:
        return PrintQueued(kicked)
    return PrintQueued(queue_document(uow, TEST_PAGE, command.id))


def _own_shift(uow: UnitOfWork) -> ShiftBrief:
    shift = queries.current_shift(uow, uow.actor.user_id)
    if shift is None:
        raise errors.no_drawer_open()
    return shift


def approved_after_reveal(
    uow: UnitOfWork, command_id: CommandId, shift: ShiftBrief, change: Money
) -> str | None:
    """Cash that is written down once the difference was seen could make it vanish, so a second
    person has a look; at small amounts too, once they add up.
    """
    then = records.expected_when_shown(uow, shift) if change else None
    if then is None:
        return None
    limit = settings.whole_setting(uow, "drawers.difference_approval")
    moved = records.expected_cash(uow, shift) + change - then
    if max(abs(change.minor), abs(moved.minor)) < limit:
        return None
    question = errors.approve_after_reveal(change, shift.number)
    return approvals.require_approval(uow, command_id, question.key, question.text)


def _post(
    uow: UnitOfWork,
    moved: NewMovement,
    movement_id: str,
    day: date,
    words: str,
    reference: str,
    account_id: AccountId | None = None,
) -> None:
    """Into the drawer from the other side, or into the safe where no shift is named."""
    shift_id = ShiftId(moved.shift_id) if moved.shift_id else None
    into = GL.CASH_IN_DRAWERS if shift_id else GL.CASH_IN_SAFE
    opening = moved.kind is MovementKind.SAFE_OPENING
    ledger.post(
        uow,
        Entry(
            business_date=day,
            description=words,
            legs=(
                Leg(into, moved.amount, shift_id=shift_id),
                Leg(moved.gl_code, -moved.amount, account_id=account_id),
            ),
            source_type="cash_movement",
            source_id=movement_id,
            reference=reference,
            entry_type=EntryType.OPENING if opening else EntryType.STANDARD,
            derived=moved.derived,
        ),
    )


def counted_piles(uow: UnitOfWork, piles: tuple[Pile, ...], currency: str) -> Money:
    """What the piles add up to; a UserError for what is not counted here."""
    allowed = frozenset(d.value.minor for d in queries.denominations(uow))
    return rules.counted_total(piles, currency, allowed)
