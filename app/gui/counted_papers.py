"""Papers that carry an audit number take it before anybody sees them on screen or in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.areas.drawers.closing_values import DrawerReport
from app.areas.payments import explaining
from app.areas.printing import queries
from app.areas.printing.service import preview_paper
from app.areas.printing.values import AuditedPaper, AuditMark, PaperHow, PreviewPaper
from app.devices.documents.office_papers import OfficePaper, office_paper
from app.devices.printing.papers import Paper
from app.gui.action_runner import ActionRunner
from app.kernel.actor import Actor
from app.kernel.ids import CommandId, ReportId, UserId, new_id
from app.storage.reading import Reader


@dataclass(frozen=True, slots=True)
class ReportShown:
    """An X or Z with what stands on it; without a mark it is from before papers were counted."""

    report_id: ReportId
    report: DrawerReport
    mark: AuditMark | None


def look_at(
    runner: ActionRunner, doc_kind: str, doc_id: str, done: Callable[[AuditMark], None]
) -> None:
    """Count a look at a paper; what shows it comes after."""
    command = PreviewPaper(CommandId(new_id()), doc_kind, doc_id)
    runner.act(preview_paper, command, done=done)


def to_save(runner: ActionRunner, paper: Paper, done: Callable[[Paper], None]) -> None:
    """The paper as it goes into a file: one that is counted gets a number of its own."""
    counted = paper.counted
    if counted is None:
        done(paper)
        return
    command = PreviewPaper(CommandId(new_id()), counted.doc_kind, counted.doc_id, PaperHow.SAVED)
    runner.act(preview_paper, command, done=lambda mark: done(counted.with_mark(mark)))


def whole_to_save(
    runner: ActionRunner,
    doc_kind: str,
    doc_id: str,
    actor: Actor | None,
    done: Callable[[OfficePaper], None],
) -> None:
    """A counted page as it goes into a file, under a number of its own."""
    asker = None if actor is None else actor.user_id

    def lay_out(mark: AuditMark) -> None:
        runner.ask(office_paper, doc_kind, doc_id, mark.copy_no, asker, done=done)

    command = PreviewPaper(CommandId(new_id()), doc_kind, doc_id, PaperHow.SAVED)
    runner.act(preview_paper, command, done=lay_out)


def report_made(reader: Reader, report_id: ReportId, asker: UserId) -> ReportShown:
    """An X or Z that was made this moment, as it came out: looking at it is no second paper."""
    report = explaining.drawer_report(reader, report_id, asker)
    mark = queries.mark_of(reader, AuditedPaper.DRAWER_REPORT, report_id, 0)
    return ReportShown(report_id, report, mark)
