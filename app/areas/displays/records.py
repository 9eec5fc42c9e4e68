"""Reads for the display's own actions: which ratings are held and may be written."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select

from app.areas.displays.schema import rating_waiting
from app.kernel.clock import instant_text
from app.storage.statements import Read, Reader

_w = rating_waiting.c
_OVER = Read(
    select(_w.id, _w.business_date, _w.hour, _w.value)
    .where(_w.hour < bindparam("hour"))
    .order_by(_w.hour, _w.value)
)


def ratings_over(reader: Reader, hour: datetime) -> list[tuple[str, str, str, int]]:
    """(command, day, hour, value) of the ratings held from hours before `hour`."""
    return [
        (command_id, day, begun, value)
        for command_id, day, begun, value in reader.fetch(_OVER, hour=instant_text(hour))
    ]
