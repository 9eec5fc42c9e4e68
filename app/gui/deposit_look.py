"""How far a deposit is, as a list shows it: in the list of bags and on the day sheet alike."""

from __future__ import annotations

from app.areas.deposits.values import DepositStage
from app.gui.tables.rows_model import ChipLook
from app.kernel.translate import t


def stage_look(stage: DepositStage) -> ChipLook:
    """Where a deposit stands as icon and word."""
    return {
        DepositStage.PREPARED: ChipLook("scales", t("To be counted"), "caution"),
        DepositStage.COUNTED: ChipLook("scales", t("To be sealed"), "caution"),
        DepositStage.SEALED: ChipLook("lock", t("Sealed"), "accent"),
        DepositStage.SUBMITTED: ChipLook("arrow-circle-up", t("Submitted"), "accent"),
        DepositStage.CLEARED: ChipLook("check-circle", t("Cleared"), "money_in"),
        DepositStage.RECONCILED: ChipLook("check-circle", t("Reconciled"), "money_in"),
        DepositStage.VOID: ChipLook("prohibit", t("Void"), "muted"),
    }[stage]
