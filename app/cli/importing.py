"""`import`: a CSV file of patients, open invoices or services, checked whole before it is
applied.
"""

from __future__ import annotations

import argparse
from typing import Any

from app.cli.saying import DONE, REFUSED, UsageError, say, tell
from app.cli.signing_in import working
from app.kernel.actor import Actor
from app.kernel.codec import to_plain
from app.kernel.translate import t


def bring_in_file(chosen: argparse.Namespace) -> int:
    """Check a file, then apply it; with --check-only nothing is applied."""
    from app.areas.imports import bring_in
    from app.areas.imports.values import BringIn, ImportKind
    from app.storage.writer import Priority

    wanted = BringIn(
        ImportKind(chosen.kind),
        chosen.source,
        tuple(_pair(each) for each in chosen.map),
        chosen.date_format,
        chosen.number_format,
        chosen.encoding,
    )
    with working(chosen) as (station, actor):

        def act(actor: Actor, action: Any, command: Any, run_id: str | None = None) -> Any:
            done = station.act(actor, action, command, priority=Priority.BACKGROUND, run_id=run_id)
            return done.result()

        def ask(query: Any, *args: Any) -> Any:
            return station.ask(query, *args).result()

        def progress(done: int, of: int) -> None:
            tell(t("{done} of {all} rows", done=done, all=of))

        found = bring_in.check_file(chosen.file, wanted, actor, act, ask, progress=progress)
        if chosen.rejected is not None and found.bad:
            bring_in.write_rejected(found.run_id, chosen.rejected, ask)
        if not chosen.check_only:
            found = bring_in.apply(
                found.run_id, actor, act, ask, without_bad_rows=chosen.yes, progress=progress
            )
    tell("")
    say(to_plain(found))
    return REFUSED if chosen.check_only and found.bad else DONE


def _pair(text: str) -> tuple[str, str]:
    field, sign, column = text.partition("=")
    if not sign or not field:
        raise UsageError(t("--map takes field=column, such as {example}.", example="phone=Tel"))
    return field.strip(), column.strip()
