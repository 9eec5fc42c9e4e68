"""Rows of a price list: what of each service is new or differs, and saving it as a person does."""

from __future__ import annotations

from typing import Any

from app.areas.catalog import maintaining
from app.areas.catalog import queries as catalog
from app.areas.catalog.values import EXEMPT, SaveService, ServiceRow, Unit
from app.areas.imports import errors
from app.areas.imports.repository import Run, StagedRow
from app.kernel.ids import CommandId, derived_id
from app.kernel.money import Money
from app.kernel.text import fold
from app.storage.unit_of_work import UnitOfWork

_NOT_TAXED = frozenset({"", "no", "n", "none", "0", "false", "exempt", "non-taxable"})
_UNITS = {
    "each": Unit.ITEM,
    "ea": Unit.ITEM,
    "unit": Unit.ITEM,
    "piece": Unit.ITEM,
    "15 min": Unit.QUARTER_HOUR,
    "15 minutes": Unit.QUARTER_HOUR,
    "hr": Unit.HOUR,
    "hours": Unit.HOUR,
    "session": Unit.VISIT,
    "encounter": Unit.VISIT,
    "days": Unit.DAY,
}


def state_of(uow: UnitOfWork, here: Run, record: dict[str, Any]) -> str:
    """new, changed or unchanged; a UserError for what could not be saved."""
    known = catalog.service_of_code(uow, record["code"])
    wanted = _wanted(here, record, known)
    maintaining.refuse_service(uow, wanted, catalog.tax_classes(uow))
    if known is None:
        return "new"
    before = (known.name, known.price, known.tax_class, known.revenue_gl, known.unit)
    after = (wanted.name, wanted.price, wanted.tax_class, wanted.revenue_gl, wanted.unit)
    return "unchanged" if before == after else "changed"


def apply(uow: UnitOfWork, here: Run, row: StagedRow) -> None:
    """Save one service; columns the file does not have stay as they are here."""
    known = catalog.service_of_code(uow, row.record["code"])
    maintaining.save_service(uow, _wanted(here, row.record, known))


def is_there(uow: UnitOfWork, record: dict[str, Any]) -> bool:
    return catalog.service_of_code(uow, record["code"]) is not None


def _wanted(here: Run, record: dict[str, Any], known: ServiceRow | None) -> SaveService:
    tax_class = record.get("tax_class", known.tax_class if known else EXEMPT)
    return SaveService(
        id=CommandId(derived_id("import", here.id, "service", record["code"])),
        code=record["code"],
        name=record["name"],
        price=Money(record["price_minor"], here.currency),
        service_id=known.service_id if known else None,
        tax_class=EXEMPT if tax_class in _NOT_TAXED else tax_class,
        revenue_gl=record.get("revenue_gl") or (known.revenue_gl if known else "4010"),
        unit=_unit(record, known),
        active=known.active if known else True,
    )


def _unit(record: dict[str, Any], known: ServiceRow | None) -> Unit:
    if "unit" not in record:
        return known.unit if known else Unit.VISIT
    told = fold(record["unit"])
    if told in _UNITS:
        return _UNITS[told]
    try:
        return Unit(told.replace(" ", "_"))
    except ValueError:
        raise errors.unknown_unit([each.value for each in Unit]) from None
