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


def not_kept_aside() -> UserError:
    return UserError(
        t("The centre does not keep this record aside, or this window has not heard of it yet."),
        field="record_hash",
    )


def no_such_record() -> UserError:
    return UserError(
        t(
            "There is no such record. Take its window, number and mark from the window that can't "
            "send it."
        ),
        field="record_hash",
    )


def not_stuck() -> UserError:
    """Nobody keeps aside what can be taken: it would count nowhere."""
    return UserError(
        t(
            "The centre has not said that it can't take this record. Only one that holds up what "
            "was done after it can be set aside."
        ),
        field="record_hash",
    )


def set_aside_already() -> UserError:
    return UserError(
        t("This record is set aside already. It is sent so with the next contact."),
        field="record_hash",
    )


def no_such_hole() -> UserError:
    return UserError(
        t("These are no records of a station. Take the numbers from the message that names them."),
        field="first_seq",
    )


def records_are_here(first: int, last: int) -> UserError:
    """What is held somewhere is no hole: it is sent by itself."""
    return UserError(
        t(
            "This window has records {first} to {last} itself and sends them. Nothing is lost.",
            first=first,
            last=last,
        ),
        field="first_seq",
    )


def reason_needed() -> UserError:
    return UserError(t("Say why: it stays in the history of the practice."), field="reason")


def months_out_of_range(most: int) -> UserError:
    return UserError(
        t("Give the months to keep as a number from 1 to {most}.", most=most), field="months"
    )


def no_such_site() -> UserError:
    return UserError(t("There is no such site in this practice."), field="sites")
