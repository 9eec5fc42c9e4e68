"""Keeps the settings of the patient display, what was touched this hour, and ratings."""

from __future__ import annotations

from datetime import date, datetime

from app.areas.displays.schema import patient_display, rating_waiting, service_rating
from app.areas.displays.values import DisplaySettings
from app.kernel.clock import instant_text
from app.kernel.ids import CommandId
from app.storage import answers
from app.storage.unit_of_work import UnitOfWork

NAME = "patient"


def keep_display(uow: UnitOfWork, display: DisplaySettings) -> None:
    uow.put(
        patient_display,
        {
            "name": NAME,
            "shown": int(display.shown),
            "screen": display.screen,
            "language": display.language,
            "thanks": display.thanks,
            "rates": int(display.rates),
            "speaks": int(display.speaks),
            "place": display.place,
        },
    )


def keep_rating(uow: UnitOfWork, command_id: CommandId, day: date, hour: datetime, v: int) -> None:
    """Hold a rating until its hour is over."""
    uow.put(
        rating_waiting,
        {
            "id": command_id,
            "business_date": day.isoformat(),
            "hour": instant_text(hour),
            "value": v,
        },
    )


def write_rating(uow: UnitOfWork, command_id: str, day: str, hour: str, value: int) -> None:
    """Make a fact of what was held, and forget with which command and when it came."""
    uow.insert(
        service_rating,
        {
            "id": uow.new_id(),
            "business_date": day,
            "station_id": uow.stream.station,
            "hour": hour,
            "value": value,
        },
    )
    uow.drop(rating_waiting, id=command_id)
    answers.forget(uow, command_id)
