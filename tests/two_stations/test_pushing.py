"""Everything a station did reaches the centre once, as it was, whatever is lost on the way."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import psycopg
import pytest
from sqlalchemy import select

from app.areas.drawers import queries as drawers
from app.kernel.errors import OutsideError, UserError
from app.kernel.ids import new_id
from app.storage import tables
from app.storage.canonical import content_hash
from app.storage.keys import Keys, NoSecretStore
from app.storage.statements import Read, Reader
from app.sync import outbox
from app.sync.central import Revoked, Said
from app.sync.joining import connector
from app.sync.looking import broken_promises, centre_status, standing
from app.sync.rounds import Done
from app.sync.setting_up import join_organization, revoke_station, set_up_centre
from app.sync.worker import SyncWorker
from tests.building import Books
from tests.two_stations.conftest import Joined


def some_work(books: Books, rounds: int = 6) -> None:
    """Patients, invoices and payments in cash."""
    if books.station.ask(drawers.my_shift, books.actors.cashier.user_id).result() is None:
        books.open_shift()
    for number in range(rounds):
        patient = books.register_patient(f"Nguyễn{number}", "Hoa")
        books.issue_invoice(patient.account_id, 3500 + number)
        books.take_cash(patient.account_id, 3500 + number)


def wire(value: Any) -> Any:
    """A value of the centre as the station writes it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, memoryview | bytes):
        return bytes(value)
    return str(value) if value is not None and not isinstance(value, int | str) else value


def here_and_there(joined: Joined, kind: str) -> None:
    """Each table of this kind holds the same rows at the station and at the centre."""
    joined.centre.admin.execute("SET TIME ZONE 'UTC'")
    compared = 0
    for name, table in tables.station.tables.items():
        if table.info["kind"] != kind:
            continue
        names = ["id", *table.info["content"]]
        query = Read(select(*(table.c[column] for column in names)))

        def stored(reader: Reader, query: Read = query) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in reader.fetch(query)]

        mine = sorted(joined.station.ask(stored).result(), key=lambda row: str(row[0]))
        columns = ", ".join(f'"{column}"' for column in names)
        there = joined.centre.rows(f"SELECT {columns} FROM public.{name}")
        theirs = sorted((tuple(map(wire, row)) for row in there), key=lambda row: str(row[0]))
        assert theirs == mine, name
        compared += len(mine)
    assert compared > 20


def test_all_facts_and_documents_are_there_as_they_were(joined: Joined) -> None:
    some_work(joined.books)
    sent = joined.drain()
    assert sent == joined.station.ask(outbox.head).result()[0]
    here_and_there(joined, "fact")
    here_and_there(joined, "document")
    assert broken_promises(joined.centre.dsn) == ()
    assert joined.centre.one("SELECT count(*) FROM sync.unprojected") == 0
    [there] = centre_status(joined.centre.dsn).stations
    assert (there.records, there.quarantined, there.revoked) == (sent, 0, False)


def test_what_is_sent_again_is_not_there_twice(joined: Joined) -> None:
    """A reply that was lost, a station that forgot: the centre repeats its verdict."""
    some_work(joined.books, 2)
    records = joined.station.ask(outbox.records_after, 0).result()
    central = joined.call()
    first = central.push(joined.stream.station, joined.stream.incarnation, records)
    again = central.push(joined.stream.station, joined.stream.incarnation, records)
    central.close()
    assert first == again
    before = joined.centre.one("SELECT count(*) FROM public.journal_line")
    joined.drain()
    assert joined.pusher.push_round().done is Done.DRAINED
    assert joined.centre.one("SELECT count(*) FROM public.journal_line") >= before
    here_and_there(joined, "fact")


def test_a_centre_that_lost_its_last_records_gets_them_again(joined: Joined) -> None:
    """After a failover or a restored backup its own word counts, not what was acknowledged."""
    some_work(joined.books, 3)
    joined.drain()
    head = joined.station.ask(outbox.head).result()[0]
    keep = head - 5
    joined.centre.admin.execute("DELETE FROM sync.record WHERE seq > %s", (keep,))
    joined.centre.admin.execute(
        "UPDATE sync.stream SET have = %s, hash = (SELECT hash FROM sync.record WHERE seq = %s)",
        (keep, keep),
    )
    assert joined.drain() == 5
    assert broken_promises(joined.centre.dsn) == ()
    here_and_there(joined, "fact")


def test_forgeries_are_refused(joined: Joined) -> None:
    joined.drain()
    fake = {"t": "payment.v1", "id": new_id(), "h": "00", "f": {}}
    assert joined.send(joined.forged([fake], mac="0" * 64)) is Said.REFUSED
    assert joined.send(joined.forged([fake], hash="0" * 64)) is Said.BADHASH
    ahead = joined.forged([], seq=joined.station.ask(outbox.head).result()[0] + 2)
    assert joined.send(ahead) is Said.GAP
    assert joined.send(joined.forged([], prev_hash="0" * 64)) is Said.FORK
    old = joined.forged([], seq=1)
    assert joined.send(old) is Said.FORK
    assert broken_promises(joined.centre.dsn) == ()


def test_a_record_that_cannot_be_applied_is_kept_and_counts_nowhere(joined: Joined) -> None:
    joined.drain()
    wrong = {"t": "payment.v1", "id": new_id(), "h": "00" * 32, "f": {"amount_minor": 5}}
    payments = joined.centre.one("SELECT count(*) FROM public.payment")
    assert joined.send(joined.forged([wrong])) is Said.QUARANTINED
    assert joined.centre.one("SELECT count(*) FROM public.payment") == payments
    why = joined.centre.one("SELECT why FROM sync.record WHERE status = 'quarantined'")
    assert why.startswith("P0422")
    assert joined.send(joined.forged([])) is Said.APPLIED, "what follows goes on"
    assert broken_promises(joined.centre.dsn) == ()


def test_an_entry_that_does_not_balance_is_put_aside(joined: Joined) -> None:
    some_work(joined.books, 1)
    joined.drain()
    body = joined.centre.one(
        "SELECT body FROM sync.record WHERE action = 'payments.take_payment' LIMIT 1"
    )
    entry = next(row for row in json.loads(body)["rows"] if row["t"] == "journal_entry.v1")
    assert joined.send(joined.forged([entry | {"id": new_id()}])) is Said.QUARANTINED


def test_a_busy_centre_puts_nothing_aside(joined: Joined) -> None:
    """A lock that is held too long is the centre's trouble and not the record's."""
    some_work(joined.books, 1)
    joined.drain()
    some_work_more = joined.books.register_patient("Okafor", "Ada")
    assert some_work_more.account_id
    with psycopg.connect(joined.centre.dsn) as blocking:
        blocking.execute("LOCK TABLE public.patient IN ACCESS EXCLUSIVE MODE")
        central = joined.call()
        central._connection.execute("SET lock_timeout = 50")
        have = joined.station.ask(outbox.position).result().have
        records = joined.station.ask(outbox.records_after, have).result()
        with pytest.raises(OutsideError):
            central.push(joined.stream.station, joined.stream.incarnation, records)
        central.close()
        blocking.rollback()
    assert joined.centre.one("SELECT count(*) FROM sync.record WHERE status <> 'applied'") == 0
    assert joined.drain() == len(records)


def test_rows_of_a_newer_program_wait_for_the_upgrade(joined: Joined) -> None:
    joined.drain()
    new = {"t": "hologram.v1", "id": new_id(), "h": "00", "f": {}}
    assert joined.send(joined.forged([new])) is Said.APPLIED
    kept = joined.centre.rows("SELECT record_type, row_no FROM sync.unprojected")
    assert kept == [("hologram.v1", 1)]


def test_of_two_edits_the_later_stamp_wins_field_by_field(joined: Joined) -> None:
    patient = joined.books.register_patient("Silva", "Rui")
    joined.drain()
    there = "SELECT family_name, given_names, extra FROM public.patient WHERE id = %s"

    def edit(stamp: int, **fields: str) -> None:
        row = {
            "t": "patient.v1",
            "id": patient.patient_id,
            "s": stamp,
            "e": new_id(),
            "d": {name: [value, None] for name, value in fields.items()},
        }
        assert joined.send(joined.forged([row])) is Said.APPLIED

    later = 2_000_000_000_000
    edit(later + 5, family_name="Silveira", aura="blue")
    edit(later, family_name="Silvestre", given_names="Rui Pedro", aura="red")
    family, given, extra = joined.centre.rows(there, patient.patient_id)[0]
    assert (family, given) == ("Silveira", "Rui Pedro")
    assert json.loads(extra)["aura"][0] == "blue"


def test_one_id_with_two_contents_is_kept_twice_and_told(joined: Joined) -> None:
    some_work(joined.books, 1)
    joined.drain()
    first = joined.station.ask(outbox.records_after, 0).result()
    rows = [row for record in first for row in json.loads(record["body"])["rows"]]
    old = next(row for row in rows if row["t"] == "sign_in.v1" or row["t"] == "cash_count.v1")
    table = tables.station.tables[old["t"].split(".")[0]]
    changed = dict(old["f"]) | {"business_date": "2020-01-01"}
    full = {"id": old["id"], **{n: changed.get(n) for n in table.info["content"]}}
    digest = content_hash(old["t"], ("id", *table.info["content"]), full)
    assert (
        joined.send(
            joined.forged([{"t": old["t"], "id": old["id"], "h": digest.hex(), "f": changed}])
        )
        is Said.APPLIED
    )
    assert joined.centre.one("SELECT count(*) FROM sync.clash") == 2
    count = f"SELECT count(*) FROM public.{table.name} WHERE id = %s"
    assert joined.centre.one(count, old["id"]) == 2


def test_a_station_touches_no_table_and_a_reader_changes_none(joined: Joined) -> None:
    central = joined.call()
    for sql in (
        "SELECT * FROM public.payment",
        "SELECT * FROM sync.secret",
        "SELECT sync.verify()",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            central._connection.execute(sql)
    central.close()
    joined.centre.admin.execute("SET ROLE counterfoil_reader")
    joined.centre.admin.execute("SELECT count(*) FROM public.payment")
    for sql in ("DELETE FROM public.payment", "SELECT master FROM sync.secret"):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            joined.centre.admin.execute(sql)
    joined.centre.admin.execute("RESET ROLE")


def test_a_revoked_station_is_shut_out_and_what_it_sent_stays(joined: Joined) -> None:
    some_work(joined.books, 1)
    joined.drain()
    payments = joined.centre.one("SELECT count(*) FROM public.payment")
    revoke_station(joined.centre.dsn, joined.station.practice.station_code)
    with pytest.raises(OutsideError):
        joined.pusher.push_round()
    with pytest.raises(Revoked) as refused:
        joined.pusher.push_round()
    assert "enrol" in refused.value.text
    assert joined.centre.one("SELECT count(*) FROM public.payment") == payments
    stands = joined.station.ask(standing).result()
    assert (stands.joined, stands.online) == (True, False)


def test_offline_says_how_much_money_waits(joined: Joined) -> None:
    joined.drain()
    assert joined.station.ask(standing).result().words == "Everything is at the centre."
    joined.centre.admin.execute(f"ALTER ROLE {joined.role} NOLOGIN")
    joined.line.hang_up()
    joined.books.open_shift()
    patient = joined.books.register_patient("Weber", "Tom")
    joined.books.issue_invoice(patient.account_id, 4000)
    joined.books.take_cash(patient.account_id, 2500)
    joined.books.take_cash(patient.account_id, 1500)
    with pytest.raises(OutsideError):
        joined.pusher.push_round()
    stands = joined.station.ask(standing).result()
    assert stands.payments == 2
    assert "2 payments (40.00) wait" in stands.words


def test_a_second_practice_is_refused_with_the_way_in(joined: Joined) -> None:
    with pytest.raises(UserError) as refused:
        join_organization(joined.centre.dsn, new_id(), "Other Clinic", Keys.made().master)
    assert "counterfoil import" in refused.value.text


def test_setting_up_again_changes_nothing(joined: Joined) -> None:
    some_work(joined.books, 1)
    joined.drain()
    before = joined.centre.one("SELECT count(*) FROM sync.record")
    set_up_centre(joined.centre.dsn)
    assert joined.centre.one("SELECT count(*) FROM sync.record") == before
    joined.books.register_patient("After", "Upgrade")
    assert joined.drain() == 1


@pytest.mark.parametrize(
    ("damage", "promise"),
    [
        ("UPDATE sync.record SET body = replace(body, '3500', '9500')", "chain"),
        ("UPDATE sync.record SET mac = repeat('0', 64) WHERE seq = 2", "signature"),
        ("UPDATE sync.stream SET have = have + 1", "head"),
        ("DELETE FROM sync.record WHERE seq = 3", "chain"),
    ],
)
def test_verify_finds_what_somebody_changed(joined: Joined, damage: str, promise: str) -> None:
    some_work(joined.books, 2)
    joined.drain()
    joined.centre.admin.execute(damage)
    assert promise in {found.promise for found in broken_promises(joined.centre.dsn)}


@pytest.mark.parametrize(
    ("address", "fits"),
    [
        ("host=127.0.0.1 dbname=c", True),
        ("host=db.clinic.example dbname=c", True),
        ("host=db.clinic.example dbname=c sslmode=require", False),
        ("host=db.clinic.example dbname=c sslmode=disable", False),
        ("nonsense", False),
    ],
)
def test_only_checked_tls_leaves_the_computer(address: str, fits: bool) -> None:
    from app.sync.addresses import safe_address

    if fits:
        made = safe_address(address)
        assert "127.0.0.1" in made or "sslmode=verify-full" in made
        return
    with pytest.raises(UserError):
        safe_address(address)


def test_it_sends_by_itself_and_goes_on_when_the_centre_is_back(joined: Joined) -> None:
    """At once after a commit; while the centre is away nothing waits for it."""
    joined.line.hang_up()
    station, centre, role = joined.station, joined.centre, joined.role
    worker = SyncWorker(station, lambda: connector(station, NoSecretStore()), idle_s=0.2)
    station.listen(worker.heard)
    worker.start()
    try:
        some_work(joined.books, 1)
        wait_for(lambda: centre.one("SELECT count(*) FROM public.payment") == 1)
        centre.admin.execute(f"ALTER ROLE {role} NOLOGIN")
        centre.admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", (role,)
        )
        some_work(joined.books, 1)
        wait_for(lambda: station.ask(standing).result().trouble)
        assert station.ask(standing).result().payments == 1
        centre.admin.execute(f"ALTER ROLE {role} LOGIN")
        worker.now()
        wait_for(lambda: station.ask(standing).result().online)
        wait_for(lambda: not station.ask(outbox.waiting).result().records)
    finally:
        worker.stop()
    here_and_there(joined, "fact")


def wait_for(there: Callable[[], object], most_s: float = 30.0) -> None:
    """Wait until `there()` says yes; a busy computer may need most of the time."""
    end = time.monotonic() + most_s
    while not there():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def test_nobody_adds_to_an_entry_that_is_posted(joined: Joined) -> None:
    """Such a record would stop every other station: it is kept aside for what it says itself."""
    some_work(joined.books, 1)
    joined.drain()
    body = joined.centre.one(
        "SELECT body FROM sync.record WHERE action = 'payments.take_payment' LIMIT 1"
    )
    rows = json.loads(body)["rows"]
    [entry] = [row for row in rows if row["t"] == "journal_entry.v1"]
    lines = [row for row in rows if row["t"] == "journal_line.v1"]
    more = [rewritten(line, new_id()) for line in lines]
    assert joined.send(joined.forged(more)) is Said.QUARANTINED, "lines without their entry"
    assert joined.send(joined.forged([*more, entry])) is Said.QUARANTINED, "lines of a posted one"
    assert joined.send(joined.forged([*lines, entry])) is Said.APPLIED, "the same again"
    lost = {"t": "patient.v1", "id": new_id(), "s": 5, "e": new_id(), "d": {"phone": [None, None]}}
    assert joined.send(joined.forged([lost])) in (Said.APPLIED, Said.QUARANTINED)
    nameless = lost | {"d": {"family_name": [None, None]}}
    assert joined.send(joined.forged([nameless])) is Said.QUARANTINED
    assert joined.send(joined.forged([lost | {"s": 2**60}])) is Said.QUARANTINED
    assert joined.send(joined.forged([], at="yesterday")) is Said.REFUSED
    assert broken_promises(joined.centre.dsn) == ()


def rewritten(row: dict[str, Any], fact_id: str) -> dict[str, Any]:
    """The same fact under another id."""
    table = tables.station.tables[row["t"].split(".")[0]]
    full = {"id": fact_id, **{n: row["f"].get(n) for n in table.info["content"]}}
    digest = content_hash(row["t"], ("id", *table.info["content"]), full)
    return {**row, "id": fact_id, "h": digest.hex()}
