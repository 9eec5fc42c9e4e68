"""Whether numbers that the centre hands out run without a gap and to one each, and whether a thing
lies in one bag; where windows were apart, or the centre forgot what it gave, a task says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from app.areas.tasks.money_records import bagged_twice
from app.areas.tasks.number_records import doubled
from app.storage.statements import Reader

if TYPE_CHECKING:
    from app.sync.simulator.world import World

Facts = set[tuple[str, ...]]
Told = Callable[[Reader], set[str]]
_GIVEN = (
    "SELECT id::text, encode(content_hash, 'hex'), number, series, value "
    "FROM public.invoice_numbering"
)
_INVOICES = "SELECT id::text, encode(content_hash, 'hex'), number FROM public.invoice"
_ITEMS = (
    "SELECT i.id::text, encode(i.content_hash, 'hex'), i.source_id::text, i.deposit_id::text, "
    "i.from_station_id || '/' || i.from_incarnation || CASE r.action WHEN 'sync.carry' "
    "THEN i.id::text ELSE '' END FROM public.deposit_item i JOIN sync.record r "
    "ON r.station = i.from_station_id AND r.incarnation = i.from_incarnation "
    "AND r.seq = i.from_seq WHERE i.kind <> 'reserve'"
)
_VOID = "SELECT id::text, encode(content_hash, 'hex'), deposit_id::text FROM public.deposit_void"
_OUT = (
    "SELECT id::text, encode(content_hash, 'hex'), item_id::text FROM public.deposit_item_out "
    "WHERE reverses_id IS NULL"
)
SET_BACK = ("failover", "restore_backup", "ancient")


def numbers(world: World, counting: Facts) -> Iterator[str]:
    """Every invoice has a number in the end. What the centre gives runs from 1 on, each to one;
    only after it was set back it may have forgotten what it gave.
    """
    rows = world.centre.rows(_GIVEN)
    given = [row for row in rows if ("invoice_numbering.v1", row[0], row[1]) in counting]
    numbered = {row[0] for row in given}
    waiting = [
        row[0]
        for row in world.centre.rows(_INVOICES)
        if not row[2] and ("invoice.v1", row[0], row[1]) in counting and row[0] not in numbered
    ]
    if waiting:
        yield f"{len(waiting)} invoices wait for a number, such as {waiting[0]}"
    at_once = Counter((number, epoch) for (number, _), epoch in world.known.numbered.items())
    if twice := sorted(number for (number, _), times in at_once.items() if times > 1):
        yield f"the centre gave {twice[0]} twice"
    times = Counter(row[2] for row in given)
    double = {f"invoice {number}" for number, many in times.items() if many > 1}
    yield from _not_told(world, double, _numbers_told)
    if any(world.counts[how] for how in SET_BACK):
        return
    values: defaultdict[str, set[int]] = defaultdict(set)
    for row in given:
        values[row[3]].add(row[4])
    for series, found in values.items():
        if found != set(range(1, max(found) + 1)):
            yield f"numbers of {series} have a gap: {sorted(found)}"


def bags(world: World, counting: Facts) -> Iterator[str]:
    """Nothing is in two bags of one window, and a task tells of what is in two of several."""
    void = {row[2] for row in world.centre.rows(_VOID) if _counts("void", row, counting)}
    out = {row[2] for row in world.centre.rows(_OUT) if _counts("item_out", row, counting)}
    places: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for item, digest, source, bag, made in world.centre.rows(_ITEMS):
        if ("deposit_item.v1", item, digest) not in counting or bag in void or item in out:
            continue
        if made in places[source].values():
            yield f"one window put {source} into two bags"
        places[source][bag] = made
    twice = {source for source, there in places.items() if len(there) > 1}
    yield from _not_told(world, twice, _bags_told)


def _numbers_told(reader: Reader) -> set[str]:
    return {found.subject for found in doubled(reader)}


def _bags_told(reader: Reader) -> set[str]:
    return {found.subject for found in bagged_twice(reader)}


def _counts(of: str, row: tuple[str, ...], counting: Facts) -> bool:
    return (f"deposit_{of}.v1", row[0], row[1]) in counting


def _not_told(world: World, wanted: set[str], told: Told) -> Iterator[str]:
    for station in world.stations if wanted else ():
        if left := wanted - station.database.read(told):
            yield f"{station.name}: no task tells of {sorted(left)[0]}"
