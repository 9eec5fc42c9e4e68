"""Changed bits, cut and swapped files: refused in words or an earlier moment, never a wrong sum.

Every readable state is held against what the books said when their log had just as many records: a
write-ahead file that lost its end is a shorter past, and the centre and the backups know more.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as driver

from app.bootstrap import open_station
from app.kernel.clock import SystemClock
from app.kernel.errors import OutsideError, UserError
from app.storage import engine
from app.storage.connection import damaged, is_damage
from app.storage.database import Database
from app.storage.keys import Keys
from app.storage.reading import CursorReader
from app.storage.statements import Reader, ReadSql
from tests.building import Books, Template
from tests.conftest import MakePractice

PAGE = 4096
USUAL, LONG = 300, 10_000
Sums = tuple[tuple[object, ...], ...]
_SUMS = tuple(
    map(
        ReadSql,
        (
            "SELECT count(*), sum(amount_minor) FROM payment",
            "SELECT gl_code, sum(amount_minor) FROM journal_line GROUP BY 1 ORDER BY 1",
            "SELECT account_id, patient_minor, credit_minor FROM account_balance ORDER BY 1",
            "SELECT number FROM receipt ORDER BY number",
        ),
    )
)
_HEAD = ReadSql("SELECT max(seq) FROM station_log")


@dataclass(frozen=True)
class Files:
    """The books with an unfinished write-ahead file, an hour earlier, and what they ever said."""

    data: Path
    keys: Keys
    db: bytes
    wal: bytes
    old_db: bytes
    old_wal: bytes
    said: dict[int, Sums]

    def put(self, db: bytes, wal: bytes) -> None:
        path = self.data / "counterfoil.db"
        for end in ("-shm", "-wal"):
            Path(f"{path}{end}").unlink(missing_ok=True)
        path.write_bytes(db)
        if wal:
            Path(f"{path}-wal").write_bytes(wal)


def sums(reader: Reader) -> tuple[int, Sums]:
    found = tuple(row for sql in _SUMS for row in reader.fetch(sql))
    return int(reader.scalar(_HEAD)), found


@pytest.fixture
def files(practice: MakePractice, template: Template) -> Files:
    data = practice("data")
    station = open_station(data)
    books = Books(station, template.actors)
    books.open_shift()
    path = data / "counterfoil.db"
    said: dict[int, Sums] = {}
    accounts = [books.register_patient().account_id for _ in range(3)]

    def work(times: int) -> None:
        for turn in range(times):
            books.issue_invoice(accounts[turn % 3], 3500)
            said.update([station.database.read(sums)])
            books.take_cash(accounts[turn % 3], 1000 + len(said))
            said.update([station.database.read(sums)])

    def now() -> tuple[bytes, bytes]:
        return path.read_bytes(), Path(f"{path}-wal").read_bytes()

    assert station.database.writer is not None
    checkpoint = station.database.writer.connection.execute
    work(6)
    checkpoint("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    work(3)
    old = now()
    checkpoint("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    work(5)
    new = now()
    keys = station.database.keys
    station.close()
    return Files(data, keys, *new, *old, said)


def flipped(what: bytes, chance: random.Random) -> bytes:
    changed = bytearray(what)
    changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(what: bytes, chance: random.Random) -> bytes:
    size = chance.randrange(len(what))
    return what[: size // PAGE * PAGE if chance.random() < 0.5 else size]


def blank_page(what: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(what) // PAGE) * PAGE
    return what[:at] + bytes(PAGE) + what[at + PAGE :]


def swapped_pages(what: bytes, chance: random.Random) -> bytes:
    one, other = sorted(chance.sample(range(len(what) // PAGE), 2))
    pages = [what[at : at + PAGE] for at in range(0, len(what), PAGE)]
    pages[one], pages[other] = pages[other], pages[one]
    return b"".join(pages)


WAYS: dict[str, Callable[[Files, random.Random], tuple[bytes, bytes]]] = {
    "bit": lambda f, c: (flipped(f.db, c), f.wal),
    "bit of the log": lambda f, c: (f.db, flipped(f.wal, c)),
    "cut": lambda f, c: (cut(f.db, c), f.wal),
    "cut log": lambda f, c: (f.db, cut(f.wal, c)),
    "blank page": lambda f, c: (blank_page(f.db, c), f.wal),
    "swapped pages": lambda f, c: (swapped_pages(f.db, c), f.wal),
    "no log": lambda f, c: (f.db, b""),
    "old": lambda f, c: (f.old_db, f.old_wal),
    "old without its log": lambda f, c: (f.old_db, b""),
    "old under a newer log": lambda f, c: (f.old_db, f.wal),
    "under an older log": lambda f, c: (f.db, f.old_wal),
}
RARE = ("no log", "old", "old without its log", "old under a newer log", "under an older log")


def test_no_damage_gives_a_wrong_sum(files: Files, seed: int, long: bool) -> None:
    chance = random.Random(seed)
    ways = [*RARE, *chance.choices([w for w in WAYS if w not in RARE], k=LONG if long else USUAL)]
    outcomes: Counter[tuple[str, str]] = Counter()
    sentences: set[str] = set()
    for n, way in enumerate(ways):
        files.put(*WAYS[way](files, chance))
        try:
            head, found = asked(files, whole=way in RARE or n % 10 == 0)
        except (UserError, OutsideError) as refused:
            sentences.add(refused.text)
            outcomes[way, "refused"] += 1
            continue
        where = f"{way}: a wrong sum at {head} (seed {seed}, case {n})"
        assert files.said.get(head) == found, where
        outcomes[way, "whole" if head == max(files.said) else "earlier"] += 1
    assert all(text.endswith(".") for text in sentences), sentences
    assert any(what == "refused" for _, what in outcomes), outcomes
    assert any(what == "whole" for _, what in outcomes), outcomes


def asked(files: Files, *, whole: bool) -> tuple[int, Sums]:
    """What the books say: as the window opens them, or by the shortest way, which is the same."""
    if whole:
        database = Database(files.data, files.keys, SystemClock(), writing=False)
        try:
            return database.read(sums)
        finally:
            database.close()
    connection = engine.connect(files.data / engine.DATABASE_NAME, files.keys.database)
    try:
        return sums(CursorReader(connection.cursor(), SystemClock().now()))
    except driver.DatabaseError as error:
        if is_damage(error):
            raise damaged() from error
    finally:
        connection.close()
    return asked(files, whole=True)  # a file cut to nothing has no tables, and is told by its size
