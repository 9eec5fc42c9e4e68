"""Old copies, clones and replaced streams: nothing is lost, nothing is there twice, and numbers of
a lost life are never given again.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import select

from app.areas.payments.schema import payment
from app.areas.stations.schema import station_life
from app.bootstrap import Restored, Unlock, restore_here, restore_station
from app.bootstrap.asking_centre import Answer, CentreKnows
from app.storage import orphans
from app.storage.keys import NoSecretStore
from app.storage.pace import HASTE
from app.storage.statements import Read, Reader
from app.storage.tables import counted
from app.sync import outbox
from app.sync.looking import broken_promises
from app.sync.rounds import Done
from tests.building import Template
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.copies import clone, close, copied, loses, reopen, replaced_by
from tests.two_stations.test_pulling import rows_of
from tests.two_stations.test_pushing import some_work

_NUMBERS = Read(select(counted(payment).c.number).order_by(counted(payment).c.number))
_NOTHING_PAID = (
    "SELECT count(*) FROM public.allocation AS a WHERE NOT EXISTS "
    "(SELECT 1 FROM public.invoice AS i WHERE i.id = a.invoice_id)"
)
_LIVES = Read(select(station_life.c.why, station_life.c.common_seq, station_life.c.set_aside))


def numbers(at: Window) -> list[str]:
    def read(reader: Reader) -> list[str]:
        return [row[0] for row in reader.fetch(_NUMBERS)]

    return at.station.ask(read).result()


def lives(at: Window) -> list[tuple[Any, ...]]:
    def read(reader: Reader) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in reader.fetch(_LIVES)]

    return at.station.ask(read).result()


def restored(bundle: Path, folder: Path, template: Template) -> Restored:
    """As at a new computer, which asks the centre with what the backup holds."""
    return restore_here(
        bundle, folder, template.made.recovery_key, Unlock(), HASTE, NoSecretStore()
    )


def settled(pair: Pair, *more: Window) -> None:
    """Everybody talks until nothing moves; all books are sound and hold the same."""
    everybody = (pair.one, pair.two, *more)
    for _ in range(3):
        for each in everybody:
            each.sync()
    for each in everybody:
        assert each.sound == [], each.station.folder
        assert not each.station.ask(orphans.there_are).result()
    facts = [rows_of(each, "fact") for each in everybody]
    assert all(one == facts[0] for one in facts)
    views = [rows_of(each, "view") for each in everybody]
    assert all(one == views[0] for one in views)
    assert broken_promises(pair.centre.dsn) == ()
    payments = pair.centre.one("SELECT count(*) FROM public.payment")
    assert payments == len(numbers(pair.one))


def test_an_old_copy_begins_a_new_life_and_gets_back_what_it_forgot(
    pair: Pair, tmp_path: Path
) -> None:
    two = pair.two
    some_work(two.books, 1)
    two.sync()
    copy = copied(two, tmp_path / "copy")
    some_work(two.books, 2)
    two.sync()
    replaced_by(two, copy)
    some_work(two.books, 2)
    assert len(numbers(two)) == 3
    settled(pair)
    assert len(numbers(two)) == 5
    assert [why for why, _, _ in lives(pair.one)] == ["forked"]
    writer = two.station.database.writer
    assert writer is not None
    assert writer.stream.prefix != "W2"
    before = len(set(numbers(two)))
    some_work(two.books, 1)
    settled(pair)
    assert len(set(numbers(two))) == before + 1, "the new life has numbers of its own"
    assert any(number.startswith(writer.stream.prefix) for number in numbers(pair.one))


def test_an_old_copy_without_work_of_its_own_gets_everything_back(
    pair: Pair, tmp_path: Path
) -> None:
    copy = copied(pair.two, tmp_path / "copy")
    some_work(pair.two.books, 2)
    pair.two.sync()
    replaced_by(pair.two, copy)
    settled(pair)
    assert len(numbers(pair.two)) == 2
    [(why, _, set_aside)] = lives(pair.two)
    assert (why, set_aside) == ("forked", 0)


def test_two_copies_work_on_apart(pair: Pair, tmp_path: Path) -> None:
    """Whoever sends first goes on; the other begins anew, and its work is there once."""
    some_work(pair.two.books, 1)
    pair.sync()
    other = clone(pair.two, copied(pair.two, tmp_path / "other"))
    try:
        some_work(pair.two.books, 2)
        some_work(other.books, 3)
        patient = other.books.register_patient("Only", "Clone")
        assert patient.account_id
        pair.two.sync()
        settled(pair, other)
        assert len(numbers(other)) == 6
        some_work(other.books, 1)
        some_work(pair.two.books, 1)
        settled(pair, other)
    finally:
        close(other)


def test_a_stream_that_was_replaced_is_followed_and_its_old_branch_carried(
    pair: Pair, tmp_path: Path
) -> None:
    """The centre loses what only one other window saw; the author comes back as an old copy and
    goes on in the same stream. What was seen is committed again by who saw it.
    """
    two = pair.two
    some_work(two.books, 1)
    pair.sync()
    writer = two.station.database.writer
    assert writer is not None
    life = writer.stream.incarnation
    kept = pair.centre.one("SELECT have FROM sync.stream WHERE incarnation = %s", life)
    copy = copied(two, tmp_path / "copy")
    some_work(two.books, 2)
    two.sync()
    pair.one.sync()
    loses(pair.centre, life, kept)
    replaced_by(two, copy)
    some_work(two.books, 1)
    two.sync()
    assert lives(two) == [], "the centre knows nothing else of its stream"
    settled(pair)
    assert len(numbers(two)) == 4
    carried = pair.centre.one("SELECT count(*) FROM sync.record WHERE action = 'sync.carry'")
    assert carried > 0


def test_a_restored_backup_says_so_and_gets_back_what_came_after_it(
    pair: Pair, template: Template, tmp_path: Path
) -> None:
    """Its last life is a stream like others now: what the centre lacks of it is sent, what came
    after the backup is taken in.
    """
    one = pair.one
    some_work(one.books, 1)
    pair.sync()
    some_work(one.books, 1)
    bundle = one.station.back_up(tmp_path / "copy.cfbackup").path
    some_work(one.books, 1)
    one.sync()
    close(one)
    made = restored(bundle, tmp_path / "back", template)
    assert made.centre.answer is Answer.TOLD
    assert made.centre.later > 0, "what came after the backup is told at once"
    reopen(one, tmp_path / "back")
    some_work(one.books, 1)
    waits = one.station.ask(outbox.waiting).result()
    assert (waits.payments, len(waits.amounts)) == (2, 1), "that of the life before too"
    settled(pair)
    assert one.station.ask(outbox.waiting).result().records == 0
    assert len(numbers(one)) == 4
    assert [why for why, _, _ in lives(pair.two)] == ["restored"]
    whole = one.station.back_up(tmp_path / "whole.cfbackup").path
    close(one)
    assert restored(whole, tmp_path / "whole", template).centre == CentreKnows(Answer.TOLD)
    restore_station(bundle, tmp_path / "again", template.made.recovery_key)
    reopen(one, tmp_path / "again")
    settled(pair)
    assert len(numbers(one)) == 4, "the first restored life comes back too"


def test_nothing_is_sent_before_what_it_rests_on(
    pair: Pair, template: Template, tmp_path: Path
) -> None:
    """The computer may burn between two requests: a payment that is at the centre by then is never
    there without its invoice, whether a life of this window ended by a copy or by a backup.
    """
    one = pair.one
    one.books.open_shift()
    patient = one.books.register_patient("Nguyễn", "Hoa")
    one.sync()
    copy = copied(one, tmp_path / "copy")
    some_work(one.books, 2)
    one.sync()
    replaced_by(one, copy)
    one.books.issue_invoice(patient.account_id, 4000)
    while not lives(one):
        one.exchange.round()
    one.books.take_cash(patient.account_id, 4000)
    while one.exchange.round().done is Done.MORE:
        assert pair.centre.one(_NOTHING_PAID) == 0
    one.books.issue_invoice(patient.account_id, 5000)
    bundle = one.station.back_up(tmp_path / "copy.cfbackup").path
    close(one)
    restore_station(bundle, tmp_path / "back", template.made.recovery_key)
    reopen(one, tmp_path / "back")
    one.books.take_cash(patient.account_id, 5000)
    while one.exchange.round().done is Done.MORE:
        assert pair.centre.one(_NOTHING_PAID) == 0
    settled(pair)
