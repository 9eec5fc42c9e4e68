"""Services with their prices, and dated tax rates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.ids import CommandId, ServiceId
from app.kernel.money import Money

EXEMPT = "exempt"
"""The tax class of medical services: no tax, whatever the table of rates says."""


class Unit(StrEnum):
    """What one of a service is."""

    VISIT = "visit"
    HOUR = "hour"
    QUARTER_HOUR = "15_min"
    DAY = "day"
    ITEM = "item"


@dataclass(frozen=True, slots=True)
class SaveService:
    """A service as it should read from now on; new without `service_id`.

    A price that changes holds for lines written from now on; issued invoices keep theirs.
    """

    id: CommandId
    code: str
    name: str
    price: Money
    service_id: ServiceId | None = None
    tax_class: str = EXEMPT
    revenue_gl: str = "4010"
    unit: Unit = Unit.VISIT
    active: bool = True


@dataclass(frozen=True, slots=True)
class ServiceSaved:
    service_id: ServiceId
    changed: bool


@dataclass(frozen=True, slots=True)
class ServiceRow:
    service_id: ServiceId
    code: str
    name: str
    price: Money
    tax_class: str
    revenue_gl: str
    unit: Unit
    active: bool


@dataclass(frozen=True, slots=True)
class SaveTaxRate:
    """The rate of a tax class from a day on, in percent with four decimals (8.875 % is 88750).

    The same class and day again changes that rate.
    """

    id: CommandId
    tax_class: str
    name: str
    rate_e4: int
    valid_from: date


@dataclass(frozen=True, slots=True)
class TaxRateSaved:
    tax_class: str
    valid_from: date
    changed: bool


@dataclass(frozen=True, slots=True)
class TaxRateRow:
    """`current` marks the rate of its class that holds today."""

    tax_class: str
    name: str
    rate_e4: int
    valid_from: date
    current: bool
