"""Telling the centre what a verified backup of it holds: new stations begin there."""

from __future__ import annotations

import json
from dataclasses import dataclass

from app.kernel.errors import UserError
from app.kernel.translate import t
from app.sync.looking import broken_promises
from app.sync.setting_up import administrator


@dataclass(frozen=True, slots=True)
class Marked:
    """So many records of so many streams are in the backup."""

    streams: int
    records: int


def mark_backup(dsn: str, copy: str) -> Marked:
    """Prove `copy`, a database into which the oldest kept backup was restored, and note at the
    centre how far it goes. Both are an administrator's addresses.
    """
    broken = broken_promises(copy)
    if broken:
        raise UserError(
            t(
                "The restored copy is not sound: {promise} {what}. Nothing was marked. Keep an "
                "older backup, and make a new one.",
                promise=broken[0].promise,
                what=broken[0].what,
            ),
            field="copy",
        )
    with administrator(copy) as connection:
        rows = connection.execute(
            "SELECT organization_id::text, station || '/' || incarnation, have, hash "
            "FROM sync.stream WHERE have > 0"
        ).fetchall()
    heads: dict[str, dict[str, tuple[int, str]]] = {}
    for organization, name, have, digest in rows:
        heads.setdefault(organization, {})[name] = (have, digest)
    with administrator(dsn) as connection:
        for organization, streams in heads.items():
            connection.execute(
                "SELECT sync.mark_safe(%s, %s::jsonb)", (organization, json.dumps(streams))
            )
    return Marked(len(rows), sum(int(row[2]) for row in rows))
