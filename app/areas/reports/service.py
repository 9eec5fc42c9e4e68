"""What is done with a report: it goes on paper."""

from __future__ import annotations

from app.areas.printing.service import print_counted
from app.areas.reports import errors
from app.areas.reports.values import DAY_SHEET, DaySheetQueued, PrintDaySheet
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.storage.unit_of_work import UnitOfWork


def print_day_sheet(uow: UnitOfWork, command: PrintDaySheet) -> DaySheetQueued:
    """Queue the sheet of a day; it is made when it prints, for the eyes of who asked."""
    uow.actor.require(Permission.VIEW_REPORTS)
    if command.day > settings.business_today(settings.practice(uow), uow.now):
        raise errors.day_to_come()
    job_id, mark = print_counted(uow, DAY_SHEET, command.day.isoformat())
    return DaySheetQueued(job_id, mark)
