"""`simulate`: plays whole practices with every fault between their stations, seed by seed."""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from time import perf_counter

from app.cli.saying import DONE, REFUSED, UsageError, say_words

MEMORY = Path("/dev/shm")


def simulate(chosen: argparse.Namespace) -> int:
    """Run the seeds; refused when one of them ends with anything wrong."""
    from app.bootstrap import load_schema
    from app.sync.simulator.bugs import BUGS, planted
    from app.sync.simulator.ground import ground
    from app.sync.simulator.running import run_all

    if chosen.bug and chosen.bug not in BUGS:
        raise UsageError(f"There is no bug {chosen.bug}. There are: {', '.join(sorted(BUGS))}.")
    load_schema()
    seeds = range(chosen.first, chosen.first + chosen.seeds)
    if chosen.seed is not None:
        seeds = range(chosen.seed, chosen.seed + 1)
    folder = tempfile.mkdtemp(prefix="counterfoil-sim-", dir=MEMORY if MEMORY.is_dir() else None)
    totals: Counter[str] = Counter()
    failing: list[int] = []
    facts = rounds = 0
    begun = perf_counter()
    with ExitStack() as stack:
        laid = stack.enter_context(ground(chosen.dsn, Path(folder)))
        if chosen.bug:
            stack.enter_context(planted(chosen.bug, laid))
        for history in run_all(laid, seeds, chosen.steps):
            totals.update(history.counts)
            facts, rounds = facts + history.facts, max(rounds, history.rounds)
            if chosen.verbose:
                for line in history.trace:
                    say_words(line)
            if history.bad:
                failing.append(history.seed)
                say_words(f"seed {history.seed} fails:")
                for words in history.bad[:20]:
                    say_words(f"    {words}")
    took = perf_counter() - begun
    say_words(
        f"{len(seeds)} seeds of {chosen.steps} steps, {facts} facts, at most {rounds} rounds to "
        f"heal, {took / len(seeds):.2f} s a seed: {len(failing)} failing {failing[:20] or ''}"
    )
    for name, count in sorted(totals.items()):
        say_words(f"    {count:>7} {name.replace('_', ' ')}")
    return REFUSED if failing else DONE
