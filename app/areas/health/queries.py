"""Proof that the books are right: every check over one snapshot, with a verdict in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import cache

from app.areas.health.checks import LOG_PART, PARTS, checks_of, groups, share_of
from app.areas.health.values import CheckRun, Finding, Verdict
from app.areas.tasks.known import Known, known
from app.kernel.translate import t
from app.storage.checking import Check, Findings, if_readable, look_together
from app.storage.checks import about_rows, log_head, row_count
from app.storage.log_checks import rows_walked
from app.storage.log_walk import station_here
from app.storage.schema import station_log, uncounted
from app.storage.slices import slices
from app.storage.statements import Reader
from app.storage.station_log import station_key
from app.storage.still_coming import refuse_while_it_comes
from app.storage.table_reads import of_kind
from app.storage.ticking import Ticking

Progress = Callable[[str, str], None]
"""Told (name, promise) before each check, from the thread that looks."""


def verify(
    reader: Reader,
    master: bytes,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
    parts: tuple[int, ...] = tuple(range(PARTS)),
    own: bytes = b"",
) -> Verdict:
    """Look at every promise of the program, or at those of some `parts`; reads only.

    `master` is the organization's master key, for the log's signatures; a station that was enrolled
    has none, but the key of its `own` records. `progress(check, words)` is
    told before each check; `stop()` is asked between two. A UserError while the books still arrive.
    """
    refuse_while_it_comes(reader)
    key = own or station_key(master, station_here(reader))
    chosen = tuple(check for part in parts for check in checks_of(part, key, master))
    verdict = _looked(reader, chosen, progress, stop)
    return _with_counts(reader, verdict) if LOG_PART in parts else verdict


def verify_group(
    reader: Reader, number: int, master: bytes, own: bytes, told: Callable[[str, int], None]
) -> Verdict:
    """Look at one of `checks.groups`; the first also counts the rows. `told(promise, thousandths of
    the group)` is heard before each check and on the way through long ones.
    """
    refuse_while_it_comes(reader)
    key = own or station_key(master, station_here(reader))
    group = groups(key, master)[number]
    way = _Way(reader, group, told)
    verdict = _looked(Ticking(reader, way.reads), group, way.begins, None)
    return verdict if number else _with_counts(reader, verdict)


class _Way:
    """How far a group is: by what its checks usually take, and by the rows the longest have read.
    Those that look together are told one after another, each after as many slices.
    """

    def __init__(
        self, reader: Reader, group: Sequence[Check], told: Callable[[str, int], None]
    ) -> None:
        self._told = told
        self._shares = {one.name: 1 if one.sliced else share_of(one.name) for one in group}
        self._of = {
            "storage.log": about_rows(reader, station_log),
            "storage.content": about_rows(reader, *of_kind("fact")),
        }
        self._name, self._promise = "", ""
        self._done, self._before, self._rows = 0, 0, 0

    def begins(self, name: str, promise: str) -> None:
        self._done += self._shares.get(self._name, 0)
        self._name, self._promise, self._before = name, promise, self._rows
        self._say()

    def reads(self, rows: int) -> None:
        """So many by all checks so far."""
        self._rows = rows
        self._say()

    def _say(self) -> None:
        of, rows = self._of.get(self._name, 0), self._rows - self._before
        within = self._shares[self._name] * min(rows, of) // of if of else 0
        self._told(self._promise, (self._done + within) * 1000 // sum(self._shares.values()))


@cache
def shares() -> tuple[int, ...]:
    """How long each group takes beside the others, about."""
    return tuple(sum(share_of(check.name) for check in group) for group in groups(b""))


def together(done: Sequence[Verdict], *, stopped: bool = False) -> Verdict:
    """One verdict of those of parts or groups; at least one."""
    counted = max(done, key=lambda verdict: verdict.rows)
    return replace(
        counted,
        checks=tuple(check for verdict in done for check in verdict.checks),
        findings=tuple(finding for verdict in done for finding in verdict.findings),
        stopped=stopped or any(verdict.stopped for verdict in done),
        notes=tuple(note for verdict in done for note in verdict.notes),
    )


def _looked(
    reader: Reader,
    chosen: Sequence[Check],
    progress: Progress | None,
    stop: Callable[[], bool] | None,
) -> Verdict:
    runs: list[CheckRun] = []
    findings: list[Finding] = []
    notes: list[Finding] = []
    try:
        for some in _together(chosen):
            for check, found in zip(some, _found(reader, some, progress, stop), strict=True):
                wrong, of_tasks = _sorted(reader, check, found)
                findings += wrong
                notes += of_tasks
                runs.append(CheckRun(check.name, check.promise, len(wrong)))
    except _Stopped:
        stopped = True
    else:
        stopped = False
    return Verdict(reader.now, tuple(runs), tuple(findings), 0, 0, 0, "", stopped, tuple(notes))


class _Stopped(Exception):
    """Nobody wants to know the rest."""


def _together(chosen: Sequence[Check]) -> Iterator[tuple[Check, ...]]:
    """Those that look slice by slice all at once, where the first of them stands."""
    sliced = tuple(check for check in chosen if check.sliced)
    for check in chosen:
        if not check.sliced:
            yield (check,)
        elif check is sliced[0]:
            yield sliced


def _found(
    reader: Reader,
    some: Sequence[Check],
    progress: Progress | None,
    stop: Callable[[], bool] | None,
) -> list[Findings]:
    """What is found, after word of each check as they go on, or before each slice."""
    begun = 0

    def turn(number: int) -> None:
        nonlocal begun
        if stop is not None and stop():
            raise _Stopped
        turns = len(if_readable(lambda: slices(reader))) if some[0].sliced else 1
        while progress is not None and begun < len(some) and begun * turns <= number * len(some):
            check = some[begun]
            progress(check.name, t(check.promise))
            begun += 1

    return look_together(some, reader, turn)


def _with_counts(reader: Reader, verdict: Verdict) -> Verdict:
    seq, digest = log_head(reader)
    left_out = row_count(reader, uncounted)
    rows = rows_walked(reader) + sum(row_count(reader, table) for table in of_kind("document"))
    return replace(verdict, rows=rows, uncounted=left_out, head_seq=seq, head_hash=digest)


def _sorted(reader: Reader, check: Check, found: Findings) -> tuple[list[Finding], list[Finding]]:
    """(what is wrong, what only comes of things that a task is about)."""
    wrong: list[Finding] = []
    of_tasks: list[Finding] = []
    for words, remedy in found:
        told = next((one for one in _known(reader) if one.covers(check.name, words)), None)
        if told is not None:
            of_tasks.append(Finding(check.name, words, told.remedy))
        else:
            wrong.append(Finding(check.name, words, remedy))
    return wrong, of_tasks


def _known(reader: Reader) -> tuple[Known, ...]:
    return reader.once("what tasks are about", (), lambda: if_readable(lambda: known(reader)))


def verify_beside(
    ask: Callable[..., Future[Verdict]],
    master: bytes,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
    own: bytes = b"",
) -> Verdict:
    """`verify` with its parts on as many reading threads; `ask` is a station's. Blocks."""
    parts = [ask(verify, master, progress, stop, (part,), own) for part in range(PARTS)]
    return together([part.result() for part in parts])
