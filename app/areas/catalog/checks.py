"""What must hold of services: one code for each, and a tax class that has a rate."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, literal_column, select

from app.areas.catalog import schema
from app.areas.catalog.values import EXEMPT
from app.kernel.translate import t
from app.storage.checking import Check, rows_check

_s, _r = schema.service.c, schema.tax_rate.c


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    there: Any = literal_column("1")
    twice = select(_s.code, func.count()).group_by(_s.code).having(func.count() > 1)
    untaxed = select(_s.code, _s.tax_class).where(
        _s.tax_class != literal_column(f"'{EXEMPT}'"),
        ~select(there).where(_r.tax_class == _s.tax_class).exists(),
    )
    return (
        rows_check(
            "catalog.codes",
            "No two services have one code.",
            twice,
            lambda code, count: t("{count} services have the code {code}.", count=count, code=code),
            t("Give all but one of them another code on the page Services."),
        ),
        rows_check(
            "catalog.tax_classes",
            "Every service has a tax class with a rate.",
            untaxed,
            lambda code, tax_class: t(
                "The service {code} is in the tax class “{tax_class}”, which has no rate.",
                code=code,
                tax_class=tax_class,
            ),
            t("Add the rate, or choose another tax class, on the page Services."),
        ),
    )
