"""Pages where there is no CUPS: Windows takes them, or says why not."""

from __future__ import annotations

import pytest

from app.areas.printing.values import OfficeKind
from app.bootstrap import Station
from app.devices.printing.ports import NotTaken, QueueGone
from app.kernel.paper import JobState, Trouble
from tests.devices.office.office_till import OfficeTill
from tests.devices.till import wait

J, T = JobState, Trouble


class Pages:
    """What Windows would print."""

    def __init__(self) -> None:
        self.came: list[tuple[str, str, str]] = []
        self.fails: Exception | None = None

    def queues(self) -> tuple[str, ...]:
        return ("HP LaserJet 4",)

    def print_pages(self, queue: str, title: str, pdf: bytes, paper: str) -> None:
        if queue not in self.queues():
            raise QueueGone(queue)
        if self.fails is not None:
            raise self.fails
        self.came.append((queue, title, paper))


@pytest.mark.parametrize(
    ("fails", "state", "trouble"),
    [
        (None, J.SENT, T.NONE),
        (NotTaken("no"), J.FAILED, T.REFUSED),
        (OSError("the driver died"), J.UNSURE, T.BROKEN_OFF),
    ],
)
def test_windows_takes_a_page_or_says_why_not(
    station: Station, fails: Exception | None, state: JobState, trouble: Trouble
) -> None:
    till, pages = OfficeTill(station), Pages()
    pages.fails = fails
    till.choose("HP LaserJet 4", kind=OfficeKind.WINDOWS)
    till.start(pages=pages)
    assert till.until(till.queue(), state).trouble is trouble
    assert len(pages.came) == (1 if fails is None else 0)


def test_a_printer_gone_from_windows_is_an_error(station: Station) -> None:
    till, pages = OfficeTill(station), Pages()
    till.choose("Gone", kind=OfficeKind.WINDOWS)
    till.start(pages=pages)
    wait(lambda: till.printer().condition is T.NO_QUEUE)
    assert till.until(till.queue(), J.FAILED).trouble is T.NO_QUEUE
    assert pages.came == []


def test_without_a_window_a_page_for_windows_waits(station: Station) -> None:
    till = OfficeTill(station)
    till.choose("HP LaserJet 4", kind=OfficeKind.WINDOWS)
    till.start()
    assert till.until(till.queue(), J.WAIT_PRINTER).trouble is T.NEEDS_WINDOW
