"""One station's whole conversation with the centre: out first, then in, step by step."""

from __future__ import annotations

from collections.abc import Callable

from app.areas.stations import lives
from app.kernel.errors import OutsideError
from app.storage import gaps, orphans, verdicts
from app.sync import inbox, outbox, positions
from app.sync.arriving import Arriving
from app.sync.books import Books
from app.sync.cautions import pull_waits
from app.sync.central import PAGE, Central, Pulled
from app.sync.line import Line
from app.sync.numbers import Numbers
from app.sync.outbox import Stands
from app.sync.positions import Side
from app.sync.puller import Puller
from app.sync.pusher import Pusher
from app.sync.rounds import Done, Round
from app.sync.shifts import shifts_round
from app.sync.talk import Talk
from app.sync.turning_up import TurningUp
from app.sync.witness import bear_witness

__all__ = ["Done", "Exchange", "Round"]


class Exchange:
    """Use it from one thread; `limit` is how many records come in one transaction at most.

    With nothing to send and nothing new a round is one question to the centre and writes nothing;
    once a minute it says hello too.
    """

    def __init__(self, books: Books, line: Line, *, limit: int = PAGE) -> None:
        self._books = books
        self._line = line
        self._talk = Talk()
        self._numbers = Numbers(books, line)
        self._came = True
        self._pusher = Pusher(books, line, self._talk)
        self._puller = Puller(books, line, limit, self._talk)
        self._arriving = Arriving(books, line, self._talk)
        self._turning_up = TurningUp(books)

    def round(self) -> Round:
        """One batch out, or once all is out one page in, or once all is in what follows from it.
        What can't be sent holds up nothing that comes. An OutsideError when the centre is away,
        after noting it.
        """
        try:
            with self._line.open() as central:
                return self._round(central)
        except OutsideError:
            self._talk.doubt()
            self._arriving.doubt()
            self._turning_up.doubt()
            raise

    def greet(self) -> None:
        """Say hello in the next round, however short ago the last one was: somebody asks."""
        self._talk.look_again()

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

    def _round(self, central: Central) -> Round:
        stands = self._books.ask(outbox.stands).result()
        out = self._pusher.push(central, stands)
        if out.done is Done.MORE:
            return out
        if self._numbers.round():
            return Round(Done.MORE, out.sent)
        if self._talk.version is not None and (waits := pull_waits(self._talk.version[1])):
            if self._books.ask(outbox.position).result().trouble != waits:
                self._line.note(Side.PULL, waits)
            return Round(out.done, out.sent)
        if self._arriving.comes():
            moved = self._arriving.step(central)
            return Round(Done.MORE if moved is Done.DRAINED else moved, out.sent)
        come = self._puller.pull(central, stands)
        self._came = self._came or bool(come.taken)
        page = self._puller.page
        if come.done is Done.MORE or page is None:
            return Round(Done.MORE, out.sent, come.taken)
        settled = self._settle(central, stands, page)
        if settled.done is Done.MORE:
            return settled
        if self._came and (self._begin_apart() or shifts_round(self._books)):
            return Round(Done.MORE)
        self._came = False
        done = out.done if come.done is Done.DRAINED else come.done
        return Round(done, out.sent, come.taken)

    def _settle(self, central: Central, stands: Stands, page: Pulled) -> Round:
        """Everything that the centre has is here: give it what it lost, follow its verdicts, and
        commit again what nobody has.
        """
        if page.heads:
            given = bear_witness(self._books, central, stands, page, self._talk)
            if given.done is Done.MORE:
                self._talk.heads_due = True
                return given
        self._note_gaps()
        self._follow_verdicts(central, page)
        if self._books.ask(orphans.there_are).result():
            self._books.record(inbox.rescue, None).result()
            self._talk.aside = None
            return Round(Done.MORE)
        if self._turning_up.round(central):
            self._talk.aside = None
            return Round(Done.MORE)
        if self._talk.greeted_at is None:  # its own stream is not there what it was: look at once
            return Round(Done.MORE)
        if self._talk.heads_due:
            self._books.record(positions.note_heads, central.heads()).result()
            self._talk.heads_due = False
        return Round(Done.DRAINED)

    def _note_gaps(self) -> None:
        """Keep which streams wait for records that nobody brought yet, where that has changed."""
        talk = self._talk
        if talk.gaps_noted is None:
            talk.gaps_noted = frozenset(self._books.ask(gaps.noted).result())
        now = frozenset(talk.gaps.values())
        if now != talk.gaps_noted:
            self._books.record(gaps.note, tuple(now)).result()
            talk.gaps_noted = now

    def _begin_apart(self) -> bool:
        """Whether this station was copied, and goes on in a life of its own from now on."""
        copied = self._books.ask(lives.goes_on_elsewhere).result()
        if copied:
            self._books.record(inbox.begin_apart, None).result()
        return copied

    def _follow_verdicts(self, central: Central, page: Pulled) -> None:
        if page.aside == self._talk.aside:
            return
        known = self._books.ask(verdicts.judged).result()
        if page.aside or known:
            ruled = central.verdicts(known)
            told = {one[0] for one in (*ruled.aside, *ruled.applied)}
            if told:
                self._books.record(inbox.rule, ruled).result()
            if not told.issuperset(known):
                self._talk.aside = None  # what the centre does not have now it may take later
                return
        self._talk.aside = page.aside
