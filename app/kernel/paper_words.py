"""What holds a paper up, as a sentence with what to do about it."""

from __future__ import annotations

from app.kernel.paper import Trouble
from app.kernel.translate import later, t

_WORDS = {
    Trouble.NOT_REACHABLE: later("The printer can't be reached. See that it is on and connected."),
    Trouble.NO_ANSWER: later("The printer gives no answer. Switch it off and on again."),
    Trouble.BUSY: later("The printer is working for another window."),
    Trouble.OFFLINE: later("The printer is set to pause. Press its online or feed button."),
    Trouble.PAPER_OUT: later("The printer has no paper."),
    Trouble.COVER_OPEN: later("The printer's cover is open."),
    Trouble.CUTTER: later(
        "The printer's cutter is stuck. Switch it off, free the cutter, switch it on."
    ),
    Trouble.ERROR: later("The printer reports an error. Switch it off and on again."),
    Trouble.NEEDS_WINDOW: later(
        "The printer lacks some of its letters. The window will draw them."
    ),
    Trouble.FILE: later("The file or device for the papers can't be written to."),
    Trouble.NO_DOCUMENT: later("What should stand on it was not found."),
    Trouble.BROKEN_OFF: later("The connection to the printer broke in the middle."),
    Trouble.STOPPED: later("Counterfoil was closed in the middle."),
    Trouble.RESTORED: later("A backup was restored, so it may have been printed before."),
    Trouble.PAPER_LOW: later("The paper is nearly used up."),
    Trouble.NO_ACCESS: later(
        "This computer does not let Counterfoil use the printer. Whoever looks after the computer "
        "installs packaging/70-counterfoil-printer.rules, then the printer is plugged in again."
    ),
    Trouble.NO_DRIVER: later(
        "The part that speaks to USB printers is missing on this computer. On Linux, install "
        "libusb-1.0-0; on Windows, choose the printer from the list of Windows printers instead."
    ),
    Trouble.NO_QUEUE: later(
        "The computer does not list this printer any more. No other one is used. Choose it again "
        "in the printer settings."
    ),
    Trouble.QUEUE_STOPPED: later(
        "The printer’s queue is stopped. Put the printer right, then resume it in the computer’s "
        "printer settings."
    ),
    Trouble.NOT_ACCEPTING: later(
        "The printer’s queue takes nothing. Let it accept papers again in the computer’s printer "
        "settings."
    ),
    Trouble.ON_HOLD: later(
        "It is held in the printer’s queue. Release it in the printer settings."
    ),
    Trouble.NO_SERVICE: later("The computer’s print service gives no answer. See that it runs."),
    Trouble.LOCKED: later("The print service wants a password, or lets nobody in from here."),
    Trouble.REFUSED: later(
        "The print queue refused it; it may be for whole pages only. Set the receipt printer up "
        "another way, such as straight by USB or network."
    ),
    Trouble.TAKEN_OUT: later("Somebody took it off the printer’s list."),
    Trouble.GIVEN_UP: later("The print service gave it up."),
    Trouble.JOB_LOST: later("The print service does not know it any more."),
    Trouble.JAM: later("Paper is jammed in the printer."),
}


def trouble_words(trouble: Trouble) -> str:
    """A sentence about what holds a paper up; empty when nothing does."""
    return t(_WORDS[trouble]) if trouble in _WORDS else ""
