"""Money of an old system that two windows brought in without knowing of one another: found, and put
into words.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from sqlalchemy import bindparam, func, literal, literal_column, select, union_all

from app.areas.invoices import queries as invoices
from app.areas.invoices.records import number_of, shown
from app.areas.invoices.rules import brought_id, cancel_refusal
from app.areas.invoices.schema import invoice, invoice_cancellation
from app.areas.parties import queries as parties
from app.areas.parties.schema import account, external_id
from app.areas.payments.crediting_values import OPENING
from app.areas.payments.schema import payment, payment_void, tender
from app.areas.security import queries as security
from app.areas.settings import queries as settings
from app.areas.tasks import schema
from app.areas.tasks.money_records import MOST
from app.areas.tasks.records import window_name
from app.areas.tasks.rules import short, task_id
from app.areas.tasks.telling import seen, since
from app.areas.tasks.values import Answer, Found, Link, Side, Task, TaskKind
from app.kernel.clock import instant_from
from app.kernel.ids import AccountId, InvoiceId
from app.kernel.money import Money
from app.kernel.translate import t
from app.storage.brought import BROUGHT
from app.storage.checking import KEYS
from app.storage.statements import Read, Reader
from app.storage.tables import counted

TAKE_BACK: Final = "take_back"
INVOICE, CREDIT = "invoice", "credit"
_NAMED_AT_MOST = 5
_invoice, _payment, _tender = counted(invoice), counted(payment), counted(tender)
_i, _p, _t = _invoice.c, _payment.c, _tender.c
_x, _v = counted(invoice_cancellation).c, counted(payment_void).c
_n, _a, _e = schema.number_twice.c, account.c, external_id.c
_there: Any = literal_column("1")
_owed = (
    _i.generated_by == "import",
    ~select(_there).where(_x.invoice_id == _i.id).exists(),
)
_credit = (
    _t.payment_id == _p.id,
    _t.method == OPENING,
    ~select(_there).where(_v.payment_id == _p.id).exists(),
)


def _furthest(end: Callable[..., Any], otherwise: str) -> Any:
    """The first or last window that brought in what still stands of an account."""
    mine = (
        select(end(_i.station_id)).where(*_owed, _i.account_id == _n.number),
        select(end(_p.station_id)).where(*_credit, _p.account_id == _n.number),
    )
    none: Any = literal_column(f"'{otherwise}'")
    return end(
        *(func.coalesce(one.correlate(schema.number_twice).scalar_subquery(), none) for one in mine)
    )


_ACCOUNTS = Read(
    select(_n.number)
    .where(
        _n.kind == literal_column(f"'{BROUGHT}'"),
        _n.number > bindparam("after"),
        _furthest(func.min, "~") < _furthest(func.max, ""),
    )
    .order_by(_n.number)
    .limit(MOST)
)
_MONEY = Read(
    union_all(
        select(
            _i.account_id,
            literal(INVOICE),
            _i.id,
            _i.at,
            _i.station_id,
            _i.made_by,
            _i.reference,
            _i.total_minor,
            _i.currency,
            number_of(_i),
        ).where(*_owed, _i.account_id.in_(KEYS)),
        select(
            _p.account_id,
            literal(CREDIT),
            _p.id,
            _p.at,
            _p.station_id,
            _p.made_by,
            _t.reference,
            _p.amount_minor,
            _p.currency,
            _p.number,
        ).where(*_credit, _p.account_id.in_(KEYS)),
    ).order_by(literal_column("4"), literal_column("3"))
)
_NAMES = Read(
    select(_a.id, _a.number, _e.system, _e.value)
    .outerjoin(external_id, (_e.entity_id == _a.patient_id) & (_e.entity_kind == "patient"))
    .where(_a.id.in_(KEYS))
)


@dataclass(frozen=True, slots=True)
class Brought:
    """An invoice or credit that a window brought in; `reference` is what the source calls it."""

    what: str
    id: str
    at: str
    station: str
    made_by: str
    reference: str
    amount: Money
    number: str


@dataclass(frozen=True, slots=True)
class _Names:
    """What an account is called: a balance is called so too; and by which sources."""

    numbers: frozenset[str]
    systems: frozenset[tuple[str, str]]

    def source_of(self, one: Brought) -> str:
        """The system it came from, where its id tells; else nothing."""
        for system, value in sorted(self.systems):
            told = {
                brought_id(system, "invoice", one.reference, one.station),
                brought_id(system, "balance", value, one.station),
                brought_id(system, "balance", one.reference, one.station),
            }
            if one.id in told:
                return system
        return ""


def found(reader: Reader) -> Iterator[Found]:
    """Accounts for which two windows brought the same in, as long as both stand. What they brought
    in of one account may well be several things, so there can be more to look at than to tell.
    """
    return islice(_found(reader), MOST)


def _found(reader: Reader) -> Iterator[Found]:
    kind, after = TaskKind.BROUGHT_TWICE, ""
    while accounts := [row[0] for row in reader.fetch(_ACCOUNTS, after=after)]:
        for account_id, twice in _doubled(reader, accounts):
            state = " ".join(sorted(one.id for one in twice))
            yield Found(task_id(kind, account_id), kind, account_id, state, twice[-1].at)
        after = accounts[-1]


def doubled(reader: Reader, account_id: str) -> tuple[Brought, ...]:
    """What stands twice of an account, in the order in which it was brought in."""
    return next((twice for _, twice in _doubled(reader, [account_id])), ())


def _doubled(reader: Reader, accounts: list[str]) -> Iterator[tuple[str, tuple[Brought, ...]]]:
    if not accounts:
        return
    names = _names(reader, accounts)
    money: dict[str, list[Brought]] = defaultdict(list)
    for row in reader.fetch(_MONEY, keys=json.dumps(accounts)):
        account_id, what, own_id, at, station, made_by, reference, minor, currency, number = row
        one = Brought(what, own_id, at, station, made_by, reference, Money(minor, currency), number)
        money[account_id].append(one)
    for account_id in accounts:
        twice = tuple(_twice(money[account_id], names[account_id].numbers))
        if twice:
            yield account_id, twice


def _twice(there: list[Brought], names: frozenset[str]) -> Iterable[Brought]:
    """What two windows call alike, and a whole balance of one beside invoices of another."""
    told: set[str] = set()
    for one in there:
        for other in there:
            if one.station == other.station:
                continue
            whole = one.what == other.what == INVOICE and one.reference in names
            if one.reference == other.reference or whole:
                told |= {one.id, other.id}
    return [one for one in there if one.id in told]


def _names(reader: Reader, accounts: list[str]) -> dict[str, _Names]:
    numbers: dict[str, set[str]] = defaultdict(set)
    systems: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for account_id, number, system, value in reader.fetch(_NAMES, keys=json.dumps(accounts)):
        numbers[account_id].add(number[:40])
        if system is not None:
            numbers[account_id].add(value[:40])
            systems[account_id].add((system, value))
    return {each: _Names(frozenset(numbers[each]), frozenset(systems[each])) for each in accounts}


def told(reader: Reader, one: Found) -> Task | None:
    """Both sides with their windows and sources; either window's can be taken back."""
    twice = doubled(reader, one.subject)
    if not twice:
        return None
    header = parties.account_header(reader, AccountId(one.subject))
    names = _names(reader, [one.subject])[one.subject]
    return Task(
        task_id=one.task_id,
        kind=one.kind,
        title=t("The old balance of {number} was brought in twice", number=header.account_number),
        words=t(
            "Two windows brought files of an old system in without knowing of one another. Both "
            "stand, so it counts twice for {name}. Take back what one of them brought in, or say "
            "that both are right.",
            name=header.name,
        ),
        sides=tuple(_side(reader, each, names.source_of(each)) for each in twice),
        answers=(
            *_take_back(reader, twice),
            seen(t("Both are right"), t("Both stay, and the task goes away.")),
        ),
        since=since(one, reader),
        go=Link("account", one.subject),
    )


def _side(reader: Reader, one: Brought, source: str) -> Side:
    """The paper here, and what it is called where it came from."""
    number = shown(one.number)
    invoiced = one.what == INVOICE
    if source:
        words = t("{number} in {source}", number=one.reference, source=source)
    else:
        words = t("{number} in the old system", number=one.reference)
    return Side(
        title=t("Invoice {number}", number=number)
        if invoiced
        else t("Credit {number}", number=number),
        words=words,
        amount=one.amount,
        window=window_name(reader, one.station),
        who=security.user_name(reader, one.made_by),
        at=instant_from(one.at),
        go=Link("invoices" if invoiced else "payments", one.id),
    )


def _take_back(reader: Reader, twice: tuple[Brought, ...]) -> Iterator[Answer]:
    """The later window first; none of which something stays: an invoice somebody paid on, or credit
    of another window, which is taken back there.
    """
    for station in dict.fromkeys(one.station for one in reversed(twice)):
        mine = [one for one in twice if one.station == station]
        if any(_stays(reader, one) for one in mine):
            continue
        listed = ", ".join(shown(one.number) for one in mine[:_NAMED_AT_MOST])
        window = window_name(reader, station)
        yield Answer(
            f"{TAKE_BACK}:{station}",
            t("Take back what {window} brought in", window=short(window)),
            t(
                "{numbers} of {window} no longer count; the others stay.",
                numbers=listed,
                window=window,
            ),
        )


def _stays(reader: Reader, one: Brought) -> bool:
    if one.what == CREDIT:
        return one.station != settings.practice(reader).station_id
    return cancel_refusal(invoices.standing(reader, InvoiceId(one.id))) is not None
