"""A raw queue of CUPS as a way to a receipt printer: exactly the named one, never another."""

from __future__ import annotations

import contextlib
from threading import Event

from app.devices.office.conditions import FAILURES, blocks, cause, is_ours, seen
from app.devices.office.cups import Answered, PrintService
from app.devices.office.cups import Queue as CupsQueue
from app.devices.office.http_line import Closed, CutShort, LineTimes, NoService
from app.devices.printing.ways.queues import Seen
from app.devices.printing.ways.way import BrokenOff, Times, Unreachable
from app.kernel.paper import JobState, Trouble

_ENDED = (JobState.PRINTED, JobState.UNSURE, JobState.FAILED)


class CupsRawQueue:
    """`name` at `host`, empty for this computer."""

    def __init__(self, name: str, host: str, times: Times, stop: Event) -> None:
        line = LineTimes(times.connect_s, times.send_s, times.done_s)
        self._name, self._service = name, PrintService(host, line, stop)
        self._titles: dict[int, str] = {}

    def check(self) -> None:
        queue = self._found()
        trouble = blocks(queue)
        if trouble is not Trouble.NONE:
            held = cause(queue)
            raise Unreachable(queue.said, held if held is not Trouble.NONE else trouble)

    def give(self, title: str, data: bytes) -> int:
        try:
            number = self._service.submit_raw(self._found(), title, data)
        except (NoService, Closed, Unreachable, Answered) as error:
            raise BrokenOff(0, _why(error)) from error
        except FAILURES as error:  # it may have taken all of it before it fell silent
            raise BrokenOff(len(data)) from error
        self._titles[number] = title
        return number

    def look(self, number: int) -> Seen | None:
        try:
            job = self._service.job(number)
            queue = self._service.queue(self._name)
        except FAILURES:
            return None
        if job is None or not is_ours(job, self._titles[number]):
            return Seen(begun=True, ended=True, trouble=Trouble.JOB_LOST)
        now = seen(job, queue)
        trouble = now.trouble
        if trouble is Trouble.NONE and queue is not None:
            trouble = cause(queue)
        through = now.state is JobState.PRINTED
        return Seen(job.begun, through, now.state in _ENDED and not through, trouble)

    def drop(self, number: int) -> Seen | None:
        with contextlib.suppress(*FAILURES):
            self._service.cancel(number)
        return self.look(number)

    def _found(self) -> CupsQueue:
        try:
            queue = self._service.queue(self._name)
        except FAILURES as error:
            raise Unreachable(str(error), _why(error)) from error
        if queue is None:
            raise Unreachable(self._name, Trouble.NO_QUEUE)
        return queue


def _why(error: Exception) -> Trouble:
    if isinstance(error, Unreachable):
        return error.trouble
    if isinstance(error, Closed):
        return Trouble.LOCKED
    if isinstance(error, Answered):
        if error.not_found:
            return Trouble.NO_QUEUE
        if error.closed:
            return Trouble.LOCKED
        return Trouble.NOT_ACCEPTING if error.not_accepting else Trouble.REFUSED
    return Trouble.NOT_REACHABLE if isinstance(error, CutShort) else Trouble.NO_SERVICE
