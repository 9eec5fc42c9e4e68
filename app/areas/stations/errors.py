"""Every way a ruling about a station can be refused, in the user's words; decides nothing."""

from __future__ import annotations

from app.kernel.errors import UserError
from app.kernel.translate import t


def no_such_station() -> UserError:
    return UserError(t("This practice has no such station."), field="station_id")


def not_from_here() -> UserError:
    """A window that shut itself out could not tell the centre so."""
    return UserError(
        t("This is the window you sit at. Shut it out from another one."), field="station_id"
    )


def shut_out_already(code: str) -> UserError:
    return UserError(t("{code} is shut out already.", code=code), field="station_id")


def reason_needed() -> UserError:
    return UserError(t("Say why: it stays in the history of the practice."), field="reason")
