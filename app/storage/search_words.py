"""The distinct words of names, and those written nearly like another: for misspellings. Kept in
memory between questions, because reading them costs ten times as much as comparing them.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass, field

from app.storage.reading import Reader, ReadSql
from app.storage.search_text import TAIL

_FILE = ReadSql("SELECT file FROM pragma_database_list WHERE name = 'main'")
_STATE = ReadSql("SELECT group_concat(hex(block)) FROM search_word_data WHERE id IN (1, 10)")
_TERMS = ReadSql("SELECT term FROM search_vocabulary WHERE term >= 'a' AND term < :end")
_LAST = ReadSql("SELECT coalesce(max(row), 0) FROM search_name")
_LATER = ReadSql("SELECT folded FROM search_name WHERE row > :row")
_LEAST, _MOST = 3, 40
_ALIKE_AT_MOST = 24
_READ_AGAIN_AFTER_S = 600
"""A word that came by renaming somebody is compared from then on at the latest; found as it is
written it is at once.
"""
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(slots=True)
class _Known:
    """What the last question knew of one database."""

    file: str = ""
    state: str = ""
    row: int = 0
    read_at: int = 0
    terms: dict[str, None] = field(default_factory=dict)


_known = _Known()
_lock = threading.Lock()


def is_known(reader: Reader, word: str) -> bool:
    """Whether somebody's name has this very word."""
    with _lock:
        return word in _read(reader)


def similar_terms(reader: Reader, word: str) -> list[str]:
    """Words of names that differ from `word` in a letter or two, the nearest first; never the word
    itself.
    """
    if not _LEAST <= len(word) <= _MOST or _WORD.fullmatch(word) is None:
        return []
    from rapidfuzz import process
    from rapidfuzz.distance import OSA, Levenshtein

    apart = 1 if len(word) < 5 else 2
    # Two letters exchanged are two edits here and one there; this one is the quicker by half.
    scorer = OSA.distance if apart == 1 else Levenshtein.distance
    with _lock:
        terms = _read(reader)
        found = process.extract(
            word, terms.keys(), scorer=scorer, score_cutoff=apart, limit=_ALIKE_AT_MOST * 4
        )
    near = sorted((OSA.distance(word, term), term) for term, _, _ in found if term != word)
    return [term for _, term in near[:_ALIKE_AT_MOST]]


def _read(reader: Reader) -> dict[str, None]:
    """The words as they are now: all at first, then what was registered since."""
    global _known
    file, state = str(reader.scalar(_FILE) or ""), str(reader.scalar(_STATE))
    now = int(reader.now.timestamp())
    if file and file == _known.file and state == _known.state:
        return _known.terms
    last = int(reader.scalar(_LAST))
    stale = not 0 <= now - _known.read_at < _READ_AGAIN_AFTER_S
    if not file or file != _known.file or last < _known.row or stale:
        found = {str(row[0]): None for row in reader.each(_TERMS, end=TAIL)}
        _known = _Known(file, state, last, now, found)
        return found
    for (folded,) in reader.each(_LATER, row=_known.row):
        _known.terms.update((word, None) for word in folded.split() if word < TAIL)
    _known.state, _known.row = state, last
    return _known.terms
