"""What the settings page shows: who set a value last, and which GL accounts may be chosen."""

from __future__ import annotations

from app.areas.ledger import queries as ledger
from app.areas.payments import queries as payments
from app.areas.reports import histories
from app.areas.settings import queries as settings
from app.areas.settings import service
from app.areas.settings.rules import DECLARED, check_value
from app.areas.settings.values import ChangeSetting, SettingKind
from app.kernel.actor import SYSTEM, Actor
from tests.building import Books, command_id


def change(books: Books, actor: Actor, value: str) -> None:
    command = ChangeSetting(command_id(), "billing.terms_days", value)
    books.station.act(actor, service.change_setting, command).result()


def test_a_setting_names_who_changed_it_last(books: Books) -> None:
    assert books.station.ask(histories.setting_changes).result() == ()
    change(books, SYSTEM, "14")
    change(books, books.actors.administrator, "21")
    (last,) = books.station.ask(histories.setting_changes).result()
    assert (last.key, last.by) == ("billing.terms_days", books.actors.administrator.name)
    assert last.at <= books.station.database.clock.now()


def test_every_choice_has_its_words(books: Books) -> None:
    for setting in DECLARED.values():
        assert len(setting.choice_words) == len(setting.choices), setting.key
    rows = {row.key: row for row in books.station.ask(settings.setting_rows).result()}
    assert rows["payments.cash_rounding"].choice_words[0] == "Not rounded"


def test_a_list_of_amounts_is_kept_like_other_lists() -> None:
    assert DECLARED["drawers.denominations"].kind is SettingKind.MINOR_UNITS_LIST
    assert check_value("drawers.denominations", "10000, 5000,25") == "10000,5000,25"


def test_only_accounts_that_would_be_taken_are_offered(books: Books) -> None:
    tenders = {row.code for row in books.station.ask(payments.accounts_for_tenders).result()}
    assert {"1000", "1030", "1040"} <= tenders
    assert not tenders & {"1015", "1018", "1100", "4010"}
    reasons = {row.code for row in books.station.ask(ledger.accounts_for_reasons).result()}
    assert {"1018", "1020", "6000"} <= reasons
    assert not reasons & {"1015", "1100", "2050"}
