"""Who did what when: every deed has words, changes are said old → new, filters leave what fits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.areas.invoices.values import DraftLine
from app.areas.parties import service as parties
from app.areas.parties.values import ChangePatient, Person
from app.areas.reports import histories
from app.areas.reports.rules import ACTION_WORDS, action_words, value_words
from app.areas.reports.values import ActivityRow
from app.areas.settings import queries as settings
from app.areas.settings import service as setting
from app.areas.settings.values import ChangeSetting
from app.bootstrap import Station
from app.cli import finding
from app.kernel.actor import SYSTEM
from app.kernel.codec import to_plain
from app.kernel.errors import UserError
from app.kernel.listing import Filter, ListWanted, Op
from app.kernel.money import Money
from app.storage.canonical import canonical_json
from tests.areas.payments.mending import Mending, cash
from tests.building import PIN, Books, command_id


def rows(station: Station, *filters: Filter, text: str = "") -> tuple[ActivityRow, ...]:
    wanted = ListWanted(filters=filters, text=text, most=500)
    return station.ask(histories.activity, wanted).result().rows


def test_every_action_of_the_command_line_has_words() -> None:
    silent = {"payments.park_form", "payments.drop_parked", "settings.keep_columns"}
    silent |= {"displays.place_display", "displays.save_display", "displays.rate_service"}
    silent |= {"drawers.print_test_page", "scans.save_scanner"}
    silent |= {"health.save_second_place"}
    local = {name for name in finding.actions() if name.startswith("printing.")}
    assert set(finding.actions()) - local - silent <= set(ACTION_WORDS)


@pytest.mark.parametrize("action", sorted(ACTION_WORDS))
def test_words_are_short_and_begin_large(action: str) -> None:
    words = action_words(action)
    assert words[0].isupper()
    assert len(words) < 45
    assert not words.endswith(".")


def test_a_sign_in_says_whose(station: Station, books: Books) -> None:
    cashier = books.actors.cashier.user_id
    with pytest.raises(UserError):
        station.sign_in(cashier, "000000")
    station.sign_out(station.sign_in(cashier, PIN).actor)
    said = [(row.name, row.words) for row in rows(station)[:3]]
    assert said == [
        ("Cho Cho Win", "Signed out"),
        ("Cho Cho Win", "Signed in"),
        ("Counterfoil", "Typed a wrong PIN: Cho Cho Win"),
    ]


def test_a_deed_says_its_number_and_amount_newest_first(station: Station, books: Books) -> None:
    mending = Mending(station, books, books.open_shift().shift_id)
    account = books.register_patient()
    books.issue_invoice(account.account_id, 3500)
    taken = mending.take(account.account_id, cash(3500))
    mending.void(taken.payment_id)
    said = [(row.name, row.words) for row in rows(station)]
    assert said[0][1].startswith("Voided a payment: 35.00, ")
    assert said[1] == ("Cho Cho Win", "Took a payment: W1-000001, 35.00")
    assert said[2] == ("Ben Clerk", "Issued an invoice: W1-000001, 35.00")
    assert said[3] == ("Cho Cho Win", "Registered a patient: A-000001")
    assert said[4] == ("Cho Cho Win", "Opened a shift: W1-000001")
    assert [row.at for row in rows(station)] == sorted(
        (row.at for row in rows(station)), reverse=True
    )


def test_a_change_says_what_was_and_what_is(station: Station, books: Books) -> None:
    account = books.register_patient()
    person = Person("Nguyễn", "Thị Hoa", phone="312 555 0100")
    command = ChangePatient(command_id(), account.patient_id, person)
    station.act(books.actors.billing_clerk, parties.change_patient, command).result()
    latest = rows(station)[0]
    assert latest.name == "Ben Clerk"
    said = {change.field: (change.old, change.new) for change in latest.changes}
    assert said["phone"] == ("", "312 555 0100")
    assert said["birth date"] == ("Mar 14, 1984", "")
    assert {change.thing for change in latest.changes} == {"patient"}


def test_it_is_narrowed_to_a_person_a_day_and_a_deed(station: Station, books: Books) -> None:
    books.open_shift()
    books.register_patient()
    change = ChangeSetting(command_id(), "receipts.footer", "Thanks")
    station.act(SYSTEM, setting.change_setting, change).result()
    cashier = books.actors.cashier.user_id
    mine = rows(station, Filter("person", Op.ANY_OF, (cashier,)))
    assert {row.user_id for row in mine} == {cashier}
    deed = rows(station, Filter("action", Op.ANY_OF, ("drawers.open_shift",)))
    assert [row.words for row in deed] == ["Opened a shift: W1-000001"]
    today = settings.business_today(station.practice, station.database.clock.now())
    begin, end = station.ask(histories.day_bounds, today).result()
    bounds = (Filter("at", Op.AT_LEAST, (begin,)), Filter("at", Op.AT_MOST, (end,)))
    assert len(rows(station, *bounds)) >= 3
    early = station.ask(histories.day_bounds, today - timedelta(400)).result()
    assert rows(station, Filter("at", Op.AT_MOST, (early[1],))) == ()
    assert [row.words for row in rows(station, text="change set")] == [
        "Changed a setting: receipts.footer is now Thanks"
    ]
    assert station.ask(histories.activity_totals, ListWanted()).result().count == len(rows(station))


def test_lines_of_a_draft_are_counted_and_added_up() -> None:
    lines = to_plain(
        (
            DraftLine("Visit", Money(4500, "USD"), quantity_e4=20_000),
            DraftLine("X-ray", Money(5000, "USD"), discount_percent_e4=100_000),
            DraftLine("Splint", Money(1000, "USD"), discount=Money(100, "USD")),
        )
    )
    text = canonical_json(lines)
    assert value_words("lines", text, "USD") == "3 lines, 144.00"
    assert value_words("lines", "[]", "USD") == ""
    assert value_words("plan", '{"a": 1}', "USD") == "1 entry"
    assert value_words("notes", "[sic] as typed", "USD") == "[sic] as typed"
