"""What the window says about the printer and its papers: plain sentences, and what to do next."""

from __future__ import annotations

from app.areas.printing.values import (
    Elsewhere,
    OfficeKind,
    OfficePrinter,
    PaperJob,
    Printer,
    PrinterKind,
    PrintQueue,
)
from app.areas.reports.values import DAY_SHEET
from app.gui.office_words import (
    needs_somebody,
    office_line,
    office_sentence,
    office_short,
    office_trouble,
)
from app.kernel.paper import JobState, Trouble
from app.kernel.paper_words import trouble_words as trouble_words
from app.kernel.translate import later, t
from app.storage.print_jobs import DRAWER_KICK, GOING, OFFICE_TEST_PAGE, SLIP_CALIBRATION, TEST_PAGE

Look = tuple[str, str, str, str]
"""Icon, word, sentence and tone of the pill."""

_SHORT = {
    Trouble.NOT_REACHABLE: later("Printer off"),
    Trouble.NO_ANSWER: later("No answer"),
    Trouble.BUSY: later("Printer busy"),
    Trouble.OFFLINE: later("Printer paused"),
    Trouble.PAPER_OUT: later("No paper"),
    Trouble.COVER_OPEN: later("Cover open"),
    Trouble.CUTTER: later("Cutter stuck"),
    Trouble.FILE: later("File blocked"),
    Trouble.PAPER_LOW: later("Paper low"),
    Trouble.NO_ACCESS: later("No access"),
    Trouble.NO_DRIVER: later("No driver"),
    Trouble.NO_QUEUE: later("Printer gone"),
    Trouble.QUEUE_STOPPED: later("Queue stopped"),
    Trouble.NOT_ACCEPTING: later("Queue closed"),
    Trouble.NO_SERVICE: later("No answer"),
    Trouble.JAM: later("Paper jam"),
}


def title(job: PaperJob) -> str:
    """What a paper is called, also before it was laid out."""
    if job.doc_kind == DRAWER_KICK:
        return t("Cash drawer")
    if job.title:
        return job.title
    kinds = {
        "receipt": t("A receipt"),
        "receipt_revision": t("A receipt"),
        "cash_movement": t("A cash slip"),
        "refund_receipt": t("The paper of a refund"),
        "drawer_report": t("A drawer report"),
        DAY_SHEET: t("A day sheet"),
        TEST_PAGE: t("Test page"),
        OFFICE_TEST_PAGE: t("Test page"),
        SLIP_CALIBRATION: t("The page to lay over the bank’s slip"),
        "deposit_slip": t("A deposit slip"),
        "deposit_slip_office": t("A deposit slip"),
        "deposit_slip_draft": t("A deposit slip"),
        "return_letter": t("A letter"),
    }
    return kinds.get(job.doc_kind, t("A paper"))


def question(job: PaperJob) -> str:
    """What a person is asked who can look at the paper."""
    return t("Did {title} print completely?", title=_in_a_sentence(title(job)))


def why_words(job: PaperJob) -> str:
    """What holds a paper up, and at which printer where it is not the window's own."""
    why = trouble_words(job.trouble)
    return t("Spare printer: {why}", why=why) if why and job.spare else why


def sentence(job: PaperJob, office: OfficePrinter | None = None) -> str:
    """What became of a paper so far, and what happens next."""
    if job.office:
        return office_sentence(job, office or OfficePrinter())
    why = why_words(job)
    if job.state is JobState.UNSURE:
        return " ".join(part for part in (why, t("Look at the paper, then answer.")) if part)
    if job.doc_kind == DRAWER_KICK:
        said = t("The drawer can't open by itself. Open it with its key.")
        if job.trouble is Trouble.BUSY:
            said = t("The drawer opens when it is free. Its key opens it at once.")
        return f"{why} {said}" if why else t("The drawer is about to open.")
    if job.state is JobState.SENDING:
        return t("It is being printed.")
    if job.state is JobState.PARKED:
        return " ".join(part for part in (t("It was not printed."), why) if part)
    if job.trouble is Trouble.BUSY and job.state is JobState.WAIT_PRINTER:
        return t("{why} It prints by itself when the printer is free.", why=why)
    if why and job.state is JobState.WAIT_PRINTER:
        return t("{why} It prints by itself when that is put right.", why=why)
    return t("It waits its turn.")


def headline(job: PaperJob) -> str:
    """The line above a paper's sentence: what it is, or what is asked about it."""
    return question(job) if job.state is JobState.UNSURE else title(job)


def printer_lines(queue: PrintQueue) -> tuple[tuple[str, str, str], ...]:
    """The printers themselves, above their papers: icon, sentence and tone of each."""
    lines = [_line(_receipts(queue.printer), queue.printer.condition)]
    if queue.spare is not None:
        lines.append(_line(_spare(queue.spare), queue.spare.condition))
    if said := office_line(queue.office):
        lines.append(_line(said, queue.office.condition))
    return tuple(lines)


def _line(said: str, condition: Trouble) -> tuple[str, str, str]:
    if condition in (Trouble.NONE, Trouble.BUSY):
        return "printer", said, "muted"
    return "warning", said, "caution"


def _spare(printer: Printer) -> str:
    said = trouble_words(printer.condition)
    if said:
        return t("Spare printer at {address}: {why}", address=printer.address, why=said)
    return t("Spare printer at {address}, for papers sent there.", address=printer.address)


def stands_behind(job: PaperJob, queue: PrintQueue) -> bool:
    """Whether a paper waits its turn behind one that its printer can't print."""
    return job.state is JobState.QUEUED and any(
        first.state is JobState.WAIT_PRINTER and (first.office, first.spare) == (False, job.spare)
        for first in queue.jobs
        if not job.office
    )


def elsewhere(job: PaperJob, queue: PrintQueue) -> tuple[tuple[Elsewhere, str], ...]:
    """Where a paper of the receipt printer can come out instead."""
    movable = job.state in (JobState.WAIT_PRINTER, JobState.PARKED, JobState.UNSURE)
    if job.office or job.doc_kind in (DRAWER_KICK, TEST_PAGE):
        return ()
    if not movable and not stands_behind(job, queue):
        return ()
    found = []
    if job.spare:
        there = queue.printer.kind is not PrinterKind.SCREEN
        found += [(Elsewhere.SPARE, t("This window’s own printer"))] if there else []
    elif queue.spare is not None:
        words = t("Spare printer, {address}", address=queue.spare.address)
        found.append((Elsewhere.SPARE, words))
    if queue.office.kind is not OfficeKind.NONE:
        words = t("Office printer {name}, as a page", name=queue.office.queue)
        found.append((Elsewhere.OFFICE, words))
    found.append((Elsewhere.SCREEN, t("On-screen paper")))
    return tuple(found)


def _receipts(printer: Printer) -> str:
    if said := trouble_words(printer.condition):
        return said
    if printer.kind is PrinterKind.SCREEN:
        return t("Receipts go to the on-screen paper.")
    if printer.kind is PrinterKind.FILE:
        return t("Receipts are written to {path}.", path=printer.address)
    if printer.kind is PrinterKind.USB:
        return t("The receipt printer on USB is ready.")
    if printer.kind in (PrinterKind.CUPS, PrinterKind.WINDOWS):
        return t("The print queue “{queue}” takes receipts.", queue=printer.address)
    return t("The receipt printer at {address} is ready.", address=printer.address)


def pill_look(queue: PrintQueue) -> Look:
    """The printer in the top bar: what matters most comes first."""
    states = {job.state: job for job in reversed(queue.jobs) if not job.office}
    asked = next((job for job in queue.jobs if job.state is JobState.UNSURE), None)
    if asked is not None:
        said = t("{question} Press here to answer.", question=question(asked))
        return "warning", t("Look at paper"), said, "caution"
    if JobState.WAIT_PRINTER in states:
        job = states[JobState.WAIT_PRINTER]
        if job.trouble is Trouble.BUSY:
            return "printer", t("Printer busy"), sentence(job), "muted"
        word = t(_SHORT.get(job.trouble, later("Paper waits")))
        return "warning", word, _waiting(queue, why_words(job)), "caution"
    if (page := needs_somebody(queue)) is not None:
        failed = page.state is JobState.FAILED
        word = t("Not printed") if failed else office_short(page.trouble)
        said = office_trouble(page.trouble, page.queue or queue.office.queue, page.said)
        return "warning", word, said or t("{title} was not printed.", title=title(page)), "caution"
    parked = next((job for job in queue.jobs if job.state is JobState.PARKED), None)
    if parked is not None:
        said = t("{count} papers were not printed. Press here to see them.", count=_waits(queue))
        if _waits(queue) == 1:
            said = t("{title} was not printed. Press here.", title=title(parked))
        return "warning", t("Not printed"), said, "caution"
    return _quiet_look(queue.printer, busy=bool(queue.jobs))


def _quiet_look(printer: Printer, *, busy: bool) -> Look:
    if printer.kind is PrinterKind.SCREEN:
        return "printer", t("Paper"), t("Receipts go to the on-screen paper."), "money_in"
    if printer.condition in _SHORT:
        tone = "muted" if printer.condition is Trouble.BUSY else "caution"
        return "printer", t(_SHORT[printer.condition]), trouble_words(printer.condition), tone
    if busy:
        return "printer", t("Printing"), t("A paper is being printed."), "money_in"
    if printer.kind is PrinterKind.FILE:
        return "printer", t("To file"), t("Receipts are written to a file."), "money_in"
    return "printer", t("Printer"), t("The receipt printer is ready."), "money_in"


def _waiting(queue: PrintQueue, why: str) -> str:
    count = _waits(queue)
    if count > 1:
        return t("{why} {count} papers wait. Payments are saved.", why=why, count=count)
    return t("{why} The payment is saved, and the paper waits.", why=why)


def _waits(queue: PrintQueue) -> int:
    waiting = (*GOING, JobState.PARKED)
    return sum(job.state in waiting and job.doc_kind != DRAWER_KICK for job in queue.jobs)


def _in_a_sentence(words: str) -> str:
    """`Receipt W1-000123` in the middle of a sentence."""
    return words[:1].lower() + words[1:]
