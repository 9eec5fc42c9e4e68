"""What the centre keeps aside counts nowhere, also where its word about it got lost on the way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from app.areas.health.checks import all_recipes
from app.storage import aside, counting, receiving, taking_over, verdicts
from app.storage.aside import Place
from app.storage.canonical import hash_of
from app.storage.statements import Reader, ReadSql
from app.storage.tables import station
from app.storage.unit_of_work import UnitOfWork
from app.sync import outbox
from app.sync.looking import standing
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.copies import copied, loses, replaced_by
from tests.two_stations.test_forks import numbers, settled
from tests.two_stations.test_pushing import some_work

_PAYMENT = ReadSql(
    "SELECT station, incarnation, seq, hash, body FROM station_log "
    "WHERE action = 'payments.take_payment'"
)
_LEFT_OUT = ReadSql("SELECT fact_id FROM uncounted WHERE why = 'quarantined'")


@contextmanager
def refusing(pair: Pair) -> Iterator[None]:
    """The centre can apply no payment, for a reason that is the record's."""
    pair.centre.admin.execute(
        "CREATE OR REPLACE FUNCTION public.refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = 'P0999'; END $$"
    )
    pair.centre.admin.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON public.payment FOR EACH ROW "
        "EXECUTE FUNCTION public.refuse()"
    )
    try:
        yield
    finally:
        pair.centre.admin.execute("DROP TRIGGER refuse ON public.payment")


def send_without_hearing(at: Window) -> None:
    """All that waits reaches the centre, and every reply is lost."""
    central = at.pusher._line._connect()
    try:
        while True:
            here = at.station.ask(outbox.here).result()
            told = central.hello(here.incarnation, "0", "0", (0, ""), 0)
            records = at.station.ask(outbox.records_after, told.have).result()
            if not records:
                return
            central.push(here.station, here.incarnation, records)
    finally:
        central.close()


def quarantined(at: Window) -> int:
    return at.station.ask(standing).result().quarantined


def test_a_verdict_whose_reply_was_lost_is_heard_later(pair: Pair) -> None:
    """And so is that the record counts after all, at every window."""
    pair.sync()
    with refusing(pair):
        some_work(pair.one.books, 1)
        send_without_hearing(pair.one)
        pair.one.sync()
    assert len(numbers(pair.one)) == 0
    assert quarantined(pair.one) == 1
    settled_but_aside(pair, 0)
    assert (
        pair.centre.one(
            "SELECT sync.apply_again(organization_id, station, incarnation, seq) "
            "FROM sync.record WHERE status = 'quarantined'"
        )
        == "applied"
    )
    settled(pair)
    assert len(numbers(pair.two)) == 1, "also where it was never applied before"
    assert quarantined(pair.one) == 0


def settled_but_aside(pair: Pair, payments: int) -> None:
    pair.sync()
    pair.sync()
    for each in (pair.one, pair.two):
        assert each.sound == []
        assert len(numbers(each)) == payments
    assert pair.centre.one("SELECT count(*) FROM public.payment") == payments


def test_what_came_with_its_table_before_its_record_counts_no_more(pair: Pair) -> None:
    """A new window got the table first: the record repeats it there, and no other one says it."""
    some_work(pair.one.books, 1)
    pair.one.sync()
    place, digest, body = pair.one.station.ask(_payment).result()
    told = aside.told(place, body)

    def take_tables(uow: UnitOfWork, _nothing: None) -> None:
        receiving.begin_at(uow, place[:2], 0, hash_of(*place[:2]))
        for table, rows in groupby(told, lambda one: str(one.row["t"]).partition(".")[0]):
            if station.tables[table].info["kind"] == "fact":
                taking_over.take_facts(uow, table, [one.row for one in rows])

    def rule(uow: UnitOfWork, _nothing: None) -> int:
        return verdicts.put_aside(uow, [(place, digest, "P0999 no")], all_recipes())

    pair.two.station.record(take_tables, None).result()
    pair.two.sync()
    assert len(numbers(pair.two)) == 1
    assert pair.two.station.record(rule, None).result() == 1
    facts = {one.row["id"] for one in counting.facts_of(told)}
    left_out = pair.two.station.ask(lambda reader: reader.fetch(_LEFT_OUT)).result()
    assert facts == {row[0] for row in left_out}
    assert len(facts) > 3
    assert numbers(pair.two) == []


def _payment(reader: Reader) -> tuple[Place, str, str]:
    row = reader.fetch(_PAYMENT)[0]
    return (row[0], row[1], row[2]), row[3], row[4]


def test_a_verdict_on_a_life_that_was_left_is_heard_too(pair: Pair, tmp_path: Path) -> None:
    """The old copy gets back what it forgot, with the centre's word on it."""
    two = pair.two
    two.sync()
    copy = copied(two, tmp_path / "copy")
    with refusing(pair):
        some_work(two.books, 1)
        send_without_hearing(two)
        kept = copied(two, tmp_path / "later")
        replaced_by(two, copy)
        some_work(two.books, 1)
        two.sync()
        assert numbers(two) == []
        replaced_by(two, kept)
        two.sync()
        assert numbers(two) == []
    settled_but_aside(pair, 0)


def test_a_verdict_that_the_centre_forgot_with_its_record_is_forgotten_here(pair: Pair) -> None:
    """It fails over before anybody asks again, and takes the record when it comes once more."""
    pair.sync()
    stream = pair.one.station.ask(outbox.stands).result()
    with refusing(pair):
        some_work(pair.one.books, 1)
        while pair.one.exchange._pusher.push_round().sent:
            pass
    assert (quarantined(pair.one), numbers(pair.one)) == (1, [])
    loses(pair.centre, stream.own[1], stream.head[0])
    pair.one.exchange.greet()
    settled(pair)
    assert quarantined(pair.one) == 0
    assert len(numbers(pair.one)) == len(numbers(pair.two)) == 1


def test_what_was_kept_aside_counts_where_it_is_carried_and_taken(
    pair: Pair, tmp_path: Path
) -> None:
    """A witness holds a payment that was refused; its window comes back from an old copy and makes
    another history of it. The rules at the centre are right by now.
    """
    two = pair.two
    pair.sync()
    copy = copied(two, tmp_path / "copy")
    stream = two.station.ask(outbox.stands).result()
    with refusing(pair):
        some_work(two.books, 1)
        pair.sync()
        pair.sync()
    assert (numbers(pair.one), numbers(two)) == ([], [])
    loses(pair.centre, stream.own[1], stream.head[0])
    replaced_by(two, copy)
    some_work(two.books, 1)
    two.sync()
    settled(pair)
    assert len(numbers(pair.one)) == len(numbers(two)) == 2
