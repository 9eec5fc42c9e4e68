"""What must hold of ratings: each is a touch of 1 to 5 in a full hour, and none waits for long."""

from __future__ import annotations

from sqlalchemy import func, literal_column, or_, select

from app.areas.displays.schema import rating_waiting, service_rating
from app.areas.displays.values import HIGHEST, LOWEST
from app.kernel.translate import t
from app.storage.checking import Check, rows_check
from app.storage.glances import at_a_glance, none_of
from app.storage.schema import command
from app.storage.tables import counted

_r, _w, _c = counted(service_rating).c, rating_waiting.c, command.c
_FULL_HOUR = "%:00:00.000000Z"


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    return (_ratings(), _held())


def _ratings() -> Check:
    return rows_check(
        "displays.ratings",
        "Every rating is 1 to 5 and knows no more of its time than the hour.",
        select(_r.business_date).where(
            or_(_r.value < LOWEST, _r.value > HIGHEST, ~_r.hour.like(_FULL_HOUR))
        ),
        lambda day: t("A rating of {day} has no such value or tells its moment.", day=day),
    )


def _held() -> Check:
    """A rating that was written is held no more, and its command is forgotten."""
    known = select(literal_column("1")).where(_w.id == _c.id).exists()
    kept = (_c.action == "displays.rate_service") & ~known
    slow = rows_check(
        "displays.held",
        "No command of a rating is kept longer than the rating is held.",
        select(func.count()).select_from(command).where(kept).having(func.count() > 0),
        lambda count: t("{count} commands of ratings tell when they came.", count=count),
    )
    return at_a_glance(slow, none_of(select(_c.id).where(kept), _c.id))
