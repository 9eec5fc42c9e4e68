"""Sends this station's log to the centre, in order, judged by what the centre says it has.

Nothing is marked as sent and nothing is deleted: after a lost reply, a failover or a restored
backup the centre's own word decides where to go on.
"""

from __future__ import annotations

from app.kernel.translate import t
from app.storage.engine import SCHEMA_REVISION
from app.sync import outbox, positions
from app.sync.books import Books
from app.sync.central import Central, Greeting, Said, Verdict
from app.sync.line import Line
from app.sync.positions import Contact, Side
from app.sync.rounds import Done, Round

APP_VERSION = "0.1"


class Pusher:
    """One station's pushing side; use it from one thread."""

    def __init__(self, books: Books, line: Line) -> None:
        self._books = books
        self._line = line
        self._here = books.ask(outbox.here).result()

    def push_round(self) -> Round:
        """Send one batch; an OutsideError when the centre is away, after noting it."""
        with self._line.open() as central:
            return self._round(central)

    def _round(self, central: Central) -> Round:
        head = self._books.ask(outbox.head).result()
        now_ms = int(self._books.clock.now().timestamp() * 1000)
        told = central.hello(self._here.incarnation, APP_VERSION, SCHEMA_REVISION, head, now_ms)
        mine = self._books.ask(outbox.hash_at, told.have).result()
        if mine != told.hash:
            return self._fork(told)
        self._note(told, told.have, told.hash)
        records = self._books.ask(outbox.records_after, told.have).result()
        if not records:
            return Round(Done.DRAINED)
        verdicts = central.push(self._here.station, self._here.incarnation, records)
        return self._heard(told, verdicts, {record["seq"]: record["hash"] for record in records})

    def _heard(
        self, told: Greeting, verdicts: tuple[Verdict, ...], hashes: dict[int, str]
    ) -> Round:
        taken = [one for one in verdicts if one.said in (Said.APPLIED, Said.QUARANTINED)]
        if taken:
            self._note(told, taken[-1].seq, hashes[taken[-1].seq], verdicts)
        stopped = [one for one in verdicts if one not in taken]
        if not stopped:
            return Round(Done.MORE, len(taken))
        why = stopped[0]
        if why.said is Said.GAP:
            return Round(Done.MORE, len(taken))
        if why.said is Said.FORK:
            return self._fork(told)
        words = t(
            "The centre does not take record {seq}: {why}. Ask for help.",
            seq=why.seq,
            why=why.why or why.said,
        )
        self._line.note(Side.PUSH, words)
        return Round(Done.STOPPED, len(taken))

    def _fork(self, told: Greeting) -> Round:
        words = t(
            "The centre has another history of this station: its data is an old copy, or this "
            "computer was copied. Payments go on; ask for help before anything is sent."
        )
        self._line.note(Side.PUSH, words)
        return Round(Done.STOPPED)

    def _note(
        self, told: Greeting, have: int, digest: str, verdicts: tuple[Verdict, ...] = ()
    ) -> None:
        contact = Contact(
            incarnation=self._here.incarnation,
            have=have,
            hash=digest,
            epoch=told.epoch,
            clock_off_ms=told.clock_off_ms,
            quarantined=tuple(
                (one.seq, one.why) for one in verdicts if one.said is Said.QUARANTINED
            ),
        )
        self._books.record(positions.note_contact, contact).result()
