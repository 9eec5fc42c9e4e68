"""Old records of other windows go where a proven backup has them; what they wrote stays, and every
way back from a fault still works.
"""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from app.areas.parties import queries as parties
from app.areas.parties import service
from app.areas.parties.values import ChangePatient
from app.areas.reports import histories
from app.areas.settings import service as settings
from app.areas.settings.values import ChangeSetting
from app.areas.tasks.service import answer_task
from app.areas.tasks.values import AnswerTask, TaskKind
from app.bootstrap import restore_station
from app.cli.main import main
from app.kernel.ids import PatientId
from app.kernel.listing import ListWanted
from app.storage import edits, letting_go
from app.storage.letting_go import Old
from app.storage.statements import Reader, ReadSql
from app.sync import retaining
from app.sync.digests import check_digests
from app.sync.looking import broken_promises
from app.sync.quiet import QUIET
from app.sync.rounds import Done, Round
from app.sync.safe import mark_backup
from app.sync.saying_again import check_and_say
from tests.building import PIN, Template, command_id
from tests.two_stations.conftest import Centre, Pair, Window
from tests.two_stations.copies import close, copied, loses, reopen, replaced_by
from tests.two_stations.test_comparing import SetClock
from tests.two_stations.test_forks import numbers, settled
from tests.two_stations.test_pulling import rows_of
from tests.two_stations.test_pushing import some_work
from tests.two_stations.test_tasks import tasks
from tests.two_stations.test_verdicts import refusing

_HELD = ReadSql(
    "SELECT count(*), min(seq) FROM station_log WHERE station = :station "
    "AND incarnation = :incarnation"
)


def grow_old(centre: Centre) -> None:
    """A verified backup has all that is there, and so has the centre, for more than a year."""
    mark_backup(centre.dsn, centre.dsn)
    centre.admin.execute("UPDATE sync.record SET received_at = received_at - interval '401 days'")


def stream_of(at: Window) -> tuple[str, str]:
    writer = at.station.database.writer
    assert writer is not None
    return writer.stream.station, writer.stream.incarnation


def held(at: Window, stream: tuple[str, str]) -> tuple[int, int]:
    """(how many, the first) records of a stream that are held."""

    def read(reader: Reader) -> tuple[int, int]:
        row = reader.first(_HELD, station=stream[0], incarnation=stream[1])
        return row[0], row[1]

    return at.station.ask(read).result()


def history(at: Window, patient: PatientId) -> list[Any]:
    return at.station.ask(edits.edits_of, patient).result()


def move(at: Window, patient: PatientId, city: str) -> None:
    person = at.station.ask(parties.person, patient).result()
    change = ChangePatient(command_id(), patient, person.__class__(**as_dict(person, city=city)))
    at.station.act(at.books.actors.cashier, service.change_patient, change).result()


def as_dict(person: Any, **changed: str) -> dict[str, Any]:
    return {name: getattr(person, name) for name in person.__slots__} | changed


def worked(pair: Pair) -> PatientId:
    """Both windows work and edit the same patient; nobody has more to say."""
    patient = pair.one.books.register_patient("Okafor", "Ada")
    some_work(pair.one.books, 3)
    some_work(pair.two.books, 2)
    admin = pair.one.books.actors.administrator
    terms = ChangeSetting(command_id(), "billing.terms_days", "14")
    pair.one.station.act(admin, settings.change_setting, terms).result()
    pair.sync()
    move(pair.one, patient.patient_id, "Lagos")
    move(pair.two, patient.patient_id, "Huế")
    pair.sync()
    return patient.patient_id


def test_old_records_go_and_what_they_wrote_stays(pair: Pair) -> None:
    patient = worked(pair)
    one, two, first = pair.one, pair.two, stream_of(pair.one)
    assert retaining.may_go(two.station, two.line) == (), "no backup has them yet"
    mark_backup(pair.centre.dsn, pair.centre.dsn)
    assert retaining.may_go(two.station, two.line) == (), "the centre has not had them for long"
    grow_old(pair.centre)
    some_work(one.books, 1)
    pair.sync()
    before, last = held(two, first)[0], pair.centre.one("SELECT max(safe) FROM sync.stream")
    told, changes = history(two, patient), two.station.ask(histories.setting_changes).result()
    facts, views = rows_of(two, "fact"), rows_of(two, "view")

    [goes] = retaining.may_go(two.station, two.line)
    assert (goes.code, goes.records) == ("W1", last - 1)
    assert held(two, first)[0] == before, "a dry run changes nothing"
    assert retaining.let_go(two.station, two.line) == last - 1
    assert held(two, first) == (before - last + 1, last), "the record at what is safe stays"
    assert retaining.let_go(two.station, two.line) == 0
    assert retaining.let_go(one.station, one.line) > 0

    shown = two.station.ask(histories.activity_totals, ListWanted()).result()
    assert shown.whole_since is not None
    assert shown.whole_since < two.station.clock.now()
    assert history(two, patient) == told
    assert two.station.ask(histories.setting_changes).result() == changes
    assert (rows_of(two, "fact"), rows_of(two, "view")) == (facts, views)
    assert held(one, first)[1] == 1, "a window's own records stay"
    move(one, patient, "Springfield")
    settled(pair)
    assert check_digests(two.station, two.line).differences == ()
    with pytest.raises(driver.DatabaseError, match="never changed"):
        _delete(two, "station_log", "rowid", "station = (SELECT station_id FROM this_station)")
    _delete(two, "payment", "rowid", "1", "payment_no_delete")
    assert any("taken over are gone" in words for words in two.sound)


def test_an_end_in_between_leaves_whole_books_and_a_restored_backup_goes_on(
    pair: Pair, template: Template, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(letting_go, "AT_ONCE", 3)
    worked(pair)
    grow_old(pair.centre)
    one, other = pair.one, stream_of(pair.two)
    safe = pair.centre.one("SELECT safe FROM sync.stream WHERE incarnation = %s", other[1])
    with one.line.open() as central:
        old = letting_go.streams_of(central.old_enough(400))[0]
    killed = 0
    while _killed(one, old, 1 + 4 * killed):
        killed += 1
        assert held(one, other)[1] == 1, "all of a step or none"

    assert killed > 3

    def broken_off(gone: int) -> None:
        if gone > 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        retaining.let_go(one.station, one.line, broken_off)
    assert held(one, other)[1] == 10
    one.hang_up()
    one.station.close()
    reopen(one, one.station.folder)
    assert one.sound == []
    backup = one.station.back_up()
    clock = SetClock(one.station.clock.now())
    one.station.clock = clock
    by_itself = retaining.Retaining(one.station)
    quiet = Round(Done.DRAINED)
    assert not by_itself.after(quiet, one.line)
    clock.now_is(clock.now() + QUIET)
    while by_itself.after(quiet, one.line):
        assert held(one, other)[1] > 9
    assert held(one, other)[1] == safe
    assert not by_itself.after(quiet, one.line)
    one.hang_up()
    one.station.close()
    restored = tmp_path / "restored"
    restore_station(backup.path, restored, template.made.recovery_key)
    reopen(one, restored)
    some_work(one.books, 1)
    settled(pair)
    assert held(one, other)[1] == 10
    close(one)


def test_every_way_back_still_works(pair: Pair, tmp_path: Path) -> None:
    """A centre that lost records which others let go, and an old copy of the window they are of."""
    one, two = pair.one, pair.two
    copy = copied(one, tmp_path / "copy")
    worked(pair)
    grow_old(pair.centre)
    first, second = stream_of(one), stream_of(two)
    for each in (one, two):
        assert retaining.let_go(each.station, each.line) > 5
    loses(pair.centre, first[1], 3)
    loses(pair.centre, second[1], 2)
    some_work(one.books, 1)
    for each in (one, two):
        each.exchange.greet()
    settled(pair)
    assert pair.centre.one("SELECT min(seq) FROM sync.record WHERE incarnation = %s", first[1]) == 1
    replaced_by(one, copy)
    some_work(one.books, 1)
    settled(pair)
    assert len(numbers(two)) == 7
    with refusing(pair):
        some_work(one.books, 1)
        pair.sync()
        pair.sync()
    grow_old(pair.centre)
    before = held(two, stream_of(one))
    refused = _first_refused(two, stream_of(one))
    retaining.let_go(two.station, two.line)
    assert held(two, stream_of(one))[1] == refused > before[1], "what is kept aside stays"
    assert two.sound == []


def test_rows_are_said_again_that_the_centre_lost_with_records_nobody_has(pair: Pair) -> None:
    """A window burnt, the other one let go of its records, and the centre comes back from a backup
    that is older than those that were proven. A manager goes on without them.
    """
    one, two = pair.one, pair.two
    patient = worked(pair)
    grow_old(pair.centre)
    some_work(one.books, 1)
    pair.sync()
    first, told = stream_of(one), history(two, patient)
    retaining.let_go(two.station, two.line)
    begin = held(two, first)[1]
    loses(pair.centre, first[1], 2)
    two.exchange.greet()
    two.sync()
    [task] = [each for each in tasks(two) if each.kind is TaskKind.HOLE]
    assert f"Records 3 to {begin - 1} of " in task.words
    go = AnswerTask(command_id(), task.task_id, task.kind, "go_on")
    two.station.act(two.books.actors.billing_manager, answer_task, go).result()
    two.exchange.greet()
    two.sync()
    payments = pair.centre.one("SELECT count(*) FROM public.payment")
    assert payments < len(numbers(two))
    checked, said = check_and_say(two.station, two.line)
    assert said > 20
    assert checked.differences
    two.sync()
    assert two.sound == []
    again, nothing = check_and_say(two.station, two.line)
    assert (again.differences, nothing) == ((), 0)
    assert again.compared == again.tables
    assert pair.centre.one("SELECT count(*) FROM public.payment") == len(numbers(two))
    assert broken_promises(pair.centre.dsn) == ()
    assert history(two, patient) == told

    one.exchange.greet()  # it had not burnt
    settled(pair)
    assert pair.centre.one("SELECT count(*) FROM sync.record WHERE action = 'sync.carry'") > 0


def test_the_shell_says_and_does_it(
    pair: Pair, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COUNTERFOIL_KEYRING", "off")
    worked(pair)
    grow_old(pair.centre)
    two = pair.two
    two.hang_up()
    two.station.close()
    told = []
    words = ["--data", str(two.station.folder), "records", "prune", "--user", "1"]
    for more in (["--dry-run"], [], []):
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PIN}\n"))
        assert main([*words, *more]) == 0
        told.append(json.loads(capsys.readouterr().out))
    reopen(two, two.station.folder)
    assert [one["let_go"] for one in told] == [0, told[0]["windows"][0]["records"], 0]
    assert two.sound == []
    close(two)


def _killed(at: Window, old: Old, place: int) -> bool:
    """The program ends at the n-th statement of a step, as a crash would leave it."""
    writer = at.station.database.writer
    assert writer is not None
    plain = writer.cursor
    writer.cursor = Dying(plain, place)
    try:
        at.station.record(letting_go.let_go, old).result()
    except Died:
        return True
    finally:
        writer.cursor = plain
    return False


class Died(Exception):
    pass


class Dying:
    """A cursor that breaks at its n-th statement."""

    def __init__(self, cursor: Any, left: int) -> None:
        self._cursor, self._left = cursor, left

    def execute(self, sql: str, *values: Any) -> Any:
        self._left -= 1
        if self._left == 0:
            raise Died
        return self._cursor.execute(sql, *values)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)


def _first_refused(at: Window, stream: tuple[str, str]) -> int:
    def read(reader: Reader) -> int:
        sql = "SELECT min(seq) FROM record_verdict WHERE incarnation = :incarnation"
        return int(reader.scalar(ReadSql(sql), incarnation=stream[1]))

    return at.station.ask(read).result()


def _delete(at: Window, table: str, key: str, where: str, guard: str = "") -> None:
    writer = at.station.database.writer
    assert writer is not None
    cursor = writer.connection.cursor()
    if guard:
        cursor.execute(f"DROP TRIGGER {guard}")
    cursor.execute(
        f"DELETE FROM {table} WHERE {key} = (SELECT min({key}) FROM {table} WHERE {where})"
    )
