"""Which actions and queries there are: found in the areas' modules by their annotations."""

from __future__ import annotations

import dataclasses
import importlib
import importlib.util
import inspect
import pkgutil
import types
import typing
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from enum import Enum
from typing import Any

from app import areas
from app.kernel.codec import field_types
from app.kernel.errors import UserError
from app.kernel.money import Money
from app.kernel.translate import t

OTHER_WORDS = {
    "settings.set_up_practice": "counterfoil init",
    "settings.change_setting": "counterfoil settings set",
    "security.set_pin": "counterfoil set-pin",
    "imports.begin_import": "counterfoil import",
    "health.rebuild": "counterfoil rebuild",
    "health.verify": "counterfoil verify",
}
"""What has a word of its own, because it needs a secret, a file or the whole program."""
NEVER = frozenset(
    {
        "deposits.deposit_slip",
        "deposits.whole_bank_account",
        "health.verify_group",
        "ledger.back_of",
        "ledger.shift_held",
        "ledger.shift_holds",
        "refunds.end_card_refund",
        "refunds.note_card_refund",
        "refunds.stop_watching",
        "security.reader_by_number",
        "security.set_recovery_code",
    }
)
"""What is not for a shell: the cash a drawer should hold, what checks a secret, whole account
numbers, what an entry is called that nobody made yet, a part of verify, and what a processor said
of a card refund, which it alone can say.
"""
NOT_WITH_A_DRAWER = frozenset(
    {
        "invoices.invoice_totals",
        "ledger.gl_balance",
        "ledger.trial_balance",
        "parties.account_totals",
        "payments.latest_payments",
        "payments.payment_marks",
        "payments.payments",
        "reports.activity",
    }
)
"""Sums that would tell somebody with an open drawer what should be in it (the count is blind), and
rows that need only be added up; what people owe and have in credit moves with what is taken."""

ASKER = "asker"
"""The parameter of a query that says who asks, so that it can hide their own drawer's cash."""

_SIMPLE = {
    str: "text",
    int: "whole number",
    bool: "true or false",
    date: "date YYYY-MM-DD",
    time: "time HH:MM",
    datetime: "UTC instant",
    Money: 'money {"minor": 3500, "currency": "USD"}',
    type(None): "null",
}


@dataclasses.dataclass(frozen=True, slots=True)
class Verb:
    """One action or query; `fields` are its JSON fields with their types.

    A query that is `told_who` asks hides from people the cash of their own drawer; who it is never
    comes out of the JSON.
    """

    name: str
    function: Callable[..., Any]
    fields: dict[str, Any]
    needed: tuple[str, ...]
    answer: Any
    command: type | None = None
    told_who: bool = False


def actions() -> dict[str, Verb]:
    """Every action whose command has an id, by `area.name`."""
    return {verb.name: verb for verb in _found(areas.ACTION_MODULES, _as_action)}


def queries() -> dict[str, Verb]:
    """Every query, by `area.name`."""
    return {verb.name: verb for verb in _found(areas.QUERY_MODULES, _as_query)}


def one(verbs: dict[str, Verb], name: str) -> Verb:
    """The verb called `name`; a UserError that says what to use instead."""
    if name in OTHER_WORDS:
        raise UserError(t("Use “{words}” for that.", words=OTHER_WORDS[name]), field="name")
    if name in NEVER:
        raise UserError(t("{name} is not for the command line.", name=name), field="name")
    if name not in verbs:
        raise UserError(
            t("There is no {name}. See --list for what there is.", name=name[:80]), field="name"
        )
    return verbs[name]


def described(verbs: dict[str, Verb]) -> list[dict[str, Any]]:
    """Each verb with its sentence, its fields and its answer, for --list."""
    return [
        {
            "name": verb.name,
            "words": (inspect.getdoc(verb.function) or "").split("\n\n")[0].replace("\n", " "),
            "fields": {name: type_words(kind) for name, kind in verb.fields.items()},
            "needed": list(verb.needed),
            "answer": type_words(verb.answer),
        }
        for name, verb in sorted(verbs.items())
        if name not in OTHER_WORDS and name not in NEVER
    ]


def type_words(kind: Any, depth: int = 0) -> Any:
    """A type as a person writes its JSON; records become objects of their fields."""
    if isinstance(kind, typing.NewType):
        return "id" if kind.__name__.endswith("Id") else type_words(kind.__supertype__, depth)
    origin, args = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        said = [type_words(each, depth) for each in args if each is not type(None)]
        return {"optional": said[0]} if type(None) in args else said
    if origin in (tuple, frozenset, list):
        return [type_words(args[0], depth)]
    if kind in _SIMPLE:
        return _SIMPLE[kind]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return " | ".join(str(member.value) for member in kind)
    if dataclasses.is_dataclass(kind) and isinstance(kind, type) and depth < 4:
        return {name: type_words(each, depth + 1) for name, each in field_types(kind).items()}
    return getattr(kind, "__name__", str(kind))


def _found(modules: tuple[str, ...], read: Callable[[str, Any], Verb | None]) -> Iterator[Verb]:
    names = (
        (area.name, module) for area in pkgutil.iter_modules(areas.__path__) for module in modules
    )
    for area, module in names:
        name = f"app.areas.{area}.{module}"
        if importlib.util.find_spec(name) is None:
            continue
        loaded = importlib.import_module(name)
        for function_name, function in inspect.getmembers(loaded, inspect.isfunction):
            if function.__module__ == name and not function_name.startswith("_"):
                verb = read(f"{area}.{function_name}", function)
                if verb is not None:
                    yield verb


def _as_action(name: str, function: Any) -> Verb | None:
    from app.storage.unit_of_work import UnitOfWork

    hints = typing.get_type_hints(function)
    kinds = [hints.get(p) for p in inspect.signature(function).parameters]
    if len(kinds) != 2 or kinds[0] is not UnitOfWork:
        return None
    command = kinds[1]
    if not (isinstance(command, type) and dataclasses.is_dataclass(command)):
        return None
    fields = field_types(command)
    if "id" not in fields:
        return None
    needed = tuple(
        f.name
        for f in dataclasses.fields(command)
        if f.default is dataclasses.MISSING
        and f.default_factory is dataclasses.MISSING
        and f.name != "id"
    )
    return Verb(name, function, fields, needed, hints.get("return"), command)


def _as_query(name: str, function: Any) -> Verb | None:
    from app.storage.statements import Reader

    hints = typing.get_type_hints(function)
    parameters = list(inspect.signature(function).parameters.values())
    if not parameters or hints.get(parameters[0].name) is not Reader:
        return None
    rest = [p for p in parameters[1:] if p.name != ASKER]
    needed = tuple(p.name for p in rest if p.default is inspect.Parameter.empty)
    fields = {p.name: hints[p.name] for p in rest}
    told_who = len(rest) < len(parameters) - 1
    return Verb(name, function, fields, needed, hints.get("return"), told_who=told_who)
