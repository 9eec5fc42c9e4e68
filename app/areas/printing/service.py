"""Choosing the printer, and a person's word about paper; sending is the spooler's."""

from __future__ import annotations

from app.areas.printing import errors, queries, repository, rules
from app.areas.printing.values import (
    JobSettled,
    PrintAgain,
    Printer,
    PrinterKind,
    PrintQueued,
    PrintTestPage,
    PutAway,
    SavePrinter,
    SayPrinted,
)
from app.kernel.actor import Permission
from app.kernel.ids import check_id
from app.kernel.paper import JobState
from app.storage import print_jobs
from app.storage.print_jobs import TEST_PAGE, Job
from app.storage.unit_of_work import UnitOfWork


def save_printer(uow: UnitOfWork, command: SavePrinter) -> Printer:
    """Say where this station prints; what waits is laid out again for the new printer."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    repository.keep_printer(uow, rules.check_printer(command))
    print_jobs.change_printer(uow)
    return queries.printer(uow)


def print_test_page(uow: UnitOfWork, command: PrintTestPage) -> PrintQueued:
    """Queue a test page, and open the drawer where one is set."""
    uow.actor.require(Permission.CHANGE_SETTINGS)
    if queries.printer(uow).kind is PrinterKind.SCREEN:
        raise errors.prints_on_screen()
    print_jobs.queue_kick(uow, "test", command.id)
    return PrintQueued(print_jobs.queue_document(uow, TEST_PAGE, command.id))


def print_again(uow: UnitOfWork, command: PrintAgain) -> JobSettled:
    """Try a paper again of which nothing was sent."""
    uow.actor.require(Permission.TAKE_PAYMENT)
    job = _job(uow, command.job_id)
    if job.state is JobState.UNSURE:
        raise errors.may_have_printed()
    if job.state is JobState.SENDING:
        raise errors.is_printing()
    if job.state not in (*print_jobs.GOING, JobState.PARKED):
        raise errors.done_already()
    print_jobs.queue_again(uow, job, copy_no=job.copy_no)
    return JobSettled(job.job_id, JobState.QUEUED, job.copy_no)


def say_printed(uow: UnitOfWork, command: SayPrinted) -> JobSettled:
    """Somebody looked: it is complete, or a copy is printed that says that it is one."""
    uow.actor.require(Permission.TAKE_PAYMENT)
    job = _job(uow, command.job_id)
    if job.state is not JobState.UNSURE:
        raise errors.not_asked()
    if command.complete:
        print_jobs.settle(uow, job, JobState.PRINTED)
        return JobSettled(job.job_id, JobState.PRINTED, job.copy_no)
    copy_no = print_jobs.next_copy(uow, job.doc_kind, job.doc_id)
    print_jobs.queue_again(uow, job, copy_no=copy_no)
    return JobSettled(job.job_id, JobState.QUEUED, copy_no)


def put_away(uow: UnitOfWork, command: PutAway) -> JobSettled:
    """Take a paper off the list of what is not printed."""
    uow.actor.require(Permission.TAKE_PAYMENT)
    job = _job(uow, command.job_id)
    if job.state is JobState.SENDING:
        raise errors.is_printing()
    if job.state not in print_jobs.LISTED:
        raise errors.done_already()
    print_jobs.settle(uow, job, JobState.PUT_AWAY)
    return JobSettled(job.job_id, JobState.PUT_AWAY, job.copy_no)


def _job(uow: UnitOfWork, job_id: str) -> Job:
    found = print_jobs.job(uow, check_id(job_id, "job_id"))
    if found is None:
        raise errors.no_such_job(job_id)
    return found
