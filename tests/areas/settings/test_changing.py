"""Settings and the practice itself are changed: who may, why, what is refused, and the history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.areas.reports import histories
from app.areas.settings import maintaining, queries, service
from app.areas.settings.rules import DECLARED
from app.areas.settings.values import (
    ChangePractice,
    ChangeSetting,
    ChangeSite,
    LeaveStep,
    NameStation,
    Practice,
)
from app.kernel.actor import SYSTEM, Actor
from app.kernel.errors import NotAllowed, UserError
from app.storage import engine
from tests.building import Books, command_id


def change(books: Books, key: str, value: str, reason: str = "", by: Actor = SYSTEM) -> None:
    command = ChangeSetting(command_id(), key, value, reason)
    books.station.act(by, service.change_setting, command).result()


def here(books: Books) -> Practice:
    return books.station.ask(queries.practice).result()


def test_a_control_is_changed_with_a_reason_and_the_history_has_it(books: Books) -> None:
    key, boss = "refunds.approval_over", books.actors.administrator
    with pytest.raises(UserError, match="Say in a few words why") as refused:
        change(books, key, "20000", by=boss)
    assert refused.value.field == "reason"
    change(books, key, "20000", "The board decided", by=boss)
    change(books, key, "20000", by=boss)
    change(books, key, "15000")
    change(books, key, "", "Back to the usual", by=boss)
    with pytest.raises(NotAllowed, match="change settings"):
        change(books, key, "1", "Mine", by=books.actors.cashier)
    told = books.station.ask(histories.setting_history, key).result()
    assert [(step.by, step.was, step.value, step.reason) for step in told] == [
        (boss.name, "15000", "", "Back to the usual"),
        ("Counterfoil", "20000", "15000", ""),
        (boss.name, "", "20000", "The board decided"),
    ]
    assert books.station.ask(histories.setting_history, "receipts.footer").result() == ()
    with pytest.raises(UserError, match="There is no setting"):
        books.station.ask(histories.setting_history, "no.such").result()


def test_two_limits_in_an_order_are_not_turned_round(books: Books) -> None:
    change(books, "refunds.second_over", "10000")
    with pytest.raises(UserError, match="can't be less than"):
        change(books, "refunds.second_over", "9999")
    with pytest.raises(UserError, match="can't be less than"):
        change(books, "refunds.approval_over", "10001")
    change(books, "refunds.approval_over", "5000")
    change(books, "refunds.second_over", "")


def test_a_stored_value_that_does_not_fit_is_not_used_and_said(books: Books) -> None:
    change(books, "security.lock_after_s", "300")
    folder, keys = books.station.folder, books.station.database.keys
    connection = engine.connect(folder / engine.DATABASE_NAME, keys.database)
    connection.execute("UPDATE setting SET value = '0' WHERE key = 'security.lock_after_s'")
    connection.close()
    (row,) = (
        row
        for row in books.station.ask(queries.setting_rows).result()
        if row.key == "security.lock_after_s"
    )
    assert (row.value, row.default, row.refused) == ("15", "120", "0")
    assert books.station.ask(queries.setting, "security.lock_after_s").result() == "15"
    change(books, "security.lock_after_s", "60")
    assert books.station.ask(queries.setting, "security.lock_after_s").result() == "60"


def test_the_practice_and_its_site_are_said_anew(books: Books) -> None:
    ask, boss = books.station.ask, books.actors.administrator
    details = replace(
        ask(queries.practice_details).result(),
        name="  Phòng khám   Hoa Sen ",
        tax_id="12-3456789",
        locale="vi-VN",
    )
    changed = ChangePractice(command_id(), details)
    books.station.act(boss, maintaining.change_practice, changed).result()
    now = ask(queries.practice_details).result()
    assert (now.name, now.tax_id, now.locale) == ("Phòng khám Hoa Sen", "12-3456789", "vi_VN")
    assert here(books).organization_name == now.name
    assert ask(queries.legal_practice).result().name == now.name
    site = here(books).site_id
    moved = replace(
        ask(queries.site_details, site).result(),
        time_zone="Asia/Ho_Chi_Minh",
        cutoff="3:30",
        address_1="1 Lê Lợi",
        city="Huế",
        country="VN",
        phone="+84 234 382 2325",
    )
    books.station.act(boss, maintaining.change_site, ChangeSite(command_id(), site, moved)).result()
    assert (here(books).cutoff, here(books).site_address) == ("03:30", ("1 Lê Lợi", "Huế"))
    named = NameStation(command_id(), here(books).station_id, "Front desk")
    books.station.act(boss, maintaining.name_station, named).result()
    assert [each.name for each in ask(queries.stations).result()] == ["Front desk"]


@pytest.mark.parametrize(
    ("part", "wrong", "words", "field"),
    [
        ("practice", {"name": "  "}, "The practice needs a name", "name"),
        ("practice", {"email": "office"}, "looks like office@clinic", "email"),
        ("practice", {"phone": "call me"}, "digits, spaces", "phone"),
        ("practice", {"locale": "klingon"}, "not a language setting", "locale"),
        ("practice", {"tax_id": "4111 1111 1111 1111"}, "card number", "tax_id"),
        ("practice", {"country": "usa"}, "two letters", "country"),
        ("site", {"time_zone": "Mars/Phobos"}, "not a time zone", "time_zone"),
        ("site", {"cutoff": "24:00"}, "looks like 04:00", "cutoff"),
        ("site", {"cutoff": "4"}, "looks like 04:00", "cutoff"),
        ("site", {"name": ""}, "can't be empty", "name"),
        ("site", {"city": "x" * 121}, "120", "city"),
    ],
)
def test_what_can_not_be_is_refused_beside_its_field(
    books: Books, part: str, wrong: dict[str, str], words: str, field: str
) -> None:
    ask, site = books.station.ask, here(books).site_id
    there = ask(queries.site_details, site).result()
    deeds: dict[str, Callable[[], object]] = {
        "practice": lambda: books.station.act(
            SYSTEM,
            maintaining.change_practice,
            ChangePractice(command_id(), replace(ask(queries.practice_details).result(), **wrong)),
        ).result(),
        "site": lambda: books.station.act(
            SYSTEM,
            maintaining.change_site,
            ChangeSite(command_id(), site, replace(there, **wrong)),
        ).result(),
    }
    with pytest.raises(UserError, match=words) as refused:
        deeds[part]()
    assert refused.value.field == field


def test_a_step_that_was_passed_over_is_found_again(books: Books) -> None:
    def leave(step: str, *, left: bool = True, for_good: bool = False) -> None:
        command = LeaveStep(command_id(), step, left=left, for_good=for_good)
        books.station.act(SYSTEM, maintaining.leave_step, command).result()

    leave("bank")
    leave("printer", for_good=True)
    assert books.station.ask(queries.steps_left).result() == {"bank": False, "printer": True}
    leave("bank", left=False)
    leave("import", left=False)
    assert books.station.ask(queries.steps_left).result() == {"printer": True}
    with pytest.raises(UserError, match="no step"):
        leave("conquer")


def test_every_setting_that_asks_for_a_second_person_or_a_wait_is_changed_with_a_reason() -> None:
    """Whoever means to take money could otherwise switch a control off and on again unseen."""
    controls = {
        *("approvals.void_above", "drawers.difference_approval", "drawers.large_movement"),
        *("deposits.second_count", "refunds.approval_over", "refunds.second_over"),
        *("refunds.every", "refunds.check_days", "security.lock_after_s"),
    }
    assert {key for key, one in DECLARED.items() if one.asks_reason} == controls
