"""Keeping the list of services and the table of tax rates; what was issued is never touched."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from app.areas.catalog import errors, queries, repository, rules
from app.areas.catalog.values import (
    EXEMPT,
    SaveService,
    SaveTaxRate,
    ServiceSaved,
    TaxRateSaved,
)
from app.areas.ledger import queries as ledger
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.text import clean, clean_required
from app.storage.unit_of_work import UnitOfWork

_CODE = re.compile(r"[A-Z0-9][A-Z0-9.\-]{0,19}")
EARLIEST = date(1990, 1, 1)


def save_service(uow: UnitOfWork, command: SaveService) -> ServiceSaved:
    """Add a service or change one; its code is its own."""
    uow.actor.require(Permission.MAINTAIN_LISTS)
    command = refuse_service(uow, command, queries.tax_classes(uow))
    taken = repository.service_of_code(uow, command.code)
    if taken is not None and taken[0] != command.service_id:
        raise errors.code_taken(command.code, taken[1])
    if command.service_id is None:
        return ServiceSaved(repository.add_service(uow, command), True)
    if not repository.has_service(uow, command.service_id):
        raise errors.no_such_service()
    changed = repository.change_service(uow, command.service_id, command)
    return ServiceSaved(command.service_id, changed)


def refuse_service(
    uow: UnitOfWork, command: SaveService, tax_classes: tuple[str, ...]
) -> SaveService:
    """The command with cleaned fields; a UserError beside the first one that does not fit."""
    code = clean_required(command.code, "code", most=20)
    if not _CODE.fullmatch(code):
        raise errors.code_form()
    name = clean_required(command.name, "name", most=120)
    rules.refuse_price(command.price, settings.practice(uow).currency)
    tax_class = rules.check_tax_class(command.tax_class)
    if tax_class not in tax_classes:
        raise errors.no_such_tax_class(tax_class)
    revenue = clean(command.revenue_gl, "revenue_gl", most=8)
    if not ledger.is_revenue(uow, revenue):
        raise errors.not_a_revenue_account(revenue)
    return replace(command, code=code, name=name, tax_class=tax_class, revenue_gl=revenue)


def save_tax_rate(uow: UnitOfWork, command: SaveTaxRate) -> TaxRateSaved:
    """What a tax class costs from a day on."""
    uow.actor.require(Permission.MAINTAIN_LISTS)
    tax_class = rules.check_tax_class(command.tax_class)
    if tax_class == EXEMPT:
        raise errors.exempt_has_no_rate()
    if not 0 <= command.rate_e4 <= rules.WHOLE_E4:
        raise errors.rate_out_of_range()
    today = settings.business_today(settings.practice(uow), uow.now)
    if not EARLIEST <= command.valid_from <= today + timedelta(days=3660):
        raise errors.date_out_of_range(command.valid_from)
    name = clean_required(command.name, "name", most=60)
    changed = repository.keep_tax_rate(uow, replace(command, tax_class=tax_class, name=name))
    return TaxRateSaved(tax_class, command.valid_from, changed)
