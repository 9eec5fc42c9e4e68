"""Loads and stores what is known of this station's backups."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import select

from app.areas.health import schema
from app.areas.health.backup_values import Keeping, KeptBackup, LastVerify, Place, Why
from app.areas.health.values import Verdict
from app.kernel.clock import instant_from, instant_text
from app.storage.statements import Read, Reader
from app.storage.unit_of_work import UnitOfWork

_f, _k = schema.backup_file.c, schema.backup_keeping.c
_FILES = Read(
    select(
        *(_f.place, _f.name, _f.made_at, _f.why, _f.bytes, _f.log_seq, _f.log_hash),
        *(_f.proven_at, _f.findings, _f.words),
    ).order_by(_f.made_at.desc(), _f.name)
)
_KEEPING = Read(
    select(
        *(_k.second_folder, _k.trouble, _k.trouble_since),
        *(_k.second_trouble, _k.second_since, _k.tried_at),
    )
)
_v = schema.last_verify.c
_VERIFIED = Read(select(_v.at, _v.findings, _v.words))


def _at(text: Any) -> datetime | None:
    return None if text is None else instant_from(str(text))


def _text(at: datetime | None) -> str | None:
    return None if at is None else instant_text(at)


def kept(reader: Reader) -> tuple[KeptBackup, ...]:
    """Every backup that is known to be there, newest first."""
    return tuple(
        KeptBackup(
            Place(row[0]),
            row[1],
            instant_from(row[2]),
            Why(row[3]),
            *(int(row[4]), int(row[5]), str(row[6])),
            _at(row[7]),
            *(int(row[8]), str(row[9])),
        )
        for row in reader.fetch(_FILES)
    )


def keeping(reader: Reader) -> Keeping:
    row = reader.first(_KEEPING)
    if row is None:
        return Keeping()
    return Keeping(row[0], row[1], _at(row[2]), row[3], _at(row[4]), _at(row[5]))


def last_verify(reader: Reader) -> LastVerify | None:
    row = reader.first(_VERIFIED)
    return None if row is None else LastVerify(instant_from(row[0]), int(row[1]), str(row[2]))


def note_verified(uow: UnitOfWork, verdict: Verdict) -> None:
    """Remember what was found; one that was stopped says nothing."""
    if verdict.stopped:
        return
    uow.put(
        schema.last_verify,
        {
            "one": 1,
            "at": instant_text(verdict.at),
            "findings": len(verdict.findings),
            "words": verdict.words,
        },
    )


def keep_second(uow: UnitOfWork, folder: str) -> None:
    """What lies there is looked at anew, also where it is the same folder again."""
    uow.drop(schema.backup_file, place=Place.SECOND.value)
    now = replace(keeping(uow), second_folder=folder, second_trouble="", second_since=None)
    _store(uow, now)


def note_tried(uow: UnitOfWork, _nothing: None) -> None:
    """A backup begins."""
    _store(uow, replace(keeping(uow), tried_at=uow.now))


def note_made(uow: UnitOfWork, made: KeptBackup) -> None:
    """A backup is there; what kept its place from having one is over."""
    _put(uow, made)
    note_trouble(uow, (made.place, ""))


def note_trouble(uow: UnitOfWork, told: tuple[Place, str]) -> None:
    """What keeps a place from having backups, in words; empty when nothing does any more."""
    place, words = told
    now = keeping(uow)
    if place is Place.HOME and words != now.trouble:
        since = now.trouble_since or uow.now
        _store(uow, replace(now, trouble=words, trouble_since=since if words else None))
    if place is Place.SECOND and words != now.second_trouble:
        since = now.second_since or uow.now
        _store(uow, replace(now, second_trouble=words, second_since=since if words else None))


def note_proven(uow: UnitOfWork, proof: tuple[str, int, str]) -> None:
    """Every promise was looked at in the backup of this name: what was wrong, and the first of it.
    A second copy of it is the same, byte by byte.
    """
    name, findings, words = proof
    for one in kept(uow):
        if one.name == name or one.name.endswith(f"-{name}"):
            _put(uow, replace(one, proven_at=uow.now, findings=findings, words=words))


def note_there(uow: UnitOfWork, found: tuple[Place, tuple[KeptBackup, ...]]) -> None:
    """These files are in a place, and no others; what is known of them stays."""
    place, files = found
    known = {one.name: one for one in kept(uow) if one.place is place}
    there = {one.name for one in files}
    for name in known.keys() - there:
        uow.drop(schema.backup_file, place=place.value, name=name)
    for one in files:
        if one.name not in known:
            _put(uow, one)


def _put(uow: UnitOfWork, one: KeptBackup) -> None:
    uow.put(
        schema.backup_file,
        {
            "place": one.place.value,
            "name": one.name,
            "made_at": instant_text(one.made_at),
            "why": one.why.value,
            "bytes": one.size,
            "log_seq": one.log_seq,
            "log_hash": one.log_hash,
            "proven_at": _text(one.proven_at),
            "findings": one.findings,
            "words": one.words,
        },
    )


def _store(uow: UnitOfWork, now: Keeping) -> None:
    uow.put(
        schema.backup_keeping,
        {
            "one": 1,
            "second_folder": now.second_folder,
            "trouble": now.trouble,
            "trouble_since": _text(now.trouble_since),
            "second_trouble": now.second_trouble,
            "second_since": _text(now.second_since),
            "tried_at": _text(now.tried_at),
        },
    )
