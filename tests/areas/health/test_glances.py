"""A look at a glance says nothing is wrong only where the check itself finds nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.areas.invoices import checks as invoices
from app.areas.ledger import checks as ledger
from app.areas.payments import checks as payments
from app.storage import glances
from app.storage.checking import Check
from app.storage.reading import ReadSql
from app.storage.slices import TURN, Looked
from app.storage.statements import Reader
from app.storage.tables import station
from tests.areas.health.tampering import Tampered, tampering

TABLES = ("journal_entry", "journal_line", "invoice", "invoice_line", "payment", "tender")
GLANCED = {
    *("ledger.trial_balance", "ledger.entries", "ledger.lines", "ledger.chart", "ledger.accounts"),
    *("invoices.lines", "invoices.sums", "invoices.entries"),
    *("payments.tenders", "payments.change", "payments.entries"),
}


@pytest.fixture
def opened(worked: Path) -> Iterator[Tampered]:
    with tampering(worked) as tampered:
        yield tampered


def made() -> dict[str, Check]:
    every = (*ledger.checks(), *invoices.checks(), *payments.checks())
    return {check.name: check for check in every if check.name in GLANCED}


def in_full(monkeypatch: pytest.MonkeyPatch) -> dict[str, Check]:
    """The same checks without their glances."""

    def never(_groups: glances.ByParent, *_signs: str) -> Callable[[Reader], Looked]:
        def not_sound(_reader: Reader) -> Looked:
            yield from ()
            return False

        return not_sound

    with monkeypatch.context() as patched:
        patched.setattr(glances.ByParent, "without", never)
        return made()


def changes() -> Iterator[str]:
    for name in TABLES:
        table = station.tables[name]
        for column in (table.c[one] for one in table.info["content"]):
            first = f"WHERE rowid = (SELECT min(rowid) FROM {name})"
            if column.info["role"] == "whole":
                yield f"UPDATE {name} SET {column.name} = coalesce({column.name}, 0) + 7 {first}"
            else:
                yield f"UPDATE {name} SET {column.name} = 'x' {first}"
            if column.nullable:
                yield f"UPDATE {name} SET {column.name} = NULL {first}"
                yield f"UPDATE {name} SET {column.name} = NULL"
        for some in ("rowid = 1", "rowid % 2 = 0", "TRUE"):
            yield f"DELETE FROM {name} WHERE {some}"


def test_a_glance_overlooks_nothing(opened: Tampered, monkeypatch: pytest.MonkeyPatch) -> None:
    slow, quick = in_full(monkeypatch), made()
    assert quick.keys() == GLANCED
    named: set[str] = set()
    for change in changes():
        opened.cursor.execute("SAVEPOINT one_change")
        opened.cursor.execute(change)
        for name, check in slow.items():
            found = check.findings(opened.reader())
            assert quick[name].findings(opened.reader()) == found, f"{name} after {change}"
            if found:
                named.add(name)
        opened.cursor.execute("ROLLBACK TO one_change")
    assert named == GLANCED


def test_a_glance_is_all_where_the_books_are_right(
    opened: Tampered, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is asked a second time, and checks of the same groups ask once."""
    reader = opened.reader()
    for check in made().values():
        assert check.findings(reader) == ()

    def refuse(_read: ReadSql, **_values: object) -> None:
        raise AssertionError("asked again")

    monkeypatch.setattr(reader, "fetch", refuse)
    monkeypatch.setattr(reader, "first", refuse)
    for check in made().values():
        assert set(check.look(reader)) <= {TURN}
