"""What a station that is broken or worse may say: the others keep it and go on."""

from __future__ import annotations

import secrets
from typing import Any

import pytest

from app.kernel.errors import OutsideError
from app.kernel.ids import new_id
from app.storage import carriers
from app.storage.canonical import canonical_json
from app.storage.database import Database
from app.storage.receiving import Received
from app.storage.station_log import CARRY, carrier_body, record_hash
from app.sync.exchange import Done, Exchange
from app.sync.looking import standing
from tests.two_stations.beside import sent, take
from tests.two_stations.conftest import Joined
from tests.two_stations.test_any_pages import unlike
from tests.two_stations.test_odd_rows import (
    Author,
    a_row,
    author,
    column,
    edit,
    fact,
    first,
    second,
)

__all__ = ["author", "first", "second"]


def put(author: Author, body: str, *, action: str = "test.says", why: str = "") -> Received:
    """The next record of this author with any text as its body."""
    one = author.says().record | {"body": body, "action": action}
    one["hash"] = author.last = record_hash(one)
    return Received(one, bool(why), why)


def first_carried(first: Any) -> dict[str, Any]:
    return dict(sent(first)[0].record)


def huge(row: dict[str, Any]) -> list[dict[str, Any]]:
    """A balanced entry whose amounts no sum of 64 bits can hold twice."""
    entry = new_id()
    fields = row["f"] | {"entry_id": entry}
    return [
        fact("journal_line", new_id(), **fields | {"amount_minor": sign * (2**63 - 1)})
        for sign in (1, 1, -1, -1)
    ]


def test_no_body_stops_what_others_say(second: Database, author: Author, first: Any) -> None:
    deep = "[" * 3000 + "]" * 3000
    patient = a_row(first, "patient")["id"]
    entry, lines = a_row(first, "journal_entry"), huge(a_row(first, "journal_line"))
    whole = fact("journal_entry", lines[0]["f"]["entry_id"], **entry["f"] | {"line_count": 4})
    no_hash = first_carried(first) | {"hash": "0" * 64}
    odd_hash = first_carried(first) | {"hash": {"x": 1}}
    forged = "P0422 a record that is carried is not its station's"
    page = [
        put(author, carrier_body(no_hash), action=CARRY, why=forged),
        put(author, carrier_body(odd_hash), action=CARRY, why=forged),
        put(author, '"t":"carried.v1"', action=CARRY, why="22P02 no JSON"),
        put(author, '{"rows":[{"id":"\\ud800","r":{},"t":"carried.v1"}]}', action=CARRY),
        put(author, '{"rows":[{"t":"odd.v1","x":' + deep + "}]}"),
        put(author, '{"rows":[{"t":"carried.v1","x":' + deep + "}]}", action=CARRY),
        put(author, canonical_json({"rows": [*lines, whole]})),
        author.says(edit(patient, 5_000_000_000_000, phone="555 6")),
    ]
    other = Author(author.organization, author.master, new_id(), secrets.token_hex(16))
    page.append(other.says(edit(patient, 5_000_000_000_000, city="Elsewhere")))
    assert take(second, page) == len(page)
    assert column(second, "patient", "phone", patient) == ["555 6"]
    assert column(second, "patient", "city", patient) == ["Elsewhere"]


def test_a_record_without_rows_is_kept_aside_at_once_too(joined: Joined) -> None:
    """The verdict hangs on the record alone, not on what it came with."""
    joined.drain()
    assert joined.send(joined.forged([], body="{}")) == "quarantined"


def test_an_entry_of_sums_that_no_station_could_add_up_is_kept_aside(
    joined: Joined, first: Any
) -> None:
    """The next honest line of the same GL account would overflow at every window."""
    joined.drain()
    lines, entry = huge(a_row(first, "journal_line")), a_row(first, "journal_entry")
    whole = fact("journal_entry", lines[0]["f"]["entry_id"], **entry["f"] | {"line_count": 4})
    assert joined.send(joined.forged([*lines, whole])) == "quarantined"
    for line in lines:
        line["f"]["amount_minor"] = 10**12 if line["f"]["amount_minor"] > 0 else -(10**12)
    small = [fact("journal_line", one["id"], **one["f"]) for one in lines]
    assert joined.send(joined.forged([*small, whole])) == "applied"


def test_a_carrier_that_forges_a_signature_is_no_home_of_a_record(
    second: Database, author: Author, first: Any
) -> None:
    """Otherwise what it carries would count nowhere once its own stream is gone."""
    lost = Author(author.organization, author.master).says(
        edit(a_row(first, "patient")["id"], 5_000_000_000_000, phone="555 2")
    )
    assert lost.record["station"] != author.station
    whole = carrier_body(lost.record | {"mac": "0" * 64})
    why = "P0422 a record that is carried is not its station's"
    take(second, [put(author, whole, action=CARRY, why=why)])
    assert second.read(carriers.where, lost.record["hash"]) == ()
    take(second, [put(author, carrier_body(lost.record), action=CARRY)])
    assert len(second.read(carriers.where, lost.record["hash"])) == 1
    assert second.read(unlike) == []


@pytest.mark.parametrize(
    ("function", "answer"),
    [
        ("hello(int, text, text, text, bigint, text, bigint)", "null"),
        ("hello(int, text, text, text, bigint, text, bigint)", '{"have": "many"}'),
        ("push(uuid, text, jsonb)", '[{"seq": 1, "said": "perhaps"}]'),
        ("poll(text, jsonb, int)", '{"records": [{}], "heads": {"x": 1}, "aside": ""}'),
    ],
)
def test_an_answer_in_another_form_is_the_centres_trouble(
    joined: Joined, function: str, answer: str
) -> None:
    """It is told in words and tried again; nothing is lost, and the next answer is heard."""
    name, _, rest = function.partition("(")
    other = f"RETURNS jsonb LANGUAGE sql AS $$ SELECT '{answer}'::jsonb $$"
    joined.centre.admin.execute(f"ALTER FUNCTION sync.{function} RENAME TO was_{name}")
    joined.centre.admin.execute(f"CREATE FUNCTION sync.{function} {other}")
    exchange = Exchange(joined.station, joined.line)
    with pytest.raises(OutsideError, match="does not understand"):
        exchange.drain()
    assert "does not understand" in joined.station.ask(standing).result().trouble
    joined.centre.admin.execute(f"DROP FUNCTION sync.{function}")
    joined.centre.admin.execute(f"ALTER FUNCTION sync.was_{name}({rest} RENAME TO {name}")
    assert exchange.drain().done is Done.DRAINED
    assert joined.station.ask(standing).result().online
