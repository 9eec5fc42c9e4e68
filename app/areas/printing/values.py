"""The printer of a station, its waiting papers, and what people say about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from app.kernel.ids import CommandId
from app.kernel.paper import JobState, Trouble
from app.kernel.translate import t


class PrinterKind(StrEnum):
    """The way to a printer: CUPS and WINDOWS are queues of a print service that take raw bytes."""

    SCREEN = "screen"
    FILE = "file"
    TCP = "tcp"
    USB = "usb"
    SERIAL = "serial"
    CUPS = "cups"
    WINDOWS = "windows"


class Answers(StrEnum):
    """Whether a printer says how it is; what never answered yet is UNKNOWN."""

    UNKNOWN = "unknown"
    YES = "yes"
    NO = "no"


CODE_TABLES = ("ascii", "cp437", "cp850", "cp858", "cp1252", "cp852", "cp866")
"""Letters a printer may have of its own; every other letter is drawn."""


class Font(StrEnum):
    """The larger or the smaller of a printer's own letters: 12 dots wide, or 9."""

    A = "a"
    B = "b"


class Sensor(StrEnum):
    """What the drawer's switch says when the drawer is open: its pin is low, or high."""

    NONE = "none"
    OPEN_LOW = "open_low"
    OPEN_HIGH = "open_high"


class Ack(StrEnum):
    """How a printer says that everything before was worked through."""

    GS_R = "gs_r"
    EPSON_H = "epson_h"
    NONE = "none"


class Parity(StrEnum):
    NONE = "none"
    EVEN = "even"
    ODD = "odd"


class Flow(StrEnum):
    """How a serial printer says that it can take no more just now."""

    DTR_DSR = "dtr_dsr"
    RTS_CTS = "rts_cts"
    XON_XOFF = "xon_xoff"
    NONE = "none"


USUAL_TABLE = -1
"""The number that most printers have for a code table."""


@dataclass(frozen=True, slots=True)
class Printer:
    """Where this station prints. `drawer_pin` is 0 where no cash drawer hangs on the printer;
    `condition` is what it said last.

    `profile` is the key of the model it was set up from, whose values a practice may have changed;
    `dots` is how wide the paper is in dots, 0 for as wide as its columns; `table_number` what ESC t
    takes for its code table. `host` is the print server of a CUPS queue.
    """

    kind: PrinterKind = PrinterKind.SCREEN
    address: str = ""
    columns: int = 42
    code_table: str = "cp437"
    cutter: bool = True
    drawer_pin: int = 0
    pulse_ms: int = 100
    answers: Answers = Answers.UNKNOWN
    condition: Trouble = Trouble.NONE
    host: str = ""
    profile: str = ""
    dots: int = 0
    font: Font = Font.A
    table_number: int = USUAL_TABLE
    sensor: Sensor = Sensor.NONE
    ack: Ack = Ack.GS_R
    real_time_kick: bool = True
    baud: int = 9600
    parity: Parity = Parity.NONE
    flow: Flow = Flow.DTR_DSR


@dataclass(frozen=True, slots=True)
class SavePrinter:
    """Say where this station prints. What waits is laid out again for the new printer."""

    id: CommandId
    kind: PrinterKind
    address: str = ""
    columns: int = 42
    code_table: str = "cp437"
    cutter: bool = True
    drawer_pin: int = 0
    pulse_ms: int = 100
    answers: Answers = Answers.UNKNOWN
    host: str = ""
    profile: str = ""
    dots: int = 0
    font: Font = Font.A
    table_number: int = USUAL_TABLE
    sensor: Sensor = Sensor.NONE
    ack: Ack = Ack.GS_R
    real_time_kick: bool = True
    baud: int = 9600
    parity: Parity = Parity.NONE
    flow: Flow = Flow.DTR_DSR


@dataclass(frozen=True, slots=True)
class SaveSpare:
    """Say which other receipt printer papers can be sent to by hand when the own one can't print:
    most often that of the next window. Without an address there is none.
    """

    id: CommandId
    address: str
    columns: int = 42
    code_table: str = "ascii"
    cutter: bool = True


class OfficeKind(StrEnum):
    """How whole pages get on paper: through CUPS, through Windows, or not at all."""

    NONE = "none"
    CUPS = "cups"
    WINDOWS = "windows"


@dataclass(frozen=True, slots=True)
class OfficePrinter:
    """Where slips, letters and reports are printed; without one they are saved as PDF. `host` is
    the print server, empty for this computer; `queue` the printer by its exact name. `condition`
    and `said` are how it is, in our words and in its own.
    """

    kind: OfficeKind = OfficeKind.NONE
    queue: str = ""
    host: str = ""
    condition: Trouble = Trouble.NONE
    said: str = ""


@dataclass(frozen=True, slots=True)
class SaveOfficePrinter:
    """Say where slips, letters and reports are printed; another printer is never taken."""

    id: CommandId
    kind: OfficeKind
    queue: str = ""
    host: str = ""


@dataclass(frozen=True, slots=True)
class PrintOfficePage:
    """Print a page with rulers at its edges, which shows that nothing is scaled."""

    id: CommandId


@dataclass(frozen=True, slots=True)
class PrintTestPage:
    """Print a page that shows columns, letters and cut; the drawer opens when one is set, with
    `drawer_only` without the page.
    """

    id: CommandId
    drawer_only: bool = False


@dataclass(frozen=True, slots=True)
class PrintQueued:
    job_id: str


@dataclass(frozen=True, slots=True)
class PrintAgain:
    """Try again what was put aside or waits; never what a printer may have got already."""

    id: CommandId
    job_id: str


class Elsewhere(StrEnum):
    """Where a paper of the receipt printer can go instead: the spare one, a page of the office
    printer, or the on-screen paper.
    """

    SPARE = "spare"
    OFFICE = "office"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class PrintElsewhere:
    """Bring a paper out somewhere else. One that may have come out in part is a copy there: who
    asks for it has looked.
    """

    id: CommandId
    job_id: str
    to: Elsewhere


@dataclass(frozen=True, slots=True)
class SayPrinted:
    """Somebody looked at the paper. When it did not come out whole a copy is printed."""

    id: CommandId
    job_id: str
    complete: bool


@dataclass(frozen=True, slots=True)
class PutAway:
    """Take a paper off the list; the document itself can be printed again at any time."""

    id: CommandId
    job_id: str


@dataclass(frozen=True, slots=True)
class JobSettled:
    """`cannot_report` when the printer turned out to be one that never says how it is; then papers
    of it count as sent from now on.
    """

    job_id: str
    state: JobState
    copy_no: int
    cannot_report: bool = False


@dataclass(frozen=True, slots=True)
class PaperJob:
    """One paper that is not done. `title` is empty until it is laid out; `queue` is the office
    printer it was sent to and `said` what that says about it. `spare` when it goes to that.
    """

    job_id: str
    doc_kind: str
    doc_id: str
    copy_no: int
    title: str
    state: JobState
    trouble: Trouble
    at: datetime
    since: datetime
    made_by: str
    office: bool = False
    queue: str = ""
    said: str = ""
    spare: bool = False


@dataclass(frozen=True, slots=True)
class PrintQueue:
    """The printers with all that waits for them or for a person, oldest first."""

    printer: Printer
    jobs: tuple[PaperJob, ...]
    office: OfficePrinter = OfficePrinter()
    spare: Printer | None = None


# ----------------------------------------------------------------------- papers that are counted


class PaperHow(StrEnum):
    """How a paper that counts was brought before somebody's eyes."""

    PRINTED = "printed"
    PREVIEWED = "previewed"
    SAVED = "saved"


class AuditedPaper(StrEnum):
    """The papers that carry an audit number: what a print job of theirs is of.

    A slip of a bag that is not sealed is another paper, so that the slip itself is no copy of it.
    """

    DRAWER_REPORT = "drawer_report"
    DAY_SHEET = "day_sheet"
    DEPOSIT_SLIP = "deposit_slip"
    DEPOSIT_SLIP_OFFICE = "deposit_slip_office"
    DEPOSIT_SLIP_DRAFT = "deposit_slip_draft"
    DEPOSIT_REPORT = "report:deposits"
    CASH_POSITION = "report:cash_position"
    OVER_SHORT = "report:over_short"
    Z_LIST = "report:z_list"
    CARDS = "report:cards"
    SERVICE = "report:service"


_SHORT_HASH = 12


@dataclass(frozen=True, slots=True)
class AuditMark:
    """What stands on a paper that counts: its audit number and where the log stood before it.

    `copy_no` is 0 for the original; what is printed or saved after it is a copy and counts from 1.
    What was only looked at makes nothing a copy and counts down from -1.
    """

    number: str
    copy_no: int
    head_seq: int
    head_hash: str
    how: PaperHow
    at: datetime
    by: str

    @property
    def words(self) -> str:
        """The mark as it stands on paper; the start of the hash is enough to find a forgery."""
        return t(
            "Audit {number} · log {seq} {hash}",
            number=self.number,
            seq=self.head_seq,
            hash=self.head_hash[:_SHORT_HASH],
        )


@dataclass(frozen=True, slots=True)
class PreviewPaper:
    """Count a paper that is looked at on screen or saved as a file, and get the mark for it."""

    id: CommandId
    doc_kind: str
    doc_id: str
    how: PaperHow = PaperHow.PREVIEWED
