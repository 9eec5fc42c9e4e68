"""What must hold of the ledger, and how its balances are made afresh from journal lines."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, literal_column, or_, select

from app.areas.ledger import schema
from app.areas.ledger.values import GL
from app.kernel.translate import t
from app.storage.checking import (
    Check,
    Follow,
    Recipe,
    amount,
    one_of,
    recipe_by,
    rows_check,
    unindexed,
)
from app.storage.glances import ByParent, at_a_glance, how_many
from app.storage.schema_folding import folded_entry, forward_entry, forward_zero
from app.storage.tables import counted

_line, _entry = counted(schema.journal_line), counted(schema.journal_entry)
_l, _e, _z = _line.c, _entry.c, forward_zero.c
_RECEIVABLES = (GL.RECEIVABLE_PATIENTS, GL.RECEIVABLE_INSURANCE)
_CONTROLLED_BY_ACCOUNT = (*_RECEIVABLES, GL.PATIENT_CREDITS)
_NOBODYS = or_(
    _l.account_id.is_(None), (_l.gl_code != GL.PATIENT_CREDITS) & _l.invoice_id.is_(None)
)


def entries_of(source_type: str) -> Subquery:
    """How many entries each source of a type has, and their day, currency and reference."""
    return (
        select(
            _e.source_id,
            func.count().label("entries"),
            func.min(_e.business_date).label("day"),
            func.min(_e.currency).label("currency"),
            func.min(_e.reference).label("reference"),
        )
        .where(schema.of_sources(_e, source_type), _e.reverses_entry_id.is_(None))
        .group_by(_e.source_id)
        .subquery("entries")
    )


def entry_of_each(
    name: str, parents: Any, source_type: str, other: ColumnElement[bool]
) -> ByParent:
    """One entry a parent, one parent an entry; "odd" where there are more, or an `other` one."""
    return ByParent(
        f"entries by {source_type}",
        ("journal_entry", name),
        _e.source_id,
        parents,
        {"odd": (func.count() != 1) | (how_many(other) > 0)},
        rows=schema.of_sources(_e, source_type) & _e.reverses_entry_id.is_(None),
    )


def posted_for(source_type: str, *dimensions: str) -> tuple[Select[Any], ...]:
    """What was posted for the sources of a type: (source, gl, the dimensions, currency, minor)."""
    lines = (
        select(
            _e.source_id.label("source"),
            _l.gl_code.label("gl"),
            *(_l[f"{name}_id"].label(name) for name in dimensions),
            _l.currency.label("currency"),
            _l.amount_minor.label("minor"),
        )
        .select_from(_line)
        .join(_entry, _e.id == _l.entry_id)
        .where(schema.of_sources(_e, source_type), _e.reverses_entry_id.is_(None))
    )
    return (lines,)


def reversals_of(source_type: str) -> Select[Any]:
    """How many entries reverse those of each source, their day, and whether the original is
    there.
    """
    original = _entry.alias("original")
    return (
        select(
            _e.source_id,
            func.count().label("entries"),
            func.min(_e.business_date).label("day"),
            func.min(original.c.id).label("original"),
        )
        .select_from(_entry)
        .outerjoin(
            original,
            (original.c.id == _e.reverses_entry_id) & (original.c.source_id == _e.source_id),
        )
        .where(schema.of_sources(_e, source_type), _e.reverses_entry_id.is_not(None))
        .group_by(_e.source_id)
    )


def posted_back(source_type: str, *dimensions: str) -> Select[Any]:
    """What reversing entries posted for the sources of a type, in the columns of `posted_for`."""
    return (
        select(
            _e.source_id.label("source"),
            _l.gl_code.label("gl"),
            *(_l[f"{name}_id"].label(name) for name in dimensions),
            _l.currency.label("currency"),
            _l.amount_minor.label("minor"),
        )
        .select_from(_line)
        .join(_entry, _e.id == _l.entry_id)
        .where(schema.of_sources(_e, source_type), _e.reverses_entry_id.is_not(None))
    )


def _sums() -> Select[Any]:
    """What the lines of each entry add up to, beside what the entry says of itself."""
    lines = (
        select(
            _l.entry_id,
            func.count().label("lines"),
            func.sum(_l.amount_minor).label("left_over"),
            func.min(_l.currency).label("lowest_currency"),
            func.max(_l.currency).label("highest_currency"),
            func.min(_l.business_date).label("first_day"),
            func.max(_l.business_date).label("last_day"),
            func.min(_l.period_date).label("first_period"),
            func.max(_l.period_date).label("last_period"),
        )
        .group_by(_l.entry_id)
        .subquery("lines")
    )
    s = lines.c
    broken = or_(
        s.entry_id.is_(None),
        s.left_over != 0,
        s.lines != _e.line_count,
        s.lowest_currency != _e.currency,
        s.highest_currency != _e.currency,
        s.first_day != _e.business_date,
        s.last_day != _e.business_date,
        s.first_period != _e.period_date,
        s.last_period != _e.period_date,
    )
    counts = (func.coalesce(s.lines, 0), _e.line_count, func.coalesce(s.left_over, 0))
    return (
        select(_e.number, *counts, _e.currency)
        .select_from(_entry)
        .outerjoin(lines, s.entry_id == _e.id)
        .where(broken, _not_folded())
    )


def _unbalanced(number: str, lines: int, wanted: int, left_over: int, currency: str) -> str:
    if left_over:
        return t(
            "Journal entry {number} does not add up: {left} is left over.",
            number=number,
            left=amount(left_over, currency),
        )
    if lines != wanted:
        return t(
            "Journal entry {number} has {lines} lines and should have {wanted}.",
            number=number,
            lines=lines,
            wanted=wanted,
        )
    return t("The lines of journal entry {number} have another currency or day.", number=number)


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    by_entry = _lines_by_entry()
    adds_up = by_entry.without("odd")
    return (
        at_a_glance(_trial(), adds_up),
        at_a_glance(_entries(), adds_up),
        at_a_glance(_lines(), adds_up),
        at_a_glance(_chart(), by_entry.without("off_chart")),
        at_a_glance(_belonging(), by_entry.without("nobodys")),
    )


def _not_folded() -> ColumnElement[bool]:
    return _e.id.not_in(select(folded_entry.c.entry_id))


def _lines_by_entry() -> ByParent:
    """One pass over all lines; where every entry adds up to nothing, all together do."""
    other = or_(
        _l.currency != _e.currency,
        _l.business_date != _e.business_date,
        _l.period_date != _e.period_date,
    )
    off_chart = _l.gl_code.not_in(select(schema.gl_account.c.code))
    nobodys = one_of(_l.gl_code, *_CONTROLLED_BY_ACCOUNT) & _NOBODYS
    return ByParent(
        "lines by entry",
        ("journal_line", "journal_entry", "gl_account", "folded_entry"),
        _l.entry_id,
        _entry,
        {
            "odd": or_(
                func.sum(_l.amount_minor) != 0, func.count() != _e.line_count, how_many(other) > 0
            ),
            "off_chart": how_many(off_chart) > 0,
            "nobodys": how_many(nobodys) > 0,
        },
        count=_not_folded(),
    )


def _trial() -> Check:
    left = func.sum(_l.amount_minor)
    return rows_check(
        "ledger.trial_balance",
        "All lines together add up to zero.",
        select(_l.currency, left).group_by(_l.currency).having(left != 0),
        lambda currency, left: t(
            "The ledger does not add up: {left} is left over.", left=amount(left, currency)
        ),
    )


def _entries() -> Check:
    return rows_check(
        "ledger.entries",
        "Every journal entry adds up to zero and has all its lines.",
        _sums(),
        _unbalanced,
    )


def _lines() -> Check:
    entry = select(literal_column("1")).where(_e.id == _l.entry_id).exists()
    return rows_check(
        "ledger.lines",
        "Every journal line belongs to an entry.",
        select(_l.id, _l.entry_id, _l.amount_minor, _l.currency).where(~entry),
        lambda line, entry, minor, currency: t(
            "Journal line {line} for {amount} belongs to entry {entry}, which is not there.",
            line=line,
            amount=amount(minor, currency),
            entry=entry,
        ),
    )


def _chart() -> Check:
    code = unindexed(_l.gl_code)
    known = select(literal_column("1")).where(schema.gl_account.c.code == code).exists()
    return rows_check(
        "ledger.chart",
        "Every line stands on a GL account of the chart.",
        select(code, func.count()).where(~known).group_by(code),
        lambda code, count: t(
            "{count} lines stand on {code}, which is no GL account.", count=count, code=code
        ),
    )


def _belonging() -> Check:
    return rows_check(
        "ledger.accounts",
        "Whatever patients owe or have in credit belongs to an account.",
        select(_l.gl_code, _l.currency, func.sum(_l.amount_minor))
        .where(
            one_of(_l.gl_code, *_CONTROLLED_BY_ACCOUNT),
            _NOBODYS,
            _l.entry_id.not_in(select(forward_entry.c.id)),
        )
        .group_by(_l.gl_code, _l.currency),
        lambda code, currency, minor: t(
            "On {code}, {amount} belongs to no patient account or invoice.",
            code=code,
            amount=amount(minor, currency),
        ),
    )


def _part(code: str, sign: int) -> Any:
    return func.sum(case((_l.gl_code == code, _l.amount_minor * sign), else_=0))


def recipes() -> tuple[Recipe, ...]:
    """The balances as sums of the lines that count."""
    accounts = (
        select(
            _l.account_id,
            _l.currency,
            _part(GL.RECEIVABLE_PATIENTS, 1),
            _part(GL.RECEIVABLE_INSURANCE, 1),
            _part(GL.PATIENT_CREDITS, -1),
        )
        .where(_l.account_id.is_not(None), one_of(unindexed(_l.gl_code), *_CONTROLLED_BY_ACCOUNT))
        .group_by(_l.account_id, _l.currency)
    )
    invoices = (
        select(_l.invoice_id, _l.account_id, _l.currency, func.sum(_l.amount_minor))
        .where(
            _l.invoice_id.is_not(None),
            _l.account_id.is_not(None),
            one_of(unindexed(_l.gl_code), *_RECEIVABLES),
        )
        .group_by(_l.invoice_id, _l.account_id, _l.currency)
    )
    shifts = (
        select(_l.shift_id, _l.gl_code, _l.currency, func.sum(_l.amount_minor))
        .where(_l.shift_id.is_not(None))
        .group_by(_l.shift_id, _l.gl_code, _l.currency)
    )
    deposits = (
        select(_l.deposit_id, _l.gl_code, _l.currency, func.sum(_l.amount_minor))
        .where(_l.deposit_id.is_not(None))
        .group_by(_l.deposit_id, _l.gl_code, _l.currency)
    )
    line = schema.journal_line
    made = (
        recipe_by(
            schema.account_balance, accounts, _l.account_id, Follow(line, "account_id"), sliced=True
        ),
        recipe_by(
            schema.invoice_balance, invoices, _l.invoice_id, Follow(line, "invoice_id"), sliced=True
        ),
        recipe_by(
            schema.shift_balance,
            shifts,
            _l.shift_id,
            Follow(line, "shift_id"),
            unsaid=("amount_minor",),
        ),
        recipe_by(schema.deposit_balance, deposits, _l.deposit_id, Follow(line, "deposit_id")),
    )
    return tuple(_with_noughts(recipe) for recipe in made)


def _with_noughts(recipe: Recipe) -> Recipe:
    """Where lines are kept in sums, what adds up to nought has no line to follow from."""
    names = [c.name for c in recipe.view.columns if not c.name.endswith("_minor")]
    same = (_l[name] == _z[name] for name in names)
    codes = {
        "account_balance": _CONTROLLED_BY_ACCOUNT,
        "invoice_balance": _RECEIVABLES,
    }.get(recipe.view.name, ())
    known = (_z[name].is_not(None) for name in names)
    lines = [*same, *([one_of(_l.gl_code, *codes)] if codes else [])]
    where: list[Any] = [*known, *([one_of(_z.gl_code, *codes)] if codes else [])]
    columns = [_z[c.name] if c.name in names else literal_column("0") for c in recipe.view.columns]
    there = select(literal_column("1")).where(*lines).exists()
    noughts = recipe_by(
        recipe.view, select(*columns).where(*where, ~there).distinct(), _z[names[0]]
    )
    (part,), (empty,) = recipe.parts, noughts.parts
    turns = recipe.turns
    return replace(
        recipe,
        turns=turns and (lambda reader: chain(turns(reader), [noughts.rows(reader)])),
        rows=lambda reader: chain(recipe.rows(reader), noughts.rows(reader)),
        parts=(
            replace(
                part,
                some=lambda reader, keys: chain(part.some(reader, keys), empty.some(reader, keys)),
            ),
        ),
    )
