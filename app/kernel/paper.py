"""Where a paper is on its way to a printer, and what can hold it up."""

from __future__ import annotations

from enum import StrEnum


class JobState(StrEnum):
    """Where a job is. Only a printer's own answer or a person's word makes it PRINTED."""

    SHOWN = "shown"
    QUEUED = "queued"
    CHECKING = "checking"
    SENDING = "sending"
    PRINTED = "printed"
    SENT = "sent"
    """Sent whole to a printer that cannot answer, as its settings say."""
    UNSURE = "unsure"
    """Some of it was sent and nobody knows how much came out: a person must look."""
    WAIT_PRINTER = "wait_printer"
    """Nothing was sent; it goes on by itself when the printer can."""
    PARKED = "parked"
    """Nothing was sent and nothing will be until a person says so."""
    PUT_AWAY = "put_away"


class Trouble(StrEnum):
    """What holds a job up, or ended it."""

    NONE = ""
    NOT_REACHABLE = "not_reachable"
    NO_ANSWER = "no_answer"
    OFFLINE = "offline"
    PAPER_OUT = "paper_out"
    COVER_OPEN = "cover_open"
    CUTTER = "cutter"
    ERROR = "error"
    NEEDS_WINDOW = "needs_window"
    """Letters the printer lacks are drawn by the window, and there is none."""
    FILE = "file"
    NO_DOCUMENT = "no_document"
    BROKEN_OFF = "broken_off"
    STOPPED = "stopped"
    RESTORED = "restored"
    TOO_LATE = "too_late"
    PAPER_LOW = "paper_low"
