"""One touch: held for its hour, written in no order, told only of many, and laid beside nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from app.areas.displays import queries, service
from app.areas.displays.values import (
    LEAST,
    PlaceDisplay,
    RateService,
    SaveDisplay,
    SendRatings,
)
from app.areas.health import queries as health
from app.areas.reports import histories, papers
from app.areas.reports.money_rules import paper_days
from app.areas.reports.money_values import ReportName
from app.bootstrap import Station, open_station
from app.devices.documents.report_sheet import csv_rows
from app.devices.documents.report_sheets import report_paper, report_sheet
from app.kernel.actor import SYSTEM, Actor
from app.kernel.errors import NotAllowed, UserError
from app.kernel.listing import ListWanted
from app.storage.reading import Reader, ReadSql
from tests.building import Actors, command_id
from tests.conftest import MakePractice

BEGIN = datetime(2026, 3, 4, 15, 20, 31, 123, UTC)


class Hands:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.moment = BEGIN

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def hands() -> Hands:
    return Hands()


@pytest.fixture
def window(practice: MakePractice, hands: Hands, actors: Actors) -> Iterator[Station]:
    """A station whose display asks."""
    station = open_station(practice("rating"), clock=hands)
    wanted = SaveDisplay(command_id(), True, language="vi", rates=True)
    station.act(actors.administrator, service.save_display, wanted).result()
    yield station
    station.close()


def rate(station: Station, actor: Actor, *values: Any) -> None:
    for value in values:
        station.act(actor, service.rate_service, RateService(command_id(), value)).result()


def send(station: Station, actor: Actor) -> int:
    sent = station.act(actor, service.send_ratings, SendRatings(command_id())).result()
    return int(sent.count)


def everything_written(reader: Reader, table: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in reader.fetch(ReadSql(f"SELECT * FROM {table}"))]


def test_ratings_are_written_when_their_hour_is_over_and_tell_no_more(
    window: Station, hands: Hands, actors: Actors
) -> None:
    before = window.ask(everything_written, "station_log").result()
    touches = [RateService(command_id(), value) for value in (5, 4, 1, 5, 3, 2)]
    for touch in touches:
        window.act(actors.cashier, service.rate_service, touch).result()
        # A double touch and a reply that was lost are one rating.
        window.act(actors.cashier, service.rate_service, touch).result()
        hands.moment += timedelta(minutes=3)
    other = RateService(touches[0].id, 1)
    with pytest.raises(UserError, match="used for something else"):
        window.act(actors.cashier, service.rate_service, other).result()
    assert send(window, actors.cashier) == 0, "the hour goes on"
    assert window.ask(everything_written, "station_log").result() == before
    hands.moment += timedelta(hours=1)
    assert send(window, actors.cashier) == 6
    assert send(window, actors.cashier) == 0
    rows = window.ask(everything_written, "service_rating").result()
    assert sorted(row[-1] for row in rows) == [1, 2, 3, 4, 5, 5]
    assert {row[-2] for row in rows} == {"2026-03-04T15:00:00.000000Z"}
    ids = {touch.id for touch in touches}
    for table in ("service_rating", "station_log", "command", "rating_waiting"):
        written = str(window.ask(everything_written, table).result())
        assert not any(one in written for one in ids), table
        assert not any(moment in written for moment in ("15:23", "15:26", "15:35")), table
    assert window.ask(health.verify, window.database.keys.master).result().sound
    page = window.ask(histories.activity, ListWanted()).result()
    told = [row for row in page.rows if row.action.startswith("displays.")]
    assert [row.words for row in told] == ["Wrote down the ratings patients gave"]
    assert not told[0].changes


def test_fewer_than_five_answers_of_a_window_are_told_to_nobody(
    window: Station, hands: Hands, actors: Actors
) -> None:
    for count in (LEAST - 1, LEAST):
        rate(window, actors.cashier, *[4] * (count - 1), 1)
        hands.moment += timedelta(days=1)
    assert send(window, SYSTEM) == 2 * LEAST - 1
    first, last = BEGIN.date(), hands.moment.date()
    (cell,) = window.ask(queries.rating_cells, first, last).result()
    assert (cell.day, cell.count, cell.total) == (first + timedelta(1), LEAST, 17)
    assert window.ask(queries.rating_cells, first, first).result() == ()
    for value in (5, 5, 5, 4, 4):
        rate(window, actors.cashier, value)
    hands.moment += timedelta(days=1)
    assert send(window, actors.cashier) == LEAST
    report = window.ask(papers.service_report, first, hands.moment.date()).result()
    assert [(line.day, line.count, line.average_e2) for line in report.days] == [
        (first + timedelta(1), 5, 340),
        (first + timedelta(2), 5, 460),
    ]
    assert [(line.count, line.average_e2) for line in report.windows] == [(10, 400)]
    assert (report.count, report.average_e2) == (10, 400)
    nothing = window.ask(papers.service_report, first, first).result()
    assert (nothing.days, nothing.windows, nothing.average_e2) == ((), (), None)
    days = (first, hands.moment.date())
    sheet = window.ask(report_sheet, ReportName.SERVICE, *days, None).result()
    told = "\n".join(",".join(map(str, row)) for row in csv_rows(sheet, window.practice))
    assert f"{first + timedelta(2)},5,4.60" in told
    assert sheet.chart is not None
    assert sheet.chart.series[0].values == (340, 460)
    _, pdf = window.ask(report_paper, ReportName.SERVICE, paper_days(*days), 0, None).result()
    assert pdf.startswith(b"%PDF")


def test_what_is_refused(window: Station, actors: Actors) -> None:
    for wrong in (0, 6, -1, True):
        with pytest.raises(UserError, match="from 1 to 5"):
            rate(window, actors.cashier, wrong)
    with pytest.raises(NotAllowed):
        rate(window, actors.administrator, 4)

    def save(**fields: Any) -> Any:
        wanted = SaveDisplay(command_id(), **{"shown": True, **fields})
        return window.act(actors.administrator, service.save_display, wanted).result()

    def place(*sides: int) -> Any:
        wanted = PlaceDisplay(command_id(), *sides)
        return window.act(actors.cashier, service.place_display, wanted).result()

    with pytest.raises(UserError, match="has no words in"):
        save(language="Klingon")
    with pytest.raises(UserError):
        save(thanks="x" * 61)
    with pytest.raises(UserError, match="no place for a window"):
        place(0, 0, 20, 4000)
    assert place(-1280, 0, 640, 400).place == "-1280 0 640 400"
    assert save(language="Tiếng Việt").language == "vi"
    assert window.ask(queries.patient_screen).result().place == "-1280 0 640 400"
    with pytest.raises(UserError, match="does not ask for ratings"):
        rate(window, actors.cashier, 4)
    save(shown=False)
    with pytest.raises(UserError, match="is off here"):
        place(0, 0, 640, 400)
