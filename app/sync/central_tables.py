"""The centre's functions that hand out whole tables: a part of `central`, which alone else knows
such names.
"""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from app.storage.receiving import StreamKey
from app.sync.troubles import outside, understood

ROWS = 20_000
"""Rows of one page of a table: they are one transaction here."""

_LOWEST = "00000000-0000-0000-0000-000000000000"


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a new station may take over: `begins` has for each stream (seq, hash, clock) of the last
    record it need not hold; `below` of `records` need not be fetched; `rows` are estimates.
    """

    epoch: str
    schema: str
    records: int
    below: int
    begins: dict[StreamKey, tuple[int, str, int]]
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class OpenItem:
    """What an account owes on an invoice, or has in credit, on one GL account; debit positive."""

    account_id: str
    invoice_id: str | None
    currency: str
    gl_code: str
    minor: int


@dataclass(frozen=True, slots=True)
class OpenItems:
    """Those of the accounts up to the key `upto`; `last` says that there are no more accounts."""

    upto: str
    last: bool
    items: tuple[OpenItem, ...]


@understood
@dataclass(frozen=True, slots=True)
class InSums:
    """Entries up to `upto` with the packed ids and hashes of their lines, what those add up to, and
    the lines of entries that can't be kept so.
    """

    upto: str
    last: bool
    entries: tuple[tuple[str, bytes], ...]
    others: tuple[str, ...]
    sums: tuple[dict[str, Any], ...]


class TableCalls(ABC):
    """Asks for tables on the connection of `Central`."""

    _connection: Any

    @abstractmethod
    def _one(self, sql: str, *values: Any) -> Any:
        """The first value of a query's only row."""

    def snapshot_begin(self, own: StreamKey) -> Beginning:
        """Where streams begin for a station that takes over the tables, and the epoch now."""
        told = self._one("SELECT sync.snapshot_begin(%s)", "/".join(own))
        begins: dict[StreamKey, tuple[int, str, int]] = {}
        for name, (seq, digest, hlc) in told["begins"].items():
            station, _, life = name.partition("/")
            begins[station, life] = (seq, digest, hlc)
        return Beginning(
            epoch=told["epoch"],
            schema=told["schema"],
            records=int(told["records"]),
            below=int(told["below"]),
            begins=begins,
            rows=told["rows"],
        )

    def snapshot_page(
        self, table: str, after: tuple[str, str], limit: int = ROWS
    ) -> list[tuple[str | None, ...]]:
        """The next rows of a declared table by key, as a station keeps them."""
        key = after[0] or _LOWEST
        select = f"SELECT * FROM sync.page_{table}(%s::uuid, decode(%s, 'hex'), %s)"
        return self._all(select, key, after[1], limit)

    def snapshot_held(
        self, table: str, after: tuple[str, str], limit: int, vector: dict[str, int]
    ) -> list[tuple[str | None, ...]]:
        """The same of a table of facts: those that records up to `vector` brought."""
        select = f"SELECT * FROM sync.held_{table}(%s::uuid, decode(%s, 'hex'), %s, %s::jsonb)"
        return self._all(select, after[0] or _LOWEST, after[1], limit, json.dumps(vector))

    def snapshot_some(self, table: str, ids: Sequence[str]) -> list[tuple[str | None, ...]]:
        """The rows of a declared table with these ids, likewise."""
        return self._all(f"SELECT * FROM sync.some_{table}(%s::uuid[])", list(ids))

    def open_items(self, after: str, limit: int, codes: Sequence[str]) -> OpenItems:
        """What is not settled of the next accounts by key, each as of one moment."""
        told = self._one(
            "SELECT sync.open_items(%s::uuid, %s, %s)", after or _LOWEST, limit, list(codes)
        )
        items = (
            OpenItem(account, invoice, currency, code, int(minor))
            for account, invoice, currency, code, minor in told["items"]
        )
        return OpenItems(told["upto"], told["last"], tuple(items))

    def open_invoices(self, ids: Sequence[str]) -> dict[str, list[tuple[str | None, ...]]]:
        """These invoices with their lines and numbers, by table."""
        return {
            "invoice": self.snapshot_some("invoice", ids),
            "invoice_numbering": self.snapshot_some("invoice_numbering", ids),
            "invoice_line": self._all("SELECT * FROM sync.of_invoice_line(%s::uuid[])", list(ids)),
        }

    def entries_in_sums(
        self,
        after: str,
        limit: int,
        cuts: str,
        vector: dict[str, int],
        without: Sequence[str] = (),
    ) -> InSums:
        """The next entries whose lines are taken over in sums, but for those that are here."""
        told = self._one(
            "SELECT sync.entries_in_sums(%s::uuid, %s, %s::jsonb, %s::uuid[], %s::jsonb)",
            after or _LOWEST,
            limit,
            cuts,
            list(without),
            json.dumps(vector),
        )
        return InSums(
            upto=told["upto"] or after,
            last=told["last"],
            entries=tuple((one[0], bytes.fromhex(one[1])) for one in told["entries"]),
            others=tuple(told["others"]),
            sums=_sums(told["sums"]),
        )

    def sums_of(self, entries: Sequence[str]) -> tuple[dict[str, Any], ...]:
        """What the lines of these entries add up to."""
        return _sums(self._one("SELECT sync.sums_of(%s::uuid[])", list(entries)))

    def lines_kept(
        self, after: str, limit: int, cuts: str, vector: dict[str, int]
    ) -> tuple[list[tuple[str | None, ...]], bool]:
        """The next journal lines of all other entries, and whether those were the last."""
        ids = self._one(
            "SELECT sync.lines_kept(%s::uuid, %s, %s::jsonb, %s::jsonb)",
            after or _LOWEST,
            limit,
            cuts,
            json.dumps(vector),
        )
        rows = self.snapshot_some("journal_line", [str(one) for one in ids])
        return rows, len(ids) < limit

    def told(self, table: str, fact_id: str, digest: str) -> dict[str, Any]:
        """A fact exactly as its record tells it."""
        found: dict[str, Any] = self._one(
            "SELECT sync.told(%s, %s, decode(%s, 'hex'))", table, fact_id, digest
        )
        return found

    def digest(
        self, table: str, vector: dict[str, list[Any]], without: Sequence[str]
    ) -> dict[str, tuple[int, int, str]] | None:
        """(rows, money, hash) of a table by month; None where the centre has other records."""
        told = self._one(
            "SELECT sync.digest(%s, %s::jsonb, %s::uuid[])",
            table,
            json.dumps(vector),
            list(without),
        )
        if told is None:
            return None
        return {key: (int(one[0]), int(one[1]), one[2]) for key, one in told.items()}

    def bucket(self, table: str, bucket: str, without: Sequence[str]) -> set[tuple[str, str]]:
        """(id, hash) of the rows of one month."""
        told = self._one("SELECT sync.bucket(%s, %s, %s::uuid[])", table, bucket, list(without))
        return {(one[0], one[1]) for one in told}

    def mend(self, station: str, incarnation: str, seqs: Sequence[int]) -> int:
        """Have records applied again whose rows the centre lost; how many there were."""
        return int(self._one("SELECT sync.mend(%s, %s, %s)", station, incarnation, list(seqs)))

    def _all(self, sql: str, *values: Any) -> list[tuple[str | None, ...]]:
        with outside():
            found: list[tuple[str | None, ...]] = self._connection.execute(sql, values).fetchall()
        return found


def _sums(told: Sequence[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """Money of 64 bits travels as text."""
    return tuple({**one, "minor": int(one["minor"])} for one in told)
