"""The list of tenders as a practice keeps it: what may be changed, and what the books rely on."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.areas.payments import maintaining, queries
from app.areas.payments.tender_values import SaveTenderType, TenderField
from app.areas.payments.values import TakePayment, TenderGiven, TenderKind
from app.kernel.errors import UserError
from tests.areas.payments.taking import posted, tender, usd
from tests.building import Books, command_id

GIFT = SaveTenderType(
    command_id(),
    "gift_card",
    "Gift card",
    TenderKind.OTHER,
    "1030",
    (TenderField.REFERENCE,),
    position=3,
)
CASH = SaveTenderType(command_id(), "cash", "Cash", TenderKind.CASH, "1015", position=1)


def save(books: Books, wanted: SaveTenderType, **fields: Any) -> str:
    command = replace(wanted, id=command_id(), **fields)
    act = books.station.act
    return act(books.actors.administrator, maintaining.save_tender_type, command).result()


def test_a_new_way_to_pay_is_listed_and_taken(books: Books) -> None:
    assert save(books, GIFT) == "gift_card"
    rows = books.station.ask(queries.tender_types).result()
    assert [row.method for row in rows][2:4] == ["credit_card", "gift_card"]
    account = books.register_patient().account_id
    books.issue_invoice(account, 1_000)
    books.open_shift()
    gift = TenderGiven("gift_card", usd(500), reference="GC-7")
    taken = books.take(TakePayment(command_id(), account, (gift,)))
    assert posted(books, taken.payment_id) == {"1030": 500, "1100": -500}


def test_one_out_of_use_is_not_offered_and_not_taken(books: Books) -> None:
    save(books, GIFT)
    save(books, GIFT, active=False, name="Gift card (old)")
    assert "gift_card" not in [r.method for r in books.station.ask(queries.tender_types).result()]
    kept = books.station.ask(queries.tender_types, True).result()
    assert "Gift card (old)" in [row.name for row in kept]
    account = books.register_patient().account_id
    books.open_shift()
    with pytest.raises(UserError, match="not taken here"):
        books.take(TakePayment(command_id(), account, (tender("gift_card", 500),)))


@pytest.mark.parametrize(
    ("wanted", "fields", "words", "field"),
    [
        (GIFT, {"method": "Gift card"}, "small letters", "method"),
        (GIFT, {"method": ""}, "small letters", "method"),
        (GIFT, {"name": " "}, "can't be empty", "name"),
        (GIFT, {"gl_code": "1015"}, "not an active asset", "gl_code"),
        (GIFT, {"gl_code": "1100"}, "not an active asset", "gl_code"),
        (GIFT, {"gl_code": "4010"}, "not an active asset", "gl_code"),
        (GIFT, {"gl_code": "77"}, "not an active asset", "gl_code"),
        (GIFT, {"required": (TenderField.BANK, TenderField.BANK)}, "listed once", "required"),
        (GIFT, {"refunded_by": "nothing"}, "not a way to pay", "refunded_by"),
        (GIFT, {"position": 0}, "from 1 to 99", "position"),
        (GIFT, {"position": 100}, "from 1 to 99", "position"),
        (CASH, {"gl_code": "1020"}, "cash in drawers", "gl_code"),
        (CASH, {"required": (TenderField.REFERENCE,)}, "no fields", "required"),
        (CASH, {"kind": TenderKind.OTHER, "gl_code": "1030"}, "can't be changed", "kind"),
    ],
)
def test_what_the_books_rely_on_stays(
    books: Books, wanted: SaveTenderType, fields: dict[str, Any], words: str, field: str
) -> None:
    with pytest.raises(UserError, match=words) as caught:
        save(books, wanted, **fields)
    assert caught.value.field == field
