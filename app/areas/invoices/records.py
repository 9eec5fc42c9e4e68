"""What the number of an invoice is, wherever one is shown: its own, the one the centre gave it
later, or that it waits for one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, func, literal_column, or_, select

from app.areas.invoices import schema
from app.areas.settings import queries as settings
from app.areas.settings.rules import WHEN_AWAY
from app.kernel.ids import AccountId, InvoiceId
from app.kernel.translate import t
from app.storage.checking import Follow, Recipe, recipe_by
from app.storage.numbering import Number, pattern_of
from app.storage.schema import this_station
from app.storage.search import index_key
from app.storage.statements import Read, Reader
from app.storage.tables import counted
from app.storage.unit_of_work import UnitOfWork

NO_NUMBER: Final = Number("", "", 0)
"""What an invoice is issued with while the centre has to give its number."""
AT_ONCE = 20
"""So many numbers are asked for in one round with the centre."""

_invoice, _given = counted(schema.invoice), counted(schema.invoice_numbering)
_i, _g, _w = _invoice.c, _given.c, schema.invoice_unnumbered.c
_empty: Any = literal_column("''")
_there: Any = literal_column("1")


def number_of(invoice: Any) -> Any:
    """The number of an invoice whose columns these are; empty while it waits for one."""
    later = select(_g.number).where(_g.id == invoice.id).scalar_subquery()
    return func.coalesce(func.nullif(invoice.number, _empty), later, _empty)


def shown(number: str | None) -> str:
    """A number as people read it."""
    return number or t("number pending")


@dataclass(frozen=True, slots=True)
class Unnumbered:
    """An invoice that waits for its number, and how that will be written."""

    invoice_id: InvoiceId
    series: str
    width: int


@dataclass(frozen=True, slots=True)
class KeepNumber:
    """The number that the centre gave an invoice."""

    invoice_id: InvoiceId
    number: str
    series: str
    value: int


_here = select(this_station.c.station_id).scalar_subquery()
_WAITING = Read(
    select(_w.invoice_id, _w.business_date)
    .where(_w.station_id == _here)
    .order_by(_w.at, _w.invoice_id)
    .limit(bindparam("most"))
)
_LEFT_BEHIND = Read(
    select(_w.invoice_id, _w.business_date)
    .where(
        _w.station_id != _here,
        or_(_w.at < bindparam("before"), _w.at > bindparam("after")),
    )
    .order_by(_w.at, _w.invoice_id)
    .limit(bindparam("most"))
)
_ONE = Read(
    select(_i.number, number_of(_i), _i.account_id).where(_i.id == bindparam("id")).limit(1)
)
_LATER = Read(select(_there).select_from(schema.invoice_numbering).limit(1))
_UNNUMBERED = Read(select(_there).select_from(schema.invoice_unnumbered).limit(1))
_waiting = select(_i.id, _i.station_id, _i.business_date, _i.at).where(
    _i.number == _empty, ~select(_there).where(_g.id == _i.id).exists()
)


def recipe() -> Recipe:
    """Invoices without a number of their own that were given none yet."""
    return recipe_by(
        schema.invoice_unnumbered,
        _waiting,
        _i.id,
        Follow(schema.invoice, "id"),
        Follow(schema.invoice_numbering, "id"),
    )


def numbered_later(reader: Reader) -> bool:
    """Whether any invoice was issued without its number."""
    return reader.first(_LATER) is not None or reader.first(_UNNUMBERED) is not None


def waiting_for_number(
    reader: Reader, others: tuple[str, str] | None = None
) -> tuple[Unnumbered, ...]:
    """The invoices that wait for a number, oldest first: this station's own, and those of others
    that were not issued within `others`, whose station may be gone, or had a clock that was ahead.
    """
    rows = list(reader.fetch(_WAITING, most=AT_ONCE))
    if others is not None:
        rows += reader.fetch(_LEFT_BEHIND, before=others[0], after=others[1], most=AT_ONCE)
    if not rows:
        return ()
    pattern = pattern_of(reader, "invoice")
    return tuple(
        Unnumbered(InvoiceId(one), pattern.everywhere(date.fromisoformat(day)), pattern.width)
        for one, day in rows[:AT_ONCE]
    )


def number_for(uow: UnitOfWork, day: date) -> Number:
    """The number an invoice of `day` is issued with: from this station's series, or NO_NUMBER
    where the centre will give it.
    """
    if not settings.by_the_centre(uow):
        return uow.number("invoice", day)
    away = not settings.centre_reachable(uow)
    if away and settings.setting(uow, WHEN_AWAY) == "station":
        return uow.number("invoice", day, apart=True)
    return NO_NUMBER


def await_number(uow: UnitOfWork, invoice_id: str, day: date) -> None:
    """That an invoice issued now has no number yet."""
    uow.derive(
        schema.invoice_unnumbered,
        {
            "invoice_id": invoice_id,
            "station_id": uow.stream.station,
            "business_date": day.isoformat(),
            "at": uow.made(day)["at"],
        },
    )


def keep_number(uow: UnitOfWork, command: KeepNumber) -> bool:
    """Keep the number of an invoice that waits for it; False for one that has its number.

    What is written follows from the invoice and its number alone: two stations that were told
    the same write the same fact.
    """
    found = uow.first(_ONE, id=command.invoice_id)
    if found is None or found[1]:
        return False
    uow.insert(
        schema.invoice_numbering,
        {
            "id": command.invoice_id,
            "number": command.number,
            "series": command.series,
            "value": command.value,
        },
    )
    uow.drop(schema.invoice_unnumbered, invoice_id=command.invoice_id)
    index_key(uow, command.number, "invoice", command.invoice_id, AccountId(found[2]))
    return True
