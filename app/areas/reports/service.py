"""What is done with a report: it goes on paper."""

from __future__ import annotations

from app.areas.printing.service import issue_paper, print_counted
from app.areas.printing.values import PaperHow
from app.areas.reports import errors
from app.areas.reports.money_rules import paper_days, paper_kind
from app.areas.reports.money_values import PrintReport, ReportQueued
from app.areas.reports.spans import span
from app.areas.reports.values import DAY_SHEET, DaySheetQueued, PrintDaySheet
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.storage.print_jobs import queue_office
from app.storage.unit_of_work import UnitOfWork


def print_day_sheet(uow: UnitOfWork, command: PrintDaySheet) -> DaySheetQueued:
    """Queue the sheet of a day; it is made when it prints, for the eyes of who asked."""
    uow.actor.require(Permission.VIEW_REPORTS)
    if command.day > settings.business_today(settings.practice(uow), uow.now):
        raise errors.day_to_come()
    job_id, mark = print_counted(uow, DAY_SHEET, command.day.isoformat())
    return DaySheetQueued(job_id, mark)


def print_report(uow: UnitOfWork, command: PrintReport) -> ReportQueued:
    """Queue a report for the office printer; made when it prints, for the eyes of who asked."""
    uow.actor.require(Permission.VIEW_REPORTS)
    about = span(uow, command.day_from, command.day_to)
    kind, days = paper_kind(command.name), paper_days(about.day_from, about.day_to)
    mark = issue_paper(uow, kind, days, PaperHow.PRINTED)
    return ReportQueued(queue_office(uow, kind, days, copy_no=mark.copy_no), mark)
