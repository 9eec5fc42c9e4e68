"""A disk that is really full: no money is begun that could not be written, what was begun is
written from the reserve, and nothing is left half.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from app.areas.cards import records
from app.areas.cards import service as cards
from app.areas.cards.values import AttemptState as S
from app.areas.cards.values import OpenAttempt
from app.areas.imports.bring_in import write_rejected
from app.areas.payments.queries import receipt
from app.bootstrap import Station, open_station
from app.bootstrap.doctor.findings import Light, Place
from app.bootstrap.doctor.folder import disk
from app.bootstrap.report_log import ReportLog, log_folder
from app.devices.printing.papers import receipt_paper
from app.gui.dialogs.paper_preview import write_whole
from app.gui.keys_page import write_sheet
from app.gui.printing.paper import save_paper
from app.gui.tables.csv_export import write_file
from app.gui.theme import Theme
from app.kernel.actor import SYSTEM, Permission
from app.kernel.errors import CounterfoilError, OutsideError
from app.storage import disk_room
from app.storage.connection import connect
from app.storage.disk_room import BEGINS, LARGE, LEAST, RESERVE, DiskRoom
from app.sync.keeping.saving import save_records
from tests.areas.every_action import EVERY
from tests.areas.good_commands import ACTORS, GOOD, Ground, prepare
from tests.areas.imports.files import LEGACY, Importer, legacy
from tests.areas.imports.files import write as write_rows
from tests.areas.test_permissions import NEEDS
from tests.building import Actors, Books, Template, command_id
from tests.conftest import MakePractice
from tests.devices.card_terminal.card_till import Till, new_till
from tests.faults.invariants import broken
from tests.faults.small_disk import SmallDisk
from tests.gui.conftest import theme
from tests.stripe_stand_in.cards import VISA
from tests.stripe_stand_in.readers import Customer

__all__ = ["theme"]
MB = 1 << 20
LEFT = {"backups", "counterfoil.lock", "counterfoil.db-wal", "counterfoil.db-shm"}
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


@pytest.fixture
def full(
    small_disk: SmallDisk, practice: MakePractice, template: Template
) -> Iterator[tuple[Station, Books]]:
    """A station on the small disk, with its reserve."""
    data = small_disk.place / "data"
    shutil.copytree(practice("origin"), data)
    station = open_station(data)
    station.keep_room()
    yield station, Books(station, template.actors)
    station.close()


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


def test_no_place_for_one_more_file_is_full_too(
    small_disk: SmallDisk, full: tuple[Station, Books]
) -> None:
    station, _ = full
    held = room(station)
    assert not held.look()
    used = os.statvfs(small_disk.place)
    few = f"remount,nr_inodes={used.f_files - used.f_ffree + 3}"
    subprocess.run(["mount", "-o", few, str(small_disk.place)], check=True)
    assert held.free() == 0
    assert held.look()
    assert held.reserve.stat().st_size == RESERVE
    assert held.release()
    assert not held.release()
    assert disk_room.made_at("no id") is None
    assert disk_room.made_at(None) is None


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
    room(till.station).release()
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


# ------------------------------------------------------------------------------------- files


def test_no_file_that_people_save_is_left_half(
    small_disk: SmallDisk, full: tuple[Station, Books], theme: Theme
) -> None:
    """Papers, lists, rejected rows, the sheet with the recovery key, records for another window."""
    station, books = full
    books.open_shift()
    taken = books.take_cash(books.register_patient().account_id, 10)
    shown = station.ask(receipt, taken.receipt_id).result()
    paper = receipt_paper(shown, 42)
    importer = Importer(station, books.actors.billing_manager)
    file = small_disk.place / "in.csv"
    rows = [[f"{n:05d}", "", "x" * 50, "3/13/1984"] for n in range(500)]
    run = importer.check(write_rows(file, LEGACY[:4], rows))
    assert run.bad == 500
    place = small_disk.place / "saved"
    place.mkdir()
    (place / "sheet.txt").write_text("an earlier one", encoding="utf-8")
    writes: dict[str, Callable[[], object]] = {
        "receipt": lambda: save_paper(paper, place),
        "paper": lambda: write_whole(place / "paper.pdf", b"%PDF" * 9000),
        "list": lambda: write_file(place / "rows.csv", lambda f: f.write("1,2\r\n" * 9000)),
        "rejected": lambda: write_rejected(run.run_id, place / "bad.csv", station.database.read),
        "sheet": lambda: write_sheet(place / "sheet.txt", "secret " * 9000),
        "records": lambda: save_records(station, place / "for.cfrecords"),
    }
    for name, write in writes.items():
        small_disk.leave(8 * 1024)
        with pytest.raises(CounterfoilError) as refused:
            write()
        assert refused.value.text.endswith("."), name
        left = {path.name: path.stat().st_size for path in place.iterdir()}
        assert left.pop("sheet.txt") == len("an earlier one")
        assert all(name.endswith(".pdf") and size > 1000 for name, size in left.items()), left
        for path in place.glob("*.pdf"):
            path.unlink()
    small_disk.empty()
    for write in writes.values():
        write()
    assert len(list(place.iterdir())) == 7


def test_an_import_stops_while_there_is_room_for_payments_and_goes_on_later(
    small_disk: SmallDisk, full: tuple[Station, Books]
) -> None:
    station, books = full
    importer = Importer(station, books.actors.billing_manager)
    file = legacy(small_disk.place / "in.csv", 300)
    run = importer.check(file)
    small_disk.leave(LEAST - MB)
    before = counts(station)
    with pytest.raises(OutsideError, match=NEARLY):
        importer.apply(run)
    assert counts(station) == before
    with pytest.raises(OutsideError, match=NEARLY):
        importer.check(file)
    small_disk.empty()
    importer.apply(run)
    count = "SELECT count(*) FROM patient"
    assert station.database.read(lambda r: r._cursor.execute(count).fetchone()) == (300,)


def test_an_older_practice_on_a_full_disk_stays_as_it_is(
    small_disk: SmallDisk, practice: MakePractice
) -> None:
    """Neither the backup before an upgrade nor a restore leaves anything."""
    data = small_disk.place / "data"
    shutil.copytree(practice("origin"), data)
    copy = small_disk.place / "copy.cfbackup"
    station = open_station(data)
    station.back_up(copy)
    key = station.database.keys.database
    station.close()
    opened = connect(data / "counterfoil.db", key)
    opened.execute("UPDATE alembic_version SET version_num = '0005'")
    opened.close()
    small_disk.leave(MB)
    names = sorted(path.name for path in data.rglob("*"))
    with pytest.raises(OutsideError, match=r"needs .* MB of room"):
        open_station(data)
    assert sorted(p.name for p in data.rglob("*") if p.name not in LEFT) == [
        name for name in names if name not in LEFT
    ]


def test_the_doctor_says_it_before_and_when_it_is_full(
    small_disk: SmallDisk, full: tuple[Station, Books]
) -> None:
    (found,) = (one for one in disk(Place(data=full[0].folder)) if one.key == "disk")
    assert found.light is Light.WRONG, "so small a disk can hold no practice for long"
    small_disk.leave(LEAST - MB)
    (found,) = (one for one in disk(Place(data=full[0].folder)) if one.key == "disk")
    assert found.light is Light.WRONG
    assert "No new payment, refund or deposit is taken now" in found.words
    assert "Free some space on the disk of" in found.todo
