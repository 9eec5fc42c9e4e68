"""Shifts that were closed while something of them was elsewhere: at a copy of their window, or kept
aside at the centre. Nothing is wrong with the books then, and what a person must decide is a task.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.areas.drawers.closing_values import LateInto, SettleLateCash
from app.areas.payments import forcing
from app.areas.payments import late_records as late
from app.areas.reports import queries as sheets
from app.areas.stations import maintaining
from app.areas.stations.values import ReleaseRecord
from app.areas.tasks.values import TaskKind
from app.kernel.ids import AccountId, ShiftId
from app.storage.statements import Reader, ReadSql
from tests.building import command_id
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.copies import clone, close, copied, replaced_by
from tests.two_stations.test_far_shifts import end_here, manager, shown_day, void
from tests.two_stations.test_tasks import tasks

K = TaskKind
_ASIDE = ReadSql(
    "SELECT l.hash FROM record_verdict AS v JOIN station_log AS l ON l.station = v.station "
    "AND l.incarnation = v.incarnation AND l.seq = v.seq ORDER BY l.hlc"
)


def sync(*windows: Window) -> None:
    for _ in range(3):
        for each in windows:
            each.sync()


def sound(*windows: Window) -> None:
    for each in windows:
        assert each.sound == [], each.station.folder


def kinds(window: Window) -> set[TaskKind]:
    return {task.kind for task in tasks(window)}


def settle(window: Window) -> int:
    """Say of all late cash that it was in the count; how much that was."""
    found = window.station.ask(late.late_cash).result()
    for cash in found:
        command = SettleLateCash(command_id(), cash.shift_id, LateInto.COUNTED)
        window.station.act(manager(window), forcing.settle_late_cash, command).result()
    return sum(cash.amount.minor for cash in found)


def begun(window: Window) -> tuple[ShiftId, AccountId]:
    account = AccountId(window.books.register_patient("Okafor", "Ada").account_id)
    return window.books.open_shift().shift_id, account


def test_two_copies_of_a_window_close_its_shift(pair: Pair, tmp_path: Path) -> None:
    """Each took money and gave some back before; one close holds, and what it did not know is late,
    although both gave their entries the same numbers.
    """
    one, two = pair.one, pair.two
    shift_id, account = begun(two)
    paid = two.books.take_cash(account, 1000)
    pair.sync()
    other = clone(two, copied(two, tmp_path / "other"))
    try:
        two.books.take_cash(account, 500)
        end_here(two, shift_id)
        two.books.open_shift()
        two.books.take_cash(account, 700)
        other.books.take_cash(account, 300)
        void(other, paid)
        end_here(other, shift_id)
        everybody = (two, other, one)
        sync(*everybody)
        sound(*everybody)
        assert {K.DOUBLE_CLOSE, K.LATE_FACT} <= kinds(one)
        [task] = [each for each in tasks(one) if each.kind is K.LATE_FACT]
        assert "can’t be told apart" in task.words
        assert settle(one)
        sync(*everybody)
        sound(*everybody)
        assert K.LATE_FACT not in kinds(two)
        for each in everybody:
            sheet = each.station.ask(sheets.day_sheet, shown_day(each, shift_id), None).result()
            assert [tie for tie in sheet.ties if not tie.ok] == []
    finally:
        close(other)


def test_an_old_copy_takes_money_in_a_shift_that_was_closed(pair: Pair, tmp_path: Path) -> None:
    one, two = pair.one, pair.two
    shift_id, account = begun(two)
    pair.sync()
    copy = copied(two, tmp_path / "copy")
    two.books.take_cash(account, 500)
    end_here(two, shift_id)
    two.sync()
    replaced_by(two, copy)
    two.books.take_cash(account, 300)
    sync(two, one)
    sound(one, two)
    assert settle(one) == 300
    sync(one, two)
    sound(one, two)


@contextmanager
def refusing(pair: Pair, *names: str) -> Iterator[None]:
    """The centre can apply nothing of these tables, for a reason that is the record's."""
    run = pair.centre.admin.execute
    run(
        "CREATE OR REPLACE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'P0999'; END $$"
    )
    for name in names:
        run(f"CREATE TRIGGER refuse BEFORE INSERT ON public.{name} FOR EACH ROW "
            "EXECUTE FUNCTION public.refuse()")  # fmt: skip
    try:
        yield
    finally:
        for name in names:
            run(f"DROP TRIGGER refuse ON public.{name}")


def release(window: Window) -> int:
    def read(reader: Reader) -> list[str]:
        return [digest for (digest,) in reader.fetch(_ASIDE)]

    found = window.station.ask(read).result()
    for digest in found:
        command = ReleaseRecord(command_id(), digest, "It is right")
        window.station.act(manager(window), maintaining.release_record, command).result()
    return len(found)


@pytest.mark.parametrize("known", [False, True], ids=("after", "before"))
def test_a_payment_is_kept_aside_around_the_close_of_its_shift(pair: Pair, known: bool) -> None:
    """The close knew of the payment or not; then it counts no more, or again, its void with it."""
    one, two = pair.one, pair.two
    shift_id, account = begun(one)
    one.books.take_cash(account, 1000)
    one.sync()
    with refusing(pair, "payment"):
        paid = one.books.take_cash(account, 500)
        if known:
            sync(one, two)
        else:
            void(one, paid)
            one.books.take_cash(account, 200)
        end_here(one, shift_id)
        sync(one, two)
    sound(one, two)
    assert settle(two) == (0 if known else -200)
    sync(one, two)
    sound(one, two)
    assert release(two) == (1 if known else 3)
    sync(two, one)
    sound(one, two)
    assert settle(two) == (500 if known else 200)
    sync(two, one)
    sound(one, two)
    assert K.LATE_FACT not in kinds(one)


def test_what_a_close_hangs_on_is_kept_aside(pair: Pair) -> None:
    """Its opening or its count counts nowhere: verify names beside what hangs on it."""
    one, two = pair.one, pair.two
    with refusing(pair, "cash_count"):
        shift_id, account = begun(one)
        one.books.take_cash(account, 1000)
        end_here(one, shift_id)
        sync(one, two)
    sound(one, two)
    assert two.noted
    assert release(two) == 2
    sync(two, one)
    sound(one, two)
    assert one.noted == two.noted == []
