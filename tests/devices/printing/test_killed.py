"""The program is really killed while a paper is on its way to a printer."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.bootstrap import open_station
from app.kernel.paper import JobState, Trouble
from tests.building import Actors, Books
from tests.conftest import MakePractice
from tests.devices.stand_in_printer import Manners, StandInPrinter
from tests.devices.till import QUICK, Till

ROOT = Path(__file__).resolve().parents[3]
_CHILD = """
import sys, time
from pathlib import Path
from app.bootstrap import open_station
station = open_station(Path(sys.argv[1]))
station.start_printing()
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is killed so hard on Windows")
def test_half_a_receipt_and_a_kill_make_a_question_and_no_second_receipt(
    practice: MakePractice, actors: Actors
) -> None:
    folder, printer = practice("killed"), StandInPrinter()
    station = open_station(folder)
    till = Till(Books(station, actors), printer)
    till.choose()
    job_id, other = till.pay(10_00), till.pay(11_00)
    station.close()
    printer.manners.stalls_after = 300
    child = subprocess.Popen(
        [sys.executable, "-c", _CHILD, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    try:
        printer.wait(lambda: printer.begun() == 1, timeout_s=60)
        printer.wait(lambda: len(printer.connections[-1].printed) >= 300, timeout_s=60)
        child.send_signal(signal.SIGKILL)
        child.wait(30)
        printer.manners = Manners()
        again = open_station(folder)
        try:
            till.books = Books(again, actors)
            again.start_printing(None, QUICK)
            assert till.until(job_id, JobState.UNSURE).trouble is Trouble.STOPPED
            till.until(other, JobState.PRINTED)
            assert "11.00 USD" in printer.texts()[-1]
            # What the printer had got of the first it may have finished; nobody sent it again.
            assert printer.begun() == 2
        finally:
            again.close()
    finally:
        child.kill()
        child.wait(30)
        printer.close()
