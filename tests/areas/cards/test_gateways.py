"""The list of gateways and readers: what is refused, who is the first choice, what stands here."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from app.areas.cards import gateways, maintaining
from app.areas.cards.gateway_values import (
    SIMULATED_READER_REF,
    BindReader,
    CardWay,
    NoteStanding,
    Provider,
    SaveGateway,
    SaveReader,
)
from app.bootstrap import FirstAdministrator, Unlock, init_station, open_station
from app.kernel.actor import SYSTEM
from app.kernel.errors import UserError
from app.kernel.ids import GatewayId
from tests.building import PIN, Books, command_id, set_up

CARDS = ("credit_card", "debit_card")


class Kept:
    """A keyring in memory."""

    def __init__(self) -> None:
        self._all: dict[tuple[str, str], str] = {}

    def available(self) -> bool:
        return True

    def read(self, service: str, name: str) -> str | None:
        return self._all.get((service, name))

    def write(self, service: str, name: str, secret: str) -> None:
        self._all[service, name] = secret


def save(books: Books, name: str, provider: Provider = Provider.STRIPE, **more: Any) -> GatewayId:
    known = more.pop("gateway_id", None)
    wanted = SaveGateway(
        command_id(),
        known,
        name,
        provider,
        more.pop("methods", CARDS),
        test_mode=more.pop("test_mode", provider is Provider.STRIPE),
        **more,
    )
    gateway_id: GatewayId = do(books, maintaining.save_gateway, wanted)
    return gateway_id


def refused(books: Books, name: str = "Another", **more: Any) -> tuple[str | None, str]:
    with pytest.raises(UserError) as caught:
        save(books, name, **more)
    return caught.value.field, caught.value.text


def do(books: Books, action: Any, command: Any) -> Any:
    return books.station.act(books.actors.administrator, action, command).result()


def ask(books: Books, query: Any, *args: Any) -> Any:
    return books.station.ask(query, *args).result()


def way(books: Books, method: str = "credit_card") -> CardWay:
    return next(each for each in ask(books, gateways.ways) if each.method == method)


def test_what_a_gateway_may_not_be(books: Books) -> None:
    known = save(books, "Stripe")
    assert refused(books, " stripe ")[0] == "name"
    assert refused(books, methods=())[0] == "methods"
    assert refused(books, methods=("cash",))[0] == "methods"
    assert refused(books, methods=("credit_card",), default_for=("debit_card",)) == (
        "default_for",
        "It can be the first choice only of what it takes: tick “Debit card” there too.",
    )
    assert refused(books, provider=Provider.SQUARE, gateway_id=known)[0] == "provider"
    assert refused(books, provider=Provider.SQUARE, base_url="https://square.example")[0] == (
        "base_url"
    )
    assert refused(books, provider=Provider.SQUARE, test_mode=True)[0] == "test_mode"
    assert refused(books, position=0)[0] == "position"
    assert "demo practice" in refused(books, test_mode=False)[1]
    for url in (
        "stripe.com",
        "https://u:p@stripe.com",
        "https://stripe.com/v1?x=1",
        "ftp://a",
        "https://a:99999",
        "https://",
    ):
        assert refused(books, base_url=url)[0] == "base_url", url
    for url in ("http://stripe.com", "http://127.0.0.1.evil.example:80", "http://localhost.x"):
        assert "https" in refused(books, base_url=url)[1], url
    save(books, "On this computer", base_url="http://127.0.0.1:4242/")
    kept = next(row for row in ask(books, gateways.gateways) if row.name == "On this computer")
    assert kept.base_url == "http://127.0.0.1:4242"


def test_one_first_choice_for_each_way_to_pay(books: Books) -> None:
    square = save(books, "Square", Provider.SQUARE, default_for=CARDS, position=2)
    assert not way(books).charges
    stripe = save(books, "Stripe", default_for=("credit_card",), position=1)
    rows = {row.gateway_id: row for row in ask(books, gateways.gateways)}
    assert rows[square].default_for == ("debit_card",)
    assert rows[stripe].default_for == ("credit_card",)
    assert way(books).gateway.gateway_id == square, "no reader of Stripe stands here"
    reader = SaveReader(command_id(), None, stripe, "Front desk 1", "tmr_1")
    reader_id = do(books, maintaining.save_reader, reader)
    do(books, maintaining.bind_reader, BindReader(command_id(), stripe, reader_id))
    here = way(books)
    assert (here.gateway.gateway_id, here.charges) == (stripe, True)
    assert here.reader is not None
    assert here.reader.label == "Front desk 1"
    assert way(books, "debit_card").gateway.gateway_id == square
    trouble = "Card payments are not set up."
    do(
        books,
        maintaining.note_standing,
        NoteStanding(command_id(), stripe, True, trouble, "acct_1"),
    )
    assert way(books).trouble == trouble
    again = replace(reader, id=command_id(), reader_id=reader_id, active=False)
    do(books, maintaining.save_reader, again)
    assert way(books).gateway.gateway_id == square, "a reader out of use stands nowhere"


def test_readers_and_accounts_stay_with_their_gateway(books: Books) -> None:
    stripe, square = save(books, "Stripe"), save(books, "Square", Provider.SQUARE)
    reader = SaveReader(command_id(), None, stripe, "Front desk 1", "tmr_1")
    reader_id = do(books, maintaining.save_reader, reader)

    def field(command: SaveReader | BindReader | NoteStanding, action: Any) -> str | None:
        with pytest.raises(UserError) as caught:
            do(books, action, replace(command, id=command_id()))
        return caught.value.field

    save_reader = maintaining.save_reader
    assert field(replace(reader, gateway_id=square), save_reader) == "gateway_id"
    assert field(reader, save_reader) == "reader_ref"
    assert field(replace(reader, label=" front DESK 1", reader_ref="tmr_2"), save_reader) == "label"
    other = save(books, "Branch")
    moved = replace(reader, reader_id=reader_id, gateway_id=other)
    assert field(moved, save_reader) == "gateway_id"
    assert field(BindReader(command_id(), other, reader_id), maintaining.bind_reader)
    note = NoteStanding(command_id(), stripe, True, "", "acct_1")
    do(books, maintaining.note_standing, note)
    assert ask(books, gateways.gateway, stripe).account_ref == "acct_1"
    assert field(replace(note, account_ref="acct_2"), maintaining.note_standing) == "key"
    assert refused(books, "Stripe", gateway_id=stripe, test_mode=False)[0] == "test_mode"


def test_the_simulated_reader_is_for_demos_alone(books: Books, tmp_path: Path) -> None:
    do(books, maintaining.seed_simulated, None)
    here = way(books)
    assert here.charges
    assert here.reader is not None
    assert here.reader.reader_ref == SIMULATED_READER_REF
    data = tmp_path / "real"
    unlock = Unlock(secrets=Kept())
    init_station(data, set_up(demo=False), FirstAdministrator("Ana", "1", PIN), unlock)
    station = open_station(data, unlock)
    try:
        live = Books(station, replace(books.actors, administrator=SYSTEM))
        with pytest.raises(UserError):
            do(live, maintaining.seed_simulated, None)
        assert refused(live, provider=Provider.SIMULATED, test_mode=True)[0] == "provider"
        save(live, "Stripe, to try", test_mode=True)
        assert ask(live, gateways.ways) == (), "what only tries things out takes no real money"
    finally:
        station.close()
