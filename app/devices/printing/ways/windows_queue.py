"""A printer of Windows that gets raw bytes: its job is followed till the spooler is rid of it."""

from __future__ import annotations

from typing import Final, Protocol

from app.devices.printing.ways.queues import Seen
from app.devices.printing.ways.way import BrokenOff, Unreachable
from app.kernel.paper import Trouble


class PrinterBits:
    """Bits of PRINTER_INFO_2.Status and .Attributes."""

    PAUSED: Final = 0x1
    ERROR: Final = 0x2
    PENDING_DELETION: Final = 0x4
    PAPER_JAM: Final = 0x8
    PAPER_OUT: Final = 0x10
    OFFLINE: Final = 0x80
    NOT_AVAILABLE: Final = 0x1000
    DOOR_OPEN: Final = 0x400000
    USER_INTERVENTION: Final = 0x100000
    WORK_OFFLINE: Final = 0x400
    """An attribute: somebody chose “use printer offline”."""


class JobBits:
    """Bits of JOB_INFO_1.Status."""

    PAUSED: Final = 0x1
    ERROR: Final = 0x2
    DELETING: Final = 0x4
    SPOOLING: Final = 0x8
    PRINTING: Final = 0x10
    OFFLINE: Final = 0x20
    PAPER_OUT: Final = 0x40
    PRINTED: Final = 0x80
    DELETED: Final = 0x100
    BLOCKED: Final = 0x200
    USER_INTERVENTION: Final = 0x400
    COMPLETE: Final = 0x1000


class NoSuchPrinter(Exception):
    """Windows has no printer of this name."""


class SpoolerSaysNo(Exception):
    """Windows refused a step; `denied` when the user of this computer may not print."""

    def __init__(self, code: int) -> None:
        super().__init__(f"Windows error {code}")
        self.code = code

    @property
    def denied(self) -> bool:
        return self.code == _ACCESS_DENIED


_ACCESS_DENIED: Final = 5


class WindowsSpooler(Protocol):
    """What is asked of Windows; each call raises SpoolerSaysNo, or NoSuchPrinter."""

    def names(self) -> tuple[str, ...]:
        """The printers by their exact names."""
        ...

    def printer(self, name: str) -> tuple[int, int]:
        """Its status bits and its attributes."""
        ...

    def begin(self, name: str, title: str) -> int:
        """Open a RAW document; the number of its job."""
        ...

    def write(self, data: bytes) -> int:
        """Write into the open document; how much was taken."""
        ...

    def end(self) -> None:
        """Close the document: only now the job goes to the printer."""
        ...

    def abort(self) -> None:
        """Throw the open document away; nothing of it is printed."""
        ...

    def job(self, name: str, number: int) -> int | None:
        """The job's status bits; None when the queue does not hold it any more."""
        ...

    def delete(self, name: str, number: int) -> None:
        """Take a job out of the queue."""
        ...


_OF_PRINTER = (
    (PrinterBits.PENDING_DELETION, Trouble.NO_QUEUE),
    (PrinterBits.PAPER_JAM, Trouble.JAM),
    (PrinterBits.PAPER_OUT, Trouble.PAPER_OUT),
    (PrinterBits.DOOR_OPEN, Trouble.COVER_OPEN),
    (PrinterBits.OFFLINE | PrinterBits.NOT_AVAILABLE, Trouble.NOT_REACHABLE),
    (PrinterBits.PAUSED, Trouble.QUEUE_STOPPED),
    (PrinterBits.ERROR | PrinterBits.USER_INTERVENTION, Trouble.ERROR),
)
_OF_JOB = (
    (JobBits.PAPER_OUT, Trouble.PAPER_OUT),
    (JobBits.OFFLINE, Trouble.NOT_REACHABLE),
    (JobBits.PAUSED, Trouble.ON_HOLD),
    (JobBits.ERROR | JobBits.BLOCKED | JobBits.USER_INTERVENTION, Trouble.ERROR),
)
_THROUGH = JobBits.PRINTED | JobBits.COMPLETE
_TAKEN_OUT = JobBits.DELETING | JobBits.DELETED


class WindowsRawQueue:
    """A printer by its exact name. Windows forgets a job once it is done: one that is gone without
    a word of trouble before has gone to the printer.
    """

    def __init__(self, name: str, spooler: WindowsSpooler) -> None:
        self._name, self._spooler = name, spooler
        self._begun = False
        self._last = 0

    def check(self) -> None:
        try:
            status, attributes = self._spooler.printer(self._name)
        except NoSuchPrinter as error:
            raise Unreachable(self._name, Trouble.NO_QUEUE) from error
        except SpoolerSaysNo as error:
            raise Unreachable(str(error), _why(error)) from error
        trouble = _first(_OF_PRINTER, status)
        if trouble is Trouble.NONE and attributes & PrinterBits.WORK_OFFLINE:
            trouble = Trouble.OFFLINE
        if trouble is not Trouble.NONE:
            raise Unreachable(self._name, trouble)

    def give(self, title: str, data: bytes) -> int:
        """The document goes to the printer when it is closed: before that it can be thrown away."""
        try:
            number = self._spooler.begin(self._name, title)
        except NoSuchPrinter as error:
            raise BrokenOff(0, Trouble.NO_QUEUE) from error
        except SpoolerSaysNo as error:
            raise BrokenOff(0, _why(error)) from error
        try:
            sent = 0
            while sent < len(data):
                taken = self._spooler.write(data[sent:])
                if taken <= 0:
                    raise SpoolerSaysNo(0)
                sent += taken
        except SpoolerSaysNo as error:
            # A spooler may begin to print what is still being written.
            thrown = self._thrown_away(number)
            raise BrokenOff(0 if thrown else len(data)) from error
        try:
            self._spooler.end()
        except SpoolerSaysNo as error:
            raise BrokenOff(len(data)) from error
        return number

    def look(self, number: int) -> Seen | None:
        try:
            bits = self._spooler.job(self._name, number)
        except NoSuchPrinter:
            return Seen(begun=True, ended=True, trouble=Trouble.NO_QUEUE)
        except SpoolerSaysNo:
            return None
        if bits is None:
            return self._gone()
        self._last = bits
        self._begun = self._begun or bool(bits & (JobBits.PRINTING | _THROUGH))
        trouble = _first(_OF_JOB, bits)
        if bits & _THROUGH and not bits & _TAKEN_OUT:
            return Seen(self._begun, through=True)
        if bits & JobBits.DELETED:
            return Seen(self._begun, ended=True, trouble=Trouble.TAKEN_OUT)
        return Seen(self._begun, trouble=trouble)

    def drop(self, number: int) -> Seen | None:
        self._last |= JobBits.DELETING
        try:
            self._spooler.delete(self._name, number)
        except (SpoolerSaysNo, NoSuchPrinter):
            return None
        return self.look(number)

    def _gone(self) -> Seen:
        """The queue holds the job no more: it went to the printer, or somebody took it out."""
        if self._last & _TAKEN_OUT:
            return Seen(self._begun, ended=True, trouble=Trouble.TAKEN_OUT)
        if _first(_OF_JOB, self._last) is not Trouble.NONE:
            return Seen(begun=True, ended=True, trouble=Trouble.JOB_LOST)
        return Seen(begun=True, through=True)

    def _thrown_away(self, number: int) -> bool:
        """Whether nothing of an unfinished document came out."""
        try:
            bits = self._spooler.job(self._name, number)
            self._spooler.abort()
        except (SpoolerSaysNo, NoSuchPrinter):
            return False
        return bits is not None and not bits & (JobBits.PRINTING | _THROUGH)


def _why(error: SpoolerSaysNo) -> Trouble:
    return Trouble.NO_ACCESS if error.denied else Trouble.NO_SERVICE


def _first(words: tuple[tuple[int, Trouble], ...], bits: int) -> Trouble:
    return next((trouble for mask, trouble in words if bits & mask), Trouble.NONE)
