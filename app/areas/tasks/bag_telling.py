"""Bags that windows went on with while apart, where the books alone can't say what is true: found,
and put into words. What can be decided without anybody is decided, and no task.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import bindparam, func, literal_column, or_, select

from app.areas.deposits import apart_records, schema
from app.areas.deposits.records import from_safe
from app.areas.deposits.rules import bag_key
from app.areas.drawers.schema import ruling_close
from app.areas.security import queries as security
from app.areas.stations.schema import record_release, station_life
from app.areas.tasks.records import window_name
from app.areas.tasks.rules import task_id
from app.areas.tasks.telling import seen, since
from app.areas.tasks.values import Found, Link, Side, Task, TaskKind
from app.kernel.clock import instant_from
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.elsewhere import PARTED
from app.storage.schema import record_verdict
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_deposit, _item = counted(schema.deposit), counted(schema.deposit_item)
_seal, _submit = counted(schema.deposit_seal), counted(schema.deposit_submit)
_clear, _void = counted(schema.deposit_clear), counted(schema.deposit_void)
_out, _second = counted(schema.deposit_item_out), counted(schema.deposit_second_count)
_d, _i, _s, _u = _deposit.c, _item.c, _seal.c, _submit.c
_c, _v, _o, _x = _clear.c, _void.c, _out.c, ruling_close.c
_st = schema.deposit_state.c
_there: Any = literal_column("1")
_nothing: Any = literal_column("''")
MOST: Final = 500
STEPS: Final = {"seal": _seal, "submit": _submit, "clear": _clear, "void": _void, "out": _out}


def _exists(*where: Any) -> Any:
    return select(_there).where(*where).exists()


def _stands(clear: Any) -> Any:
    undone = _clear.alias().c
    return clear.reverses_id.is_(None) & ~_exists(undone.reverses_id == clear.id)


_open: Any = ~_exists(_v.deposit_id == _d.id)
_credited = _exists(_c.deposit_id == _d.id, _stands(_c))
_other_seal, _other_clear = _seal.alias("other_seal").c, _clear.alias("other_clear").c
_sealed = apart_records.sealed_checks()
_first_clear, _before = _clear.alias("first_clear"), _clear.alias("before").c
_f = _first_clear.c
_shift = select(_there).select_from(_item).join(ruling_close, _x.shift_id == _i.source_id)
_counts_anew = or_(
    select(_there).select_from(record_verdict).exists(),
    select(_there).select_from(counted(record_release)).exists(),
    _exists(counted(station_life).c.why == "forked"),
)
_CASES: Final[dict[str, Any]] = {
    "void_clear": ~_open & _credited,
    "void_submit": ~_open
    & ~_credited
    & _exists(_u.deposit_id == _d.id, _v.deposit_id == _d.id, _u.station_id != _v.station_id),
    "seals": _open
    & _exists(
        _s.deposit_id == _d.id,
        _other_seal.deposit_id == _d.id,
        or_(_other_seal.bag_number != _s.bag_number, _other_seal.cash_minor != _s.cash_minor),
    ),
    "clears": _open
    & _exists(
        _c.deposit_id == _d.id,
        _other_clear.deposit_id == _d.id,
        _stands(_c),
        _stands(_other_clear),
        or_(_other_clear.amount_minor != _c.amount_minor, _other_clear.bank_date != _c.bank_date),
    ),
    "out": _open
    & select(_there)
    .select_from(_seal)
    .join(_sealed, _sealed.c.deposit_id == _s.deposit_id)
    .where(
        _s.deposit_id == _d.id,
        apart_records.is_first(_seal),
        _sealed.c.minor != _s.check_minor,
    )
    .exists(),
    "credit": _open
    & _exists(
        _f.deposit_id == _d.id,
        _stands(_f),
        apart_records.is_first(_first_clear, _stands(_before), but=_before),
        _st.deposit_id == _d.id,
        _f.amount_minor - _f.difference_minor != _st.cash_minor + _st.check_minor,
    ),
    "shift": _open
    & _counts_anew
    & _shift.where(
        _i.deposit_id == _d.id,
        _i.kind == "shift",
        _x.counted_minor - from_safe(_i.source_id) != _i.amount_minor,
    ).exists(),
}
"""When a bag is of each case; the earlier one is told where it is of several."""
_FINDS = {why: Read(select(_d.id, _d.at).where(when).limit(MOST)) for why, when in _CASES.items()}
_STEPS = {
    kind: Read(
        select(fact.c.id, fact.c.station_id, fact.c.made_by, fact.c.at)
        .where(fact.c.deposit_id == bindparam("id"))
        .order_by(fact.c.at, fact.c.id)
    )
    for kind, fact in STEPS.items()
}
SAME_NUMBER: Final = "number"
"""The case of two deposits in bags of one number; like any case, what the state begins with."""
_SEALED_AT = Read(select(func.count(_s.station_id.distinct())))
_BAGS = Read(
    select(_s.id, _s.deposit_id, _d.number, _s.bag_number, _s.at)
    .select_from(_seal)
    .join(_deposit, _d.id == _s.deposit_id)
    .order_by(_s.at, _s.id)
)
_COUNTS = Read(select(_second.c.id).where(_second.c.deposit_id == bindparam("id")))
_NUMBER = Read(select(_d.number, _d.currency).where(_d.id == bindparam("id")))
_SUMS = {
    "seal": Read(select(_s.cash_minor + _s.check_minor).where(_s.id == bindparam("id"))),
    "clear": Read(select(_c.amount_minor).where(_c.id == bindparam("id"))),
}
_BAG = Read(select(_s.bag_number).where(_s.id == bindparam("id")))
_TWINS = Read(
    select(literal_column("deposit_id"))
    .select_from(
        select(_s.deposit_id)
        .group_by(_s.deposit_id)
        .having(func.count(_s.id.distinct()) > 1)
        .union_all(
            *(
                select(fact.c.deposit_id)
                .group_by(fact.c.deposit_id)
                .having(func.count(fact.c.id.distinct()) > 1)
                for fact in (_submit, _clear, _void, _out, _second)
            )
        )
        .subquery("twins")
    )
    .distinct()
)


@dataclass(frozen=True, slots=True)
class _Step:
    kind: str
    step_id: str
    station_id: str
    made_by: str
    at: str


def _steps(reader: Reader, deposit_id: str) -> list[_Step]:
    found = [
        _Step(kind, *row)
        for kind, read in _STEPS.items()
        for row in reader.fetch(read, id=deposit_id)
    ]
    return sorted(found, key=lambda one: (one.at, one.step_id))


def found(reader: Reader) -> Iterator[Found]:
    """Bags that a person has to look at, because of what windows did while apart."""
    kind, told = TaskKind.BAG_APART, set[str]()
    for why, read in _FINDS.items():
        for deposit_id, at in reader.fetch(read):
            if deposit_id in told:
                continue
            told.add(deposit_id)
            steps = _steps(reader, deposit_id)
            state = " ".join((why, *sorted(step.step_id for step in steps)))
            latest = steps[-1].at if steps else at
            yield Found(task_id(kind, deposit_id), kind, deposit_id, state, latest)
    yield from (each for each in _same_numbers(reader) if each.subject not in told)


@dataclass(frozen=True, slots=True)
class SealedBag:
    """A seal, and the bag as its number was typed."""

    seal_id: str
    deposit_id: str
    number: str
    bag: str
    at: str


def _same_numbers(reader: Reader) -> Iterator[Found]:
    """Deposits whose bag has the number of an earlier one's: a window refuses what it knows of, so
    they were sealed apart.
    """
    if int(reader.scalar(_SEALED_AT) or 0) < 2 and not reader.scalar(PARTED):
        return
    by_key: dict[str, dict[str, SealedBag]] = {}
    for row in reader.fetch(_BAGS):
        one = SealedBag(*row)
        by_key.setdefault(bag_key(one.bag), {}).setdefault(one.deposit_id, one)
    for bags in by_key.values():
        first, *others = bags.values()
        for one in others:
            state = f"{SAME_NUMBER} {first.seal_id} {one.seal_id}"
            kind = TaskKind.BAG_APART
            yield Found(task_id(kind, one.deposit_id), kind, one.deposit_id, state, one.at)


def same_number(reader: Reader, one: Found) -> tuple[SealedBag, ...]:
    """The two deposits of such a case, the earlier first."""
    seals = {row[0]: SealedBag(*row) for row in reader.fetch(_BAGS)}
    return tuple(seals[seal_id] for seal_id in one.state.split()[1:] if seal_id in seals)


def went_on_with(reader: Reader) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(deposit, number, ids of its steps) of each bag with a step that was taken twice."""
    for (deposit_id,) in reader.fetch(_TWINS):
        yield deposit_id, *named(reader, deposit_id)


def named(reader: Reader, deposit_id: str) -> tuple[str, tuple[str, ...]]:
    """(number, ids of all steps and second counts) of a bag."""
    number = str((reader.first(_NUMBER, id=deposit_id) or ("", ""))[0])
    counts = (count_id for (count_id,) in reader.fetch(_COUNTS, id=deposit_id))
    return number, (*(step.step_id for step in _steps(reader, deposit_id)), *counts)


# ----------------------------------------------------------------------------------------- in words


def told(reader: Reader, one: Found) -> Task | None:
    """A bag with all that was done to it, and what to look at."""
    row = reader.first(_NUMBER, id=one.subject)
    if row is None:
        return None
    number, currency = row
    steps = _steps(reader, one.subject)
    if one.state.startswith(f"{SAME_NUMBER} "):
        seals = same_number(reader, one)
        title, words = _one_number(seals)
        steps = [
            step
            for seal in seals
            for step in _steps(reader, seal.deposit_id)
            if step.step_id == seal.seal_id
        ]
    else:
        title, words = _WORDS[one.state.partition(" ")[0]](number)
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=title,
        words=words,
        sides=tuple(_side(reader, step, currency) for step in steps),
        answers=(
            seen(t("It is settled"), t("The books stay as they are, and the task goes away.")),
        ),
        since=since(one, reader),
        go=Link("deposits", one.subject),
    )


def _side(reader: Reader, step: _Step, currency: str) -> Side:
    titles = {
        "seal": t("Sealed"),
        "submit": t("Handed over"),
        "clear": t("Credited by the bank"),
        "void": t("Voided"),
        "out": t("A check was moved"),
    }
    minor = reader.scalar(_SUMS[step.kind], id=step.step_id) if step.kind in _SUMS else None
    bag = reader.scalar(_BAG, id=step.step_id) if step.kind == "seal" else None
    return Side(
        title=titles[step.kind],
        words=t("Bag {bag}", bag=bag) if bag else "",
        amount=None if minor is None else Money(minor, currency),
        window=window_name(reader, step.station_id),
        who=security.user_name(reader, step.made_by),
        at=instant_from(step.at),
    )


def _one_number(seals: tuple[SealedBag, ...]) -> tuple[str, str]:
    first, second = seals[0], seals[-1]
    return (
        t(
            "Deposits {first} and {second} have one bag number",
            first=first.number,
            second=second.number,
        ),
        t(
            "Two windows sealed them while neither knew of the other, and both bags say {bag}. "
            "Both deposits stand. Look at the bags: if one number was typed wrong, void that "
            "deposit before the bank credits it, and prepare it again. If both bags do say it, "
            "write the number of its deposit on each, and tell the bank.",
            bag=second.bag,
        ),
    )


def _void_clear(number: str) -> tuple[str, str]:
    return (
        t("Deposit {number} was voided and credited", number=number),
        t(
            "One window voided it and another one entered the credit of the bank, and neither knew "
            "of the other. The void holds, and the credit is not booked. If the bank has the "
            "money, prepare a deposit of the same things, and enter the credit again."
        ),
    )


def _void_submit(number: str) -> tuple[str, str]:
    return (
        t("Deposit {number} was handed over and voided", number=number),
        t(
            "One window handed it over and another one voided it. The void holds: by the books "
            "what was in the bag lies in the safe. Look whether it does. If the bag left, prepare "
            "a deposit of the same things, seal it and hand it over in the books."
        ),
    )


def _seals(number: str) -> tuple[str, str]:
    return (
        t("Deposit {number} was sealed twice", number=number),
        t(
            "Two windows sealed it without knowing of one another. The first seal holds, and the "
            "other one is posted back by its own window. Look at the bag. If the other one is "
            "right, void the deposit and prepare it again."
        ),
    )


def _clears(number: str) -> tuple[str, str]:
    return (
        t("Deposit {number} was credited twice", number=number),
        t(
            "Two windows entered a credit of the bank without knowing of one another. The first "
            "one holds, and the other one is posted back by its own window. Compare them with the "
            "bank’s statement. If the other one is right, take the first one back: then it holds."
        ),
    )


def _taken_out(number: str) -> tuple[str, str]:
    return (
        t("A check of deposit {number} was moved while it was sealed", number=number),
        t(
            "One window sealed it, and another one took a check out or put one back, and neither "
            "knew of the other. By the books a check that was taken out lies in the safe. Look "
            "where it is. If it is in the bag, void the deposit before the bank credits it, and "
            "prepare it again."
        ),
    )


def _credit(number: str) -> tuple[str, str]:
    return (
        t("Deposit {number} was credited with another sum than was in it", number=number),
        t(
            "One window entered the credit of the bank while another one went on with the bag. "
            "What differs is over or short. Compare it with the bank’s statement; if it is wrong, "
            "take the credit back and enter it again."
        ),
    )


def _shift_changed(number: str) -> tuple[str, str]:
    return (
        t("A shift in deposit {number} is not what it was", number=number),
        t(
            "A record of the shift began or ceased to count after its cash went into the bag. The "
            "bag stays as it is, and by the books the rest is in the safe. Count the safe, and "
            "take what is over along with the next deposit."
        ),
    )


_WORDS: Final[dict[str, Callable[[str], tuple[str, str]]]] = {
    "void_clear": _void_clear,
    "void_submit": _void_submit,
    "seals": _seals,
    "clears": _clears,
    "out": _taken_out,
    "credit": _credit,
    "shift": _shift_changed,
}
