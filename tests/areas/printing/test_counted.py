"""Papers that count: each takes an audit number and the head of the log, and verify sees to it."""

from __future__ import annotations

from typing import Any

import pytest

from app.areas.drawers.closing_values import RunReport, ShiftClosed
from app.areas.payments import closing
from app.areas.printing import queries, service
from app.areas.printing.checks import checks
from app.areas.printing.values import (
    AuditMark,
    PaperHow,
    PreviewPaper,
    PrinterKind,
    SavePrinter,
    SayPrinted,
)
from app.areas.reports.service import print_day_sheet
from app.areas.reports.values import PrintDaySheet
from app.areas.settings import queries as settings
from app.bootstrap import Station
from app.devices.printing.paper_lines import as_text
from app.devices.printing.papers import job_paper
from app.kernel.actor import Actor, Permission
from app.kernel.errors import NotAllowed, UserError
from app.kernel.ids import UserId, new_id
from app.kernel.paper import JobState
from app.storage import print_jobs
from app.storage.print_jobs import Moved
from app.storage.reading import Reader, ReadSql
from tests.building import Books, command_id

_JOB = ReadSql("SELECT id FROM print_job WHERE doc_kind = :kind ORDER BY at DESC, id DESC LIMIT 1")
_HEAD = ReadSql("SELECT hash FROM station_log WHERE seq = :seq")


@pytest.fixture
def closed(books: Books) -> ShiftClosed:
    """A shift closed at a station whose receipts go on paper."""
    tcp = SavePrinter(command_id(), PrinterKind.TCP, "192.0.2.7", 42)
    books.station.act(books.actors.administrator, service.save_printer, tcp).result()
    shift = books.open_shift(5)
    books.seal(shift.shift_id, *[2000] * 5)
    return books.close_shift(shift.shift_id)


def marks(station: Station, doc_id: str, kind: str = "drawer_report") -> tuple[AuditMark, ...]:
    return station.ask(queries.paper_marks, kind, doc_id).result()


def newest_paper(station: Station, kind: str) -> tuple[str, str]:
    """The job of the newest paper of a kind, and what stands on it."""

    def job(reader: Reader) -> str:
        return str(reader.scalar(_JOB, kind=kind))

    job_id = station.ask(job).result()
    paper = station.ask(job_paper, job_id).result()
    return job_id, as_text(paper.lines, paper.columns)


def preview(books: Books, doc_id: str, how: PaperHow, kind: str = "drawer_report") -> AuditMark:
    command = PreviewPaper(command_id(), kind, doc_id, how)
    act = books.station.act
    return act(books.actors.billing_manager, service.preview_paper, command).result()


def verified(station: Station) -> list[str]:
    """What the checks of counted papers find."""

    def look(reader: Reader) -> list[str]:
        return [words for check in checks() for words, _ in check.findings(reader)]

    return station.ask(look).result()


def test_a_z_carries_its_number_and_the_record_before_it(books: Books, closed: ShiftClosed) -> None:
    (mark,) = marks(books.station, closed.report_id)
    assert (mark.number, mark.copy_no, mark.how) == ("W1-P-000001", 0, PaperHow.PRINTED)
    assert mark.by == books.actors.cashier.name

    def known(reader: Reader) -> str:
        return str(reader.scalar(_HEAD, seq=mark.head_seq))

    assert books.station.ask(known).result() == mark.head_hash
    _, said = newest_paper(books.station, "drawer_report")
    assert "Audit W1-P-000001 · log" in said
    assert f"{mark.head_seq} {mark.head_hash[:12]}" in " ".join(said.split())
    assert "COPY" not in said
    assert verified(books.station) == []


def test_copies_count_and_looks_make_no_copy(books: Books, closed: ShiftClosed) -> None:
    report = closed.report_id
    looked = [preview(books, report, PaperHow.PREVIEWED) for _ in range(2)]
    saved = preview(books, report, PaperHow.SAVED)
    assert [mark.copy_no for mark in (*looked, saved)] == [-1, -2, 1]
    job_id, _ = newest_paper(books.station, "drawer_report")
    act, manager = books.station.act, books.actors.billing_manager
    for state in (JobState.SENDING, JobState.UNSURE):
        assert act(manager, print_jobs.move_job, Moved(job_id, state)).result()
    done = act(manager, service.say_printed, SayPrinted(command_id(), job_id, False)).result()
    assert done.copy_no == 2
    _, said = newest_paper(books.station, "drawer_report")
    assert "COPY 2" in said
    assert "W1-P-000005" in said
    numbers = [mark.number for mark in marks(books.station, report)]
    assert numbers == [f"W1-P-00000{n}" for n in range(1, 6)]
    assert verified(books.station) == []


def test_a_z_from_before_papers_were_counted_prints_as_it_was(books: Books) -> None:
    """Its job has no mark; a later copy is counted and says that it is one."""
    shift = books.open_shift(5)
    books.seal(shift.shift_id, *[2000] * 5)
    report = books.close_shift(shift.shift_id).report_id
    station = books.station

    def as_before(uow: Any, _nothing: None) -> None:
        uow.derive_sql("paper_issue", "DROP TRIGGER paper_issue_no_delete")
        uow.derive_sql("paper_issue", "DELETE FROM paper_issue")

    as_before.__module__ = "tests.areas.service"
    station.act(books.actors.administrator, as_before, None).result()
    _, said = newest_paper(station, "drawer_report")
    assert "Audit" not in said
    assert "Log" in said
    assert verified(station) == []
    assert preview(books, report, PaperHow.SAVED).copy_no == 1
    assert verified(station) == []


def test_each_sheet_of_a_day_says_which_it_is(books: Books, closed: ShiftClosed) -> None:
    station, manager = books.station, books.actors.billing_manager
    day = settings.business_today(station.practice, station.database.clock.now())
    for nth in (1, 2):
        queued = station.act(manager, print_day_sheet, PrintDaySheet(command_id(), day)).result()
        assert queued.mark is not None
        _, said = newest_paper(station, "day_sheet")
        assert f"Sheet {nth} of this day" in said
        assert queued.mark.number in said
        assert "COPY" not in said


def test_an_x_is_counted_too(books: Books) -> None:
    shift = books.open_shift(5)
    command = RunReport(command_id(), shift.shift_id)
    made = books.station.act(books.actors.cashier, closing.run_report, command).result()
    assert [mark.copy_no for mark in marks(books.station, made.report_id)] == [0]


@pytest.mark.parametrize(
    ("kind", "doc_id", "words"),
    [
        ("receipt", "x", "no audit number"),
        ("drawer_report", "x", "names no document"),
        ("day_sheet", "2026-1-5", "names no document"),
        ("day_sheet", "2026-01-05 2026-01-06 2026-01-07", "names no document"),
        ("day_sheet", "", "names no document"),
    ],
)
def test_what_is_no_such_paper_is_refused(books: Books, kind: str, doc_id: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        preview(books, doc_id, PaperHow.PREVIEWED, kind)


def test_printing_is_no_preview(books: Books, closed: ShiftClosed) -> None:
    with pytest.raises(UserError, match="a verb of its own"):
        preview(books, closed.report_id, PaperHow.PRINTED)


@pytest.mark.parametrize(
    ("kind", "doc_id", "permission"),
    [
        ("drawer_report", "", Permission.OPEN_SHIFT),
        ("day_sheet", "2026-01-05", Permission.VIEW_REPORTS),
        ("deposit_slip", "", Permission.VERIFY_DEPOSIT),
        ("report:deposits", "2026-01-05 2026-01-06", Permission.VIEW_REPORTS),
    ],
)
def test_only_who_may_see_a_paper_gets_its_number(
    books: Books, kind: str, doc_id: str, permission: Permission
) -> None:
    command = PreviewPaper(command_id(), kind, doc_id or new_id())
    for permissions, may in ((frozenset({permission}), True), (frozenset(), False)):
        somebody = Actor(UserId(new_id()), "Olga", permissions)
        done = books.station.act(somebody, service.preview_paper, command)
        if may:
            done.result()
        else:
            with pytest.raises(NotAllowed, match="Olga may not see"):
                done.result()
        command = PreviewPaper(command_id(), kind, doc_id or new_id())
