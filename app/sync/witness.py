"""Gives the centre back what it lost of other stations' streams, as far as it is held here: their
signatures prove whose records they are (sync.md 6).

Any station may do it, and several at once: the centre takes each record once. A witness never
begins a new life because of what it hears; its own closed lives are streams like others here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.storage import gaps, receiving, stuck
from app.storage.canonical import hash_of
from app.storage.receiving import StreamKey
from app.sync import outbox
from app.sync.books import Books
from app.sync.central import Central, Head, Pulled, Said, Unable, Verdict
from app.sync.outbox import Stands
from app.sync.rounds import Done, Round
from app.sync.talk import Talk


def bear_witness(books: Books, central: Central, stands: Stands, page: Pulled, talk: Talk) -> Round:
    """Send a batch of each stream that ends earlier at the centre than here."""
    sent = 0
    for key, head in page.heads.items():
        held = stands.held.get(key, (0, ""))[0]
        mark = (head.seq, head.hash)
        if key == stands.own or head.seq >= held or key in talk.stuck:
            continue
        if talk.unheard.get(key) == mark:
            continue
        given = _give(books, central, key, head, talk)
        if not given:
            talk.unheard[key] = mark
        sent += given
    return Round(Done.MORE if sent else Done.DRAINED, sent)


def give_streams(
    books: Books, central: Central, stands: Stands, keys: set[StreamKey], talk: Talk
) -> int:
    """Send a batch of each of these that the centre has less of; how many records it took."""
    heads = central.heads()
    sent = 0
    for key in sorted(keys):
        head = heads.get(key) or Head(0, hash_of(*key), 0)
        if head.seq < stands.held[key][0]:
            sent += _give(books, central, key, head, talk)
    return sent


def _give(books: Books, central: Central, key: StreamKey, head: Head, talk: Talk) -> int:
    """How many records the centre took; none where what it has is no beginning of what is here, or
    where records are missing in between.
    """
    mine = books.ask(receiving.hash_at, key, head.seq).result()
    if mine is not None and mine != head.hash:
        return 0
    records = books.ask(outbox.records_after, head.seq, key).result()
    if not records:
        return 0
    if records[0]["seq"] > head.seq + 1:
        gap = gaps.gap_before(key, head.seq + 1, records[0])
        if not books.ask(gaps.approved, (gap,)).result():
            talk.gaps[key] = gap
            return 0
    try:
        told: Sequence[Verdict] = central.push(*key, records)
    except Unable:
        told = _one_by_one(books, central, key, records)
    return sum(one.said in (Said.APPLIED, Said.QUARANTINED) for one in told)


def _one_by_one(
    books: Books, central: Central, key: StreamKey, records: Sequence[dict[str, Any]]
) -> list[Verdict]:
    """As far as the centre can take them: one among them a manager may have set aside."""
    told: list[Verdict] = []
    for record in records:
        shown = books.ask(stuck.with_word, key[0], record).result()
        try:
            told += central.push(*key, (shown,))
        except Unable:
            break
    return told
