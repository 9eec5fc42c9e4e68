"""Icons and short words of the kinds of tasks."""

from __future__ import annotations

from typing import Final

from app.areas.settings.values import Practice
from app.areas.tasks.values import Side, Task, TaskKind
from app.gui.tables import cells
from app.kernel.translate import t

K = TaskKind
ICONS: Final = {
    K.OVERPAID_INVOICE: "file-text",
    K.OVERDRAWN_CREDIT: "wallet",
    K.BROUGHT_TWICE: "copy",
    K.DOUBLE_VOID: "prohibit",
    K.DOUBLE_REFUND: "money",
    K.REFUND_FAILED: "arrow-bend-up-left",
    K.OUTSIDE_REFUND: "credit-card",
    K.CARD_DISPUTE: "credit-card",
    K.UNKNOWN_CHARGE: "credit-card",
    K.DOUBLE_CLOSE: "archive-box",
    K.TWO_BAGS: "handbag",
    K.BAG_APART: "handbag",
    K.DOUBLE_RETURN: "arrow-bend-up-left",
    K.STUCK_RECORD: "warning",
    K.QUARANTINED_RECORD: "tray",
    K.OTHER_CONTENT: "copy",
    K.DUPLICATE_NUMBER: "identification-card",
    K.CONFLICTING_EDIT: "user",
    K.LATE_FACT: "clock",
    K.LATE_FOR_DAY: "calendar-x",
    K.FORK: "desktop",
    K.HOLE: "path",
    K.DIGEST: "scales",
    K.CLOCK_OFF: "clock",
}


def kind_words(kind: TaskKind) -> str:
    """A kind of task in a word or two."""
    words = {
        K.OVERPAID_INVOICE: t("Paid twice"),
        K.OVERDRAWN_CREDIT: t("Too little credit"),
        K.BROUGHT_TWICE: t("Brought in twice"),
        K.DOUBLE_VOID: t("Voided twice"),
        K.DOUBLE_REFUND: t("Refunded twice"),
        K.REFUND_FAILED: t("Refund came back"),
        K.OUTSIDE_REFUND: t("Refunded outside"),
        K.CARD_DISPUTE: t("Disputed"),
        K.UNKNOWN_CHARGE: t("Charge not in the books"),
        K.DOUBLE_CLOSE: t("Closed twice"),
        K.TWO_BAGS: t("In two bags"),
        K.BAG_APART: t("Bag at two windows"),
        K.DOUBLE_RETURN: t("Returned twice"),
        K.STUCK_RECORD: t("Can't be sent"),
        K.QUARANTINED_RECORD: t("Kept aside"),
        K.OTHER_CONTENT: t("Two contents"),
        K.DUPLICATE_NUMBER: t("One number twice"),
        K.CONFLICTING_EDIT: t("Changed twice"),
        K.LATE_FACT: t("Came late"),
        K.LATE_FOR_DAY: t("Day was closed"),
        K.FORK: t("Old copy"),
        K.HOLE: t("Records missing"),
        K.DIGEST: t("Not the same"),
        K.CLOCK_OFF: t("Clock"),
    }
    return words[kind]


def under_words(task: Task, practice: Practice) -> str:
    """The small line of a task in the list."""
    return t("{kind} · {when}", kind=kind_words(task.kind), when=cells.moment(task.since, practice))


def where_words(side: Side, practice: Practice) -> str:
    """Window, person and time of one side."""
    when = cells.moment(side.at, practice)
    return " · ".join(part for part in (side.window, side.who, when) if part)
