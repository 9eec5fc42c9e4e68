"""Finding services, and the tax rate of a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from app.areas.catalog import errors, rules, schema
from app.areas.catalog.values import EXEMPT, ServiceRow, TaxRateRow, Unit
from app.areas.settings import queries as settings
from app.kernel.ids import ServiceId
from app.kernel.money import Money
from app.storage.statements import Read, Reader

_s, _r = schema.service.c, schema.tax_rate.c
_SERVICE = (
    _s.id,
    _s.code,
    _s.name,
    _s.price_minor,
    _s.currency,
    _s.tax_class,
    _s.revenue_gl,
    _s.unit,
    _s.active,
)
_ALL = Read(select(*_SERVICE).order_by(_s.code, _s.id))
_ACTIVE = Read(select(*_SERVICE).where(_s.active == 1).order_by(_s.code, _s.id))
_ONE = Read(select(*_SERVICE).where(_s.id == bindparam("id")))
_BY_CODE = Read(select(*_SERVICE).where(_s.code == bindparam("code")))
_RATES = Read(
    select(_r.tax_class, _r.name, _r.rate_e4, _r.valid_from).order_by(
        _r.tax_class, _r.valid_from.desc(), _r.id
    )
)
_RATE_ON = Read(
    select(_r.rate_e4)
    .where(_r.tax_class == bindparam("tax_class"), _r.valid_from <= bindparam("day"))
    .order_by(_r.valid_from.desc())
    .limit(1)
)


def services(
    reader: Reader, text: str = "", most: int = 200, *, all: bool = False
) -> tuple[ServiceRow, ...]:
    """Services by the beginning of their code or of words of their name, best first; those in use,
    or `all`.
    """
    rows = [_service(row) for row in reader.fetch(_ALL if all else _ACTIVE)]
    return rules.matching(rows, text[:120], max(0, most))


def service(reader: Reader, service_id: ServiceId) -> ServiceRow:
    """One service; a UserError when there is none."""
    row = reader.first(_ONE, id=service_id)
    if row is None:
        raise errors.no_such_service()
    return _service(row)


def service_of_code(reader: Reader, code: str) -> ServiceRow | None:
    """The service that has exactly this code, in use or not."""
    row = reader.first(_BY_CODE, code=code.strip().upper())
    return _service(row) if row else None


def tax_rates(reader: Reader) -> tuple[TaxRateRow, ...]:
    """Every rate, by class, the newest first."""
    today = settings.business_today(settings.practice(reader), reader.now)
    held: set[str] = set()
    rows = []
    for tax_class, name, rate, since in reader.fetch(_RATES):
        begun = date.fromisoformat(since)
        current = begun <= today and tax_class not in held
        if current:
            held.add(tax_class)
        rows.append(TaxRateRow(tax_class, name, rate, begun, current))
    return tuple(rows)


def tax_classes(reader: Reader) -> tuple[str, ...]:
    """The classes a service may be in: `exempt`, and those with a rate."""
    return (EXEMPT, *dict.fromkeys(row[0] for row in reader.fetch(_RATES)))


def rate_on(reader: Reader, tax_class: str, day: date) -> int:
    """The rate of a class on a day, in percent with four decimals; a UserError without one."""
    if tax_class in ("", EXEMPT):
        return 0
    rate: int | None = reader.scalar(_RATE_ON, tax_class=tax_class, day=day.isoformat())
    if rate is None:
        raise errors.no_rate_on(tax_class, day)
    return rate


def _service(row: tuple[Any, ...]) -> ServiceRow:
    service_id, code, name, minor, currency, tax_class, gl_code, unit, active = row
    return ServiceRow(
        ServiceId(service_id),
        code,
        name,
        Money(minor, currency),
        tax_class,
        gl_code,
        Unit(unit),
        bool(active),
    )
