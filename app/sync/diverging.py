"""Finds where two histories of a stream part: by steps back of 1, 2, 4 … (sync.md 6)."""

from __future__ import annotations

from collections.abc import Callable

from app.storage import receiving
from app.storage.receiving import StreamKey
from app.sync.books import Books
from app.sync.central import Central


def last_common(
    books: Books, central: Central, key: StreamKey, mine: int, theirs: int
) -> int | None:
    """The last record of a stream that is the same here and at the centre, 0 before the first; None
    where even what is held first is another there.
    """
    floor = books.ask(receiving.anchors).result().get(key, (0, ""))[0]

    def same(seq: int) -> bool:
        here = books.ask(receiving.hash_at, key, seq).result()
        return here is not None and here == central.hash_at(*key, seq)

    return search(same, floor, min(mine, theirs))


def parts_below(books: Books, central: Central, key: StreamKey) -> bool:
    """Whether the centre has another record where what was let go of here ends: it came back from
    before that, and then from an old copy of the window.
    """
    seq, digest = books.ask(receiving.anchors).result().get(key, (0, ""))
    theirs = central.hash_at(*key, seq) if seq else None
    return theirs is not None and theirs != digest


def search(same: Callable[[int], bool], floor: int, top: int) -> int | None:
    """The last of floor … top that is the same; what goes before it is the same too."""
    if top < floor:
        return None
    low, high, step = top, top + 1, 1
    while not same(low):
        if low == floor:
            return None
        high, low, step = low, max(floor, low - step), step * 2
    while high - low > 1:
        middle = (low + high) // 2
        if same(middle):
            low = middle
        else:
            high = middle
    return low
