"""What the runner notes of an attempt between two calls; no person asks for it."""

from __future__ import annotations

from app.areas.cards import outside_records, records, repository
from app.areas.cards.outside_records import NoteOutside
from app.areas.cards.values import AttemptState, EndUncharged, NoteStep
from app.areas.settings import queries as settings
from app.kernel.ids import AttemptId
from app.storage.unit_of_work import UnitOfWork


def note_step(uow: UnitOfWork, command: NoteStep) -> bool:
    """Store what was learned; False where a person or the sweep moved the attempt on meanwhile."""
    row = records.working(uow, command.attempt_id)
    if row is None or row.state is not command.was:
        return False
    repository.move(uow, row, command)
    return True


def end_uncharged(uow: UnitOfWork, command: EndUncharged) -> bool:
    """The attempt has ended and nothing was charged; False where it had ended before, or went on
    meanwhile.
    """
    made = records.the_attempt(uow, command.attempt_id)
    row = records.working(uow, command.attempt_id)
    if not made.open:
        if row is not None:
            repository.drop_working(uow, command.attempt_id)
        return False
    if row is not None and command.was not in (None, row.state):
        return False
    day = settings.business_today(settings.practice(uow), uow.now)
    intent_ref = "" if row is None else row.intent_ref
    repository.add_end(uow, made, intent_ref, day, command)
    return True


def note_outside(uow: UnitOfWork, command: NoteOutside) -> None:
    """What was done at a processor without this program, and how far was looked."""
    for one in command.found:
        outside_records.keep(uow, one)
    if command.until is not None:
        outside_records.looked(uow, command.gateway_id, command.until)


def let_go(uow: UnitOfWork, attempt_id: AttemptId) -> None:
    """Another window finds out about it, or it has ended: this one works on it no more."""
    repository.drop_working(uow, attempt_id)


def recover(uow: UnitOfWork, before: frozenset[AttemptId] | None) -> int:
    """After a start: every attempt of this window that was begun `before` (None: all there are) and
    had not ended is found out about, and its reader may have been told; what was charged is posted,
    everything else is ended. How many.
    """
    begun = [records.the_attempt(uow, each) for each in records.open_here(uow)]
    mine = {made.attempt_id: made for made in begun if made.owner == uow.stream.station}
    for row in records.all_working(uow):
        if row.attempt_id not in mine:
            repository.drop_working(uow, row.attempt_id)
    count = 0
    for attempt_id, made in mine.items():
        if before is not None and attempt_id not in before:
            continue
        count += 1
        found = records.working(uow, attempt_id)
        if found is None:
            repository.find_out(uow, made)
            continue
        never = found.state in (AttemptState.CREATING, AttemptState.CREATE_UNKNOWN)
        to = AttemptState.VERIFYING if found.intent_ref else AttemptState.UNKNOWN
        step = NoteStep(
            attempt_id,
            found.state,
            AttemptState.CREATE_UNKNOWN if never else to,
            wants_void=True,
            swept=True,
            tries=0,
            reached=not never,
        )
        repository.move(uow, found, step)
    return count
