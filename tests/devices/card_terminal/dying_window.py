"""Windows that charge a card in forked children and are really killed, from a process with one
thread; the stand-in for Stripe stays with the tests, behind a socket.

One job a line on standard input; the answer says whether the child was killed and what it did.
"""

from __future__ import annotations

import gc
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]


@dataclass(slots=True)
class Job:
    """What a child does. `opens`: an OpenAttempt, `attempt_id`: one that is there already; `does`:
    what the cashier does when the attempt comes to a state. It dies before statement or call
    `kill_at`, or after `kill_after_s`, whichever is given; `says` what it did. `refunds` is a
    refund that it gives back to the card instead.
    """

    data: str
    url: str
    attempt_id: str
    actors: Any
    opens: Any = None
    does: dict[str, str] = field(default_factory=dict)
    recovers: bool = False
    refunds: str = ""
    kill_at: int = 0
    kill_after_s: float = -1.0
    says: bool = False


@dataclass(frozen=True, slots=True)
class Died:
    killed: bool
    failed: bool
    took_s: float
    steps: list[str]
    """The statements of the writing connection and the calls; of a child that lived."""


class DyingWindows:
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

    def run(self, job: Job) -> Died:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asdict(job)) + "\n")
        self._process.stdin.flush()
        return Died(**json.loads(self._process.stdout.readline()))

    def stop(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


# ----------------------------------------------------------------------------------- in a child


class _Counting:
    """Counts statements and both sides of every call, and dies at one of them."""

    def __init__(self, kill_at: int) -> None:
        self.kill_at = kill_at
        self.steps: list[str] = []

    def statement(self, sql: str) -> None:
        self._come(" ".join(sql.split()[:3]))

    def cross(self) -> None:
        self._come("call")

    def _come(self, what: str) -> None:
        self.steps.append(what)
        if len(self.steps) == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


def _window(job: Job) -> list[str]:
    """Charge the card as the program would, in a time of its own; what was done on the way."""
    from app.areas.cards import service as cards
    from app.areas.cards.values import AttemptState, OpenAttempt
    from app.bootstrap import open_station
    from app.devices.card_terminal.stripe_gateway import StripeGateway
    from app.devices.card_terminal.stripe_line import StripeLine
    from app.kernel.codec import from_plain
    from app.kernel.ids import AttemptId
    from tests.building import Actors
    from tests.devices.card_terminal.card_days import BorderedGateway
    from tests.devices.card_terminal.card_till import Moving, Till
    from tests.devices.card_terminal.wire import QUICK
    from tests.stripe_stand_in.world import OFFICE_KEY, TILL_KEY

    station = open_station(Path(job.data))
    writer = station.database.writer
    assert writer is not None
    counting = _Counting(job.kill_at)
    writer.connection.set_trace_callback(counting.statement)
    lines = [
        StripeLine(key, test_mode=True, base_url=job.url, times=QUICK)
        for key in (TILL_KEY, OFFICE_KEY)
    ]
    beyond: Any = object()
    till = Till(station, from_plain(Actors, job.actors), beyond, Moving(), beyond, fresh=False)
    till.gateway = BorderedGateway(StripeGateway(*lines), counting)  # type: ignore[arg-type]
    till.begin()
    attempt_id = AttemptId(job.attempt_id)
    if job.refunds:
        _give_back(till, job.refunds)
    elif job.opens is not None:
        till.act(cards.open_attempt, from_plain(OpenAttempt, job.opens))
    if job.recovers:
        till.sweeper.recover()
    hands: dict[AttemptState, Callable[[AttemptId], None]] = {
        AttemptState(state): {"again": till.again, "cancel": till.cancel}[deed]
        for state, deed in job.does.items()
    }
    for _ in range(0 if job.refunds else 150):
        shown = till.shown(attempt_id)
        if shown.ended:
            break
        if (hand := hands.pop(shown.state, None)) is not None:
            hand(attempt_id)
        elif (wait_s := till.step(attempt_id)) is None:
            till.sweep()
        else:
            till.time.s += wait_s
    station.close()
    for line in lines:
        line.close()
    return counting.steps


def _give_back(till: Any, ref: str) -> None:
    """What the clerk presses, and what the window's thread does then."""
    from app.areas.refunds import returning
    from app.areas.refunds.card_values import BeginCardRefund
    from app.devices.card_terminal.refunding import CardRefunds
    from app.kernel.ids import RefundId
    from tests.building import command_id

    refund_id = RefundId(ref)
    begin = BeginCardRefund(command_id(), refund_id)
    till.act(returning.begin_card_refund, begin, till.actors.billing_clerk)
    refunds = CardRefunds(till.station, till._gateway)
    for _ in range(4):
        refunds.step(refund_id)


# -------------------------------------------------------------------------- the one that forks

_LEARNED: list[int] = []


def _learn(job: Job) -> None:
    """Open books and read them once on a copy: what every child would load and prepare anew, all
    of them have from here.
    """
    if _LEARNED:
        return
    _LEARNED.append(1)
    with tempfile.TemporaryDirectory() as folder:
        copy = shutil.copytree(job.data, Path(folder) / "data")
        _window(Job(**{**asdict(job), "data": str(copy), "kill_at": 0, "says": False}))
    gc.collect()
    gc.freeze()
    until_s = time.monotonic() + 10
    while threading.active_count() > 1 and time.monotonic() < until_s:
        time.sleep(0.002)
    assert threading.active_count() == 1, "a process with threads must not fork"


def _serve(job: Job) -> Died:
    inlet, outlet = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(inlet)
        failed = 1
        try:
            os.write(outlet, b"begun\n")
            steps = _window(job)
            os.write(outlet, json.dumps(steps if job.says else []).encode() + b"\n")
            failed = 0
        finally:
            os._exit(failed)
    os.close(outlet)
    with os.fdopen(inlet, encoding="utf-8") as said:
        said.readline()
        began_s = time.monotonic()
        if job.kill_after_s >= 0:
            time.sleep(job.kill_after_s)
            os.kill(child, signal.SIGKILL)
        told = said.readline()
    _, status = os.waitpid(child, 0)
    return Died(
        killed=os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL,
        failed=os.WIFEXITED(status) and os.WEXITSTATUS(status) != 0,
        took_s=time.monotonic() - began_s,
        steps=json.loads(told) if told.endswith("\n") else [],
    )


def main() -> None:
    """Learn from the first job, which is carried out here and answered by a child like all."""
    for line in sys.stdin:
        job = Job(**json.loads(line))
        if not _LEARNED:
            _learn(job)
            print(json.dumps(asdict(Died(False, False, 0.0, []))), flush=True)
            continue
        print(json.dumps(asdict(_serve(job))), flush=True)


if __name__ == "__main__":
    main()
