"""A day at two drawers, and how promises about counts, closes and reports are broken."""

from __future__ import annotations

from typing import Any

from app.areas.approvals.values import GrantApproval
from app.areas.drawers import closing as counting
from app.areas.drawers import openings
from app.areas.drawers import service as drawers
from app.areas.drawers.closing_values import CloseShift, RevealDifference
from app.areas.drawers.values import (
    AddDrawer,
    BeginCount,
    DrawerState,
    MoveCash,
    MovementKind,
    OpenDrawer,
    OpenShift,
    Pile,
    ReverseMovement,
    Sensed,
)
from app.areas.payments import closing
from app.areas.payments import service as payments
from app.kernel.errors import NeedsApproval
from app.kernel.ids import AccountId, ReasonId, derived_id
from tests.building import PIN, Books, command_id


def work_drawers(books: Books, account_id: AccountId) -> None:
    """Another drawer: cash moved and taken back, a no-sale, 5.00 too much, closed by two people;
    then a shift that agrees.
    """
    actors, station = books.actors, books.station
    manager = actors.billing_manager

    def act(action: Any, command: Any) -> Any:
        try:
            return station.act(manager, action, command).result()
        except NeedsApproval as asked:
            grant = GrantApproval(command_id(), command.id, asked.key, manager.user_id, asked.text)
            station.approve(actors.numbers["cfo"], PIN, grant)
            return station.act(manager, action, command).result()

    def reason(kind: str) -> ReasonId:
        return ReasonId(derived_id("reason", kind, "1"))

    add = AddDrawer(command_id(), "Window 2")
    drawer = station.act(actors.administrator, drawers.add_drawer, add).result()
    notes = (Pile(books.money(2000), 5),)
    shift = act(drawers.open_shift, OpenShift(command_id(), drawer, notes))
    paid = books.cash(account_id, 1500, 2000, confirmations=frozenset({"credit:1500"}))
    act(payments.take_payment, paid)
    out = MoveCash(command_id(), MovementKind.PAID_OUT, books.money(1500), reason("paid_out"))
    act(drawers.move_cash, out)
    change = MoveCash(command_id(), MovementKind.PAID_IN, books.money(900), reason("paid_in"))
    moved = act(drawers.move_cash, change)
    act(drawers.reverse_movement, ReverseMovement(command_id(), moved.movement_id))
    act(drawers.open_drawer, OpenDrawer(command_id(), reason("no_sale")))
    stir_drawer(books)
    act(counting.begin_count, BeginCount(command_id(), shift.shift_id))
    books.seal(shift.shift_id, *[2000] * 5, 500, actor=manager)
    act(closing.reveal_difference, RevealDifference(command_id(), shift.shift_id))
    late = MoveCash(command_id(), MovementKind.PAID_OUT, books.money(700), reason("paid_out"))
    slip = act(drawers.move_cash, late)
    act(drawers.reverse_movement, ReverseMovement(command_id(), slip.movement_id))
    act(closing.close_shift, CloseShift(command_id(), shift.shift_id, reason("over_short")))
    again = act(drawers.open_shift, OpenShift(command_id(), drawer, notes))
    books.seal(again.shift_id, *[2000] * 5, actor=manager)
    books.close_shift(again.shift_id, manager)


def stir_drawer(books: Books) -> None:
    """Its switch says that somebody opened it, and that it is shut again."""
    for action, state in (
        (openings.drawer_opened, DrawerState.OPEN),
        (openings.drawer_shut, DrawerState.CLOSED),
    ):
        books.station.record(action, Sensed(state)).result()


DRAWER_BREAKS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("drawers.taken_back", "the close that holds", (
        ("INSERT INTO close_taken_back SELECT id, content_hash, at, business_date, station_id, "
        "made_by, shift_id, id FROM shift_close LIMIT 1"),)),
    ("drawers.taken_back", "posted back by nobody", (
        ("UPDATE journal_entry SET reverses_entry_id = id WHERE source_type = 'shift_close'"),)),
    ("approvals.two_people", "one's own request", (
        "UPDATE approval SET requested_by = made_by",)),
    ("approvals.two_people", "by nobody", ("UPDATE approval SET made_by = 'x'",)),
    ("drawers.sealing", "a recount without a count", (
        "UPDATE cash_count SET kind = 'recount' WHERE kind = 'closing'",)),
    ("drawers.sealing", "a count of no shift", (
        "UPDATE cash_count SET shift_id = 'x' WHERE kind = 'closing'",)),
    ("drawers.reversals", "more taken back", (
        "UPDATE cash_movement SET amount_minor = -901 WHERE amount_minor = -900",)),
    ("drawers.reversals", "nothing taken back", (
        "UPDATE cash_movement SET reverses_id = 'x' WHERE reverses_id IS NOT NULL",)),
    ("drawers.openings", "in another drawer", ("UPDATE drawer_opening SET drawer_id = 'x'",)),
    ("drawers.unasked", "in another drawer", ("UPDATE unasked_opening SET drawer_id = 'x'",)),
    ("drawers.unasked", "of no opening", ("UPDATE unasked_closing SET opening_id = 'x'",)),
    ("drawers.unasked", "shut before", ("UPDATE unasked_closing SET closed_at = '2000'",)),
    ("drawers.counts_begun", "of no shift", ("UPDATE count_begun SET shift_id = 'x'",)),
    ("drawers.closes", "another sum", (
        ("UPDATE shift_close SET counted_minor = counted_minor + 1, "
        "difference_minor = difference_minor + 1"),)),
    ("drawers.closes", "no reason", (
        "UPDATE shift_close SET reason_id = NULL WHERE difference_minor <> 0",)),
    ("drawers.closes", "by the float", (
        ("UPDATE shift_close SET count_id = (SELECT count_id FROM shift "
        "WHERE id = shift_close.shift_id)"),)),
    ("drawers.reveals", "another difference", (
        "UPDATE shift_reveal SET difference_minor = difference_minor - 1",)),
    ("drawers.reveals", "of another count", ("UPDATE shift_reveal SET count_id = 'x'",)),
    ("drawers.emptied", "cash left", (
        ("UPDATE journal_line SET amount_minor = amount_minor + 5 WHERE gl_code = '1015' "
        "AND shift_id IN (SELECT shift_id FROM shift_close)"),)),
    ("drawers.close_entries", "an entry gone", (
        "UPDATE journal_entry SET source_id = 'x' WHERE source_type = 'shift_close'",)),
    ("drawers.close_postings", "over and short lost", (
        "UPDATE journal_line SET gl_code = '1000' WHERE gl_code = '6990'",)),
    ("drawers.approvals", "nobody approved", ("UPDATE shift_close SET approval_id = NULL",)),
    ("drawers.approvals", "for another amount", ("UPDATE approval SET key = 'over_short:1'",)),
    ("drawers.approvals", "for something else", ("UPDATE approval SET for_command = 'x'",)),
    ("drawers.approvals", "by who held the drawer", (
        "UPDATE approval SET made_by = (SELECT user_id FROM shift ORDER BY at DESC LIMIT 1)",)),
    ("drawers.late_cash", "for another amount", ("UPDATE approval SET key = 'after_reveal:1'",)),
    ("drawers.late_cash", "by oneself", (("UPDATE cash_movement SET made_by = (SELECT made_by "
        "FROM approval LIMIT 1)"),)),
    ("drawers.grand_total", "it begins anew", (
        "UPDATE drawer_report SET grand_total_minor = 0 WHERE number_value = 2",)),
    ("drawers.grand_total", "one Z cut out", (
        "UPDATE drawer_report SET previous_id = NULL",)),
    ("drawers.grand_total", "on from nothing", (
        "UPDATE drawer_report SET previous_id = 'x' WHERE previous_id IS NOT NULL",)),
    ("drawers.z", "a Z gone", ("DELETE FROM drawer_report WHERE number_value = 2",)),
    ("drawers.z", "a Z of a shift that runs", (
        ("UPDATE drawer_report SET shift_id = (SELECT shift_id FROM shift_state "
        "WHERE state = 'open') WHERE number_value = 2"),)),
    ("drawers.takings", "less was taken", (
        "UPDATE drawer_report SET taken_minor = 1 WHERE taken_minor > 1",)),
    ("printing.heads", "of no record", ("UPDATE paper_issue SET head_hash = 'x'",)),
    ("printing.heads", "of another record", ("UPDATE paper_issue SET head_seq = head_seq - 1",)),
    ("printing.heads", "from nowhere", ("UPDATE paper_issue SET head_seq = 0",)),
    ("printing.marked", "a Z without a number", (
        "UPDATE paper_issue SET doc_id = 'x' WHERE number_value = 2",)),
    ("printing.marked", "it was only looked at", ("UPDATE paper_issue SET how = 'previewed'",)),
    ("printing.copies", "two originals", (
        "UPDATE paper_issue SET doc_id = 'x', doc_kind = 'day_sheet'",)),
)  # fmt: skip
