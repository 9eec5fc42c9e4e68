"""The program is really killed while a paper is on its way to a printer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from app.bootstrap import open_station
from app.kernel.paper import JobState, Trouble
from tests.building import Actors, Books
from tests.conftest import MakePractice
from tests.devices.stand_in_printer import Manners, StandInPrinter
from tests.devices.till import QUICK, Till

ROOT = Path(__file__).resolve().parents[3]
PRINTED = JobState.PRINTED
_CHILD = """
import sys, time
from pathlib import Path
from app.bootstrap import open_station
station = open_station(Path(sys.argv[1]))
station.start_printing()
time.sleep(60)
"""


@dataclass(frozen=True)
class Moment:
    """Where a paper is when the program is killed, and what stands after: the second paper is
    printed always; of the first so many are begun in all.
    """

    name: str
    manners: Manners
    reached: Callable[[StandInPrinter], object]
    state: JobState
    begun: int


MOMENTS = (
    Moment(
        "half of it is out",
        Manners(stalls_after=300),
        lambda p: p.begun() == 1 and len(p.connections[-1].printed) >= 300,
        JobState.UNSURE,
        2,
    ),
    Moment(
        "all of it is out and nobody said so",
        Manners(never_done=True),
        lambda p: p.finished() == 1,
        JobState.UNSURE,
        2,
    ),
    Moment("the printer is asked", Manners(stalls=True), lambda p: p.connections, PRINTED, 2),
    Moment("it waits for paper", Manners(paper_out=True), lambda p: p.connections, PRINTED, 2),
)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    turn = int(metafunc.config.option.seed) % len(MOMENTS)
    chosen = MOMENTS if metafunc.config.option.long else MOMENTS[turn : turn + 1]
    metafunc.parametrize("moment", chosen, ids=lambda moment: moment.name)


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed so hard on Windows")
def test_a_kill_in_the_middle_asks_and_prints_no_second_receipt(
    practice: MakePractice, actors: Actors, moment: Moment
) -> None:
    folder, printer = practice("killed"), StandInPrinter()
    station = open_station(folder)
    till = Till(Books(station, actors), printer)
    till.choose()
    job_id, other = till.pay(10_00), till.pay(11_00)
    station.close()
    printer.manners = moment.manners
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        printer.wait(lambda: moment.reached(printer), timeout_s=60)
        child.send_signal(signal.SIGKILL)
        child.wait(30)
        printer.manners = Manners()
        again = open_station(folder)
        try:
            till.books = Books(again, actors)
            again.start_printing(None, QUICK)
            job = till.until(job_id, moment.state)
            assert job.trouble is (
                Trouble.STOPPED if moment.state is JobState.UNSURE else Trouble.NONE
            )
            till.until(other, PRINTED)
            assert "11.00 USD" in printer.texts()[-1]
            # What the printer had got of the first it may have finished; nobody sent it again.
            assert printer.begun() == moment.begun
        finally:
            again.close()
    finally:
        child.kill()
        child.wait(30)
        printer.close()
