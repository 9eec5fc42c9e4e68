"""`do` and `ask`: any action and any query of the program, with JSON in and JSON out."""

from __future__ import annotations

import argparse
import json
from typing import TYPE_CHECKING, Any

from app.cli import finding
from app.cli.saying import DONE, UsageError, say
from app.cli.signing_in import asking, need_user, working
from app.kernel.codec import from_plain, to_plain
from app.kernel.errors import UserError
from app.kernel.ids import UserId, new_id
from app.kernel.translate import t

if TYPE_CHECKING:
    from app.bootstrap import Station


def do(chosen: argparse.Namespace) -> int:
    """Carry out one action; a missing id is made and said, so that it can be sent again."""
    verbs = finding.actions()
    if chosen.list:
        say(finding.described(verbs))
        return DONE
    verb = finding.one(verbs, _named(chosen))
    need_user(chosen)
    plain = _object(chosen.json)
    plain.setdefault("id", new_id())
    command = from_plain(verb.command, plain)
    with working(chosen) as (station, actor):
        answer = station.act(actor, verb.function, command).result()
    say({"id": plain["id"], "answer": to_plain(answer)})
    return DONE


def ask(chosen: argparse.Namespace) -> int:
    """Ask one query, beside an open window too."""
    verbs = finding.queries()
    if chosen.list:
        say(finding.described(verbs))
        return DONE
    verb = finding.one(verbs, _named(chosen))
    plain = _object(chosen.json)
    _refuse_fields(verb, plain)
    values = {name: from_plain(verb.fields[name], value, name) for name, value in plain.items()}
    with asking(chosen) as (station, actor):
        say(to_plain(answer(station, verb, values, None if actor is None else actor.user_id)))
    return DONE


def answer(
    station: Station, verb: finding.Verb, values: dict[str, Any], asker: UserId | None
) -> Any:
    """What one query says to somebody, or to nobody in particular; with a drawer open no sum of
    its cash.
    """
    if verb.name in finding.NOT_WITH_A_DRAWER:
        _refuse_counting(station, asker)
    told = {**values, finding.ASKER: asker} if verb.told_who else values

    def look(reader: Any) -> Any:
        return verb.function(reader, **told)

    return station.ask(look).result()


def _named(chosen: argparse.Namespace) -> str:
    if not chosen.name:
        raise UsageError(t("Name one, or see what there is with --list."))
    return str(chosen.name)


def _object(text: str) -> dict[str, Any]:
    try:
        plain = json.loads(text, object_pairs_hook=_each_once)
    except ValueError as error:
        raise UsageError(t("This is not JSON: {error}.", error=error)) from None
    except RecursionError:
        raise UsageError(t("This JSON is nested too deeply.")) from None
    if not isinstance(plain, dict):
        raise UsageError(t("An object is expected, such as {example}.", example='{"text": "ann"}'))
    return plain


def _each_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object; of two amounts under one name nobody knows which was meant."""
    plain = dict(pairs)
    if len(plain) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UsageError(t("{name} is given twice.", name=twice[:60]))
    return plain


def _refuse_fields(verb: finding.Verb, plain: dict[str, Any]) -> None:
    for name in plain:
        if name not in verb.fields:
            raise UserError(t("There is no field {name}.", name=name[:60]), field=name)
    for name in verb.needed:
        if name not in plain:
            raise UserError(t("{field} is missing.", field=name), field=name)


def _refuse_counting(station: Station, asker: UserId | None) -> None:
    from app.areas.drawers.queries import has_open_drawer, open_shifts

    if asker is None:
        if station.ask(open_shifts).result():
            raise UserError(
                t(
                    "A drawer is open, and these sums would say what should be in it. Say who asks "
                    "with --user NUMBER."
                ),
                field="user",
            )
    elif station.ask(has_open_drawer, asker).result():
        raise UserError(t("You have a drawer open. These sums would say what should be in it."))
