"""A whole file from disk to books, one transaction after the other; resumable, never doubled.

What a window or the command line calls: `check_file`, show what it found, `apply`. `looking.look`
shows a file before that.
    act = lambda actor, action, command, run_id=None: station.act(
        actor, action, command, priority=Priority.BACKGROUND, run_id=run_id).result()
    ask = lambda query, *args: station.ask(query, *args).result()
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from app.areas.imports import errors as row_errors
from app.areas.imports import file_errors, looking, queries, reading, rules, service
from app.areas.imports.in_file_twins import TwinsInFile
from app.areas.imports.reading import CsvFile
from app.areas.imports.values import (
    Act,
    Applied,
    ApplyNext,
    Ask,
    BeginImport,
    BringIn,
    DropImport,
    FinishCheck,
    ImportChecked,
    ImportKind,
    KeepCells,
    Progress,
    ReadRow,
    RowByRow,
    StageRows,
    Stop,
)
from app.kernel.actor import Actor
from app.kernel.codec import to_plain
from app.kernel.errors import CounterfoilError
from app.kernel.ids import CommandId, new_id
from app.kernel.text import clean_required
from app.kernel.translate import t
from app.storage.canonical import canonical_json

STAGED_AT_ONCE = 1000
"""Rows in one staging transaction; a cashier's payment waits for no longer than that takes."""


def check_file(
    path: Path,
    wanted: BringIn,
    actor: Actor,
    act: Act,
    ask: Ask,
    *,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> ImportChecked:
    """Read, stage and check a whole file; nothing of it is applied yet.

    A file whose run was begun before (same bytes, source and mapping) is continued where it stood.
    UserError for a file that can't be read, columns that are missing, and what the file leaves
    open: its field is `mapping`, `date_format`, `number_format`, `encoding`, `source` or `path`.
    """
    wanted = replace(wanted, source=clean_required(wanted.source, "source", most=60))
    file, before, keys = looking.open_file(path, wanted, ask)
    plan, count = looking.plan_of(file, wanted, before, ask)
    begun = ask(
        queries.begun_run, wanted.source, wanted.kind, file.sha256, canonical_json(to_plain(plan))
    )
    if begun is not None:
        return _checked(ask, begun)
    run_id = new_id()
    today = ask(service.business_today)
    # What was chosen before for this source is chosen again until somebody says otherwise.
    told = looking.with_before(wanted, before)
    begin = BeginImport(CommandId(run_id), told, plan, path.name, file.sha256, keys)
    act(actor, service.begin_import, begin)
    people = TwinsInFile() if wanted.kind is ImportKind.PATIENTS else None
    reader = rules.Reader(plan, today)
    rows = _read(file, reader)
    done = 0
    try:
        while both := tuple(islice(rows, STAGED_AT_ONCE)):
            if stop is not None and stop():
                act(actor, service.drop_import, DropImport(run_id))
                return _checked(ask, run_id)
            _stage(run_id, both, reader, people, partial(_as, actor, act, run_id))
            done += len(both)
            if progress is not None:
                progress(done, count)
        if done != count:
            raise file_errors.file_changed()
        reading.refuse_changed(file)
    except BaseException:  # a stick that is pulled out, a key that interrupts: nothing is left
        with suppress(CounterfoilError):
            act(actor, service.drop_import, DropImport(run_id))
        raise
    found = people.found() if people is not None else ()
    finish = FinishCheck(run_id, found[: queries.SHOWN_TWINS], len(found))
    act(actor, service.finish_check, finish)
    return _checked(ask, run_id)


def _stage(
    run_id: str,
    both: Sequence[tuple[ReadRow, list[str]]],
    reader: rules.Reader,
    people: TwinsInFile | None,
    act: Callable[..., Any],
) -> None:
    """Stage some rows, each with its cells."""
    rows = tuple(row for row, _ in both)
    staged = act(service.stage_rows, StageRows(run_id, rows))
    if staged.without_cells:
        # What stood in a good row that nothing here goes with: so that it can be mended.
        cells = {row.line: kept for row, kept in both}
        held = tuple((line, reader.kept(cells[line])) for line in staged.without_cells)
        act(service.keep_cells, KeepCells(run_id, held))
    if people is not None:
        bad = set(staged.without_cells)
        people.see(row for row in rows if row.line not in bad)


def apply(
    run_id: str,
    actor: Actor,
    act: Act,
    ask: Ask,
    *,
    without_bad_rows: bool = False,
    progress: Progress | None = None,
    stop: Stop | None = None,
) -> ImportChecked:
    """Apply a checked run to its end, or until `stop`; run again it goes on where it was.

    NeedsConfirmation("bad_rows") when rows are bad and `without_bad_rows` was not said.
    """
    confirmed = frozenset({row_errors.BAD_ROWS} if without_bad_rows else ())
    left = 1
    while left and not (stop is not None and stop()):
        step = _next(run_id, confirmed, actor, act)
        left = step.left
        if progress is not None:
            progress(step.done, step.done + left)
    return _checked(ask, run_id)


def _next(run_id: str, confirmed: frozenset[str], actor: Actor, act: Act) -> Applied:
    def step(*, singly: bool) -> Applied:
        command = ApplyNext(run_id, singly=singly, confirmations=confirmed)
        done: Applied = act(actor, service.apply_next, command, run_id)
        return done

    try:
        return step(singly=False)
    except RowByRow:
        return step(singly=True)


def write_rejected(run_id: str, target: Path, ask: Ask) -> int:
    """Write the bad rows with line and problem as a CSV that is safe in spreadsheets; how many."""
    header = ask(queries.header_of, run_id)
    count, after = 0, 0
    part = target.with_name(target.name + ".part")
    try:
        with part.open("w", encoding="utf-8-sig", newline="") as file:
            out = csv.writer(file)
            out.writerow([t("Line"), t("Problem"), *map(rules.safe_for_spreadsheets, header)])
            while rows := ask(queries.bad_rows, run_id, after):
                for row in rows:
                    cells = map(rules.safe_for_spreadsheets, row.cells)
                    out.writerow([row.line, rules.safe_for_spreadsheets(row.problem), *cells])
                count, after = count + len(rows), rows[-1].line
        part.replace(target)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        raise file_errors.unwritable(target, error.strerror) from error
    return count


def _as(actor: Actor, act: Act, run_id: str, action: Callable[..., Any], command: Any) -> Any:
    return act(actor, action, command, run_id)


def _checked(ask: Ask, run_id: str) -> ImportChecked:
    found: ImportChecked = ask(queries.import_checked, run_id)
    return found


def _read(file: CsvFile, reader: rules.Reader) -> Iterator[tuple[ReadRow, list[str]]]:
    for row in reading.rows_of(file):
        yield reader.read(row.line, row.cells), row.cells
