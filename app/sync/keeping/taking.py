"""Takes records that came from outside the centre into the books; nothing of it is logged."""

from __future__ import annotations

from app.kernel.clock import instant_text
from app.kernel.errors import UserError
from app.kernel.translate import t
from app.storage import receiving
from app.storage.canonical import hash_of, mac_of
from app.storage.receiving import Received
from app.storage.schema import orphan
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork
from app.sync.keeping.known import known
from app.sync.keeping.record_file import Record
from app.sync.recipes import recipes_now


def take_own(uow: UnitOfWork, records: tuple[Record, ...]) -> tuple[int, int]:
    """Records of this very station from a file or a journal: (taken as they are, set aside).

    What goes on from what is held of a closed life is taken as it is; anything else is set aside,
    to be committed again. What is signed by another key is refused.
    """
    for record in records:
        if mac_of(uow.stream.key, record["hash"]) != record["mac"]:
            raise UserError(
                t("Record {seq} in the file is not signed by this station.", seq=record["seq"]),
                field="file",
            )
    there = known(uow, records)
    heads = receiving.held(uow)
    taken: list[Received] = []
    again: list[Record] = []
    for record in records:
        key = record["station"], record["incarnation"]
        seq, digest = heads.get(key, (0, hash_of(*key)))
        if record["hash"] in there:
            continue
        goes_on = record["seq"] == seq + 1 and record["prev_hash"] == digest
        if goes_on and key != (uow.stream.station, uow.stream.incarnation):
            heads[key] = record["seq"], record["hash"]
            taken.append(Received(record))
        else:
            again.append(record)
    receiving.take_in(uow, taken, recipes_now(uow))
    return len(taken), keep_orphans(uow, tuple(again))


def keep_orphans(uow: UnitOfWork, records: tuple[Record, ...]) -> int:
    """Set records aside until a live stream has them, or this station commits them again; how many
    were not known.
    """
    there = known(uow, records)
    new = [one for one in records if one["hash"] not in there]
    for record in new:
        moved: Row = {"moved_at": instant_text(uow.now), "applied": 0, "why": ""}
        uow.put(orphan, {**record, **moved})
    return len(new)
