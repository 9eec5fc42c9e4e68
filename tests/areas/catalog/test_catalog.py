"""The list of services and the dated table of taxes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from app.areas.catalog import maintaining, queries
from app.areas.catalog.rules import matching
from app.areas.catalog.values import EXEMPT, SaveService, SaveTaxRate, ServiceRow, Unit
from app.kernel.errors import NotAllowed, UserError
from app.kernel.ids import ServiceId
from app.kernel.money import Money
from tests.areas.charging import Desk
from tests.building import Books, command_id


@pytest.fixture
def desk(books: Books) -> Desk:
    return Desk(books)


def save(desk: Desk, **fields: Any) -> Any:
    wanted: dict[str, Any] = {
        "code": "99213",
        "name": "Office visit",
        "price": Money(12_800, "USD"),
    } | fields
    command = SaveService(command_id(), **wanted)
    return desk.act(maintaining.save_service, command, desk.books.actors.billing_manager)


def rate(desk: Desk, percent_e4: int, since: date, tax_class: str = "standard") -> None:
    command = SaveTaxRate(command_id(), tax_class, "Sales tax", percent_e4, since)
    desk.act(maintaining.save_tax_rate, command, desk.books.actors.billing_manager)


def test_a_service_is_added_changed_and_put_out_of_use(desk: Desk) -> None:
    made = save(desk)
    assert save(desk, service_id=made.service_id).changed is False
    assert save(desk, service_id=made.service_id, price=Money(13_000, "USD")).changed
    assert desk.ask(queries.service, made.service_id).price.minor == 13_000
    save(desk, service_id=made.service_id, active=False)
    assert desk.ask(queries.services) == ()
    assert len(desk.ask(queries.services, all=True)) == 1
    with pytest.raises(UserError, match="is the code of “Office visit”"):
        save(desk, name="Another")
    with pytest.raises(UserError, match="no such service"):
        desk.ask(queries.service, ServiceId("x"))


def test_a_code_that_was_given_up_may_be_another_service(desk: Desk) -> None:
    made = save(desk)
    save(desk, service_id=made.service_id, code="99214")
    again = save(desk, name="New visit")
    assert again.service_id != made.service_id
    codes = [row.code for row in desk.ask(queries.services)]
    assert codes == ["99213", "99214"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"code": "a b"}, "capitals, digits"),
        ({"name": " "}, "empty"),
        ({"price": Money(-1, "USD")}, "zero or more"),
        ({"price": Money(1, "EUR")}, "Prices are in USD"),
        ({"tax_class": "luxury"}, "no tax class"),
        ({"revenue_gl": "1015"}, "not an active revenue account"),
    ],
)
def test_what_is_no_service(desk: Desk, fields: dict[str, Any], said: str) -> None:
    with pytest.raises(UserError, match=said):
        save(desk, **fields)


def test_a_cashier_keeps_no_lists(desk: Desk) -> None:
    command = SaveService(command_id(), "1", "Visit", Money(1, "USD"))
    with pytest.raises(NotAllowed):
        desk.act(maintaining.save_service, command, desk.books.actors.cashier)


def test_each_day_has_the_rate_that_began_last(desk: Desk) -> None:
    today = datetime.now(UTC).date()
    rate(desk, 50_000, date(2020, 1, 1))
    rate(desk, 60_000, date(2024, 7, 1))
    rate(desk, 70_000, today + timedelta(days=30))
    for day, expected in (
        (date(2020, 1, 1), 50_000),
        (date(2024, 6, 30), 50_000),
        (date(2024, 7, 1), 60_000),
        (today, 60_000),
        (today + timedelta(days=31), 70_000),
    ):
        assert desk.ask(queries.rate_on, "standard", day) == expected
    assert desk.ask(queries.rate_on, EXEMPT, today) == 0
    with pytest.raises(UserError, match="has no rate on"):
        desk.ask(queries.rate_on, "standard", date(2019, 12, 31))
    current = [row.rate_e4 for row in desk.ask(queries.tax_rates) if row.current]
    assert current == [60_000]
    rate(desk, 61_000, date(2024, 7, 1))
    assert desk.ask(queries.rate_on, "standard", today) == 61_000
    assert desk.ask(queries.tax_classes) == (EXEMPT, "standard")


def test_exempt_stays_exempt_and_rates_are_percentages(desk: Desk) -> None:
    with pytest.raises(UserError, match="always means no tax"):
        rate(desk, 1, date(2024, 1, 1), EXEMPT)
    with pytest.raises(UserError, match="0 to 100"):
        rate(desk, 1_000_001, date(2024, 1, 1))
    with pytest.raises(UserError, match="small letters"):
        rate(desk, 1, date(2024, 1, 1), "Standard")


def test_finding_by_code_and_words() -> None:
    rows = tuple(
        ServiceRow(ServiceId(code), code, name, Money(1, "USD"), EXEMPT, "4010", Unit.VISIT, True)
        for code, name in (
            ("12001", "Wound closure"),
            ("71046", "X-ray, chest"),
            ("7104", "Échographie"),
            ("99213", "Office visit"),
            ("99203", "Office visit, new patient"),
        )
    )

    def found(text: str) -> list[str]:
        return [row.code for row in matching(rows, text, 10)]

    assert found("7104") == ["7104", "71046"]
    assert found("992") == ["99213", "99203"]
    assert found("visit off") == ["99213", "99203"]
    assert found("echo") == ["7104"]
    assert found("new") == ["99203"]
    assert found("nothing like it") == []
    assert len(found("")) == 5
