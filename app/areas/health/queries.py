"""Proof that the books are right: every check over one snapshot, with a verdict in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import replace
from functools import cache

from app.areas.health.checks import LOG_PART, PARTS, checks_of, groups, share_of
from app.areas.health.values import CheckRun, Finding, Verdict
from app.areas.tasks.known import Known, known
from app.kernel.translate import t
from app.storage.checking import Check, if_readable
from app.storage.checks import log_head, row_count
from app.storage.log_checks import rows_walked
from app.storage.log_walk import station_here
from app.storage.schema import uncounted
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
    """Look at one of `checks.groups`; the first also counts the rows. `told(promise, rows read)` is
    heard before each check and on the way through long ones.
    """
    refuse_while_it_comes(reader)
    key = own or station_key(master, station_here(reader))
    promise, rows_read = "", 0

    def begun(_name: str, words: str) -> None:
        nonlocal promise
        promise = words
        told(promise, rows_read)

    def on_the_way(rows: int) -> None:
        nonlocal rows_read
        rows_read = rows
        told(promise, rows_read)

    counting = Ticking(reader, on_the_way)
    verdict = _looked(counting, groups(key, master)[number], begun, None)
    return verdict if number else _with_counts(reader, verdict)


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
    chosen: Iterable[Check],
    progress: Progress | None,
    stop: Callable[[], bool] | None,
) -> Verdict:
    runs: list[CheckRun] = []
    findings: list[Finding] = []
    notes: list[Finding] = []
    stopped = False
    for check in chosen:
        if stop is not None and stop():
            stopped = True
            break
        if progress is not None:
            progress(check.name, t(check.promise))
        wrong, of_tasks = _sorted(reader, check)
        findings += wrong
        notes += of_tasks
        runs.append(CheckRun(check.name, check.promise, len(wrong)))
    return Verdict(reader.now, tuple(runs), tuple(findings), 0, 0, 0, "", stopped, tuple(notes))


def _with_counts(reader: Reader, verdict: Verdict) -> Verdict:
    seq, digest = log_head(reader)
    left_out = row_count(reader, uncounted)
    rows = rows_walked(reader) + sum(row_count(reader, table) for table in of_kind("document"))
    return replace(verdict, rows=rows, uncounted=left_out, head_seq=seq, head_hash=digest)


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
