"""Opening a shift with a counted float, counting the safe, and letting go of who held a drawer."""

from __future__ import annotations

from app.areas.drawers import errors, queries, repository, rules
from app.areas.drawers.values import (
    AddDrawer,
    CountKind,
    CountSafe,
    MovementKind,
    OpenShift,
    Pile,
    SafeCounted,
    ShiftOpened,
)
from app.areas.ledger import service as ledger
from app.areas.ledger.values import GL, Entry, EntryType, Leg
from app.areas.security import queries as security
from app.areas.security import service as people
from app.areas.security.values import DeactivateUser, UserChanged
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.ids import DrawerId, ShiftId
from app.kernel.money import Money
from app.kernel.text import clean, clean_required
from app.kernel.translate import t
from app.storage.unit_of_work import UnitOfWork


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
    _refuse_second_shift(uow, command)
    note = clean(command.note, "note", most=400, lines=True)
    float_amount = _counted(uow, command.piles, drawer[2])
    day = settings.business_today(here, uow.now)
    number = uow.number("shift", day)
    count_id = repository.add_count(
        uow, CountKind.OPENING, float_amount, command.piles, day, shift_id=command.id, note=note
    )
    repository.add_shift(
        uow, command.id, number, command.drawer_id, count_id, float_amount, day, note
    )
    if float_amount:
        movement = repository.add_movement(
            uow,
            MovementKind.FLOAT,
            float_amount,
            GL.CASH_IN_SAFE,
            day,
            shift_id=command.id,
            note="",
        )
        ledger.post(
            uow,
            Entry(
                business_date=day,
                description=t("Opening float {number}", number=number.text),
                legs=(
                    Leg(GL.CASH_IN_DRAWERS, float_amount, shift_id=ShiftId(command.id)),
                    Leg(GL.CASH_IN_SAFE, -float_amount),
                ),
                source_type="cash_movement",
                source_id=movement,
                reference=number.text,
            ),
        )
    return ShiftOpened(ShiftId(command.id), number.text, day, float_amount)


def _refuse_second_shift(uow: UnitOfWork, command: OpenShift) -> None:
    holder = repository.drawer_is_open(uow, command.drawer_id)
    if holder is not None:
        raise errors.drawer_open_by(security.user_name(uow, holder))
    if repository.user_has_shift(uow, uow.actor.user_id):
        raise errors.shift_open_already()


def deactivate_user(uow: UnitOfWork, command: DeactivateUser) -> UserChanged:
    """Take away somebody's access. It lives here, because a drawer must not lose who answers for
    it: whoever has a shift open closes it first.
    """
    uow.actor.require(Permission.MANAGE_USERS)
    if repository.user_has_shift(uow, command.user_id):
        raise errors.user_has_drawer_open(security.user_name(uow, command.user_id))
    people.end_access(uow, command.user_id)
    return UserChanged(command.user_id)


def count_safe(uow: UnitOfWork, command: CountSafe) -> SafeCounted:
    """The safe as found when the books begin here: DR 1018, CR 3900. Once."""
    uow.actor.require(Permission.COUNT_SAFE)
    here = settings.practice(uow)
    if repository.safe_begun(uow):
        raise errors.safe_counted_already()
    counted = _counted(uow, command.piles, here.currency)
    if not counted:
        raise errors.nothing_counted()
    note = clean(command.note, "note", most=400, lines=True)
    day = settings.business_today(here, uow.now)
    repository.add_count(uow, CountKind.SAFE, counted, command.piles, day, shift_id=None, note=note)
    movement = repository.add_movement(
        uow, MovementKind.SAFE_OPENING, counted, GL.OPENING_BALANCES, day, shift_id=None, note=note
    )
    ledger.post(
        uow,
        Entry(
            business_date=day,
            description=t("Safe counted at set-up"),
            legs=(Leg(GL.CASH_IN_SAFE, counted), Leg(GL.OPENING_BALANCES, -counted)),
            source_type="cash_movement",
            source_id=movement,
            entry_type=EntryType.OPENING,
        ),
    )
    return SafeCounted(counted)


def _counted(uow: UnitOfWork, piles: tuple[Pile, ...], currency: str) -> Money:
    allowed = frozenset(d.value.minor for d in queries.denominations(uow))
    return rules.counted_total(piles, currency, allowed)
