"""The practice's bank accounts: added, changed, retired; deposits always go to exactly one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from app.areas.deposits import bank_checks, banks, maintaining
from app.areas.deposits.bank_values import (
    BankAccountRow,
    SaveBankAccount,
    SlipLayout,
    StateBankBalance,
)
from app.areas.ledger import service as ledger
from app.areas.ledger.values import AddGLAccount, GLType, ManualLine, PostManualEntry
from app.areas.reports import histories
from app.cli import finding
from app.kernel.actor import SYSTEM
from app.kernel.errors import NotAllowed, UserError
from app.kernel.ids import BankAccountId, new_id
from app.kernel.listing import ListWanted
from app.kernel.money import Money
from tests.building import Books, command_id

GOOD: dict[str, Any] = {
    "name": "Operating",
    "bank": "First Bank",
    "account_number": "000123456789",
    "gl_code": "1000",
    "routing": "021000021",
}
SECOND: dict[str, Any] = {"name": "Payroll", "account_number": "000987654321", "gl_code": "1010"}


def usd(minor: int) -> Money:
    return Money(minor, "USD")


def save(books: Books, known: BankAccountId | None = None, **fields: Any) -> BankAccountId:
    command = SaveBankAccount(command_id(), known, **GOOD | fields)
    act = books.station.act
    return act(books.actors.administrator, maintaining.save_bank_account, command).result()


def refused(books: Books, known: BankAccountId | None = None, **fields: Any) -> UserError:
    with pytest.raises(UserError) as found:
        save(books, known, **fields)
    return found.value


def listed(books: Books, *, everyone: bool = False) -> tuple[BankAccountRow, ...]:
    return books.station.ask(lambda reader: banks.bank_accounts(reader, all=everyone)).result()


def one(books: Books, bank_account_id: BankAccountId) -> BankAccountRow:
    return books.station.ask(banks.bank_account, bank_account_id).result()


def sound(books: Books) -> bool:
    """Whether the promise about bank accounts holds."""
    return not any(books.station.ask(check.findings).result() for check in bank_checks.checks())


def test_the_first_account_is_where_deposits_go(books: Books) -> None:
    first = save(books, bank_city="Chicago", swift="chasus33", account_title="Riverside Clinic LLC")
    row = one(books, first)
    assert row.is_default
    assert (row.swift, row.currency) == ("CHASUS33", "USD")
    assert (row.current, row.available) == (usd(0), None)
    second = save(books, **SECOND)
    assert not one(books, second).is_default
    assert [found.bank_account_id for found in listed(books)] == [first, second]
    assert books.station.ask(banks.default_bank_account).result() == one(books, first)
    assert sound(books)


def test_another_account_takes_the_deposits_over(books: Books) -> None:
    first, second = save(books), save(books, **SECOND, is_default=True)
    assert [row.is_default for row in (one(books, first), one(books, second))] == [False, True]
    said = refused(books, second, **SECOND)
    assert said.field == "is_default"
    assert refused(books, second, **SECOND, is_default=True, active=False).field == "active"
    save(books, first, is_default=True)
    save(books, second, **SECOND, active=False)
    assert [row.bank_account_id for row in listed(books)] == [first]
    assert len(listed(books, everyone=True)) == 2
    assert sound(books)


def test_the_only_account_may_be_retired_and_comes_back_as_the_default(books: Books) -> None:
    only = save(books)
    save(books, only, active=False)
    assert listed(books) == ()
    assert books.station.ask(banks.default_bank_account).result() is None
    assert sound(books)
    save(books, only)
    assert one(books, only).is_default


def test_deposits_do_not_go_to_an_account_in_another_currency(books: Books) -> None:
    layout = SlipLayout.NEUTRAL
    euros: dict[str, Any] = SECOND | {"layout": layout, "routing": "", "currency": "EUR"}
    foreign = save(books, **euros)
    assert not one(books, foreign).is_default
    assert refused(books, foreign, **euros, is_default=True).field == "is_default"
    assert refused(books, foreign, **euros | {"currency": "USD"}).field == "currency"
    assert refused(books, **SECOND | {"currency": "XXQ"}).field == "currency"
    save(books)
    assert sound(books)


def test_the_number_is_masked_everywhere_but_for_the_slip(books: Books) -> None:
    made = save(books)
    assert one(books, made).account_number == ""
    assert [row.masked_number for row in listed(books)] == ["•••• 6789"]
    whole = books.station.ask(banks.whole_bank_account, made).result()
    assert whole.account_number == "000123456789"
    with pytest.raises(UserError, match="command line"):
        finding.one(finding.queries(), "deposits.whole_bank_account")
    save(books, made, account_number="", name="Main")
    assert books.station.ask(banks.whole_bank_account, made).result().account_number == (
        "000123456789"
    )
    log = books.station.ask(histories.activity, ListWanted(most=100)).result().rows
    said = repr([(row.words, row.changes) for row in log])
    assert "•••• 6789" in said
    assert "000123456789" not in said


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": " "}, "name"),
        ({"bank": ""}, "bank"),
        ({"account_number": ""}, "account_number"),
        ({"account_number": "4111 1111 1111 1111"}, "account_number"),
        ({"routing": "021000022"}, "routing"),
        ({"routing": ""}, "routing"),
        ({"swift": "CHASUS"}, "swift"),
        ({"gl_code": ""}, "gl_code"),
        ({"gl_code": "9999"}, "gl_code"),
        ({"gl_code": "1018"}, "gl_code"),
        ({"gl_code": "1019"}, "gl_code"),
        ({"gl_code": "1030"}, "gl_code"),
        ({"gl_code": "1100"}, "gl_code"),
        ({"gl_code": "1200"}, "gl_code"),
        ({"gl_code": "2000"}, "gl_code"),
        ({"is_default": True, "active": False}, "is_default"),
        ({"layout": SlipLayout.UK}, "account_number"),
        ({"layout": SlipLayout.UK, "account_number": "12345678"}, "routing"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field(
    books: Books, fields: dict[str, Any], field: str
) -> None:
    assert refused(books, **fields).field == field
    assert listed(books, everyone=True) == ()


def test_two_accounts_share_neither_name_nor_number_nor_gl_account(books: Books) -> None:
    first = save(books)
    assert refused(books, **SECOND | {"name": "OPERATING"}).field == "name"
    assert refused(books, **SECOND | {"account_number": "000-123456789"}).field == "account_number"
    assert refused(books, **SECOND | {"gl_code": "1000"}).field == "gl_code"
    save(books, first, name="Operating 2")
    unknown = BankAccountId(new_id())
    assert refused(books, unknown).field == "bank_account_id"


def test_another_country_asks_for_the_number_as_it_writes_it(books: Books) -> None:
    made = save(books)
    uk: dict[str, Any] = {"layout": SlipLayout.UK, "routing": "404784"}
    assert refused(books, made, **uk, account_number="").field == "account_number"
    save(books, made, **uk, account_number="12345678")
    assert one(books, made).routing == "40-47-84"


def test_a_gl_account_of_the_practice_can_be_a_bank_account(books: Books) -> None:
    act = books.station.act
    own = AddGLAccount(command_id(), "1005", "Cash – Savings", GLType.ASSET)
    act(books.actors.cfo, ledger.add_gl_account, own).result()
    save(books)
    offered = [row.code for row in books.station.ask(banks.accounts_for_banks).result()]
    assert offered == ["1005", "1010", "1020"]
    made = save(books, **SECOND | {"gl_code": "1005"})
    lines = (ManualLine("1005", usd(700), usd(0)), ManualLine("3000", usd(0), usd(700)))
    entry = PostManualEntry(command_id(), date(2026, 1, 5), "Savings", lines)
    act(SYSTEM, ledger.post_manual_entry, entry).result()
    assert one(books, made).current == usd(700)


def test_what_the_bank_says_is_noted_with_its_day(books: Books) -> None:
    made = save(books)

    def state(minor: int, as_of: date, code: str = "USD") -> None:
        command = StateBankBalance(command_id(), made, Money(minor, code), as_of)
        act = books.station.act
        act(books.actors.accounting, maintaining.state_bank_balance, command).result()

    state(-1250, date(2026, 1, 5))
    row = one(books, made)
    assert (row.available, row.available_on) == (usd(-1250), date(2026, 1, 5))
    assert row.current == usd(0)
    later = books.station.clock.now().date() + timedelta(days=2)
    for minor, day, code, field in (
        (1, later, "USD", "as_of"),
        (1, date(1899, 1, 1), "USD", "as_of"),
        (1, date(2026, 1, 5), "EUR", "available"),
        (10**15, date(2026, 1, 5), "USD", "available"),
    ):
        with pytest.raises(UserError) as found:
            state(minor, day, code)
        assert found.value.field == field
    assert one(books, made) == row


def test_a_cashier_keeps_no_bank_accounts(books: Books) -> None:
    act, cashier = books.station.act, books.actors.cashier
    with pytest.raises(NotAllowed):
        act(
            cashier,
            maintaining.save_bank_account,
            SaveBankAccount(command_id(), None, **GOOD),
        ).result()
    made = save(books)
    command = StateBankBalance(command_id(), made, usd(1), date(2026, 1, 5))
    with pytest.raises(NotAllowed):
        act(cashier, maintaining.state_bank_balance, command).result()
