"""Proof that the books are right: every check over one snapshot, with a verdict in words."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace

from app.areas.health.checks import PARTS, checks_of
from app.areas.health.values import CheckRun, Finding, Verdict
from app.areas.tasks.known import Known, known
from app.kernel.translate import t
from app.storage.checking import Check, if_readable
from app.storage.checks import log_head, row_count
from app.storage.log_walk import station_here
from app.storage.schema import uncounted
from app.storage.statements import Reader
from app.storage.station_log import station_key
from app.storage.still_coming import refuse_while_it_comes
from app.storage.tables import station

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
    runs: list[CheckRun] = []
    findings: list[Finding] = []
    notes: list[Finding] = []
    stopped = False
    for check in (check for part in parts for check in checks_of(part, key, master)):
        if stop is not None and stop():
            stopped = True
            break
        if progress is not None:
            progress(check.name, t(check.promise))
        wrong, of_tasks = _sorted(reader, check)
        findings += wrong
        notes += of_tasks
        runs.append(CheckRun(check.name, check.promise, len(wrong)))
    seq, digest = log_head(reader)
    return Verdict(
        at=reader.now,
        checks=tuple(runs),
        findings=tuple(findings),
        rows=_rows(reader) if PARTS - 1 in parts else 0,
        uncounted=row_count(reader, uncounted),
        head_seq=seq,
        head_hash=digest,
        stopped=stopped,
        notes=tuple(notes),
    )


def _sorted(reader: Reader, check: Check) -> tuple[list[Finding], list[Finding]]:
    """(what is wrong, what only comes of things that a task is about)."""
    wrong: list[Finding] = []
    of_tasks: list[Finding] = []
    for words, remedy in check.findings(reader):
        told = next((one for one in _known(reader) if one.covers(check.name, words)), None)
        if told is not None:
            of_tasks.append(Finding(check.name, words, told.remedy))
        else:
            wrong.append(Finding(check.name, words, remedy))
    return wrong, of_tasks


def _known(reader: Reader) -> tuple[Known, ...]:
    return reader.once("what tasks are about", (), lambda: if_readable(lambda: known(reader)))


def _rows(reader: Reader) -> int:
    return sum(row_count(reader, table) for table in station.tables.values())


def verify_beside(
    ask: Callable[..., Future[Verdict]],
    master: bytes,
    progress: Progress | None = None,
    stop: Callable[[], bool] | None = None,
    own: bytes = b"",
) -> Verdict:
    """`verify` with its parts on as many reading threads; `ask` is a station's. Blocks."""
    parts = [ask(verify, master, progress, stop, (part,), own) for part in range(PARTS)]
    done = [part.result() for part in parts]
    return replace(
        done[-1],
        checks=tuple(check for verdict in done for check in verdict.checks),
        findings=tuple(finding for verdict in done for finding in verdict.findings),
        stopped=any(verdict.stopped for verdict in done),
        notes=tuple(note for verdict in done for note in verdict.notes),
    )
