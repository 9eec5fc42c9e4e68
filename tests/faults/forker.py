"""Carries out actions in forked children that are really killed, from a process with one thread.

A test process has threads and must not fork. This one imports the program, then takes one job a
line on standard input, forks, lets the child open the practice and act, and tells what the child
acknowledged before it died.
"""

from __future__ import annotations

import faulthandler
import gc
import importlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
LONGEST_S = 120.0
"""A job takes tenths of a second; one that lasts so long shows its threads' stacks and ends."""


class Forker:
    """The other end: start it once, hand it jobs."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True,
        )

    def run(self, data: Path, actor: Any, *commands: tuple[str, Any], **how: Any) -> dict[str, Any]:
        """Act in a child; {"acks": [...], "killed": bool, "statements": n} of the last command.

        `took_s` is how long the child acted.

        `kill_at` counts the statements on the writing connection and kills before that one;
        `kill_after_s` kills from outside so long after the child began.
        """
        from app.kernel.codec import to_plain

        job = {
            "data": str(data),
            "actor": to_plain(actor),
            "commands": [(name, to_plain(command)) for name, command in commands],
            **how,
        }
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()
        told: dict[str, Any] = json.loads(self._process.stdout.readline())
        assert not told["failed"], "the child ended by itself; its error stands above"
        return told

    def stop(self) -> None:
        """End the process that forks."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


_LEARNED: set[tuple[str, ...]] = set()


def _learn(job: dict[str, Any]) -> None:
    """Act once on a copy before the first fork for these actions: what every child would load and
    prepare anew, all of them have from here.
    """
    names = tuple(name for name, _ in job["commands"])
    if names in _LEARNED:
        return
    _LEARNED.add(names)
    sink = os.open(os.devnull, os.O_WRONLY)
    faulthandler.dump_traceback_later(LONGEST_S, exit=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(job["data"], Path(folder) / "data")
        _child({"data": str(copy), "actor": job["actor"], "commands": job["commands"]}, sink)
    os.close(sink)
    faulthandler.cancel_dump_traceback_later()
    gc.collect()
    gc.freeze()
    assert threading.active_count() == 1, "a process with threads must not fork"


def _child(job: dict[str, Any], pipe: int) -> None:
    from app.bootstrap import open_station
    from app.kernel.actor import Actor
    from app.kernel.codec import from_plain, to_plain
    from tests.areas.every_action import ACTIONS

    actions = {action.name: action for action in ACTIONS}
    station = open_station(Path(job["data"]))
    writer = station.database.writer
    assert writer is not None
    seen = 0

    def count(_statement: str | None = None) -> None:
        nonlocal seen
        seen += 1
        if seen == job.get("kill_at"):
            os.kill(os.getpid(), signal.SIGKILL)

    def tell(what: Any) -> None:
        os.write(pipe, json.dumps(what).encode() + b"\n")

    actor = from_plain(Actor, job["actor"])
    work = [(actions[name], plain) for name, plain in job["commands"]]
    ready = [(one.function, from_plain(one.command, plain)) for one, plain in work]
    writer.connection.set_trace_callback(count)
    tell("ready")
    for function, command in ready:
        answer = station.act(actor, function, command).result()
        count()
        tell({"id": command.id, "answer": to_plain(answer)})
        count()
    tell({"statements": seen})
    if "kill_after_s" in job:
        time.sleep(10)
    station.close()


def _serve(job: dict[str, Any]) -> dict[str, Any]:
    _learn(job)
    inlet, outlet = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(inlet)
        failed = 1
        faulthandler.dump_traceback_later(LONGEST_S, exit=True)
        try:
            _child(job, outlet)
            failed = 0
        finally:
            os._exit(failed)
    os.close(outlet)
    with os.fdopen(inlet, encoding="utf-8") as said:
        lines = [said.readline()]
        began_s = time.monotonic()
        if (wait_s := job.get("kill_after_s")) is not None:
            time.sleep(wait_s)
            os.kill(child, signal.SIGKILL)
        lines += said.readlines()
    _, status = os.waitpid(child, 0)
    took_s = time.monotonic() - began_s
    told = [json.loads(line) for line in lines if line.endswith("\n")]
    return {
        "acks": [one for one in told if isinstance(one, dict) and "id" in one],
        "statements": next((o["statements"] for o in told if "statements" in o), None),
        "killed": os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL,
        "took_s": took_s,
        "failed": os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0,
    }


def main() -> None:
    """Import first, so that a fork has nothing left to load; then one job a line."""
    for name in ("app.bootstrap", "app.areas.security.values", "tests.areas.every_action"):
        importlib.import_module(name)
    for line in sys.stdin:
        print(json.dumps(_serve(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
