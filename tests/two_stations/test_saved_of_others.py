"""What a computer alone holds of other windows goes into its file of records too, and what two
neighbours keep for one another is nobody else's.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from app.bootstrap.leaving import refuse_to_leave, what_is_left
from app.kernel.actor import SYSTEM
from app.kernel.errors import OutsideError, UserError
from app.storage.statements import Reader, ReadSql
from app.storage.unit_of_work import UnitOfWork
from app.sync import outbox
from app.sync.keeping import pairing
from app.sync.keeping.bringing import key_finder
from app.sync.keeping.neighbour_talk import Talk
from app.sync.keeping.neighbours import Keeper, Sender
from app.sync.keeping.record_file import records_in
from app.sync.keeping.saving import records_after, save_records, unsent
from app.sync.keeping.second_journal import SecondJournal, keep_journal
from app.sync.schema import neighbour_record
from tests.two_stations.conftest import Pair
from tests.two_stations.copies import copied, loses, replaced_by
from tests.two_stations.test_record_files import paid, payments


def test_what_it_alone_holds_of_another_goes_into_its_file(pair: Pair, tmp_path: Path) -> None:
    """The centre lost some of it, some was never sent; the other computer has an old copy now."""
    one, two = pair.one, pair.two
    pair.sync()
    copy = copied(one, tmp_path / "copy")
    before, stands = paid(one.station), one.station.ask(outbox.stands).result()
    payments(one, 1100)
    one.sync()
    two.sync()
    sent = one.station.ask(outbox.position).result().have
    one.books.take_cash(one.books.register_patient("Never", "Sent").account_id, 2200)
    [unsent] = one.station.ask(lambda reader: list(others_of(reader, sent))).result()
    two.station.act(SYSTEM, keep_for_a_neighbour, unsent).result()
    loses(pair.centre, stands.own[1], stands.head[0])
    two.exchange.greet()
    payments(two, 4400)
    replaced_by(one, copy)
    saved = save_records(two.station, tmp_path / "w2.cfrecords")
    assert saved.others == sent - stands.head[0] + len(unsent)
    with pytest.raises(UserError, match="not at the centre yet"):
        refuse_to_leave(two.station.ask(what_is_left, False).result())
    refuse_to_leave(two.station.ask(what_is_left, False, saved.path).result())
    two.hang_up()  # and is stolen
    brought = one.station.bring_records(saved.path, saved.transfer_key)
    assert brought.known == 0
    one.sync()
    assert paid(one.station) == (before[0] + 3, before[1] + 1100 + 2200 + 4400)
    assert one.sound == []
    assert pair.centre.rows("SELECT * FROM sync.verify()") == []


def others_of(reader: Reader, after: int) -> Iterator[list[dict[str, Any]]]:
    here = outbox.here(reader)
    return records_after(reader, here.station, here.incarnation, after)


def keep_for_a_neighbour(uow: UnitOfWork, records: list[dict[str, Any]]) -> None:
    for record in records:
        uow.put(neighbour_record, record)


def test_an_old_copy_that_was_put_back_is_kept_beside_what_was_there(
    pair: Pair, tmp_path: Path
) -> None:
    """The centre is away; the second journal and the neighbour have the history that was replaced,
    and get the other one of the same places too.
    """
    one, two = pair.one.station, pair.two
    (share := tmp_path / "share").mkdir()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    one.act(SYSTEM, pairing.listen_on, port).result()
    station_id = two.station.practice.station_id
    pairing.accept_pairing(two.station, pairing.make_pairing(one, station_id, "W2", "127.0.0.1"))
    two.station.act(SYSTEM, keep_journal, str(share)).result()
    keeper = Keeper(one)
    keeper.listen("127.0.0.1")
    copy = copied(two, tmp_path / "copy")

    def work(minor: int, patients: int) -> set[str]:
        payments(two, minor)
        for number in range(patients):
            two.books.register_patient(f"Only here {number}")
        journal = SecondJournal(two.station, two.station.folder, two.station.database.keys)
        journal.catch_up()
        journal.stop()
        assert Sender(two.station).round() > 0
        found = two.station.ask(lambda reader: list(unsent(reader))).result()
        return {record["hash"] for page in found for record in page}

    made = work(1100, 3)
    replaced_by(two, copy)
    made |= work(2200, 1)
    keeper.stop()
    own = two.station.database.keys.database
    written = {
        record["hash"]
        for path in share.glob("*.cfrecords")
        for page in records_in(path, key_finder(path, "", own))
        for record in page
    }
    assert made <= written
    kept = one.ask(lambda reader: reader.fetch(KEPT)).result()
    assert made <= {digest for (digest,) in kept}


KEPT = ReadSql("SELECT hash FROM neighbour_record")


def test_nobody_who_has_not_the_key_is_heard(pair: Pair) -> None:
    one = pair.one.station
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    one.act(SYSTEM, pairing.listen_on, port).result()
    pairing.make_pairing(one, pair.two.station.practice.station_id, "W2", "127.0.0.1")
    keeper = Keeper(one)
    keeper.listen("127.0.0.1")
    for said in (b"GET / HTTP/1.0\r\n\r\n" + b" " * 28, b"CFN1" + bytes(24), b""):
        with socket.create_connection(("127.0.0.1", port)) as line:
            line.settimeout(5)
            line.sendall(said)
            # Whoever is not heard may have been hung up on by now.
            with suppress(OSError):
                line.shutdown(socket.SHUT_WR)
            with suppress(ConnectionResetError):
                assert line.recv(100) == b""
    with socket.create_connection(("127.0.0.1", port)) as line, pytest.raises(OutsideError):
        Talk.call(line, bytes(32))
    keeper.stop()
