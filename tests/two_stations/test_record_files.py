"""What a window could not send is carried in a file, lies on a second disk or at a neighbour."""

from __future__ import annotations

import json
import shutil
import socket
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest

from app.areas.health.queries import verify_beside
from app.areas.stations.maintaining import revoke_station
from app.areas.stations.values import RevokeStation
from app.bootstrap import Station, open_station, restore_station
from app.kernel.actor import SYSTEM
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import StationId, new_id
from app.storage import keys
from app.storage.canonical import hash_of, mac_of
from app.storage.schema import station_log
from app.storage.statements import ReadSql, insert_sql, values_of
from app.storage.station_log import FIELDS, record_hash
from app.storage.unit_of_work import UnitOfWork
from app.sync import outbox, setting_up
from app.sync.keeping import pairing, saving, second_journal
from app.sync.keeping.bringing import bring_records
from app.sync.keeping.neighbours import Keeper, Sender, hand_on
from app.sync.keeping.record_file import Heading, RecordFile, heading_of, records_in
from app.sync.keeping.saving import save_records
from app.sync.keeping.second_journal import SecondJournal, keep_journal
from app.sync.safe import mark_backup
from app.sync.schema import neighbour_record
from tests.building import Actors, Books, Template, command_id
from tests.two_stations.conftest import Pair, Window
from tests.two_stations.copies import copied, loses, replaced_by

LAST = ReadSql(
    f"SELECT {', '.join(FIELDS)} FROM station_log WHERE station = :station "
    "AND incarnation = :incarnation ORDER BY seq DESC LIMIT 1"
)
PAID = ReadSql("SELECT count(*), coalesce(sum(amount_minor), 0) FROM payment_counted")


def paid(station: Station) -> tuple[int, int]:
    """(payments, their sum) in a station's books."""
    found = station.ask(lambda reader: reader.first(PAID)).result()
    return found[0], found[1]


def payments(window: Window, *amounts: int) -> None:
    account = window.books.register_patient().account_id
    window.books.open_shift()
    window.books.issue_invoice(account, sum(amounts) + 1000)
    for amount in amounts:
        window.books.take_cash(account, amount)


def database_key(window: Window) -> bytes:
    return window.station.database.keys.database


def until(there: Callable[[], bool]) -> None:
    """Wait for another thread, at most 20 s."""
    for _ in range(2000):
        if there():
            return
        Event().wait(0.01)
    raise AssertionError("it never came")


def test_a_file_brings_what_a_dead_window_could_not_send(pair: Pair, tmp_path: Path) -> None:
    payments(pair.two, 1100, 2200)
    saved = save_records(pair.two.station, tmp_path / "w2.cfrecords")
    assert (saved.payments, saved.amounts) == (2, ()), "the drawer is open, and counted blind"
    before = paid(pair.one.station)
    bring = (pair.one.station, pair.one.line, saved.path, saved.transfer_key)
    brought = bring_records(*bring, database_key(pair.one))
    assert (brought.records, brought.taken, brought.again) == (saved.records, saved.records, 0)
    pair.one.sync()
    assert paid(pair.one.station) == (before[0] + 2, before[1] + 3300)
    again = bring_records(*bring, database_key(pair.one))
    assert (again.known, again.taken) == (saved.records, 0)
    pair.two.sync()  # it was not dead after all
    pair.sync()
    assert paid(pair.one.station) == paid(pair.two.station)
    assert pair.one.sound == pair.two.sound == []
    assert pair.centre.rows("SELECT * FROM sync.verify()") == []


def test_a_file_of_a_copied_computer_comes_home_too(pair: Pair, tmp_path: Path) -> None:
    """The copy wrote other records in the same places: they are committed again, once."""
    payments(pair.two, 500)
    pair.sync()
    shutil.copytree(pair.two.station.folder, tmp_path / "copy")
    other = pair.two.books.register_patient("Original").account_id
    pair.two.books.take_cash(other, 1100)
    pair.two.sync()
    copy = open_station(tmp_path / "copy")
    books = Books(copy, pair.two.books.actors)
    account = books.register_patient("Copy").account_id
    books.take_cash(account, 2200)
    saved = save_records(copy, tmp_path / "copy.cfrecords")
    copy.close()
    before = paid(pair.one.station)
    brought = pair.one.station.bring_records(saved.path, saved.transfer_key)
    assert (brought.taken, brought.again) == (0, saved.records)
    pair.sync()
    assert paid(pair.one.station) == (before[0] + 2, before[1] + 3300)
    assert pair.one.station.bring_records(saved.path, saved.transfer_key).known == saved.records
    pair.sync()
    assert paid(pair.one.station) == paid(pair.two.station)
    assert pair.one.sound == pair.two.sound == []
    assert pair.centre.rows("SELECT * FROM sync.verify()") == []


def test_a_file_of_a_window_that_was_shut_out_has_what_the_centre_lost(
    pair: Pair, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it sent, and what it alone still held of another window: the centre was set back, and it
    may not tell it any more.
    """
    one, two = pair.one, pair.two
    payments(one, 500)
    one.sync()
    mark_backup(pair.centre.dsn, pair.centre.dsn)
    copy = copied(one, tmp_path / "copy")
    streams = "SELECT incarnation, have FROM sync.stream ORDER BY incarnation"
    before = pair.centre.rows(streams)
    one.books.take_cash(one.books.register_patient("Gone").account_id, 700)
    one.sync()
    payments(two, 1100)
    two.sync()
    sent = pair.centre.rows(streams)
    for life, have in before:
        loses(pair.centre, life, have)
    replaced_by(one, copy)
    lost = sum(row[1] for row in sent) - sum(row[1] for row in before)
    with monkeypatch.context() as later:
        later.setattr(saving, "JUST_NOW", timedelta(0))
        assert save_records(two.station, tmp_path / "later.cfrecords").records == lost
    setting_up.revoke_station(pair.centre.dsn, two.station.practice.station_code)
    with pytest.raises(OutsideError):
        two.exchange.round()
    saved = save_records(two.station, tmp_path / "w2.cfrecords")
    assert (saved.records, saved.waits, saved.payments) == (lost, 0, 0)
    bring_records(one.station, one.line, saved.path, saved.transfer_key, database_key(one))
    one.sync()
    assert paid(one.station) == (3, 2300)
    assert one.sound == []
    assert pair.centre.one("SELECT sum(amount_minor) FROM public.payment") == 2300


def test_a_file_says_what_is_wrong_with_it(pair: Pair, tmp_path: Path) -> None:
    payments(pair.two, 1100)
    saved = save_records(pair.two.station, tmp_path / "w2.cfrecords")
    whole = saved.path.read_bytes()
    own = database_key(pair.one)

    def said(data: bytes, key: str = saved.transfer_key) -> str:
        path = tmp_path / "odd.cfrecords"
        path.write_bytes(data)
        with pytest.raises(UserError) as refused:
            bring_records(pair.one.station, pair.one.line, path, key, own)
        return refused.value.text

    assert "mistyped" in said(whole, "ABCD")
    assert "does not open" in said(whole, keys.new_recovery_key())
    assert "cut off" in said(whole[:-7])
    assert "changed or is damaged" in said(whole[:-60] + b"x" + whole[-59:])
    assert "no file of Counterfoil records" in said(b"PK\x03\x04" + whole)
    heading, _, rest = whole.partition(b"\n")[2].partition(b"\n")
    other = json.loads(heading) | {"organization": pair.two.station.practice.station_id}
    foreign = b"COUNTERFOIL RECORDS 1\n" + json.dumps(other).encode() + b"\n" + rest
    assert "another practice" in said(foreign)
    with pytest.raises(UserError, match="is there already"):
        save_records(pair.one.station, saved.path)
    (tmp_path / "letter.txt").write_text("dear bank")
    with pytest.raises(UserError, match="is there already"):
        save_records(pair.two.station, tmp_path / "letter.txt")
    assert pair.one.sound == []


def test_records_in_another_name_are_refused(pair: Pair, tmp_path: Path) -> None:
    """A key that opens a file is no proof of who wrote what is in it."""
    payments(pair.two, 1100)
    saved = save_records(pair.two.station, tmp_path / "w2.cfrecords")
    page = next(records_in(saved.path, lambda _: _content_key(saved.path, saved.transfer_key)))
    forged = [{**page[0], "mac": "0" * 64}]
    path = tmp_path / "forged.cfrecords"
    key = _content_key(saved.path, saved.transfer_key)
    file = RecordFile.make(path, heading_of(saved.path), key)
    file.append(forged)
    file.append(())
    file.close()
    before = paid(pair.one.station)
    with pytest.raises(UserError, match="not signed by the station it names"):
        bring_records(
            pair.one.station, pair.one.line, path, saved.transfer_key, database_key(pair.one)
        )
    pair.one.sync()
    assert paid(pair.one.station) == before


def _content_key(path: Path, transfer_key: str) -> bytes:
    found = keys.unwrap(keys.secret_of(transfer_key), heading_of(path).wrapped)
    assert found is not None
    return found


def test_the_longest_records_fit_too(pair: Pair, tmp_path: Path) -> None:
    """As after an import: every record of a page is as long as records may be, full of quotes."""

    def fill(uow: UnitOfWork, _nothing: None) -> None:
        stream = uow.stream
        head = uow.first(LAST, station=stream.station, incarnation=stream.incarnation)
        last = dict(zip(FIELDS, head, strict=True))
        body = json.dumps({"rows": [{"t": "odd.v1", "x": '"' * 120_000}]})
        for _ in range(150):
            last |= {"seq": last["seq"] + 1, "prev_hash": last["hash"], "body": body}
            last["hash"] = record_hash(last)
            last["mac"] = mac_of(stream.key, last["hash"])
            uow.write_many(station_log, insert_sql(station_log)[0], [values_of(station_log)(last)])

    pair.two.station.act(SYSTEM, fill, None).result()
    saved = save_records(pair.two.station, tmp_path / "long.cfrecords")

    def key(heading: Heading) -> bytes:
        found = keys.unwrap(keys.secret_of(saved.transfer_key), heading.wrapped)
        assert found is not None
        return found

    pages = list(records_in(saved.path, key))
    assert sum(map(len, pages)) == saved.records >= 150
    assert all(len(json.dumps(page)) < 16 << 20 for page in pages)


def test_a_second_journal_gives_back_what_a_backup_lacks(
    station: Station, books: Books, template: Template, tmp_path: Path
) -> None:
    """Alone, without any centre: the disk dies after the last backup, the journal does not."""
    elsewhere = tmp_path / "share"
    elsewhere.mkdir()
    station.act(SYSTEM, keep_journal, str(elsewhere)).result()
    journal = SecondJournal(station, station.folder, station.database.keys)
    account = books.register_patient().account_id
    books.open_shift()
    books.issue_invoice(account, 9000)
    books.take_cash(account, 1000)
    journal.catch_up()
    made = station.back_up(tmp_path / "w1.cfbackup")
    books.take_cash(account, 2000)
    books.take_cash(account, 3000)
    journal.catch_up()
    journal.stop()
    [path] = elsewhere.glob("*.cfrecords")
    with path.open("ab") as torn:  # the power went in the middle of the next page
        torn.write(b"\x00\x00\x10\x00half a page")
    restore_station(made.path, tmp_path / "new", template.made.recovery_key)
    restored = open_station(tmp_path / "new")
    try:
        assert paid(restored) == (1, 1000)
        brought = bring_records(restored, None, path, "", restored.database.keys.database)
        assert (brought.taken, brought.again) == (brought.records - brought.known, 0)
        assert paid(restored) == (3, 6000)
        verdict = verify_beside(restored.ask, restored.database.keys.master)
        assert [one.words for one in verdict.findings] == []
    finally:
        restored.close()


def test_a_journal_whose_disk_is_gone_says_so_and_catches_up(
    station: Station, books: Books, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "share"
    elsewhere.mkdir()
    station.start_copies()
    station.act(SYSTEM, keep_journal, str(elsewhere)).result()
    path = elsewhere / f"W1-{station.ask(outbox.here).result().incarnation}.cfrecords"
    until(lambda: path.exists())
    books.register_patient()
    journal = SecondJournal(station, station.folder, station.database.keys)
    station.act(SYSTEM, keep_journal, str(tmp_path / "not there")).result()
    until(lambda: bool(trouble(station)))
    assert "can’t be written" in trouble(station)
    assert "Payments go on" in trouble(station)
    station.act(SYSTEM, keep_journal, str(elsewhere)).result()
    journal.catch_up()
    journal.stop()
    until(lambda: not trouble(station))
    head = station.ask(outbox.head).result()[0]
    found = [one for page in records_in(path, lambda h: _journal_key(station, h)) for one in page]
    assert [one["seq"] for one in found][-1] == head


def trouble(station: Station) -> str:
    found = station.ask(second_journal.standing).result()
    return found.trouble if found else ""


def _journal_key(station: Station, heading: Heading) -> bytes:
    found = keys.unwrap(station.database.keys.database, heading.wrapped)
    assert found is not None
    return found


def test_a_neighbour_keeps_what_a_window_could_not_send(pair: Pair) -> None:
    """W2's line to the centre is dead and then W2 burns down; W1 kept its records."""
    one, two = pair.one.station, pair.two.station
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    one.act(SYSTEM, pairing.listen_on, port).result()
    code = pairing.make_pairing(one, two.practice.station_id, "W2", "127.0.0.1")
    with pytest.raises(UserError, match="part of it is missing"):
        pairing.accept_pairing(two, code[:-9])
    with pytest.raises(UserError, match="made for another window"):
        pairing.accept_pairing(one, code)
    pairing.accept_pairing(two, code.lower().replace("-", " "))
    payments(pair.two, 4200)
    sender, keeper = Sender(two), Keeper(one)
    assert sender.round() == 0
    assert "can’t be reached" in two.ask(pairing.neighbours).result()[0].trouble
    noted: list[frozenset[str]] = []
    two.listen(noted.append)
    assert sender.round() == 0
    assert not noted, "what is known is not noted again, which would wake it at once"
    keeper.listen("127.0.0.1")
    brought = sender.round()
    assert brought > 0
    assert sender.round() == 0
    assert two.ask(pairing.neighbours).result()[0].trouble == ""
    before = paid(one)
    with pytest.raises(UserError, match="does not have yet"):
        one.act(SYSTEM, pairing.forget_neighbour, one.ask(pairing.neighbours).result()[0]).result()
    assert hand_on(one, pair.one.line) == brought
    pair.one.sync()
    assert paid(one) == (before[0] + 1, before[1] + 4200)
    keeper.stop()
    pair.sync()
    assert pair.one.sound == pair.two.sound == []
    assert pair.centre.rows("SELECT * FROM sync.verify()") == []


def test_a_window_that_is_shut_out_brings_nothing_more(pair: Pair, actors: Actors) -> None:
    """Whoever stole it has its key too; what it brought before is its honest work."""
    one, two = pair.one.station, pair.two.station
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    one.act(SYSTEM, pairing.listen_on, port).result()
    station_id = two.practice.station_id
    pairing.accept_pairing(two, pairing.make_pairing(one, station_id, "W2", "127.0.0.1"))
    sender, keeper = Sender(two), Keeper(one)
    keeper.listen("127.0.0.1")
    pair.sync()
    payments(pair.two, 4200)
    assert sender.round() > 0
    odd = pairing.Neighbour(new_id(), "A0", pairing.KEPT, "", "00")
    one.act(SYSTEM, pairing.keep_neighbour, odd).result()
    one.act(SYSTEM, keep_unsigned, odd.station_id).result()
    revoke = RevokeStation(command_id(), StationId(station_id), "stolen")
    one.act(actors.administrator, revoke_station, revoke).result()
    pair.two.books.register_patient()
    assert sender.round() == 0
    keeper.stop()
    before = paid(one)
    hand_on(one, pair.one.line)
    pair.one.sync()
    assert paid(one) == (before[0] + 1, before[1] + 4200), "another's odd records hold up nobody"
    assert "not signed" in one.ask(pairing.neighbours).result()[0].trouble


def keep_unsigned(uow: UnitOfWork, station_id: str) -> None:
    """What a neighbour that is broken or worse had kept."""
    head = uow.first(LAST, station=uow.stream.station, incarnation=uow.stream.incarnation)
    record = dict(zip(FIELDS, head, strict=True)) | {"station": station_id, "seq": 1}
    record |= {"prev_hash": hash_of(station_id, record["incarnation"])}
    uow.put(neighbour_record, record | {"hash": record_hash(record)})
