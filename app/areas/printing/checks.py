"""What must hold of papers that carry an audit number."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, literal_column, select

from app.areas.printing.schema import paper_issue
from app.areas.printing.values import AuditedPaper, PaperHow
from app.areas.stations.schema import station_life
from app.kernel.translate import t
from app.storage.canonical import hash_of
from app.storage.checking import Check, one_of, rows_check
from app.storage.elsewhere import was_copied
from app.storage.schema import (
    carried_record,
    orphan,
    print_job,
    station_log,
    stream,
    this_station,
)
from app.storage.statements import Read, Reader
from app.storage.tables import counted

_i, _j, _l = counted(paper_issue).c, print_job.c, station_log.c
_there: Any = literal_column("1")
_life = counted(station_life).c
_here = select(_there).where(this_station.c.station_id == _i.station_id).exists()
_record = (
    select(_there)
    .where(
        _l.station == _i.station_id,
        _l.seq == _i.head_seq,
        _l.hash == _i.head_hash,
    )
    .exists()
)
_lives_on = select(_there).where(carried_record.c.hash == _i.head_hash).exists()
_orphaned = select(_there).where(orphan.c.hash == _i.head_hash).exists()
_STREAMS = Read(
    select(this_station.c.station_id, stream.c.incarnation).union(
        select(_life.of_station_id, _life.incarnation)
    )
)
_UNKNOWN = Read(
    select(_i.number, _i.head_seq, _i.head_hash, _i.station_id).where(
        _here, ~_record, ~_lives_on, ~_orphaned
    )
)


def checks() -> tuple[Check, ...]:
    """The promises of this area."""
    return (
        Check(
            "printing.heads",
            "Every paper with an audit number names a record of the log, or its very beginning.",
            _heads,
        ),
        _marked(),
        _copies(),
    )


def _heads(reader: Reader) -> Iterator[str]:
    first = {(station, hash_of(station, life)) for station, life in reader.fetch(_STREAMS)}
    for number, seq, head_hash, station in reader.each(_UNKNOWN):
        if seq or (station, head_hash) not in first:
            yield t(
                "Paper {number} names record {seq} of the log, which has no such record.",
                number=number,
                seq=seq,
            )


def _marked() -> Check:
    """What was printed before the first paper was counted has no mark."""
    begun = select(func.min(_i.at)).where(_here).scalar_subquery()
    mark = (
        select(_there)
        .where(
            _i.doc_id == _j.doc_id,
            _i.doc_kind == _j.doc_kind,
            _i.copy_no == _j.copy_no,
            _i.how == PaperHow.PRINTED.value,
        )
        .exists()
    )
    return rows_check(
        "printing.marked",
        "Every slip, X, Z, day sheet and deposit report that was printed has its audit number.",
        select(_j.doc_kind, _j.doc_id, _j.copy_no).where(
            one_of(_j.doc_kind, *(kind.value for kind in AuditedPaper)), _j.at >= begun, ~mark
        ),
        lambda kind, doc_id, copy_no: t(
            "Paper {kind} {id}, copy {copy}, was printed without an audit number.",
            kind=kind,
            id=doc_id,
            copy=copy_no,
        ),
    )


def _copies() -> Check:
    """One station never calls two papers the same copy."""
    twice = (
        select(func.min(_i.number), func.max(_i.number), _i.copy_no)
        .where(~was_copied(_i.station_id))
        .group_by(_i.doc_id, _i.doc_kind, _i.station_id, _i.copy_no)
        .having(func.count() > 1)
    )
    return rows_check(
        "printing.copies",
        "No two papers of one document are the same copy.",
        twice,
        lambda first, last, copy_no: t(
            "Papers {first} and {last} are both copy {copy} of one document.",
            first=first,
            last=last,
            copy=copy_no,
        ),
    )
