"""Large books are looked through by processes of their own: the same checks, how far it is, an end
within a second, and a sentence where they can't.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event, active_count
from typing import Any

import pytest

from app.areas.health.checks import all_checks, groups
from app.areas.health.values import Verdict
from app.bootstrap import Station
from app.bootstrap import looking_through as looking
from app.kernel.actor import SYSTEM
from app.kernel.errors import OutsideError
from app.storage.schema import search_key
from app.storage.unit_of_work import UnitOfWork
from tests.building import Books
from tests.patience import PATIENCE_MS

Heard = list[tuple[str, int, int]]


def verify(station: Station, heard: Heard, *, stop_after: int = 1 << 30) -> Verdict:
    return station.verify(
        lambda promise, done, of: heard.append((promise, done, of)),
        lambda: len(heard) >= stop_after,
    )


def test_every_check_is_in_one_group() -> None:
    grouped = [check.name for group in groups(b"") for check in group]
    assert sorted(grouped) == sorted(check.name for check in all_checks(b""))
    assert len(set(grouped)) == len(grouped)


def test_two_processes_find_what_one_thread_does_and_end_when_told(
    station: Station, books: Books, monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_it(uow: UnitOfWork, _nothing: None) -> None:
        uow.drop(search_key, entity_id=account)

    books.open_shift()
    account = books.register_patient().account_id
    books.issue_invoice(account, 3500)
    books.take_cash(account, 1000)
    station.act(SYSTEM, break_it, None).result()
    inside: Heard = []
    threads = active_count()
    here = verify(station, inside)
    asked = Event()

    def stop() -> bool:
        asked.set()
        return True

    def told(_promise: str, _done: int, _of: int) -> None:
        asked.wait(PATIENCE_MS / 1000)

    given_up = station.verify(told, stop)
    assert given_up.stopped
    assert not given_up.findings, "what was broken off is not wrong"
    monkeypatch.setattr(looking, "_SMALL", 0)
    heard: Heard = []
    there = verify(station, heard)
    assert there.findings
    assert set(there.findings) == set(here.findings)
    assert {one.name for one in there.checks} == {one.name for one in here.checks}
    assert (there.rows, there.head_seq, there.head_hash) == (
        *(here.rows, here.head_seq, here.head_hash),
    )
    for said in (inside, heard):
        shares = [done * 100 // of for _, done, of in said]
        assert shares == sorted(shares)
        assert shares[-1] > 90
    few: Heard = []
    ended = verify(station, few, stop_after=1)
    assert ended.stopped
    assert not ended.sound
    assert len(ended.checks) < len(here.checks)
    assert len(few) < len(heard)
    assert active_count() <= threads + 1
    _a_process_that_dies_is_followed_by_another(station, monkeypatch, here)
    keys = replace(station.database.keys, database=bytes(32))
    with pytest.raises(OutsideError, match="key"):
        looking.look_through(
            station.folder, keys, station.clock, lambda *_: None, lambda: False, helpers=1
        )


def _a_process_that_dies_is_followed_by_another(
    station: Station, monkeypatch: pytest.MonkeyPatch, sound: Verdict
) -> None:
    """Killed in the middle; no interpreter at all, and one that says rubbish each time."""
    begun: list[subprocess.Popen[str]] = []
    begin = subprocess.Popen

    def kept(*args: Any, **how: Any) -> subprocess.Popen[str]:
        begun.append(begin(*args, **how))
        return begun[-1]

    monkeypatch.setattr(subprocess, "Popen", kept)
    secrets = [getattr(station.database.keys, name).hex() for name in ("database", "master")]
    seen: list[str] = []

    def kill_the_first() -> None:
        if not seen and sys.platform == "linux":
            of_it = Path(f"/proc/{begun[0].pid}")
            seen.append((of_it / "cmdline").read_text() + (of_it / "environ").read_text())
        begun[0].kill()

    verdict = look(station, kill_the_first)
    assert set(verdict.findings) == set(sound.findings)
    assert {one.name for one in verdict.checks} == {one.name for one in sound.checks}
    assert not [secret for secret in secrets for said in seen if secret in said]
    assert all(child.poll() is not None for child in begun)
    for program in ("/bin/echo", "/nowhere/python"):
        monkeypatch.setattr(sys, "executable", program)
        with pytest.raises(OutsideError, match="broke off"):
            look(station, lambda: None)
    verdict = station.verify(lambda *_: None, lambda: False)
    assert set(verdict.findings) == set(sound.findings), "in this process"
    assert all(child.poll() is not None for child in begun)
    monkeypatch.undo()


def look(station: Station, told: Callable[[], None]) -> Verdict:
    """By one process."""
    keys = station.database.keys

    def heard(_promise: str, _done: int, _of: int) -> None:
        told()

    return looking.look_through(
        station.folder, keys, station.clock, heard, lambda: False, helpers=1
    )
