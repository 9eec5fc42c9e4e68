"""A window that keeps other sites and old months in sums answers like one that keeps every line,
whatever comes, and has every line again when it widens.
"""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from app.areas.ledger.schema import journal_line
from app.areas.reports.queries import day_sheet
from app.areas.settings import queries as settings
from app.areas.settings.schema import site
from app.areas.settings.schema import station as station_table
from app.areas.stations import maintaining, queries
from app.areas.stations.values import FetchDetails, KeepDetails
from app.kernel.actor import SYSTEM
from app.kernel.ids import new_id
from app.storage.schema import this_station
from app.storage.statements import Read, Reader
from app.storage.unit_of_work import UnitOfWork
from app.sync import details
from app.sync.details import Details, Moved
from app.sync.digests import check_digests
from tests.building import command_id
from tests.storage.test_folding import sums
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.test_pulling import owed, rows_of

NEXT_MONTH, NEXT_YEAR = timedelta(days=14), timedelta(days=70)
_LINES = Read(select(func.count()).select_from(journal_line))


def move_second(pair: Pair) -> None:
    """The second window belongs to another site."""

    def move(uow: UnitOfWork, _nothing: None) -> None:
        names = [c.name for c in site.columns if c.name in site.info["content"]]
        found = uow.fetch(Read(select(*(site.c[name] for name in names))))[0]
        row: Any = {**dict(zip(names, found, strict=True)), "id": new_id(), "name": "North"}
        uow.create(site, row)
        uow.change(station_table, uow.stream.station, {"site_id": row["id"]})
        uow.update(this_station, {"site_id": row["id"]}, one=1)

    pair.two.station.act(SYSTEM, move, None).result()


def work(pair: Pair, chance: random.Random, rounds: int) -> None:
    """People pay whole or in part at either window, some of what the other one issued."""
    accounts = [pair.one.books.register_patient(f"Family {n}").account_id for n in range(3)]
    pair.sync()
    shifts = {w.station.practice.station_code: w.books.open_shift() for w in (pair.one, pair.two)}
    for number in range(rounds):
        for window in (pair.one, pair.two):
            account = chance.choice(accounts)
            if chance.random() < 0.7:
                window.books.issue_invoice(account, *[chance.randrange(100, 5000)] * 2)
            if chance.random() < 0.8:
                due = owed(window, account)
                part = chance.randrange(100, 9000)
                window.books.take_cash(account, due if due > 0 and part % 3 else part)
        if number % 2:
            pair.sync()
    for window in (pair.one, pair.two):
        settled = window.books.register_patient("Settled").account_id
        for _ in range(3):  # so that their sums are fewer than their lines, whatever chance did
            window.books.issue_invoice(settled, 2500)
            window.books.take_cash(settled, 2500)
    pair.sync()
    for window in (pair.one, pair.two):
        window.sync()
        shift = shifts[window.station.practice.station_code].shift_id
        expected = rows_of(window, "view")["shift_balance"]
        cash = next(row[3] for row in expected if row[0] == shift and row[1] == "1015")
        window.books.seal(shift, *[100] * (cash // 100), *[1] * (cash % 100))
        window.books.close_shift(shift)
    pair.sync()
    pair.sync()


def keep(window: Window, *, everything: bool, months: int = 1) -> None:
    command, who = KeepDetails(command_id(), everything, (), months), window.books.actors.cfo
    window.station.act(who, maintaining.keep_details, command).result()


def later(window: Window, by: timedelta = NEXT_MONTH) -> Details:
    """What the window does about its details after a while."""

    def planned(reader: Reader) -> details.Plan:
        return details.plan(reader, reader.now + by)

    return Details(window.station, planned)


def lines(window: Window) -> int:
    return int(window.station.ask(lambda reader: reader.scalar(_LINES)).result())


def alike(pair: Pair, *, proven: bool = False) -> None:
    """Every view, sum and report says the same at both, and both are sound."""
    ones, twos = rows_of(pair.one, "view"), rows_of(pair.two, "view")
    for name in ones:
        assert ones[name] == twos[name], name
    assert pair.one.station.ask(sums).result() == pair.two.station.ask(sums).result()
    today = settings.business_today(pair.one.station.practice, pair.one.station.clock.now())
    one, two = (w.station.ask(day_sheet, today, None).result() for w in (pair.one, pair.two))
    assert replace(one, made_at=two.made_at) == two
    if proven:
        assert pair.two.sound == []


def test_a_scope_changes_no_answer(pair: Pair, monkeypatch: pytest.MonkeyPatch, seed: int) -> None:
    monkeypatch.setattr(details, "MOST", 4)
    chance = random.Random(seed)
    move_second(pair)
    work(pair, chance, 4)
    whole = lines(pair.one)
    two = pair.two
    assert later(two).all(two.line) == Moved()
    keep(two, everything=False)
    moved = later(two).all(two.line)
    assert moved.folded > 1
    assert lines(two) < whole
    alike(pair, proven=True)
    found = check_digests(two.station, two.line)
    assert (found.compared, found.differences) == (found.tables, ())

    # What comes late for a month that is kept in sums counts once, before and after it is folded.
    work(pair, chance, 3)
    alike(pair)
    assert later(two).all(two.line).folded > 0
    alike(pair)
    assert check_digests(two.station, two.line).differences == ()

    # An account that somebody looks at comes back, line by line, and nothing else.
    accounts = [row[0] for row in rows_of(pair.one, "view")["account_balance"]]
    account = next(one for one in accounts if details_of(pair.one, one) - details_of(two, one))
    look = FetchDetails(command_id(), account)
    two.station.act(two.books.actors.cashier, maintaining.fetch_details, look).result()
    assert later(two).all(two.line).fetched > 0
    assert details_of(pair.one, account) <= details_of(two, account)
    assert two.station.ask(queries.entries_in_sums).result() > 0
    alike(pair)

    # Old months of its own go too, step by step between rounds that find nothing to do.
    before = two.station.ask(queries.entries_in_sums).result()
    steps = later(two, NEXT_YEAR)
    while steps.after(two.exchange.round(), two.line):
        pass
    assert two.station.ask(queries.entries_in_sums).result() > before
    alike(pair, proven=True)

    # Cut off in the middle of widening, and while the centre is away, nothing is wrong; it goes on.
    keep(two, everything=True)

    def cut_off(_moved: Moved) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        later(two).all(two.line, cut_off)
    assert two.station.ask(queries.entries_in_sums).result() > 0
    alike(pair)
    after = rows_of(pair.one, "fact")
    assert later(two).all(two.line).fetched > 0
    assert rows_of(two, "fact") == after
    left = rows_of(two, "local")
    assert not left["folded_entry"] + left["forward_entry"] + left["forward_zero"]
    alike(pair, proven=True)


def details_of(window: Window, account: str) -> set[Any]:
    read = Read(select(journal_line.c.id).where(journal_line.c.account_id == account))
    return set(window.station.ask(lambda reader: reader.fetch(read)).result())
