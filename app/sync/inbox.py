"""What comes from the centre, taken into the books; written by receiving, never logged but where a
record is committed again.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.areas.stations import lives
from app.storage import hole_records, incarnation, orphans, receiving, verdicts
from app.storage.canonical import hash_of
from app.storage.hole_records import Turned
from app.storage.receiving import Received, StreamKey, Taken
from app.storage.unit_of_work import UnitOfWork
from app.sync.central import Rulings
from app.sync.recipes import recipes_now


@dataclass(frozen=True, slots=True)
class Branch:
    """The records of a stream above `common`, which the centre has otherwise or not at all."""

    key: StreamKey
    common: int


def take_page(uow: UnitOfWork, page: tuple[Received, ...]) -> Taken:
    """Keep and apply a page as far as it goes on from what is held."""
    return receiving.take_in(uow, page, recipes_now(uow))


def project_waiting(uow: UnitOfWork, _nothing: None) -> int:
    """Put into their tables what an older program kept without knowing it."""
    return receiving.project_waiting(uow, recipes_now(uow))


def leave_branch(uow: UnitOfWork, branch: Branch) -> int:
    """Move what nobody else has of another stream out of its way; how many records it was."""
    return orphans.leave_branch(uow, branch.key, branch.common)


def begin_below(uow: UnitOfWork, key: StreamKey) -> int:
    """Hold a stream from its beginning on as the centre has it, which is another one already before
    the first record that is held here. What its old records wrote stays in the tables.
    """
    moved = orphans.leave_branch(uow, key, receiving.anchors(uow)[key][0])
    receiving.begin_at(uow, key, 0, hash_of(*key))
    return moved


def begin_again(uow: UnitOfWork, branch: Branch) -> int:
    """Begin a new life of this station, with numbers of its own: its data was an old copy, or this
    computer was copied. What the centre does not have of the life that ends here is committed again
    in the new one; how many records those are.
    """
    moved = orphans.leave_branch(uow, branch.key, branch.common)
    incarnation.begin_next_life(uow, branch.common)
    lives.note_life(uow, "forked", branch.key[1], branch.common, moved)
    return moved


def begin_apart(uow: UnitOfWork, _nothing: None) -> None:
    """Begin a new life because a copy of this station left the one that goes on here: it gave some
    of the next numbers already. All that was done stays as it is.
    """
    if lives.goes_on_elsewhere(uow):
        left, head = uow.stream.incarnation, uow.log_head().seq
        incarnation.begin_next_life(uow, 0)
        lives.note_life(uow, "copied", left, head, 0)


def rescue(uow: UnitOfWork, _nothing: None) -> tuple[int, int]:
    """Commit orphans again that no live stream has: (how many, how many are settled by now)."""
    return orphans.rescue(uow, recipes_now(uow))


def say_found(uow: UnitOfWork, records: tuple[Turned, ...]) -> int:
    """Commit records again that a stream went on without; how many those are."""
    return hole_records.commit_again(uow, records, recipes_now(uow))


def rule(uow: UnitOfWork, ruled: Rulings) -> int:
    """Follow the centre's verdicts; how many records it changed."""
    news = verdicts.put_aside(uow, ruled.aside, recipes_now(uow))
    return news + verdicts.let_count(uow, ruled.applied, recipes_now(uow))
