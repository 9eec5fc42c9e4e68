"""Windows' spooler as a state machine: strict about handles and order, and forgets what is done."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.devices.printing.ways.windows_queue import (
    JobBits,
    NoSuchPrinter,
    PrinterBits,
    SpoolerSaysNo,
)

_RPC_FAILED = 1726


@dataclass
class WindowsPrinter:
    """A queue; tests change it at any time."""

    status: int = 0
    attributes: int = 0
    works: bool = True
    """It takes jobs off the queue."""
    remembers: bool = False
    """“Keep printed documents”: a job stays with its mark."""
    chokes_after: int | None = None
    """It refuses to write more than so many bytes."""
    job_says: int = 0
    """What stands on a job that waits."""
    came: list[bytes] = field(default_factory=list)


@dataclass
class _Job:
    printer: str
    data: bytearray
    bits: int = JobBits.SPOOLING


class StandInSpooler:
    """In the place of winspool.drv."""

    def __init__(self, **printers: WindowsPrinter) -> None:
        self.printers = printers
        self.jobs: dict[int, _Job] = {}
        self.down = False
        self.titles: list[str] = []
        self._open: int | None = None

    def names(self) -> tuple[str, ...]:
        return tuple(sorted(self.printers))

    def printer(self, name: str) -> tuple[int, int]:
        found = self._found(name)
        return found.status, found.attributes

    def begin(self, name: str, title: str) -> int:
        self._found(name)
        assert self._open is None, "two documents at once"
        number = len(self.titles) + 1
        self.titles.append(title)
        self.jobs[number] = _Job(name, bytearray())
        self._open = number
        return number

    def write(self, data: bytes) -> int:
        assert self._open is not None, "written into nothing"
        job = self.jobs[self._open]
        most = self.printers[job.printer].chokes_after
        if self.down or (most is not None and len(job.data) >= most):
            raise SpoolerSaysNo(_RPC_FAILED)
        piece = data[: min(1000, len(data) if most is None else most - len(job.data))]
        job.data += piece
        return len(piece)

    def end(self) -> None:
        assert self._open is not None, "ended what was not begun"
        number, self._open = self._open, None
        if self.down:
            raise SpoolerSaysNo(_RPC_FAILED)
        self.jobs[number].bits = self.printers[self.jobs[number].printer].job_says
        self._go_on()

    def abort(self) -> None:
        assert self._open is not None, "aborted what was not begun"
        del self.jobs[self._open]
        self._open = None

    def job(self, name: str, number: int) -> int | None:
        self._found(name)
        self._go_on()
        found = self.jobs.get(number)
        return None if found is None else found.bits

    def delete(self, name: str, number: int) -> None:
        self._found(name)
        if self.jobs.pop(number, None) is None:
            raise SpoolerSaysNo(87)

    def _go_on(self) -> None:
        for number, job in list(self.jobs.items()):
            printer = self.printers[job.printer]
            if not printer.works or job.bits & (JobBits.SPOOLING | JobBits.PRINTED):
                continue
            printer.came.append(bytes(job.data))
            if printer.remembers:
                job.bits = JobBits.PRINTED
            else:
                del self.jobs[number]

    def _found(self, name: str) -> WindowsPrinter:
        if self.down:
            raise SpoolerSaysNo(_RPC_FAILED)
        if name not in self.printers:
            raise NoSuchPrinter(name)
        return self.printers[name]


OUT_OF_PAPER = PrinterBits.PAPER_OUT
