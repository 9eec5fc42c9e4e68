"""What the forms of a service and of a tax rate ask, and the commands their answers make."""

from __future__ import annotations

from datetime import date
from typing import Any

from app.areas.catalog.values import EXEMPT, SaveService, SaveTaxRate, ServiceRow, TaxRateRow, Unit
from app.gui.dialogs.charge_words import read_e4, say_e4
from app.gui.dialogs.form_panel import Ask
from app.kernel.ids import CommandId, new_id
from app.kernel.translate import t


def unit_words(unit: Unit) -> str:
    return {
        Unit.VISIT: t("visit"),
        Unit.HOUR: t("hour"),
        Unit.QUARTER_HOUR: t("15 minutes"),
        Unit.DAY: t("day"),
        Unit.ITEM: t("piece"),
    }[unit]


def tax_words(tax_class: str) -> str:
    return t("no tax") if tax_class == EXEMPT else tax_class


def service_asks(
    row: ServiceRow | None, classes: tuple[str, ...], revenue: tuple[tuple[str, str], ...]
) -> tuple[Ask, ...]:
    """A new service, or one as it stands."""
    in_use = (("yes", t("In use")), ("no", t("Out of use")))
    return (
        Ask("code", t("Code"), value=row.code if row else "", half=True),
        Ask("price", t("Price"), "money", row.price if row else None, half=True),
        Ask("name", t("Name, as it stands on invoices"), value=row.name if row else ""),
        Ask(
            "tax_class",
            t("Tax"),
            "choice",
            row.tax_class if row else EXEMPT,
            tuple((each, tax_words(each)) for each in classes),
            half=True,
        ),
        Ask(
            "unit",
            t("Counted by"),
            "choice",
            (row.unit if row else Unit.VISIT).value,
            tuple((unit.value, unit_words(unit)) for unit in Unit),
            half=True,
        ),
        Ask("revenue_gl", t("Earned on"), "choice", row.revenue_gl if row else "4010", revenue),
        Ask(
            "active",
            t("On new charges"),
            "choice",
            "yes" if row is None or row.active else "no",
            in_use,
            hint=t("A price holds for what is charged from now on. Invoices keep theirs."),
        ),
    )


def service_command(told: dict[str, Any], row: ServiceRow | None) -> SaveService:
    """What the form says, its code in capitals."""
    return SaveService(
        CommandId(new_id()),
        told["code"].strip().upper(),
        told["name"],
        told["price"],
        row.service_id if row else None,
        told["tax_class"],
        told["revenue_gl"],
        Unit(told["unit"]),
        told["active"] == "yes",
    )


def rate_asks(row: TaxRateRow | None, today: date) -> tuple[Ask, ...]:
    """A new rate; begun from a known one it is the next of its class."""
    return (
        Ask(
            "tax_class",
            t("Tax class"),
            value=row.tax_class if row else "standard",
            half=True,
            hint=t("A short word in small letters"),
        ),
        Ask("name", t("Name on invoices"), value=row.name if row else "", half=True),
        Ask("rate_e4", t("Percent"), value=say_e4(row.rate_e4) if row else "", half=True),
        Ask("valid_from", t("From"), "day", today, half=True),
    )


def rate_command(told: dict[str, Any]) -> SaveTaxRate | None:
    """What the form says; None where the percentage is no number."""
    rate = read_e4(told["rate_e4"].removesuffix("%"))
    if rate is None:
        return None
    name, tax_class = told["name"], told["tax_class"].strip()
    return SaveTaxRate(CommandId(new_id()), tax_class, name, rate, told["valid_from"])
