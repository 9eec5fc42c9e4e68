"""Which records this station holds: in its log, inside a record of its log, or set aside."""

from __future__ import annotations

import json
from collections.abc import Iterable

from app.storage import carriers
from app.storage.statements import Reader, ReadSql
from app.sync.keeping.record_file import Record

_IN_LOG = ReadSql(
    "SELECT l.hash FROM json_each(:places) AS p JOIN station_log AS l "
    "ON l.station = json_extract(p.value, '$[0]') "
    "AND l.incarnation = json_extract(p.value, '$[1]') AND l.seq = json_extract(p.value, '$[2]')"
)
_SET_ASIDE = ReadSql(
    "SELECT o.hash FROM orphan AS o WHERE o.hash IN (SELECT value FROM json_each(:hashes))"
)


def known(reader: Reader, records: Iterable[Record]) -> frozenset[str]:
    """The hashes of those that are held."""
    all_of_them = list(records)
    places = json.dumps([[r["station"], r["incarnation"], r["seq"]] for r in all_of_them])
    hashes = json.dumps([r["hash"] for r in all_of_them])
    found = [row[0] for row in reader.fetch(_IN_LOG, places=places)]
    found += [row[0] for row in reader.fetch(_SET_ASIDE, hashes=hashes)]
    found += carriers.among(reader, hashes)
    return frozenset(found).intersection(r["hash"] for r in all_of_them)
