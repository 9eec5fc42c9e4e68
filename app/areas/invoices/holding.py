"""Invoices that wait until it is known whether a card was charged for them."""

from __future__ import annotations

from collections.abc import Mapping

from app.areas.invoices import errors, repository
from app.areas.settings import queries as settings
from app.kernel.clock import instant_from
from app.kernel.errors import UserError
from app.kernel.i18n import format_time
from app.storage.statements import Reader
from app.storage.unit_of_work import UnitOfWork


def refuse_held(uow: UnitOfWork, bills: Mapping[str, str], attempt_id: str = "") -> None:
    """A UserError where a card may be charged just now for one of these invoices, named by their
    numbers, or for a form, which has none, by another attempt.
    """
    for bill, number in bills.items():
        refusal = held_refusal(uow, bill, number, attempt_id)
        if refusal is not None:
            raise refusal


def held_refusal(reader: Reader, bill: str, number: str, attempt_id: str = "") -> UserError | None:
    """Who may be charging a card for it just now, where and since when; None for nobody."""
    found = repository.held(reader, bill)
    if found is None or found[0] == attempt_id:
        return None
    here = settings.practice(reader)
    since = format_time(instant_from(found[2]), here.time_zone, here.locale)
    codes = {each.station_id: each.code for each in settings.stations(reader)}
    return errors.card_being_charged(number, codes.get(found[1], "?"), since)
