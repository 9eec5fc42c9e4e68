"""Setting the patient display up, and taking a rating so that nobody can be told from it."""

from __future__ import annotations

import secrets
from dataclasses import replace

from app.areas.displays import errors, queries, records, repository, rules
from app.areas.displays.values import (
    DisplaySettings,
    PlaceDisplay,
    RateService,
    RatingsSent,
    SaveDisplay,
    SendRatings,
    ServiceRated,
)
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.storage.unit_of_work import UnitOfWork


def save_display(uow: UnitOfWork, command: SaveDisplay) -> DisplaySettings:
    """Say what this station's patient display is like; its window stays where it was put."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    checked = rules.check_display(command)
    kept = replace(checked, place=queries.patient_screen(uow).place)
    repository.keep_display(uow, kept)
    return kept


def place_display(uow: UnitOfWork, command: PlaceDisplay) -> DisplaySettings:
    """Keep where the window of the display was dragged to."""
    uow.actor.require(Permission.TAKE_PAYMENT)
    place = rules.place_text(command)
    now = queries.patient_screen(uow)
    if not now.shown:
        raise errors.places_nothing()
    repository.keep_display(uow, replace(now, place=place))
    return replace(now, place=place)


def rate_service(uow: UnitOfWork, command: RateService) -> ServiceRated:
    """Hold one touch on the patient display until its hour is over. It says nothing of whom, and
    what is written later stands in no order, so that it can't be laid beside a payment.
    """
    uow.actor.require(Permission.TAKE_PAYMENT)
    value = rules.check_rating(command.value)
    if not queries.patient_screen(uow).rates:
        raise errors.does_not_ask()
    day = settings.business_today(settings.practice(uow), uow.now)
    repository.keep_rating(uow, command.id, day, rules.full_hour(uow.now), value)
    return ServiceRated(value)


def send_ratings(uow: UnitOfWork, command: SendRatings) -> RatingsSent:
    """Write the ratings of the hours that are over, shuffled."""
    uow.actor.require(Permission.TAKE_PAYMENT)
    over = records.ratings_over(uow, rules.full_hour(uow.now))
    secrets.SystemRandom().shuffle(over)
    for command_id, day, hour, value in over:
        repository.write_rating(uow, command_id, day, hour, value)
    return RatingsSent(len(over))
