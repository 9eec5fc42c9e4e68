"""What a print service says about printers and jobs (RFC 8011, CUPS), in our words; pure."""

from __future__ import annotations

from dataclasses import dataclass

from app.devices.office.cups import SENT_BY, Answered, JobSeen, JobStates, Queue
from app.devices.office.http_line import BadAnswer, Closed, CutShort, NoService
from app.kernel.paper import JobState, Trouble

_REASONS = (
    ("media-empty", Trouble.PAPER_OUT),
    ("media-jam", Trouble.JAM),
    ("media-needed", Trouble.OTHER_PAPER),
    ("input-tray-missing", Trouble.PAPER_OUT),
    ("cover-open", Trouble.COVER_OPEN),
    ("door-open", Trouble.COVER_OPEN),
    ("interlock-open", Trouble.COVER_OPEN),
    ("toner-empty", Trouble.TONER),
    ("marker-supply-empty", Trouble.TONER),
    ("marker-waste-full", Trouble.TONER),
    ("developer-empty", Trouble.TONER),
    ("opc-life-over", Trouble.TONER),
    ("offline", Trouble.NOT_REACHABLE),
    ("shutdown", Trouble.NOT_REACHABLE),
    ("timed-out", Trouble.NOT_REACHABLE),
    ("connecting-to-device", Trouble.NOT_REACHABLE),
    ("hold-new-jobs", Trouble.ON_HOLD),
    ("cups-missing-filter", Trouble.ERROR),
    ("cups-insecure-filter", Trouble.ERROR),
    ("output-area-full", Trouble.ERROR),
    ("output-tray-missing", Trouble.ERROR),
    ("fuser", Trouble.ERROR),
    ("other", Trouble.ERROR),
    ("unknown", Trouble.ERROR),
)
"""IPP's words by how they begin, those that a person can put right first."""
_ONLY_SAID = ("-report", "-warning")
_LOCKED = ("cups-held-for-authentication", "job-held-for-authentication", "account-info-needed")


FAILURES = (NoService, CutShort, BadAnswer, Closed, Answered)
"""All that a question to a print service may come to."""
Verdict = tuple[JobState, Trouble, str]
"""Where a page is, why, and what the printer says."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What became of a job, as far as its print service tells."""

    state: JobState
    trouble: Trouble = Trouble.NONE
    said: str = ""


def blocks(queue: Queue) -> Trouble:
    """Why nothing is given to this printer now; NONE when it takes pages.

    Old troubles stay written on a queue that rests, so only a stopped or closed one counts.
    """
    if not queue.accepting:
        return Trouble.NOT_ACCEPTING
    return Trouble.QUEUE_STOPPED if queue.stopped else Trouble.NONE


def cause(queue: Queue) -> Trouble:
    """What holds the printer up while it has something to print; NONE when nothing does."""
    hard = [r for r in queue.reasons if queue.stopped or not r.endswith(_ONLY_SAID)]
    for begins, trouble in _REASONS:
        if any(reason.startswith(begins) for reason in hard):
            return trouble
    return Trouble.QUEUE_STOPPED if queue.stopped else Trouble.NONE


def is_ours(job: JobSeen, title: str) -> bool:
    """Whether this is the page we sent: a print service that was set up afresh begins to count
    again.
    """
    return (job.name, job.sent_by) == (title, SENT_BY)


def taken_unheard(jobs: tuple[JobSeen, ...], title: str, size: int, known: frozenset[int]) -> int:
    """The number of a page of `size` bytes whose answer got lost, where the print service has
    exactly one that can be it and has the whole of it; 0 where nobody can tell.
    """
    whole = -(-size // 1024)
    found = [
        job.number
        for job in jobs
        if is_ours(job, title) and job.number not in known and job.kilobytes == whole
    ]
    return found[0] if len(found) == 1 else 0


def seen(job: JobSeen | None, queue: Queue | None) -> Seen:
    """Where a page is that a print service took, by the job and its queue as they are now."""
    said = "" if queue is None else queue.said
    if job is None:
        return Seen(JobState.UNSURE, Trouble.NO_QUEUE if queue is None else Trouble.JOB_LOST)
    if job.state == JobStates.COMPLETED:
        if any(reason.startswith("job-completed-with-errors") for reason in job.reasons):
            return Seen(JobState.UNSURE, Trouble.ERROR, said)
        return Seen(JobState.PRINTED)
    if job.state in (JobStates.CANCELED, JobStates.ABORTED):
        trouble = Trouble.TAKEN_OUT if job.state == JobStates.CANCELED else Trouble.GIVEN_UP
        trouble = Trouble.NO_QUEUE if queue is None else trouble
        return Seen(JobState.UNSURE if job.begun else JobState.FAILED, trouble, said)
    if queue is None:
        return Seen(JobState.ATTENTION, Trouble.NO_QUEUE)
    if job.state == JobStates.HELD and "job-incoming" not in job.reasons:
        locked = any(reason in _LOCKED for reason in job.reasons)
        return Seen(JobState.ATTENTION, Trouble.LOCKED if locked else Trouble.ON_HOLD, said)
    if job.state == JobStates.PENDING and not queue.stopped:
        return Seen(JobState.SUBMITTED)
    trouble = cause(queue)
    if job.state == JobStates.STOPPED and trouble is Trouble.NONE:
        trouble = Trouble.QUEUE_STOPPED
    if trouble is Trouble.NONE:
        return Seen(JobState.SUBMITTED)
    if queue.stopped and job.state == JobStates.PENDING:
        # It waits behind the error of another page: only resuming the queue lets it go on.
        trouble = Trouble.QUEUE_STOPPED
    return Seen(JobState.ATTENTION, trouble, said)


def verdict_of(error: Exception) -> Verdict:
    """What a failure means for a page of which nothing was sent."""
    if isinstance(error, Closed):
        return JobState.FAILED, Trouble.LOCKED, ""
    if not isinstance(error, Answered):
        return JobState.WAIT_PRINTER, Trouble.NO_SERVICE, ""
    if error.not_found:
        return JobState.FAILED, Trouble.NO_QUEUE, ""
    if error.not_accepting:
        return JobState.WAIT_PRINTER, Trouble.NOT_ACCEPTING, ""
    if error.closed:
        return JobState.FAILED, Trouble.LOCKED, error.said
    if error.passes:
        return JobState.WAIT_PRINTER, Trouble.ERROR, error.said
    return JobState.FAILED, Trouble.REFUSED, error.said
