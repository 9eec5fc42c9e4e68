"""How times, movements and shifts are said on the Drawer screen."""

from __future__ import annotations

from datetime import datetime

from app.areas.drawers.values import MovementKind, MovementRow, OpenShiftRow, ShiftState
from app.areas.settings.values import Practice
from app.gui.tables.rows_model import ChipLook
from app.kernel.clock import SystemClock, zone_named
from app.kernel.i18n import format_date, format_time
from app.kernel.translate import t


def when(at: datetime, practice: Practice) -> str:
    """The time of day; with its date where it was on another day."""
    zone = zone_named(practice.time_zone)
    then, today = at.astimezone(zone).date(), SystemClock().now().astimezone(zone).date()
    words = format_time(at, practice.time_zone, practice.locale)
    if then == today:
        return words
    return t("{date}, {time}", date=format_date(then, practice.locale), time=words)


def kind_look(row: MovementRow) -> ChipLook:
    """What a movement is, as icon and word; one that was taken back looks muted."""
    icon, words = {
        MovementKind.FLOAT: ("wallet", t("Float")),
        MovementKind.SAFE_OPENING: ("bank", t("Safe")),
        MovementKind.PAID_IN: ("arrow-circle-down", t("Paid in")),
        MovementKind.PAID_OUT: ("arrow-circle-up", t("Paid out")),
        MovementKind.DROP: ("bank", t("Drop")),
        MovementKind.REFUND: ("arrow-bend-up-left", t("Refund")),
    }[row.kind]
    if row.reverses_id is not None:
        return ChipLook("arrow-counter-clockwise", t("Taken back"), "muted")
    return ChipLook(icon, words, "muted" if row.reversed else "text")


def may_be_taken_back(row: MovementRow) -> bool:
    """Whether it is one of the movements somebody typed, and stands still."""
    typed = (MovementKind.PAID_IN, MovementKind.PAID_OUT, MovementKind.DROP)
    return row.kind in typed and not row.reversed and row.reverses_id is None


def state_look(row: OpenShiftRow) -> ChipLook:
    """Where a shift stands that is not closed."""
    if row.state is ShiftState.COUNTED:
        return ChipLook("scales", t("Counted"), "caution")
    return ChipLook("check-circle", t("Open"), "money_in")
