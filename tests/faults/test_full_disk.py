"""A disk that is really full: no money is begun that could not be written, what was begun is
written from the reserve, and nothing is left half.
"""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2 as driver

from app.areas.cards import records
from app.areas.cards import service as cards
from app.areas.cards.values import AttemptState as S
from app.areas.cards.values import OpenAttempt
from app.bootstrap import Station, open_reading, open_station
from app.bootstrap.report_log import ReportLog, log_folder
from app.kernel.actor import SYSTEM, Permission
from app.kernel.errors import CounterfoilError, OutsideError
from app.storage import disk_room
from app.storage.disk_room import BEGINS, CAN_WAIT, LARGE, LEAST, RESERVE, DiskRoom
from tests.areas.every_action import EVERY
from tests.areas.good_commands import ACTORS, GOOD, Ground, prepare
from tests.areas.test_permissions import NEEDS
from tests.building import Actors, Books, command_id
from tests.devices.card_terminal.card_till import Till, new_till
from tests.faults.invariants import broken
from tests.faults.small_disk import SmallDisk
from tests.stripe_stand_in.cards import VISA
from tests.stripe_stand_in.readers import Customer

MB = 1 << 20
CREATE = "payment_intents.create"
NEARLY = "The disk is nearly full, so nothing new is begun"
FINISHES = frozenset(
    {
        *("approvals.grant_approval", "cards.accept_unknown", "cards.dismiss_notice"),
        *("cards.drop_cash_legs", "cards.reset_reader", "cards.take_over_attempt"),
        *("cards.want_void", "deposits.print_letter", "deposits.print_slip"),
        *("displays.place_display", "displays.rate_service", "displays.send_ratings"),
        *("drawers.begin_count", "drawers.open_drawer", "drawers.seal_count"),
        *("payments.close_shift", "payments.drop_parked", "payments.force_close"),
        *("payments.park_form", "payments.record_not_collected", "payments.reprint_receipt"),
        *("payments.reveal_difference", "payments.run_report", "payments.take_over"),
        *("printing.print_again", "printing.print_elsewhere", "printing.put_away"),
        *("printing.say_printed", "refunds.cancel_refund", "refunds.end_card_refund"),
        *("refunds.fail_refund", "refunds.note_card_refund", "refunds.print_refund"),
        *("refunds.stop_watching", "refunds.tell_patient", "tasks.answer_task"),
        *("stations.fetch_details", "reports.close_day", "reports.reopen_day"),
    }
)
"""What goes on when nothing new is begun: it ends, tells or prints what is there."""
OF_MONEY = frozenset(Permission) - {
    *(Permission.CHANGE_SETTINGS, Permission.MANAGE_USERS, Permission.MAINTAIN_LISTS),
    *(Permission.EDIT_ACCOUNTS, Permission.RULE_ACCOUNTS, Permission.MERGE_ACCOUNTS),
    *(Permission.MANAGE_STATIONS, Permission.VIEW_REPORTS, Permission.DRAFT_INVOICE),
    Permission.EDIT_LEDGER_ACCOUNTS,
}


def room(station: Station) -> DiskRoom:
    assert station.database.writer is not None
    return station.database.writer.room


def counts(station: Station) -> tuple[int, int]:
    assert station.database.writer is not None
    connection = station.database.writer.connection
    count = connection.execute("SELECT count(*) FROM payment").fetchone()[0]
    return count, connection.execute("SELECT max(seq) FROM station_log").fetchone()[0]


def test_every_action_that_moves_money_is_begun_or_finished() -> None:
    """Whoever adds an action says here whether a full disk stops it."""
    money = {name for name, need in NEEDS.items() if need in OF_MONEY}
    begun = {name for name in money if name.startswith(BEGINS + LARGE)}
    assert money - begun == FINISHES & money
    assert not begun & FINISHES
    assert not [name for name in (*BEGINS, *FINISHES) if name.startswith(CAN_WAIT)]
    known = {action.name for action in EVERY}
    assert not [one for one in BEGINS if not any(name.startswith(one) for name in known)]


def test_money_is_refused_before_it_is_taken_and_what_was_begun_is_written(
    small_disk: SmallDisk, full: tuple[Station, Books]
) -> None:
    station, books = full
    shift = books.open_shift()
    account = books.register_patient().account_id
    books.issue_invoice(account, 500_000)
    held = room(station)
    assert held.holds_reserve
    assert station.disk_words() == ""
    opened = [books.cash(account, 10) for _ in range(3)]
    small_disk.leave(LEAST - MB)
    before = counts(station)
    late = books.cash(account, 10)
    assert "No new payment" in station.disk_words()
    with pytest.raises(OutsideError, match=NEARLY):
        books.take(books.cash(account, 10))
    assert counts(station) == before
    books.take(opened[0])
    small_disk.leave(0)
    assert books.take(opened[1]).receipt_number.endswith("000002"), "from the reserve"
    assert not held.holds_reserve
    assert books.take(opened[1]).receipt_number.endswith("000002"), "the first answer again"
    small_disk.leave(0)
    before = counts(station)
    with pytest.raises(OutsideError, match=NEARLY):
        books.take(opened[2])
    assert counts(station) == before
    small_disk.leave(3 * MB)
    books.seal(shift.shift_id, *([2000] * 10), 10, 10)
    books.close_shift(shift.shift_id)
    station.close()
    again = open_station(station.folder)
    books = Books(again, books.actors)
    again.keep_room()
    with pytest.raises(OutsideError, match=NEARLY):
        books.open_shift()
    small_disk.empty()
    assert again.disk_words() == ""
    assert room(again).holds_reserve, "made again where there is room"
    books.open_shift()
    assert books.take(late).receipt_number.endswith("000003")
    again.close()
    assert not broken(station.folder)


def test_a_full_disk_at_the_start_is_opened_on_the_reserve_and_what_was_begun_is_written(
    small_disk: SmallDisk, full: tuple[Station, Books]
) -> None:
    """Opening makes files beside the database: without room for them nothing is damaged, and no
    backup has to be restored. What can wait gets nothing of the reserve.
    """
    station, books = full
    shift = books.open_shift()
    account = books.register_patient().account_id
    begun = books.cash(account, 10)
    small_disk.leave(0)
    with pytest.raises(OutsideError, match="The disk is full"):
        books.register_patient()
    assert room(station).holds_reserve, "a new patient can wait"
    small_disk.empty()
    station.close()
    small_disk.leave(0)
    again = open_station(station.folder)
    again.keep_room()
    assert not room(again).holds_reserve
    books = Books(again, books.actors)
    assert books.take(begun).receipt_number.endswith("000001")
    with pytest.raises(OutsideError, match=NEARLY):
        books.take_cash(account, 10)
    books.seal(shift.shift_id, *([2000] * 10), 10)
    books.close_shift(shift.shift_id)
    again.close()
    small_disk.leave(0)
    for opened in (open_station, open_reading):
        with pytest.raises(OutsideError, match="The disk is full, and opening the books needs"):
            opened(station.folder)
    small_disk.empty()
    open_station(station.folder).close()
    assert not broken(station.folder)


def test_a_quota_that_is_used_up_is_a_full_disk_and_no_disk_that_fails(
    small_disk: SmallDisk, full: tuple[Station, Books], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk says that much is free, and takes nothing more of this person: SQLite calls that an
    error of the disk, after which no money would be taken until the next start.
    """
    station, books = full
    books.open_shift()
    account = books.register_patient().account_id
    begun = books.cash(account, 10)
    small_disk.leave(0)
    monkeypatch.setattr(DiskRoom, "free", lambda _room: 1 << 40)
    held = room(station)
    assert station.disk_words() == "", "so the disk says"
    assert held.takes_no_more()
    quota = driver.OperationalError("disk I/O error")
    quota.sqlite_errorname = "SQLITE_IOERR_WRITE"
    assert station.database.writer is not None
    assert station.database.writer._out_of_room(quota)
    assert "nearly full" in station.disk_words()
    assert books.take(begun).receipt_number.endswith("000001"), "from the reserve"
    assert not held.holds_reserve
    assert held.can_finish(), "the rest of the reserve"
    small_disk.leave(0)
    assert not held.can_finish()
    with pytest.raises(OutsideError, match=NEARLY):
        books.take_cash(account, 10)
    small_disk.empty()
    assert station.disk_words() == ""
    assert held.holds_reserve
    assert not station.database.writer._out_of_room(quota), "an error of the disk stays one"
    books.take_cash(account, 10)


def test_each_action_of_money_is_refused_in_words(
    small_disk: SmallDisk, full: tuple[Station, Books]
) -> None:
    station, books = full
    ground: Ground = prepare(station, books.actors.cashier.user_id)
    small_disk.leave(LEAST - MB)
    assert station.disk_words()
    before, told = counts(station), set()
    for action in EVERY:
        if not action.name.startswith(BEGINS) or action.name not in GOOD:
            continue
        actor = ACTORS.get(action.name, lambda _: SYSTEM)(ground)
        late: Any = replace(GOOD[action.name](ground), id=command_id())
        with pytest.raises(OutsideError, match=NEARLY) as refused:
            station.act(actor, action.function, late).result()
        assert "Free some space on the disk of" in refused.value.text
        told.add(action.name)
    assert len(told) > 20
    assert counts(station) == before


def test_without_place_for_one_more_file_money_is_taken_all_the_same(
    small_disk: SmallDisk, full: tuple[Station, Books]
) -> None:
    """A payment needs no new file; a backup does, and says so."""
    station, books = full
    books.open_shift()
    account = books.register_patient().account_id
    used = os.statvfs(small_disk.place)
    few = f"remount,nr_inodes={used.f_files - used.f_ffree}"
    subprocess.run(["mount", "-o", few, str(small_disk.place)], check=True)
    with pytest.raises(OSError, match="No space"):
        (small_disk.place / "one more").touch()
    assert books.take_cash(account, 10).receipt_number.endswith("000001")
    with pytest.raises(OutsideError, match="The backup was not made"):
        station.back_up()
    station.close()
    assert not broken(station.folder)


def test_a_reserve_is_given_up_once_and_an_id_says_when_its_form_was_opened(
    tmp_path: Path,
) -> None:
    held = DiskRoom(tmp_path)
    held.keep()
    assert held.reserve.stat().st_size == RESERVE
    assert not held.release("health.rebuild"), "it would be gone and not enough"
    assert held.release("cards.post_charge")
    assert not held.release("cards.post_charge")
    assert disk_room.made_at("no id") is None
    assert disk_room.made_at(None) is None
    made = disk_room.made_at(command_id())
    assert made is not None
    assert abs(datetime.now(UTC) - made) < timedelta(minutes=1)


def test_a_backup_a_log_line_and_a_paper_leave_nothing_half(
    small_disk: SmallDisk, full: tuple[Station, Books]
) -> None:
    station, books = full
    books.open_shift()
    account = books.register_patient().account_id
    books.take_cash(account, 10)
    small_disk.leave(LEAST + 2 * MB)
    names = sorted(path.name for path in station.folder.rglob("*"))
    with pytest.raises(OutsideError, match=r"needs .* MB of room"):
        station.back_up()
    with pytest.raises(OutsideError, match=r"needs .* MB of room"):
        station.back_up(small_disk.place / "copy.cfbackup")
    assert not list(small_disk.place.glob("copy*"))
    assert sorted(path.name for path in station.folder.rglob("*") if path.name != "backups") == [
        name for name in names if name != "backups"
    ]
    small_disk.leave(0)
    log = ReportLog(log_folder(station.folder))
    log.append({"at": "now", "what": "x" * 9000})
    small_disk.empty()
    log.append({"at": "then"})
    lines = log.file.read_text(encoding="utf-8").splitlines()
    assert json.loads(lines[-1]) == {"at": "then"}
    assert station.back_up().path.exists()


# ------------------------------------------------------------------------------------- cards


@pytest.fixture
def till(full: tuple[Station, Books], actors: Actors) -> Till:
    made = new_till(full[0], actors)
    held = room(full[0])
    made.attempts._has_room = lambda: not held.look() or held.can_finish()
    return made


def test_a_card_that_is_being_charged_is_written_and_no_other_is_asked_for(
    small_disk: SmallDisk, till: Till
) -> None:
    station = till.station
    waiting, begun = till.charge(2100), till.charge(2300)
    till.run(waiting, S.WAITING_CARD)
    till.step(begun)
    account_id, _ = till.bill(2200)
    payment = till.payment(account_id, 2200)
    small_disk.leave(0)
    assert station.disk_words()
    before = len(till.calls(CREATE))
    command = OpenAttempt(command_id(), payment, till.gateway_id, till.reader_id)
    with pytest.raises(OutsideError, match=NEARLY):
        till.act(cards.open_attempt, command)
    assert len(till.calls(CREATE)) == before
    till.machine.customer = lambda _action: Customer(0.0, VISA)
    till.machine.present()
    assert till.run(waiting).state is S.PAID, "written from the reserve"
    small_disk.leave(MB)
    assert till.shown(begun).state is S.ARMING
    assert not room(station).can_finish()
    ended = till.run(begun)
    assert ended.state is S.VOID
    assert "disk is full" in ended.words
    assert station.ask(records.all_working).result() == ()
    small_disk.empty()
    till.act(cards.open_attempt, command)
    till.agrees()


def test_a_disk_that_fills_between_two_steps_never_charges_unseen(
    small_disk: SmallDisk, till: Till
) -> None:
    """Not one byte is left at all, not even a reserve: the reader is not told of anything."""
    attempt = till.charge(2100)
    till.step(attempt)
    room(till.station).release("cards.post_charge")
    small_disk.leave(0)
    armed = till.machine.armed
    for _ in range(3):
        try:
            till.step(attempt)
        except CounterfoilError as refused:
            assert refused.text.startswith("The disk is full. Nothing was saved.")  # noqa: PT017
    assert till.machine.armed == armed
    assert not till.world.charged()
    small_disk.empty()
    till.run(attempt)
    till.agrees()
