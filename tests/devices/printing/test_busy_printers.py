"""A printer that others use too, is changed, or has more to do than one paper."""

from __future__ import annotations

import socket
from dataclasses import replace

from app.areas.printing import service
from app.areas.printing.values import PutAway
from app.kernel.paper import JobState, Trouble
from app.storage import print_jobs
from tests.building import command_id
from tests.devices.printing.test_spooler import printer, till
from tests.devices.stand_in_printer import StandInPrinter
from tests.devices.till import QUICK, Blocks, Till, wait

__all__ = ["printer", "till"]


def test_what_one_printer_answered_says_nothing_of_the_next(till, printer):
    till.until(till.pay(), JobState.PRINTED)
    other = StandInPrinter()
    other.close()
    till.choose(address=other.address)
    assert till.until(till.pay(), JobState.WAIT_PRINTER).trouble is Trouble.NOT_REACHABLE


def test_a_printer_nobody_here_has_met_may_be_working_for_another_window(books, printer):
    till = Till(books, printer)
    till.choose()
    with socket.create_connection(("127.0.0.1", printer.port)):
        printer.wait(lambda: printer.connections)
        till.station.start_printing(Blocks(), replace(QUICK, stranger_s=10.0))
        job_id = till.pay()
        assert till.until(job_id, JobState.WAIT_PRINTER).trouble is Trouble.BUSY
    till.until(job_id, JobState.PRINTED)
    assert len(printer.texts()) == 1


def test_a_paper_looked_at_while_the_printer_is_changed_comes_out_of_the_new_one(books, printer):
    till = Till(books, printer)
    till.choose()
    newer = StandInPrinter()
    printer.manners.stalls = True
    till.station.start_printing(Blocks(), replace(QUICK, status_s=5.0))
    printer.wait(lambda: printer.connections)  # looked at, with nothing to do
    printer.manners.stalls = False
    till.until(till.pay(), JobState.PRINTED)
    printer.manners.stalls = True
    job_id = till.pay()
    till.until(job_id, JobState.CHECKING)
    till.choose(address=newer.address)
    printer.manners.stalls = False
    till.until(job_id, JobState.PRINTED)
    assert (printer.begun(), newer.begun()) == (1, 1)
    newer.close()


def test_a_stalled_printer_is_given_up_without_a_byte(till, printer):
    till.until(till.pay(), JobState.PRINTED)
    printer.manners.stalls = True
    job = till.until(till.pay(), JobState.WAIT_PRINTER)
    assert job.trouble is Trouble.BUSY, "another window may have it"
    wait(lambda: till.job(job.job_id).trouble is Trouble.NO_ANSWER)
    printer.manners.stalls = False
    till.until(job.job_id, JobState.PRINTED)
    assert len(printer.texts()) == 2


def test_a_printer_that_refuses_while_another_window_prints_is_busy_at_first(till, printer):
    till.until(till.pay(), JobState.PRINTED)
    printer.switch_off()
    job = till.until(till.pay(), JobState.WAIT_PRINTER)
    assert job.trouble is Trouble.BUSY, "many printers take one connection alone"
    wait(lambda: till.job(job.job_id).trouble is Trouble.NOT_REACHABLE)
    printer.switch_on()
    till.until(job.job_id, JobState.PRINTED)
    assert len(printer.texts()) == 2


def test_the_drawer_does_not_wait_for_all_the_papers_before_it(books, printer):
    till = Till(books, printer)
    till.choose(drawer_pin=2)
    papers = [till.pay(minor) for minor in (11_00, 12_00, 13_00)]
    for job in till.station.ask(print_jobs.going_jobs).result():
        if job.job_id not in papers:
            till.act(service.put_away, PutAway(command_id(), job.job_id))
    printer.manners.holds = True
    till.station.start_printing(Blocks(), replace(QUICK, done_s=10.0))
    printer.wait(lambda: printer.begun() == 1)
    kick = till.kick()
    printer.manners.holds = False
    till.until(papers[-1], JobState.PRINTED)
    assert till.job(kick).state is JobState.SENT
    came = [bytes(each.printed) for each in printer.connections if each.printed]
    assert [b"\x1bp" in each for each in came] == [False, True, False, False]
