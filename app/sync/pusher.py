"""Sends this station's log to the centre, in order, judged by what the centre says it has.

Nothing is marked as sent and nothing is deleted: after a lost reply, a failover or a restored
backup the centre's own word decides where to go on.
"""

from __future__ import annotations

from typing import Any

from app.areas.reports.rules import action_words
from app.kernel.i18n import format_money
from app.kernel.translate import t
from app.storage import orphans, stuck
from app.storage.engine import SCHEMA_REVISION
from app.storage.statements import Reader
from app.storage.stuck import Stuck
from app.storage.verdicts import Verdict as Ruling
from app.sync import inbox, outbox, positions
from app.sync.books import Books
from app.sync.cautions import APP_VERSION
from app.sync.central import Central, Said, Unable, Verdict
from app.sync.diverging import last_common
from app.sync.inbox import Branch
from app.sync.line import Line
from app.sync.outbox import Stands
from app.sync.positions import Contact, Side, Version
from app.sync.rounds import Done, Round
from app.sync.talk import Stumbles, Talk
from app.sync.witness import give_streams

TRIES_ALONE = 5


class Pusher:
    """One station's pushing side; use it from one thread."""

    def __init__(self, books: Books, line: Line, talk: Talk | None = None) -> None:
        self._books = books
        self._line = line
        self._talk = talk or Talk()

    def push_round(self) -> Round:
        """Send one batch; an OutsideError when the centre is away, after noting it."""
        with self._line.open() as central:
            self._talk.look_again()
            return self.push(central, self._books.ask(outbox.stands).result())

    def push(self, central: Central, stands: Stands) -> Round:
        """Say hello when it is due, then send one batch if any waits."""
        talk = self._talk
        fits = talk.fits(stands.here.incarnation, self._books.clock.now())
        if not fits:
            if not self._greet(central, stands):
                return self._begin_again(central, stands)
            if again := self._lives_before(central, stands):
                return again
        if stands.head[0] <= talk.have:
            return Round(Done.DRAINED)
        rests = talk.stumbles.rests(talk.place, self._books.clock.now())
        if rests and not self._books.ask(_ruled, talk.place).result():
            return Round(Done.STOPPED)
        records = self._books.ask(outbox.records_after, talk.have).result()
        if talk.have < talk.stumbles.alone_to:
            first = self._books.ask(stuck.with_word, stands.here.station, records[0]).result()
            records = (first,)
        try:
            verdicts = central.push(*stands.own, records)
        except Unable as why:
            if self._gives_up(stands.here.station, records, why):
                return Round(Done.STOPPED)
            raise
        return self._heard(stands, records, verdicts)

    def _gives_up(self, station: str, records: tuple[dict[str, Any], ...], why: Unable) -> bool:
        """Whether it is plain by now which record it is that the centre can't take. It is tried
        again now and then; those after it wait, until a manager sets it aside, and what comes in
        goes on.
        """
        stumbles, first = self._talk.stumbles, records[0]
        if len(records) > 1:
            stumbles.alone_to = records[-1]["seq"]
            return False
        if stumbles.count(first["hash"]) < TRIES_ALONE:
            return False
        stumbles.rest(self._talk.place, self._books.clock.now())
        one = Stuck(station, self._talk.incarnation, first["seq"], first["hash"], why.text)
        self._books.record(stuck.note, one).result()
        self._line.note(Side.PUSH, _stuck_words(first, why))
        return True

    def _greet(self, central: Central, stands: Stands) -> bool:
        """Whether what the centre has of this stream is what stands here."""
        talk, now = self._talk, self._books.clock.now()
        incarnation = stands.here.incarnation
        told = central.hello(
            incarnation, APP_VERSION, SCHEMA_REVISION, stands.head, int(now.timestamp() * 1000)
        )
        talk.incarnation, talk.have, talk.hash = incarnation, told.have, told.hash
        talk.heads_due = True
        talk.epoch, talk.clock_off_ms = told.epoch, told.clock_off_ms
        if talk.version != (told.schema, told.min_version):
            talk.version = (told.schema, told.min_version)
            self._books.record(positions.note_version, Version(*talk.version)).result()
        if self._books.ask(outbox.hash_at, told.have).result() != told.hash:
            return False
        talk.greeted_at = now
        talk.try_all()
        self._note()
        return True

    def _lives_before(self, central: Central, stands: Stands) -> Round | None:
        """What this station did in lives that ended goes to the centre before anything that may
        rest on it: one computer alone may have both. None when nothing of it is left here.
        """
        if self._books.ask(orphans.own_there_are).result():
            while self._books.ask(orphans.own_there_are).result():
                self._books.record(inbox.rescue, None).result()
            self._talk.doubt()
            return Round(Done.MORE)
        left = {key for key in stands.held if key[0] == stands.here.station} - {stands.own}
        if self._talk.have or not left:
            return None
        sent = give_streams(self._books, central, stands, left, self._talk)
        if sent:
            self._talk.doubt()
        return Round(Done.MORE, sent) if sent else None

    def _heard(
        self, stands: Stands, records: tuple[dict[str, Any], ...], verdicts: tuple[Verdict, ...]
    ) -> Round:
        talk = self._talk
        hashes = {record["seq"]: str(record["hash"]) for record in records}
        taken = [one for one in verdicts if one.said in (Said.APPLIED, Said.QUARANTINED)]
        if taken:
            talk.have, talk.hash = taken[-1].seq, hashes[taken[-1].seq]
            aside = tuple(
                ((*stands.own, one.seq), hashes[one.seq], one.why)
                for one in taken
                if one.said is Said.QUARANTINED
            )
            self._note(aside)
            if aside:
                talk.aside = None  # the centre may lose these records before it is asked again
        stopped = [one for one in verdicts if one not in taken]
        if not stopped:
            return Round(Done.MORE, len(taken))
        why = stopped[0]
        here_lacks = bool(records) and records[0]["seq"] != talk.have + 1
        if why.said is Said.FORK or (why.said is Said.GAP and not here_lacks):
            talk.doubt()
            return Round(Done.MORE, len(taken))
        words = t(
            "The centre does not take record {seq}: {why}. Ask for help.",
            seq=why.seq or talk.have + 1,
            why=why.why or why.said,
        )
        self._line.note(Side.PUSH, words)
        talk.stumbles.rest(talk.place, self._books.clock.now())
        return Round(Done.STOPPED, len(taken))

    def _begin_again(self, central: Central, stands: Stands) -> Round:
        """The centre has another history of this station: this is an old copy, or it was copied."""
        common = last_common(self._books, central, stands.own, stands.head[0], self._talk.have)
        if common is None:
            words = t(
                "The centre has another history of this station from its beginning on. Payments "
                "go on; ask for help before anything is sent."
            )
            self._line.note(Side.PUSH, words)
            return Round(Done.STOPPED)
        self._books.record(inbox.begin_again, Branch(stands.own, common)).result()
        self._talk.stumbles = Stumbles()
        self._talk.doubt()
        return Round(Done.MORE)

    def _note(self, aside: tuple[Ruling, ...] = ()) -> None:
        talk = self._talk
        contact = Contact(
            incarnation=talk.incarnation,
            have=talk.have,
            hash=talk.hash,
            epoch=talk.epoch,
            clock_off_ms=talk.clock_off_ms,
            quarantined=aside,
        )
        self._books.record(positions.note_contact, contact).result()


def _ruled(reader: Reader, place: tuple[str, int]) -> bool:
    """Whether a manager set the record aside that comes next there, since it was tried last."""
    there = stuck.stuck(reader)
    if there is None or (there.incarnation, there.seq) != (place[0], place[1] + 1):
        return False
    said = stuck.set_aside_at(reader, there.hash)
    return said is not None and said > there.seen_at


def _stuck_words(record: dict[str, Any], why: Unable) -> str:
    """Which record it is; the amount too where it is one payment."""
    deed, paid = action_words(record["action"]), outbox.payments_in(record["body"])
    if len(paid) == 1:
        deed = t("{deed}, {amount}", deed=deed, amount=format_money(paid[0]))
    return t(
        "Record {seq} ({deed}) can't be sent, and what was done after it waits for it: {why} It is "
        "tried again every minute. Nothing is lost; a manager can set it aside, among the tasks.",
        seq=record["seq"],
        deed=deed,
        why=why.text,
    )
