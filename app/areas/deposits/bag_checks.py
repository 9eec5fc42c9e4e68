"""What must hold of bags: counted twice by two people, sealed, handed over, credited, in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, func, literal_column, or_, select

from app.areas.approvals.schema import approval
from app.areas.deposits import apart_records, records, rules, schema
from app.areas.drawers.schema import cash_count
from app.areas.payments.schema import returned_check
from app.kernel.translate import t
from app.storage.checking import Check, amount, rows_check
from app.storage.statements import Reader
from app.storage.tables import counted

_deposit, _item = counted(schema.deposit), counted(schema.deposit_item)
_out, _count = counted(schema.deposit_item_out), counted(cash_count)
_second, _seal = counted(schema.deposit_second_count), counted(schema.deposit_seal)
_submit, _clear = counted(schema.deposit_submit), counted(schema.deposit_clear)
_void, _approval = counted(schema.deposit_void), counted(approval)
_return = counted(returned_check)
_d, _i, _o, _n, _e, _s = _deposit.c, _item.c, _out.c, _count.c, _second.c, _seal.c
_u, _c, _v, _a, _r = _submit.c, _clear.c, _void.c, _approval.c, _return.c
_there: Any = literal_column("1")


def _exists(*where: Any) -> Any:
    return select(_there).where(*where).exists()


def checks() -> tuple[Check, ...]:
    """The promises about bags."""
    return (
        _second_counts(),
        _seals(),
        _sealed_checks(),
        _bag_numbers(),
        _approvals(),
        _order(),
        _credits(),
    )


def _second_counts() -> Check:
    """Twice at most, each of them a count of cash; windows that were apart may both count."""
    twin = _second.alias("twin").c
    return rows_check(
        "deposits.second_counts",
        "A bag is counted a second time, and once again at most.",
        select(func.coalesce(_d.number, ""), _e.attempt)
        .select_from(_second)
        .outerjoin(_deposit, _d.id == _e.deposit_id)
        .outerjoin(_count, and_(_n.id == _e.count_id, _n.kind == "deposit_second"))
        .where(
            or_(
                _d.id.is_(None),
                _n.id.is_(None),
                _n.total_minor != _e.cash_minor,
                _n.currency != _e.currency,
                _d.currency != _e.currency,
                _n.made_by != _e.made_by,
                _e.attempt < 1,
                _e.attempt > rules.COUNTS,
                _exists(
                    twin.deposit_id == _e.deposit_id,
                    twin.attempt == _e.attempt,
                    twin.id != _e.id,
                    twin.station_id == _e.station_id,
                ),
                (_e.attempt > 1)
                & ~_exists(twin.deposit_id == _e.deposit_id, twin.attempt == _e.attempt - 1),
            )
        ),
        lambda number, attempt: t(
            "The second count {attempt} of deposit {number} is not a count of that bag.",
            attempt=attempt,
            number=number,
        ),
    )


def _seals() -> Check:
    """What the last count found, by who made it: another person than who prepared it."""
    items = (
        select(func.coalesce(func.sum(_i.amount_minor), 0))
        .where(_i.deposit_id == _s.deposit_id, _i.kind != "check")
        .scalar_subquery()
    )
    twin, later = _seal.alias("twin").c, _second.alias("later").c
    return rows_check(
        "deposits.seals",
        "A bag is sealed once, with what a second person counted last.",
        select(func.coalesce(_d.number, ""), _s.cash_minor, _s.currency)
        .select_from(_seal)
        .outerjoin(_deposit, _d.id == _s.deposit_id)
        .outerjoin(_second, and_(_e.id == _s.second_count_id, _e.deposit_id == _s.deposit_id))
        .where(
            or_(
                _d.id.is_(None),
                _e.id.is_(None),
                _exists(
                    twin.deposit_id == _s.deposit_id,
                    twin.id != _s.id,
                    twin.station_id == _s.station_id,
                ),
                _exists(
                    later.deposit_id == _s.deposit_id,
                    later.attempt > _e.attempt,
                    later.station_id == _s.station_id,
                ),
                _e.cash_minor != _s.cash_minor,
                _s.difference_minor != _s.cash_minor - items,
                _s.currency != _d.currency,
                _s.prepared_by != _d.made_by,
                _s.verified_by != _e.made_by,
                _s.made_by != _s.verified_by,
                (_s.prepared_by == _s.verified_by) & (_s.single_person == 0),
                (_s.difference_minor != 0) & _s.reason_id.is_(None),
            )
        ),
        lambda number, minor, currency: t(
            "Deposit {number} was sealed with {amount}, and its second count, its people or its "
            "reason say otherwise.",
            number=number,
            amount=amount(minor, currency),
        ),
    )


def _sealed_checks() -> Check:
    """The checks in the bag when it was sealed: those that are in it now, and those that came back
    from the bank since then.
    """
    sealed = apart_records.sealed_checks()
    return rows_check(
        "deposits.sealed_checks",
        "A seal says how many checks are in its bag.",
        select(_d.number, _s.check_count, _s.check_minor, _s.currency)
        .select_from(_seal)
        .join(_deposit, _d.id == _s.deposit_id)
        .outerjoin(sealed, sealed.c.deposit_id == _s.deposit_id)
        .where(
            or_(
                func.coalesce(sealed.c.checks, 0) != _s.check_count,
                func.coalesce(sealed.c.minor, 0) != _s.check_minor,
            )
        ),
        lambda number, count, minor, currency: t(
            "The seal of deposit {number} says {count} checks for {amount}, and in the bag are "
            "others.",
            number=number,
            count=count,
            amount=amount(minor, currency),
        ),
    )


def _bag_numbers() -> Check:
    def look(reader: Reader) -> Iterator[str]:
        there = {(rules.bag_key(bag), number) for bag, number in records.bags(reader)}
        used = Counter(key for key, _ in there)
        for bag, number in records.bags(reader):
            if used[rules.bag_key(bag)] > 1 or not bag:
                yield t(
                    "Bag {bag} of deposit {number} is not the only one of that number.",
                    bag=bag,
                    number=number,
                )

    return Check("deposits.bags", "A bag number is used once for ever.", look)


def _approvals() -> Check:
    """Of a large difference by somebody who did not count; of a credit for that very amount."""

    def broken(difference: Any, key: str, command: Any, *people: Any) -> Any:
        return or_(
            _a.id.is_(None),
            _a.for_command != command,
            _a.key != func.printf(f"{key}:%d", difference),
            *(_a.made_by == who for who in people),
        )

    needed = (_s.difference_minor != 0) & (func.abs(_s.difference_minor) >= _s.approval_from_minor)
    seals = (
        select(_d.number, _s.difference_minor, _s.currency)
        .select_from(_seal)
        .join(_deposit, _d.id == _s.deposit_id)
        .outerjoin(_approval, _a.id == _s.approval_id)
        .where(
            needed | _s.approval_id.is_not(None),
            broken(
                _s.difference_minor, "deposit_difference", _s.id, _s.prepared_by, _s.verified_by
            ),
        )
    )
    credits = (
        select(_d.number, _c.difference_minor, _c.currency)
        .select_from(_clear)
        .join(_deposit, _d.id == _c.deposit_id)
        .outerjoin(_approval, _a.id == _c.approval_id)
        .where(
            _c.approval_id.is_not(None),
            broken(_c.difference_minor, "bank_difference", _c.id, _c.made_by, _d.made_by),
        )
    )
    return rows_check(
        "deposits.approvals",
        "A large difference of a deposit was approved by somebody who did not count it.",
        select(seals.union_all(credits).subquery("both")),
        lambda number, minor, currency: t(
            "The difference of {amount} in deposit {number} lacks its approval.",
            amount=amount(minor, currency),
            number=number,
        ),
    )


def _order() -> Check:
    """Handed over once and only when sealed, credited only when handed over, voided once and only
    when not credited.
    """
    undone = _clear.alias("undone").c
    credited = _exists(
        _c.deposit_id == _v.deposit_id,
        _c.reverses_id.is_(None),
        ~_exists(undone.reverses_id == _c.id),
    )
    twin_submit, twin_void = _submit.alias("twin_submit").c, _void.alias("twin_void").c

    def known(deposit_id: Any) -> Any:
        return _exists(_d.id == deposit_id)

    submits = select(_u.deposit_id).where(
        or_(
            ~_exists(_s.deposit_id == _u.deposit_id),
            ~known(_u.deposit_id),
            _exists(
                twin_submit.deposit_id == _u.deposit_id,
                twin_submit.id != _u.id,
                twin_submit.station_id == _u.station_id,
            ),
        )
    )
    clears = select(_c.deposit_id).where(
        or_(~_exists(_u.deposit_id == _c.deposit_id), ~known(_c.deposit_id))
    )
    voids = select(_v.deposit_id).where(
        or_(
            credited,
            ~known(_v.deposit_id),
            _exists(
                twin_void.deposit_id == _v.deposit_id,
                twin_void.id != _v.id,
                twin_void.station_id == _v.station_id,
            ),
        )
    )
    every = submits.union_all(clears, voids).subquery("out_of_order")
    return rows_check(
        "deposits.order",
        "A deposit is sealed, handed over and credited in this order.",
        select(func.coalesce(_d.number, every.c.deposit_id))
        .select_from(every)
        .outerjoin(_deposit, _d.id == every.c.deposit_id),
        lambda number: t("The steps of deposit {number} are not in order.", number=number),
    )


def _credits() -> Check:
    """One credit stands at most, over what was in the bag and its difference; a taking back is its
    exact opposite.
    """
    original, twin = _clear.alias("first"), _clear.alias("twin").c
    first = original.c
    undone, also = _clear.alias("undone").c, _clear.alias("also_undone").c
    stands = _c.reverses_id.is_(None) & ~_exists(undone.reverses_id == _c.id)
    two = _exists(
        twin.deposit_id == _c.deposit_id,
        twin.id != _c.id,
        twin.reverses_id.is_(None),
        twin.station_id == _c.station_id,
        ~_exists(also.reverses_id == twin.id),
    )
    back_twice = _exists(
        twin.reverses_id == _c.reverses_id,
        twin.id != _c.id,
        twin.station_id == _c.station_id,
    )
    ruling = apart_records.is_first(
        _clear, twin.reverses_id.is_(None), ~_exists(also.reverses_id == twin.id), but=twin
    )
    state = schema.deposit_state.c
    return rows_check(
        "deposits.credits",
        "A credit of the bank is what was in the bag, or says why not.",
        select(func.coalesce(_d.number, ""), _c.amount_minor, _c.currency)
        .select_from(_clear)
        .outerjoin(_deposit, _d.id == _c.deposit_id)
        .outerjoin(schema.deposit_state, state.deposit_id == _c.deposit_id)
        .outerjoin(original, first.id == _c.reverses_id)
        .where(
            or_(
                _d.id.is_(None),
                _c.currency != _d.currency,
                stands & two,
                stands
                & ruling
                & (_c.amount_minor - _c.difference_minor != state.cash_minor + state.check_minor),
                _c.reverses_id.is_(None) & (_c.difference_minor != 0) & _c.reason_id.is_(None),
                _c.reverses_id.is_not(None)
                & or_(
                    first.id.is_(None),
                    back_twice,
                    first.deposit_id != _c.deposit_id,
                    first.amount_minor != _c.amount_minor,
                    first.difference_minor != _c.difference_minor,
                    first.reverses_id.is_not(None),
                ),
            )
        ),
        lambda number, minor, currency: t(
            "The credit of {amount} for deposit {number} is not of what was in the bag.",
            amount=amount(minor, currency),
            number=number,
        ),
    )
