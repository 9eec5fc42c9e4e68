"""One station's whole conversation with the centre: out first, then in, step by step."""

from __future__ import annotations

from collections.abc import Callable

from app.sync.books import Books
from app.sync.central import PAGE
from app.sync.line import Line
from app.sync.numbers import Numbers
from app.sync.puller import Puller
from app.sync.pusher import Pusher
from app.sync.rounds import Done, Round

__all__ = ["Done", "Exchange", "Round"]


class Exchange:
    """Use it from one thread; `limit` is how many records come in one transaction at most."""

    def __init__(self, books: Books, line: Line, *, limit: int = PAGE) -> None:
        self._pusher = Pusher(books, line)
        self._numbers = Numbers(books, line)
        self._puller = Puller(books, line, limit)

    def round(self) -> Round:
        """One batch out, or once all is out one page in. What can't be sent holds up nothing that
        comes. An OutsideError when the centre is away, after noting it.
        """
        out = self._pusher.push_round()
        if out.done is Done.MORE:
            return out
        if self._numbers.round():
            return Round(Done.MORE, out.sent)
        come = self._puller.pull_round()
        done = out.done if come.done is Done.DRAINED else come.done
        return Round(done, out.sent, come.taken)

    def drain(self, progress: Callable[[Round], None] | None = None) -> Round:
        """Rounds until everything is there and here, or a person has to look: what they moved.

        `progress` hears after each round what was moved so far.
        """
        sent = taken = 0
        while True:
            one = self.round()
            sent, taken = sent + one.sent, taken + one.taken
            so_far = Round(one.done, sent, taken)
            if progress is not None:
                progress(so_far)
            if one.done is not Done.MORE:
                return so_far
