"""Who may follow money, and the way from any screen to the page that shows where it is."""

from __future__ import annotations

from typing import Final

from app.gui.desk import Desk
from app.kernel.actor import Permission as P
from app.kernel.translate import t

SEES_MONEY: Final = (P.PREPARE_DEPOSIT, P.VERIFY_DEPOSIT, P.CLEAR_DEPOSIT, P.VIEW_REPORTS)


def follow_money(desk: Desk, kind: str, some_id: str, back: str = "") -> None:
    """Show where the money of a `payment`, an `invoice`, a `shift` or a `deposit` is; Esc leads to
    the screen `back`. Those who may not see it are told so.
    """
    if any(desk.actor.may(permission) for permission in SEES_MONEY):
        desk.go("money", f"{kind}:{some_id}:{back}" if back else f"{kind}:{some_id}")
    else:
        desk.toasts.caution(
            t("Where money is, is shown to those who prepare deposits or see reports."),
            t("An administrator gives that right to a role."),
        )
