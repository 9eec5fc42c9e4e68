"""Runs seeds: each one history on the same ground, and what was wrong in the end."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

import psycopg

from app.kernel.errors import Bug, CounterfoilError
from app.sync.simulator.ground import Ground, NotDrained, seeded
from app.sync.simulator.invariants import broken
from app.sync.simulator.world import World

STEPS = 110
_SWEEP = 10
_BROKEN = (CounterfoilError, Bug, NotDrained, psycopg.Error, LookupError, TypeError, ValueError)
"""What ends a history before its end: the program's own faults, and those of planted bugs."""
_THOROUGH = 20


@dataclass(frozen=True, slots=True)
class History:
    """What became of a seed; `digest` is the same for the same seed."""

    seed: int
    bad: tuple[str, ...]
    counts: Counter[str]
    rounds: int
    facts: int
    digest: str
    trace: tuple[str, ...]


def run(
    ground: Ground,
    seed: int,
    steps: int = STEPS,
    *,
    thorough: bool = False,
    often: Collection[str] = (),
) -> History:
    """One history; `thorough` proves the books of each station with all of verify, and of the steps
    named in `often` there are many.
    """
    world = World(seed, ground, ground.folder / f"seed-{seed}", often)
    try:
        with seeded(world.chance):
            _play(world, steps, thorough=thorough)
    except _BROKEN as error:
        world.bad.append(f"{type(error).__name__}: {error}")
    finally:
        world.close()
    trace = tuple(world.trace)
    digest = hashlib.sha256("\n".join(trace).encode()).hexdigest()
    facts = len(world.known.truth)
    return History(seed, tuple(world.bad), world.counts, world.rounds, facts, digest, trace)


def _play(world: World, steps: int, *, thorough: bool) -> None:
    for _ in range(steps):
        world.step()
        if world.bad:
            return
    world.heal()
    if not world.bad:
        world.bad.extend(broken(world, thorough=thorough))


def run_all(ground: Ground, seeds: Iterable[int], steps: int = STEPS) -> Iterator[History]:
    """Each seed in turn; every so often with all of verify."""
    for number, seed in enumerate(seeds):
        if number % _SWEEP == _SWEEP - 1:
            ground.centre.sweep()
        yield run(ground, seed, steps, thorough=seed % _THOROUGH == 0)
