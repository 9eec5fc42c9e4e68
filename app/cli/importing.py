"""`import`: a CSV file of patients, guarantors, open invoices, balances or services, checked whole
before it is applied.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.cli.saying import DONE, REFUSED, UsageError, say, tell
from app.cli.signing_in import working
from app.kernel.actor import Actor
from app.kernel.codec import to_plain
from app.kernel.errors import UserError
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.areas.imports.values import BringIn, ImportChecked, SayOldTotals
    from app.areas.settings.values import Practice

_DELIMITERS = {"": "", "comma": ",", "semicolon": ";", "tab": "\t", "bar": "|"}
_QUOTES = {"": "", "double": '"', "single": "'", "none": "none"}


def bring_in_file(chosen: argparse.Namespace) -> int:
    """Check a file, then apply it; with --dry-run nothing is applied."""
    from app.areas.imports import bring_in, queries, service
    from app.areas.imports.values import DropImport, ImportState
    from app.storage.writer import Priority

    wanted = _wanted(chosen)
    with working(chosen) as (station, actor):

        def act(actor: Actor, action: Any, command: Any, run_id: str | None = None) -> Any:
            done = station.act(actor, action, command, priority=Priority.BACKGROUND, run_id=run_id)
            return done.result()

        def ask(query: Any, *args: Any) -> Any:
            return station.ask(query, *args).result()

        def progress(done: int, of: int) -> None:
            share = done * 100 // of if of else 0
            tell(t("{done} of {all} rows, {share} %", done=done, all=of, share=share))

        found = bring_in.check_file(chosen.file, wanted, actor, act, ask, progress=progress)
        old = _old_totals(chosen, found, station.practice)
        if old is not None:
            act(actor, service.say_old_totals, old)
            _refuse_untied(chosen, ask(queries.import_checked, found.run_id))
        if chosen.rejected is not None and found.bad:
            bring_in.write_rejected(found.run_id, chosen.rejected, ask)
        if not chosen.check_only:
            bring_in.apply(
                found.run_id, actor, act, ask, without_bad_rows=chosen.yes, progress=progress
            )
        found = ask(queries.import_checked, found.run_id)
        if chosen.check_only and found.state is ImportState.CHECKED:
            act(actor, service.drop_import, DropImport(found.run_id))
    tell("")
    say(to_plain(found) | _differences(found))
    return REFUSED if chosen.check_only and (found.bad or _untied(found)) else DONE


def _wanted(chosen: argparse.Namespace) -> BringIn:
    from app.areas.imports.values import BringIn, ImportKind

    pairs = [*_map_file(chosen.map_file), *(_pair(each) for each in chosen.map)]
    if chosen.delimiter not in _DELIMITERS or chosen.quote not in _QUOTES:
        raise UsageError(
            t("--delimiter takes comma, semicolon, tab or bar; --quote double, single or none.")
        )
    try:
        as_of = date.fromisoformat(chosen.as_of) if chosen.as_of else None
    except ValueError:
        raise UsageError(t("--as-of takes a day as YYYY-MM-DD.")) from None
    return BringIn(
        ImportKind(chosen.kind),
        chosen.source,
        tuple(dict(pairs).items()),
        chosen.date_format,
        chosen.number_format,
        chosen.encoding,
        _DELIMITERS[chosen.delimiter],
        _QUOTES[chosen.quote],
        as_of,
    )


def _map_file(path: Path | None) -> list[tuple[str, str]]:
    if path is None:
        return []
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise UsageError(t("The mapping {path} can't be read: {why}", path=path, why=error)) from (
            None
        )
    good = isinstance(found, dict) and all(isinstance(each, str) for each in found.values())
    if not good:
        raise UsageError(t("The mapping is a JSON object of fields and columns."))
    return [(str(field), column) for field, column in found.items()]


def _pair(text: str) -> tuple[str, str]:
    field, sign, column = text.partition("=")
    if not sign or not field:
        raise UsageError(t("--map takes field=column, such as {example}.", example="phone=Tel"))
    return field.strip(), column.strip()


def _old_totals(
    chosen: argparse.Namespace, found: ImportChecked, here: Practice
) -> SayOldTotals | None:
    from app.areas.imports.values import SayOldTotals
    from app.kernel.i18n import parse_money

    if not (chosen.old_owed or chosen.old_credit or chosen.old_count is not None):
        return None
    if found.tally is None and (chosen.old_owed or chosen.old_credit):
        raise UserError(t("Only invoices and balances have totals of money."), field="owed")
    owed, credit = (
        parse_money(text, here.currency, here.locale) if text else None
        for text in (chosen.old_owed, chosen.old_credit)
    )
    return SayOldTotals(found.run_id, chosen.old_count, owed, credit)


def _refuse_untied(chosen: argparse.Namespace, found: ImportChecked) -> None:
    """Bring nothing in that differs from the totals told beside it, unless --yes says so."""
    if not chosen.check_only and not chosen.yes and _untied(found):
        raise UserError(
            t(
                "This does not agree with the old system's totals, and nothing was brought in. "
                "--check-only shows the differences; --yes brings it in as it is."
            ),
            field="old_owed",
        )


def _differences(found: ImportChecked) -> dict[str, Any]:
    """What the old system has more than the file, where its totals were told."""
    tally = found.tally
    if tally is None:
        return {}
    return {
        "difference": to_plain(tally.difference),
        "credit_difference": to_plain(tally.credit_difference),
    }


def _untied(found: ImportChecked) -> bool:
    tally = found.tally
    if found.old_count is not None and found.old_count != found.rows - found.bad:
        return True
    both = (tally.difference, tally.credit_difference) if tally else ()
    return any(each is not None and each.minor for each in both)
