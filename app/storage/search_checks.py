"""That the full-text index of names finds what a fresh one would, and how it is filled afresh."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing

from sqlalchemy import func, select
from sqlcipher3 import dbapi2 as driver

from app.kernel.translate import t
from app.storage.checking import Check, make_afresh
from app.storage.schema import search_name
from app.storage.search_text import TAIL
from app.storage.statements import Read, Reader, ReadSql
from app.storage.unit_of_work import UnitOfWork

_NAMES = Read(select(search_name.c.row, search_name.c.folded))
_SIZES = "SELECT count(*), coalesce(sum(id), 0), coalesce(sum(id * (length(sz) + 1)), 0) FROM {}"
_HITS = (
    "SELECT count(*), coalesce(sum(rowid), 0), coalesce(sum(rowid % 65521 * (rowid % 8191)), 0) "
    "FROM search_word WHERE search_word MATCH :match"
)
_STORED_SIZES = ReadSql(_SIZES.format("search_word_docsize"))
_STORED_HITS = ReadSql(_HITS)
_PREFIXES = (1, 2, 3)
_ENDING = 5
_LAST = Read(select(func.max(search_name.c.row)))
_AT_ONCE = 10_000
_FILL = (
    "INSERT INTO search_word (rowid, folded) "
    "SELECT row, folded FROM search_name WHERE row > ? AND row <= ?"
)
_CREATE: str = search_name.info["after"][0]


def search_word_check() -> Check:
    """Every word and every prefix finds the same rows as in an index made afresh."""
    return Check(
        "views.search_word", "The index of names finds what the names say.", _look, make_afresh()
    )


def _look(reader: Reader) -> Iterator[str]:
    with closing(driver.connect(":memory:", isolation_level=None)) as memory:
        fresh = memory.cursor()
        fresh.execute(_CREATE)
        fresh.execute("BEGIN")
        fresh.executemany(
            "INSERT INTO search_word (rowid, folded) VALUES (?, ?)", reader.each(_NAMES)
        )
        fresh.execute("COMMIT")
        sizes = fresh.execute(_SIZES.format("search_word_docsize")).fetchone()
        if sizes != reader.first(_STORED_SIZES):
            yield t("The index of names has other rows than there are names.")
        fresh.execute("CREATE VIRTUAL TABLE word USING fts5vocab(search_word, 'row')")
        spoken = fresh.execute("SELECT term FROM word WHERE term < ?", (TAIL,))
        words = [word for (word,) in spoken]
        begins = {word[:size] for word in words for size in _PREFIXES}
        # There are as many ends of phones as phones: those that end alike are looked at together.
        ends = fresh.execute(
            "SELECT DISTINCT substr(term, 1, ?) FROM word WHERE term >= ?", (_ENDING, TAIL)
        )
        begins.update(end for (end,) in ends)
        for match in [f'"{word}"' for word in words] + [f'"{begin}"*' for begin in sorted(begins)]:
            wanted = fresh.execute(_HITS, {"match": match}).fetchone()
            if reader.first(_STORED_HITS, match=match) != wanted:
                yield t("The index of names does not find {match} as it should.", match=match)


def rebuild_words(uow: UnitOfWork, told: Callable[[int], None] = lambda _rows: None) -> int:
    """Fill the index afresh from `search_name`; how many names went in."""
    uow.derive_sql("search_word", "DELETE FROM search_word")
    last = int(uow.scalar(_LAST) or 0)
    for row in range(0, last, _AT_ONCE):
        uow.derive_sql("search_word", _FILL, (row, row + _AT_ONCE))
        told(min(row + _AT_ONCE, last))
    return int(uow.scalar(Read(select(func.count()).select_from(search_name))) or 0)
