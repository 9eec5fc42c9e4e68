"""Mistakes to plant in what managers rule and in what is let go of."""

from __future__ import annotations

from typing import Any

from app.storage import hole_records, letting_go, orphans, saying_again, verdicts
from app.storage.letting_go import Old
from app.storage.receiving import StreamKey
from app.storage.schema import orphan, station_log, stream_anchor
from app.storage.statements import ReadSql
from app.storage.station_log import FIELDS
from app.storage.unit_of_work import UnitOfWork
from app.sync.central import Central
from app.sync.simulator.planting import Plant, always, both, instead, worse_sql

_OWN = ReadSql(
    f"SELECT {', '.join(FIELDS)} FROM station_log WHERE station = :station "
    "AND incarnation = :incarnation AND seq < (SELECT max(seq) FROM station_log "
    "WHERE station = :station AND incarnation = :incarnation)"
)


def _up_to_the_heads(_true: Any) -> Any:
    """Not what a backup holds, but whatever the centre has, may go."""

    def old_enough(self: Central, _days: int) -> dict[StreamKey, tuple[int, str]]:
        told = {}
        for key, head in self.heads().items():
            digest = self.hash_at(*key, head.seq - 1)
            if head.seq > 1 and digest is not None:
                told[key] = (head.seq - 1, digest)
        return told

    return old_enough


def _own_too(true: Any) -> Any:
    """A station's own records go like any others, sent or not."""

    def let_go(uow: UnitOfWork, old: Old) -> int:
        gone: int = true(uow, old)
        where = {"station": uow.stream.station, "incarnation": uow.stream.incarnation}
        for row in uow.fetch(_OWN, **where) if gone else ():
            record = dict(zip(FIELDS, row, strict=True))
            orphans._keep(uow, record, "", applied=True)
            uow.drop(station_log, **where, seq=record["seq"])
            uow.drop(orphan, hash=record["hash"])
        return gone

    return let_go


def _without_anchor(true: Any) -> Any:
    """Nothing says where what is held begins."""

    def let_go(uow: UnitOfWork, old: Old) -> int:
        gone: int = true(uow, old)
        uow.drop(stream_anchor, station=old.key[0], incarnation=old.key[1])
        return gone

    return let_go


RULING_BUGS: dict[str, Plant] = {
    "number_not_kept": worse_sql(
        (
            "VALUES (org, p_kind, p_document, p_series, next, words, who.station_id);",
            "SELECT org, p_kind, p_document, p_series, 1, words, org WHERE false;",
        ),
        file="27_numbers.sql",
    ),
    "prune_above_safe": instead(Central, "old_enough", _up_to_the_heads),
    "prune_own": instead(letting_go, "let_go", _own_too),
    "anchor_lost": instead(letting_go, "let_go", _without_anchor),
    "prune_kept_aside": both(
        worse_sql(
            ("least(s.safe, s.have, q.first, u.first) - 1", "least(s.safe, s.have) - 1"),
            file="28_retention.sql",
        ),
        instead(letting_go, "_NEEDED", lambda _true: ReadSql("SELECT NULL WHERE :station = ''")),
    ),
    "edits_not_kept": instead(letting_go, "_keep_edits", always(None)),
    "carriers_not_kept": instead(letting_go, "_keep_what_it_carries", always(None)),
    "shut_out_is_heard": both(
        worse_sql(("IF found.revoked_at IS NOT NULL THEN", "IF false THEN")),
        worse_sql(
            ("EXECUTE format('REVOKE counterfoil_station FROM %I', role);", ""),
            file="46_enrolment.sql",
        ),
    ),
    "release_not_followed": instead(verdicts, "let_count", always(0)),
    "reversal_alone": worse_sql(
        ("IF NOT sync.fact_stands(o, what) AND", "IF false AND"), file="24_reversals.sql"
    ),
    "reversal_not_followed": worse_sql(
        ("WHILE more LOOP", "WHILE false LOOP"), file="24_reversals.sql"
    ),
    "found_in_a_hole_not_carried": instead(hole_records, "commit_again", always(0)),
    "lost_rows_not_said_again": instead(saying_again, "say_again", always(0)),
}
