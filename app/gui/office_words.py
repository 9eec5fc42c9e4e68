"""What the window says about the office printer and its pages: what is wrong, and what to do."""

from __future__ import annotations

from app.areas.printing.values import OfficeKind, OfficePrinter, PaperJob, PrintQueue
from app.kernel.paper import JobState, Trouble
from app.kernel.translate import later, t

_WORDS = {
    Trouble.NOT_REACHABLE: later(
        "The office printer can’t be reached. See that it is on and connected."
    ),
    Trouble.PAPER_OUT: later("The office printer has no paper."),
    Trouble.COVER_OPEN: later("The office printer’s cover is open."),
    Trouble.ERROR: later("The office printer reports an error. Look at its display."),
    Trouble.NEEDS_WINDOW: later("Pages are printed while the window is open."),
    Trouble.NO_DOCUMENT: later("What should stand on it was not found."),
    Trouble.BROKEN_OFF: later("It was sent, and the print service gave no answer."),
    Trouble.STOPPED: later("Counterfoil was closed while it was being sent."),
    Trouble.RESTORED: later("A backup was restored, so it may have been printed before."),
    Trouble.NO_PRINTER: later("No office printer is chosen."),
    Trouble.NO_SERVICE: later("The print service gives no answer. See that it runs."),
    Trouble.QUEUE_STOPPED: later("The office printer’s queue was stopped by an error."),
    Trouble.NOT_ACCEPTING: later("The office printer’s queue takes no pages."),
    Trouble.JAM: later("Paper is jammed in the office printer."),
    Trouble.TONER: later("The office printer has no ink or toner."),
    Trouble.OTHER_PAPER: later("The office printer waits for other paper. Look at its display."),
    Trouble.ON_HOLD: later("A page is held in the office printer’s queue."),
    Trouble.REFUSED: later("The office printer refused it."),
    Trouble.LOCKED: later("The print service wants a password, or lets nobody in from here."),
    Trouble.TAKEN_OUT: later("Somebody took it off the printer’s list."),
    Trouble.GIVEN_UP: later("The print service gave it up."),
    Trouble.JOB_LOST: later("The print service does not know it any more."),
}
_TO_DO = {
    Trouble.QUEUE_STOPPED: later(
        "Put the printer right, then resume it in the computer’s printer settings."
    ),
    Trouble.NOT_ACCEPTING: later("Let it accept pages again in the computer’s printer settings."),
    Trouble.ON_HOLD: later("Release it in the computer’s printer settings."),
}
_SHORT = {
    Trouble.PAPER_OUT: later("No paper"),
    Trouble.JAM: later("Paper jam"),
    Trouble.COVER_OPEN: later("Cover open"),
    Trouble.TONER: later("No toner"),
    Trouble.NOT_REACHABLE: later("Printer off"),
    Trouble.QUEUE_STOPPED: later("Queue stopped"),
    Trouble.NOT_ACCEPTING: later("Queue closed"),
    Trouble.NO_SERVICE: later("No answer"),
}


def office_trouble(trouble: Trouble, queue: str = "", said: str = "") -> str:
    """What holds a page up, what the printer says itself, and what to do; empty when nothing
    does.
    """
    what = _what(trouble, queue)
    return _two(what, _says(what, said), _to_do(trouble))


def _what(trouble: Trouble, queue: str) -> str:
    if trouble is Trouble.NO_QUEUE:
        return t("The printer “{queue}” is not there any more. No other one is used.", queue=queue)
    return t(_WORDS[trouble]) if trouble in _WORDS else ""


def _says(what: str, said: str) -> str:
    told = said.rstrip(".")
    if not told or not what or told.casefold() in what.casefold():
        return ""
    return t("It says “{said}”.", said=told)


def _to_do(trouble: Trouble) -> str:
    return t(_TO_DO[trouble]) if trouble in _TO_DO else ""


def office_short(trouble: Trouble) -> str:
    """The same in a word or two, for the pill."""
    return t(_SHORT.get(trouble, later("Page waits")))


def office_sentence(job: PaperJob, office: OfficePrinter) -> str:
    """What became of a page so far, and what happens next."""
    why = office_trouble(job.trouble, job.queue or office.queue, job.said)
    if job.state is JobState.UNSURE:
        return _two(why, t("Look at the paper, then answer."))
    if job.state in (JobState.PARKED, JobState.FAILED):
        if office.kind is OfficeKind.NONE:
            return _two(why, t("Save it as PDF, or choose an office printer."))
        return _two(t("It was not printed."), why)
    if job.state is JobState.WITHDRAWING:
        if not why:
            return t("It is being taken back from the printer.")
        return _two(why, t("It may still come out. Put it away to take it off this list."))
    if job.state is JobState.SENDING:
        return t("It is being sent to the printer.")
    if job.state is JobState.SUBMITTED:
        return t("The printer {queue} has it.", queue=job.queue)
    if not why:
        return t("It waits its turn.")
    if job.trouble is office.condition:
        return t("It waits, and prints by itself when that is put right.")
    return _two(why, t("It prints by itself when that is put right."))


def office_notice(job: PaperJob, office: OfficePrinter, title: str) -> tuple[str, str, str] | None:
    """What a person is told at once, the rest of it, and what it is about (pages that wait for the
    same thing are told of once); None when there is nothing to tell.
    """
    queue = job.queue or office.queue
    why = office_trouble(job.trouble, queue, job.said)
    if job.state is JobState.FAILED:
        return t("{title} was not printed.", title=title), why, job.job_id
    if job.state is JobState.PARKED and job.trouble is Trouble.NO_PRINTER:
        return t("{title} is ready to be saved as PDF.", title=title), why, job.job_id
    if job.state in (JobState.ATTENTION, JobState.WAIT_PRINTER):
        what = _what(job.trouble, queue)
        goes_on = t("The page prints by itself when that is put right.")
        return what, _two(_says(what, job.said), _to_do(job.trouble), goes_on), "office"
    return None


def office_line(office: OfficePrinter) -> str:
    """The office printer itself, above the papers; empty where there is none."""
    if office.kind is OfficeKind.NONE:
        return ""
    if said := office_trouble(office.condition, office.queue, office.said):
        return said
    return t("The office printer {queue} is ready.", queue=office.queue)


def needs_somebody(queue: PrintQueue) -> PaperJob | None:
    """The first page of the office printer that a person should look after."""
    rank = (JobState.FAILED, JobState.ATTENTION, JobState.WAIT_PRINTER)
    found = [job for job in queue.jobs if job.office and job.state in rank]
    return min(found, key=lambda job: rank.index(job.state), default=None)


def _two(*sentences: str) -> str:
    return " ".join(said for said in sentences if said)
