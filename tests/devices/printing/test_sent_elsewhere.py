"""A paper that a person sends to another printer while its own is being asked comes out once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from app.areas.printing import service
from app.areas.printing.values import Elsewhere, PrintElsewhere, SaveSpare
from app.devices.printing.ways.two_way import TwoWayLink
from app.kernel.paper import JobState
from tests.building import Books, command_id
from tests.devices.stand_in_printer import StandInPrinter
from tests.devices.till import QUICK, Blocks, Till, wait


@pytest.fixture
def spare() -> Iterator[StandInPrinter]:
    made = StandInPrinter()
    yield made
    made.close()


@pytest.fixture
def printer() -> Iterator[StandInPrinter]:
    made = StandInPrinter()
    yield made
    made.close()


def test_what_goes_elsewhere_in_the_middle_of_a_look_comes_out_there_alone(
    books: Books, printer: StandInPrinter, spare: StandInPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    till = Till(books, printer)
    till.choose()
    till.act(service.save_spare, SaveSpare(command_id(), address=spare.address))
    printer.manners.cover_open = spare.manners.cover_open = True
    asks = TwoWayLink.status
    sent: list[str] = []

    def status(link: TwoWayLink, questions: int = 4, *, hurried: bool = False) -> Any:
        said = asks(link, questions, hurried=hurried)
        if said is not None and not printer.manners.cover_open and not sent:
            sent.append(job_id)
            elsewhere = PrintElsewhere(command_id(), job_id, Elsewhere.SPARE)
            till.act(service.print_elsewhere, elsewhere)
        return said

    monkeypatch.setattr(TwoWayLink, "status", status)
    till.station.start_printing(Blocks(), QUICK)
    job_id = till.pay()
    till.until(job_id, JobState.WAIT_PRINTER)
    printer.manners.cover_open = False
    wait(lambda: sent)
    till.until(till.pay(11_00), JobState.PRINTED)
    assert till.job(job_id).state is not JobState.PRINTED
    spare.manners.cover_open = False
    till.until(job_id, JobState.PRINTED)
    assert [printer.finished(), spare.finished()] == [1, 1]
