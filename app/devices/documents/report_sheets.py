"""Which reports there are, and each as a sheet of tables for its days and its reader."""

from __future__ import annotations

from datetime import date

from app.areas.printing import queries as printing
from app.areas.reports import banks, explaining, lists, papers
from app.areas.reports.money_rules import paper_kind
from app.areas.reports.money_values import ReportName
from app.areas.settings import queries as settings
from app.devices.documents.card_sheets import cards_sheet
from app.devices.documents.deposit_sheets import deposits_sheet, position_sheet
from app.devices.documents.report_pdf import report_pdf
from app.devices.documents.report_sheet import ReportSheet
from app.devices.documents.service_sheets import service_sheet
from app.devices.documents.shift_sheets import over_short_sheet, z_sheet
from app.kernel.ids import UserId
from app.kernel.translate import t
from app.storage.reading import Reader


def titles() -> dict[ReportName, str]:
    """What each report is called, in the order they are offered."""
    return {
        ReportName.DEPOSITS: t("Daily deposits"),
        ReportName.CASH_POSITION: t("Cash position"),
        ReportName.OVER_SHORT: t("Over and short"),
        ReportName.Z_LIST: t("Z reports"),
        ReportName.CARDS: t("Cards"),
        ReportName.SERVICE: t("Service"),
    }


def report_sheet(
    reader: Reader, name: ReportName, day_from: date, day_to: date, asker: UserId | None
) -> ReportSheet:
    """A report of these days as `asker` may see it."""
    locale = settings.practice(reader).locale
    if name is ReportName.DEPOSITS:
        return deposits_sheet(explaining.deposit_report(reader, day_from, day_to, asker), locale)
    if name is ReportName.CASH_POSITION:
        return position_sheet(banks.cash_position(reader, day_from, day_to, asker), locale)
    if name is ReportName.OVER_SHORT:
        return over_short_sheet(lists.over_short(reader, day_from, day_to), locale)
    if name is ReportName.CARDS:
        return cards_sheet(lists.card_report(reader, day_from, day_to))
    if name is ReportName.SERVICE:
        return service_sheet(papers.service_report(reader, day_from, day_to), locale)
    return z_sheet(lists.z_list(reader, day_from, day_to))


def report_paper(
    reader: Reader, name: ReportName, days: str, copy_no: int, asker: UserId | None
) -> tuple[str, bytes]:
    """What the paper of a report is called, and its PDF; `days` is as `paper_days` writes it."""
    here = settings.practice(reader)
    day_from, day_to = (date.fromisoformat(day) for day in days.split(" "))
    sheet = report_sheet(reader, name, day_from, day_to, asker)
    mark = printing.mark_of(reader, paper_kind(name), days, copy_no)
    size = settings.setting(reader, "documents.paper_size")
    title = t("{report} {first} to {last}", report=sheet.title, first=day_from, last=day_to)
    return title, report_pdf(sheet, here, size, mark)
