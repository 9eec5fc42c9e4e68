"""Brings other stations' records here, page by page, each one transaction; judged by what is held.

What is held says where to go on, so a page that was cut off is simply asked for again.
"""

from __future__ import annotations

from collections.abc import Callable

from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage import gaps, receiving
from app.storage.receiving import Received, StreamKey, Taken
from app.storage.unit_of_work import UnitOfWork
from app.sync import inbox, outbox, positions
from app.sync.books import Books
from app.sync.central import PAGE, Central, Pulled
from app.sync.diverging import last_common, parts_below
from app.sync.inbox import Branch
from app.sync.line import Line
from app.sync.outbox import Stands
from app.sync.positions import Side
from app.sync.rounds import Done, Round
from app.sync.talk import Talk

Take = Callable[[UnitOfWork, tuple[Received, ...]], Taken]


class Puller:
    """One station's pulling side; use it from one thread. After a round `page` is what came; `take`
    writes it.
    """

    def __init__(
        self,
        books: Books,
        line: Line,
        limit: int = PAGE,
        talk: Talk | None = None,
        take: Take = inbox.take_page,
    ) -> None:
        self._take = take
        self._books = books
        self._line = line
        self._limit = limit
        self._talk = talk or Talk()
        self.page: Pulled | None = None

    def pull_round(self) -> Round:
        """Take one page; an OutsideError when the centre is away, after noting it."""
        with self._line.open() as central:
            return self.pull(central, self._books.ask(outbox.stands).result())

    def pull(self, central: Central, stands: Stands) -> Round:
        """Take one page, and make room for streams that say something else there."""
        talk = self._talk
        if talk.gaps:
            for gap in self._books.ask(gaps.approved, tuple(talk.gaps.values())).result():
                talk.go_on(gap.key)
        page = self.page = central.poll(stands.held | talk.stuck, stands.own, self._limit)
        if talk.greeted_at is not None and (page.have, page.hash) != (talk.have, talk.hash):
            talk.doubt()
        moved = [key for key in talk.stuck if key in page.heads]
        for key in moved:
            talk.go_on(key)
        if moved:
            return Round(Done.MORE)
        taken, replaced, left = 0, [], len(talk.stuck)
        try:
            if page.records:
                came = self._books.record(self._take, page.records).result()
                taken, replaced = came.new, list(came.replaced)
                if any(one.quarantined for one in page.records):
                    talk.aside = None
                for key, words in came.damaged:
                    self._leave(page, key, words)
                talk.gaps |= {gap.key: gap for gap in came.gaps}
        except UserError as odd:
            self._line.note(Side.PULL, odd.text)
            return Round(Done.STOPPED)
        replaced += [key for key in page.heads if self._says_other(stands, page, key)]
        room = [self._make_room(central, page, key) for key in dict.fromkeys(replaced)]
        if taken or any(room) or (page.records and len(talk.stuck) > left):
            return Round(Done.MORE, taken=taken)
        if talk.stuck:
            return Round(Done.STOPPED)
        if self._books.ask(outbox.position).result().trouble_side == Side.PULL:
            self._books.record(positions.note_taken, None).result()
        return Round(Done.DRAINED)

    def _says_other(self, stands: Stands, page: Pulled, key: StreamKey) -> bool:
        """Whether a stream that is held as far as the centre has it, or further, is another."""
        head, (seq, digest) = page.heads[key], stands.held.get(key, (0, ""))
        if key == stands.own or seq == 0 or head.seq > seq or key in self._talk.stuck:
            return False
        if head.seq == seq:
            return digest != head.hash
        mine = self._books.ask(receiving.hash_at, key, head.seq).result()
        return mine is not None and mine != head.hash

    def _make_room(self, central: Central, page: Pulled, key: StreamKey) -> bool:
        """Whether what is another there was moved out of the log, so that theirs can come."""
        head = page.heads.get(key)
        seq = self._books.ask(outbox.stands).result().held.get(key, (0, ""))[0]
        theirs = head.seq if head is not None else seq
        common = last_common(self._books, central, key, seq, theirs)
        if common is not None and common < seq:
            self._books.record(inbox.leave_branch, Branch(key, common)).result()
            return True
        if common is None and parts_below(self._books, central, key):
            self._books.record(inbox.begin_below, key).result()
            return True
        words = t(
            "The centre has another history of station {station} than this computer, and does not "
            "say where they part. Payments go on; ask for help.",
            station=key[0],
        )
        self._leave(page, key, words)
        return False

    def _leave(self, page: Pulled, key: StreamKey, words: str) -> None:
        """Go on with the other streams; this one is asked for again when its head changes."""
        head = page.heads.get(key)
        if head is not None:
            self._talk.stuck[key] = (head.seq, head.hash)
        self._line.note(Side.PULL, words)
