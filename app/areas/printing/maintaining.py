"""How receipts look, which a practice decides itself."""

from __future__ import annotations

from app.areas.printing import papers, records
from app.areas.printing.design_rules import check_design
from app.areas.printing.design_values import ReceiptDesign, SaveReceiptDesign
from app.areas.settings import queries as settings
from app.areas.settings.service import change_setting
from app.areas.settings.values import ChangeSetting
from app.kernel.actor import Permission
from app.storage.unit_of_work import UnitOfWork


def save_receipt_design(uow: UnitOfWork, command: SaveReceiptDesign) -> ReceiptDesign:
    """Say how receipts look from now on.

    How much of a name is kept with each receipt is a setting, so that what stands on no paper is
    not stored either; it is changed here too.
    """
    uow.actor.require(Permission.CHANGE_SETTINGS)
    design = check_design(command.design)
    records.keep_design(uow, design)
    records.keep_texts(uow, design.texts)
    if settings.setting(uow, papers.PATIENT_NAME) != design.patient_name.value:
        change = ChangeSetting(command.id, papers.PATIENT_NAME, design.patient_name.value)
        change_setting(uow, change)
    return papers.receipt_design(uow)
