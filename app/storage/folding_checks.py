"""What must hold where a station keeps sums in the place of journal lines."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator

from app.kernel.translate import t
from app.storage.checking import Check, restore_backup
from app.storage.fact_rows import fact_row
from app.storage.folding import HEADS, folded, key_of, lines_told
from app.storage.forward import FORWARD_LINES, LINE, Sums, line_id
from app.storage.statements import Reader, ReadSql
from app.storage.tables import Row, station

Sum = tuple[int, int]

_ANY = ReadSql(
    "SELECT EXISTS (SELECT 1 FROM folded_entry) OR EXISTS (SELECT 1 FROM forward_entry) "
    "OR EXISTS (SELECT 1 FROM forward_zero)"
)
_IDS = ReadSql("SELECT entry_id FROM folded_entry")
_BODIES = ReadSql(
    'SELECT body FROM station_log WHERE instr(body, \'"t":"journal_line.v\') UNION ALL '
    'SELECT body FROM orphan WHERE instr(body, \'"t":"journal_line.v\')'
)
_LEFT_OVER = ReadSql(
    "SELECT entry_id, sum(amount_minor) FROM journal_line "
    "WHERE entry_id IN (SELECT id FROM forward_entry) GROUP BY entry_id HAVING sum(amount_minor)"
)
_ODD = ReadSql(
    "SELECT f.entry_id FROM folded_entry AS f LEFT JOIN journal_entry AS e ON e.id = f.entry_id "
    "WHERE e.id IS NULL OR length(f.lines) <> 48 * e.line_count "
    "OR EXISTS (SELECT 1 FROM journal_line AS l WHERE l.entry_id = f.entry_id) "
    "OR EXISTS (SELECT 1 FROM uncounted AS u WHERE u.fact_table = 'journal_entry' "
    "AND u.fact_id = f.entry_id) LIMIT 21"
)


def checks() -> tuple[Check, ...]:
    """The promises about sums brought forward."""
    return (
        Check(
            "storage.folded",
            "An entry whose lines are kept elsewhere stands here itself, and none of its lines.",
            _entries,
        ),
        Check(
            "storage.forward",
            "What is brought forward is what the lines that are kept elsewhere add up to.",
            _sums,
            restore_backup(),
        ),
    )


def _entries(reader: Reader) -> Iterator[str]:
    for (entry_id,) in reader.fetch(_ODD):
        yield t(
            "Journal entry {id} is said to be kept in sums, and is not whole there.", id=entry_id
        )


def _sums(reader: Reader) -> Iterator[str]:
    """Against the records that are held; where not all of them are, that they add up to nothing."""
    if not reader.scalar(_ANY):
        return
    wanted = sums_should(reader)
    if wanted is None:
        for entry_id, minor in reader.fetch(_LEFT_OVER):
            yield t("{minor} of {id} is left over (minor units).", minor=minor, id=entry_id)
        return
    found = {row[0]: (row[1], row[2]) for row in reader.each(FORWARD_LINES)}
    for its_id in sorted(found.keys() | wanted.keys()):
        is_now, should = found.get(its_id, (0, 0)), wanted.get(its_id, (0, 0))
        if is_now != should:
            yield t(
                "Line {id} brings {found} of {lines} lines forward instead of {wanted} (minor "
                "units).",
                id=its_id,
                found=is_now[0],
                lines=should[1],
                wanted=should[0],
            )


def sums_should(reader: Reader) -> dict[str, Sum] | None:
    """What forward lines should be by the records held; None where not all of them are."""
    left = {row[0] for row in reader.each(_IDS)}
    heads = {row[0]: row for row in reader.fetch(HEADS, keys=json.dumps(sorted(left)))}
    sums, table = Sums(), station.tables[LINE]
    for (body,) in reader.each(_BODIES) if left else ():
        by_entry: dict[str, dict[tuple[str, str], Row]] = defaultdict(dict)
        for one in lines_told(body):
            row = fact_row(table, one) if one.row["f"].get("entry_id") in left else None
            if row is not None:
                by_entry[str(row["entry_id"])][key_of(row)] = row
        for entry_id, known in folded(reader, by_entry).items() if by_entry else ():
            if known <= by_entry[entry_id].keys() and entry_id in heads:
                sums.add(heads[entry_id], [by_entry[entry_id][key] for key in known], 1)
                left.discard(entry_id)
    if left:
        return None
    return {
        line_id(key, line): (minor, count)
        for key, lines in sums.entries.items()
        for line, (minor, count) in lines.items()
        if minor or count
    }
