"""Who did what when: the station's log in words, newest first."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import bindparam, func, literal_column, or_, select

from app.areas.reports.rules import SIGNED_IN, action_words, change_words, is_said, subject_words
from app.areas.reports.values import (
    ActivityRow,
    ActivityTotals,
    Change,
    Choice,
    SettingChange,
    SettingStep,
)
from app.areas.security.schema import app_user
from app.areas.settings import queries as settings
from app.areas.settings.errors import no_such_setting
from app.areas.settings.rules import DECLARED
from app.areas.settings.schema import setting, setting_reason
from app.kernel.clock import instant_from, instant_text, zone_named
from app.kernel.ids import UserId, derived_id
from app.kernel.listing import ListWanted, Page, Sort
from app.kernel.translate import t
from app.storage import paging
from app.storage.paging import ListColumn, Listing
from app.storage.schema import document_edit, station_log
from app.storage.schema_let_go import edit_kept
from app.storage.statements import Read, Reader, ReadSql
from app.storage.station_log import CARRY, carried_in, rows_of
from app.storage.tables import counted

MOST_READ = 40_000
"""Characters of a record that are put into words; an import's records are larger."""
MOST_SAID = 40

_log, _u = station_log.c, app_user.c
_empty: Any = literal_column("''")
_zero: Any = literal_column("0")
_name = func.lower(func.coalesce(_u.name, _empty))
# An index on a moment ends with the number of the row, so no record has to be read to sort it.
_place: Any = literal_column("station_log.rowid")
_body = func.iif(func.length(_log.body) <= MOST_READ, _log.body, _empty)
_ACTIVITY = Listing(
    source=station_log.outerjoin(app_user, _u.id == _log.actor),
    shown=(_log.at, _log.actor, _u.name, _log.action, _body, _log.seq, _log.hash),
    columns={
        "at": ListColumn(_log.at, _place),
        "person": ListColumn(_log.actor, _place),
        "name": ListColumn(_name, _place),
        "action": ListColumn(_log.action, _place),
    },
    usual=Sort("at", descending=True),
    text=lambda: or_(_holds(_name), _holds(_log.action)),
    everything=select(func.count()).select_from(station_log),
)
_WHOLE_SINCE = ReadSql(
    "SELECT max((SELECT l.at FROM station_log AS l WHERE l.station = a.station "
    "AND l.incarnation = a.incarnation AND l.seq > a.seq ORDER BY l.seq LIMIT 1)) "
    "FROM stream_anchor AS a WHERE a.seq > 0"
)
_PEOPLE = Read(select(_u.id, _u.name).order_by(_u.name))
_edit = document_edit.c


def _settings_in(records: Any) -> Any:
    """Who wrote each setting when, as far as these records say."""
    said = records.c
    return (
        select(setting.c.key, func.coalesce(_u.name, _empty), said.at, said.seq)
        .select_from(setting)
        .join(document_edit, _edit.document_id == setting.c.id)
        .join(
            records,
            (said.station == _edit.station)
            & (said.incarnation == _edit.incarnation)
            & (said.seq == _edit.seq),
        )
        .outerjoin(app_user, _u.id == said.actor)
    )


_ORDER: tuple[Any, ...] = tuple(map(literal_column, ("1", "3", "4")))
"""By key, moment and number."""
_SETTINGS = Read(_settings_in(station_log).union_all(_settings_in(edit_kept)).order_by(*_ORDER))


_why = counted(setting_reason).c
_REASONS = Read(select(_why.made_by, _why.at, _why.reason).where(_why.key == bindparam("key")))


def _steps_in(records: Any) -> Any:
    said = records.c
    return (
        select(said.at, said.actor, _u.name, said.body)
        .select_from(document_edit)
        .join(
            records,
            (said.station == _edit.station)
            & (said.incarnation == _edit.incarnation)
            & (said.seq == _edit.seq),
        )
        .outerjoin(app_user, _u.id == said.actor)
        .where(_edit.document_id == bindparam("document_id"))
    )


_STEPS = Read(_steps_in(station_log).union_all(_steps_in(edit_kept)))


def setting_changes(reader: Reader) -> tuple[SettingChange, ...]:
    """Who changed each setting last; none for settings nobody ever touched."""
    last = {
        key: SettingChange(key, name, instant_from(at))
        for key, name, at, _ in reader.fetch(_SETTINGS)
    }
    return tuple(last.values())


def setting_history(reader: Reader, key: str) -> tuple[SettingStep, ...]:
    """Every change of one setting, newest first: who, when, from what to what, and why where a
    reason was asked.
    """
    if key not in DECLARED:
        raise no_such_setting(key)
    setting_id = derived_id("setting", key)
    why = {(made_by, at): said for made_by, at, said in reader.fetch(_REASONS, key=key)}
    found = []
    for at, actor, name, body in reader.fetch(_STEPS, document_id=setting_id):
        for row in _said("", body)[1]:
            if row["id"] == setting_id and (step := _step_of(row)) is not None:
                reason = why.get((actor, at), "")
                found.append(SettingStep(instant_from(at), name or t("Counterfoil"), *step, reason))
    return tuple(sorted(found, key=lambda step: step.at, reverse=True))


def _step_of(row: dict[str, Any]) -> tuple[str, str] | None:
    """(what it was, what it became); None where a record wrote no value."""
    if not isinstance(edited := row.get("d"), dict) or "value" not in edited:
        return None
    new, old = edited["value"]
    return str(old or ""), str(new)


def activity(reader: Reader, wanted: ListWanted) -> Page[ActivityRow]:
    """One page of the log in words; columns: at (UTC instant), person (user id), name, action."""
    currency = settings.practice(reader).currency
    names = dict(reader.fetch(_PEOPLE))
    return paging.page(reader, _ACTIVITY, wanted, lambda row: _row(row, currency, names))


def activity_totals(reader: Reader, wanted: ListWanted) -> ActivityTotals:
    """How many records the filters leave, and from when on none is elsewhere."""
    since = reader.scalar(_WHOLE_SINCE)
    count = paging.sums(reader, _ACTIVITY, wanted)[0]
    return ActivityTotals(count, instant_from(since) if since else None)


def activity_marks(reader: Reader, wanted: ListWanted, every: int) -> tuple[str, ...]:
    """The mark of every so-manieth record: where the pages begin."""
    return paging.marks(reader, _ACTIVITY, wanted, every)


def people(reader: Reader) -> tuple[Choice, ...]:
    """Everybody the activity can be narrowed to."""
    return tuple(Choice(user_id, name) for user_id, name in reader.fetch(_PEOPLE))


def day_bounds(reader: Reader, day: date) -> tuple[str, str]:
    """The instants between which a business day of this practice lies, as the log writes them."""
    here = settings.practice(reader)
    cutoff, zone = time.fromisoformat(here.cutoff), zone_named(here.time_zone)
    begin = datetime.combine(day, cutoff, zone)
    end = datetime.combine(day + timedelta(1), cutoff, zone) - timedelta(microseconds=1)
    return instant_text(begin), instant_text(end)


def _holds(column: Any) -> Any:
    bare = func.replace(func.replace(column, " ", ""), "_", "")
    return func.instr(bare, bindparam("low")) > _zero


def _row(row: Any, currency: str, names: dict[str, str]) -> ActivityRow:
    at, user_id, name, action, body, seq, digest = row
    action, rows = _said(action, body)
    changes = [each for one in rows for each in _changes(one, currency)]
    subject = subject_words(rows, currency)
    if action == SIGNED_IN and not name:
        # Before a sign-in nobody acts, so the record is the program's; people look for the person.
        name = names.get(subject)
    if subject in names:
        subject = "" if names[subject] == name else names[subject]
    head = action_words(action)
    words = t("{deed}: {subject}", deed=head, subject=subject) if subject else head
    return ActivityRow(
        at=instant_from(at),
        user_id=UserId(user_id),
        name=name or t("Counterfoil"),
        action=action,
        words=words,
        changes=tuple(changes[:MOST_SAID]),
        more=max(0, len(changes) - MOST_SAID) if body else -1,
        place=digest[:12],
        seq=seq,
    )


def _said(action: str, body: str) -> tuple[str, list[dict[str, Any]]]:
    """What a record did and wrote; of one that carries another, what that one did. A record that
    another station made may have anything for rows.
    """
    try:
        inner = carried_in(body) if action == CARRY and body else None
        rows: list[Any] = list(rows_of(body)) if body else []
    except (ValueError, KeyError, TypeError):
        return action, []
    return (action if inner is None else inner["action"]), [row for row in rows if _is_row(row)]


def _is_row(row: Any) -> bool:
    if not isinstance(row, dict) or "t" not in row or "id" not in row:
        return False
    fields = row.get("d", {})
    pairs = fields.values() if isinstance(fields, dict) else (None,)
    return isinstance(row.get("f", {}), dict) and all(
        isinstance(pair, list) and len(pair) == 2 for pair in pairs
    )


def _changes(row: dict[str, Any], currency: str) -> list[Change]:
    """What a document's row says of each field; facts are said by the subject."""
    fields = row.get("d")
    if not isinstance(fields, dict):
        return []
    thing = str(row["t"]).split(".v")[0]
    said = (
        change_words(thing, field, new, old, currency)
        for field, (new, old) in fields.items()
        if is_said(field)
    )
    return [change for change in said if change.old != change.new]
