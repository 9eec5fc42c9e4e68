"""A record that the centre can't take, though it answers: it is named, and the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from app.kernel.errors import OutsideError
from app.sync.looking import broken_promises, standing
from app.sync.pusher import TRIES_ALONE
from app.sync.rounds import Done
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.test_forks import numbers, settled
from tests.two_stations.test_pushing import some_work


@contextmanager
def breaking_off(pair: Pair, minor: int) -> Iterator[None]:
    """The centre takes too long over payments of this amount."""
    admin = pair.centre.admin
    admin.execute(
        "CREATE OR REPLACE FUNCTION public.slow() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'canceling statement due to statement timeout' "
        "USING ERRCODE = '57014'; END $$"
    )
    admin.execute(
        "CREATE TRIGGER slow BEFORE INSERT ON public.payment FOR EACH ROW "
        f"WHEN (NEW.amount_minor = {minor}) EXECUTE FUNCTION public.slow()"
    )
    try:
        yield
    finally:
        admin.execute("DROP TRIGGER slow ON public.payment")


def trouble(at: Window) -> str:
    return at.station.ask(standing).result().trouble


def test_the_record_is_named_and_everything_else_goes_on(pair: Pair) -> None:
    one, two = pair.one, pair.two
    pair.sync()
    with breaking_off(pair, 3501):
        some_work(one.books, 3)
        for _ in range(TRIES_ALONE):  # together with others, and then alone
            with pytest.raises(OutsideError, match="took too long"):
                one.exchange.drain()
        assert one.exchange.drain().done is Done.STOPPED
        assert "(Took a payment, 35.01)" in trouble(one)
        some_work(two.books, 1)
        two.sync()
        assert len(numbers(two)) == 2, "what was done before it went out"
        assert one.exchange.drain().done is Done.STOPPED
        assert len(numbers(one)) == 4, "and what comes goes on"
        assert "35.01" in trouble(one)
    one.exchange.greet()
    settled(pair)
    assert trouble(one) == ""
    assert len(numbers(one)) == len(numbers(two)) == 4
    assert broken_promises(pair.centre.dsn) == ()


def test_a_refused_record_is_not_sent_over_and_over(pair: Pair) -> None:
    """What comes goes on, and the talk comes to an end."""
    one, two = pair.one, pair.two
    pair.sync()
    some_work(two.books, 1)
    two.sync()
    some_work(one.books, 1)
    sql = "SELECT pg_get_functiondef('sync.is_record'::regproc)"
    before = pair.centre.one(sql)
    pair.centre.admin.execute(
        "CREATE OR REPLACE FUNCTION sync.is_record(e jsonb) RETURNS boolean LANGUAGE sql AS "
        "'SELECT false'"
    )
    assert one.exchange.drain().done is Done.STOPPED
    assert "does not take record" in trouble(one)
    assert len(numbers(one)) == 2
    assert one.exchange.drain().done is Done.STOPPED
    pair.centre.admin.execute(before)
    one.exchange.greet()
    settled(pair)
    assert trouble(one) == ""


def test_a_centre_that_is_away_names_no_record(pair: Pair) -> None:
    """However often: there is nothing wrong with what is sent."""
    one = pair.one
    pair.sync()
    admin = pair.centre.admin
    database = pair.centre.one("SELECT current_database()")
    some_work(one.books, 1)
    admin.execute(f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    one.hang_up()
    for _ in range(TRIES_ALONE + 2):
        with pytest.raises(OutsideError, match="can only be read"):
            one.exchange.drain()
    assert one.exchange._talk.stumbles.times == 0
    admin.execute("SET default_transaction_read_only = off")
    admin.execute(f"ALTER DATABASE {database} SET default_transaction_read_only = off")
    one.hang_up()
    settled(pair)
