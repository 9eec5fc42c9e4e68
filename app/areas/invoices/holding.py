"""Invoices that wait until it is known whether a card was charged for them."""

from __future__ import annotations

from collections.abc import Mapping

from app.areas.invoices import errors, repository
from app.areas.settings import queries as settings
from app.kernel.clock import instant_from
from app.kernel.i18n import format_time
from app.storage.unit_of_work import UnitOfWork


def refuse_held(uow: UnitOfWork, bills: Mapping[str, str], attempt_id: str = "") -> None:
    """A UserError where a card may be charged just now for one of these invoices, named by their
    numbers, or for a form, which has none, by another attempt.
    """
    for bill, number in bills.items():
        found = repository.held(uow, bill)
        if found is not None and found[0] != attempt_id:
            here = settings.practice(uow)
            since = format_time(instant_from(found[2]), here.time_zone, here.locale)
            codes = {each.station_id: each.code for each in settings.stations(uow)}
            raise errors.card_being_charged(number, codes.get(found[1], "?"), since)
