"""Stores services and tax rates."""

from __future__ import annotations

from datetime import date

from sqlalchemy import bindparam, select

from app.areas.catalog import schema
from app.areas.catalog.values import SaveService, SaveTaxRate
from app.kernel.ids import ServiceId, derived_id
from app.storage.statements import Read
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork

_s, _r = schema.service.c, schema.tax_rate.c
_BY_CODE = Read(select(_s.id, _s.name).where(_s.code == bindparam("code")))
_BY_ID = Read(select(_s.id).where(_s.id == bindparam("id")))
_RATE = Read(select(_r.id).where(_r.id == bindparam("id")))


def service_of_code(uow: UnitOfWork, code: str) -> tuple[ServiceId, str] | None:
    """(id, name) of the service that has this code."""
    row = uow.first(_BY_CODE, code=code)
    return (ServiceId(row[0]), row[1]) if row else None


def has_service(uow: UnitOfWork, service_id: str) -> bool:
    return uow.first(_BY_ID, id=service_id) is not None


def add_service(uow: UnitOfWork, command: SaveService) -> ServiceId:
    """The id follows from the code, so that two stations that add it mean one service."""
    service_id = derived_id("service", command.code)
    if has_service(uow, service_id):
        service_id = command.id
    uow.create(schema.service, {"id": service_id, **_fields(command)})
    return ServiceId(service_id)


def change_service(uow: UnitOfWork, service_id: ServiceId, command: SaveService) -> bool:
    return uow.change(schema.service, service_id, _fields(command))


def _fields(command: SaveService) -> Row:
    return {
        "code": command.code,
        "name": command.name,
        "price_minor": command.price.minor,
        "currency": command.price.currency,
        "tax_class": command.tax_class,
        "revenue_gl": command.revenue_gl,
        "unit": command.unit,
        "active": int(command.active),
    }


def keep_tax_rate(uow: UnitOfWork, command: SaveTaxRate) -> bool:
    """One rate a class and day; False when it was so already."""
    rate_id = _rate_id(command.tax_class, command.valid_from)
    row: Row = {"name": command.name, "rate_e4": command.rate_e4}
    if uow.first(_RATE, id=rate_id) is not None:
        return uow.change(schema.tax_rate, rate_id, row)
    row |= {"tax_class": command.tax_class, "valid_from": command.valid_from.isoformat()}
    uow.create(schema.tax_rate, {"id": rate_id, **row})
    return True


def _rate_id(tax_class: str, valid_from: date) -> str:
    return derived_id("tax_rate", tax_class, valid_from.isoformat())
