"""Choosing the printers, a word about paper, and audit numbers; sending is the spoolers'."""

from __future__ import annotations

from app.areas.printing import errors, queries, repository, rules
from app.areas.printing.values import (
    AuditMark,
    Elsewhere,
    JobSettled,
    OfficeKind,
    OfficePrinter,
    PaperHow,
    PreviewPaper,
    PrintAgain,
    PrintElsewhere,
    Printer,
    PrinterKind,
    PrintOfficePage,
    PrintQueued,
    PutAway,
    SaveOfficePrinter,
    SavePrinter,
    SaveSpare,
    SayPrinted,
)
from app.areas.settings import queries as settings
from app.kernel.actor import Permission
from app.kernel.errors import ensure
from app.kernel.ids import check_id
from app.kernel.paper import JobState, Trouble
from app.storage import office_jobs, print_jobs
from app.storage.print_jobs import (
    DRAWER_KICK,
    OFFICE_PRINTER,
    OFFICE_TEST_PAGE,
    ON_SCREEN,
    RECEIPT_PRINTER,
    SPARE_PRINTER,
    TEST_PAGE,
    Job,
)
from app.storage.unit_of_work import UnitOfWork

_STAYS = (TEST_PAGE, DRAWER_KICK)
"""What another printer could not do in its place."""


def save_printer(uow: UnitOfWork, command: SavePrinter) -> Printer:
    """Say where this station prints; what waits is laid out again for the new printer."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    repository.keep_printer(uow, rules.check_printer(command))
    print_jobs.change_printer(uow)
    return queries.printer(uow)


def save_office_printer(uow: UnitOfWork, command: SaveOfficePrinter) -> OfficePrinter:
    """Say where this station prints slips, letters and reports; what waits goes there."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    checked = rules.check_office_printer(command)
    repository.keep_office_printer(uow, checked)
    office_jobs.change_office_printer(uow, is_one=checked.kind is not OfficeKind.NONE)
    return queries.office_printer(uow)


def print_office_page(uow: UnitOfWork, command: PrintOfficePage) -> PrintQueued:
    """Queue a page with rulers for the office printer."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    if queries.office_printer(uow).kind is OfficeKind.NONE:
        raise errors.no_office_printer()
    return PrintQueued(print_jobs.queue_office(uow, OFFICE_TEST_PAGE, command.id))


def print_again(uow: UnitOfWork, command: PrintAgain) -> JobSettled:
    """Try a paper again of which nothing was sent."""
    job = _job_to_settle(uow, command.job_id)
    if job.state is JobState.UNSURE:
        raise errors.may_have_printed()
    if job.state is JobState.SENDING:
        raise errors.is_printing()
    if job.state in print_jobs.GIVEN:
        raise errors.is_with_the_printer()
    if job.state not in (*print_jobs.GOING, JobState.PARKED, JobState.FAILED):
        raise errors.done_already()
    print_jobs.queue_again(uow, job, copy_no=job.copy_no)
    return JobSettled(job.job_id, JobState.QUEUED, job.copy_no)


def save_spare(uow: UnitOfWork, command: SaveSpare) -> Printer | None:
    """Say which other receipt printer papers can be sent to by hand, or that there is none."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    if command.address.strip():
        repository.keep_printer(uow, rules.check_spare(command), SPARE_PRINTER)
        print_jobs.change_printer(uow, SPARE_PRINTER)
    else:
        repository.drop_printer(uow, SPARE_PRINTER)
        print_jobs.change_printer(uow, SPARE_PRINTER, gone=True)
    return queries.spare_printer(uow)


def print_elsewhere(uow: UnitOfWork, command: PrintElsewhere) -> JobSettled:
    """Bring a paper out on another printer, or on the screen; what may have come out in part is a
    copy there.
    """
    job = _job_to_settle(uow, command.job_id)
    if job.state is JobState.SENDING:
        raise errors.is_printing()
    if job.state not in (*print_jobs.GOING, JobState.PARKED, JobState.UNSURE):
        raise errors.done_already()
    if job.printer not in (RECEIPT_PRINTER, SPARE_PRINTER) or job.doc_kind in _STAYS:
        raise errors.stays_at_its_printer()
    to = job.printer
    if command.to is Elsewhere.SCREEN:
        to = ON_SCREEN
    elif command.to is Elsewhere.SPARE:
        to = RECEIPT_PRINTER if job.printer == SPARE_PRINTER else SPARE_PRINTER
        if queries.printer(uow, to).kind is PrinterKind.SCREEN:
            raise errors.no_spare()
    else:
        to = OFFICE_PRINTER
        if queries.office_printer(uow).kind is OfficeKind.NONE:
            raise errors.no_office_printer()
    copy_no = _next_copy(uow, job) if job.state is JobState.UNSURE else job.copy_no
    print_jobs.queue_again(uow, job, copy_no=copy_no, printer=to)
    shown = JobState.SHOWN if to == ON_SCREEN else JobState.QUEUED
    return JobSettled(job.job_id, shown, copy_no)


def say_printed(uow: UnitOfWork, command: SayPrinted) -> JobSettled:
    """Somebody looked: it is complete, or a copy is printed that says that it is one."""
    job = _job_to_settle(uow, command.job_id)
    if job.state is not JobState.UNSURE:
        raise errors.not_asked()
    if command.complete:
        print_jobs.settle(uow, job, JobState.PRINTED)
        silent = job.trouble is Trouble.NO_ANSWER
        mute = silent and print_jobs.cannot_answer(uow, job.printer)
        return JobSettled(job.job_id, JobState.PRINTED, job.copy_no, mute)
    copy_no = _next_copy(uow, job)
    print_jobs.queue_again(uow, job, copy_no=copy_no)
    return JobSettled(job.job_id, JobState.QUEUED, copy_no)


def put_away(uow: UnitOfWork, command: PutAway) -> JobSettled:
    """Take a paper off the list of what is not printed. What the office printer has stays on it
    till that has dropped it; put away once more, it goes without that.
    """
    job = _job_to_settle(uow, command.job_id)
    if job.state is JobState.SENDING:
        raise errors.is_printing()
    if job.state not in print_jobs.LISTED:
        raise errors.done_already()
    if job.state in (JobState.SUBMITTED, JobState.ATTENTION):
        office_jobs.withdraw(uow, job)
        return JobSettled(job.job_id, JobState.WITHDRAWING, job.copy_no)
    print_jobs.settle(uow, job, JobState.PUT_AWAY)
    return JobSettled(job.job_id, JobState.PUT_AWAY, job.copy_no)


def preview_paper(uow: UnitOfWork, command: PreviewPaper) -> AuditMark:
    """Give the next audit number to a paper that is looked at or saved, before anybody sees it."""
    rules.check_paper(uow.actor, command.doc_kind, command.doc_id)
    if command.how is PaperHow.PRINTED:
        raise errors.printed_elsewhere()
    return issue_paper(uow, command.doc_kind, command.doc_id, command.how)


def print_counted(uow: UnitOfWork, doc_kind: str, doc_id: str) -> tuple[str, AuditMark]:
    """Queue a paper that carries an audit number; the id of its job, and its mark."""
    mark = issue_paper(uow, doc_kind, doc_id, PaperHow.PRINTED)
    return print_jobs.queue_document(uow, doc_kind, doc_id, copy_no=mark.copy_no), mark


def issue_paper(uow: UnitOfWork, doc_kind: str, doc_id: str, how: PaperHow) -> AuditMark:
    """Take the next audit number for a paper, inside the action that lets it out; who asks for it
    was asked for their permission there.
    """
    ensure(rules.is_audited(doc_kind), f"papers of the kind {doc_kind} are counted")
    head = uow.log_head()
    known = [mark.copy_no for mark in queries.paper_marks(uow, doc_kind, doc_id)]
    if how is PaperHow.PREVIEWED:
        copy_no = min([0, *known]) - 1
    else:
        copy_no = max(print_jobs.next_copy(uow, doc_kind, doc_id), max([-1, *known]) + 1)
    day = settings.business_today(settings.practice(uow), uow.now)
    number = uow.number("paper", day)
    mark = AuditMark(number.text, copy_no, head.seq, head.hash, how, uow.now, uow.actor.name)
    repository.add_issue(uow, day, number, mark, doc_kind, doc_id)
    return mark


def _next_copy(uow: UnitOfWork, job: Job) -> int:
    """The number of a copy in place of what did not come out whole; it is counted where papers
    are.
    """
    if rules.is_audited(job.doc_kind):
        return issue_paper(uow, job.doc_kind, job.doc_id, PaperHow.PRINTED).copy_no
    return print_jobs.next_copy(uow, job.doc_kind, job.doc_id)


def _job_to_settle(uow: UnitOfWork, job_id: str) -> Job:
    """The job, for somebody who may say what becomes of it: a test page belongs to whoever sets
    the printers up.
    """
    found = print_jobs.job(uow, job_id)
    is_test = found is not None and found.doc_kind in print_jobs.TRIALS
    if not (is_test and uow.actor.may(Permission.CHANGE_SETTINGS)):
        uow.actor.require(Permission.TAKE_PAYMENT)
    if found is None:
        raise errors.no_such_job(check_id(job_id, "job_id"))
    return found
