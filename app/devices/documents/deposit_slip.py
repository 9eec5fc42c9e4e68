"""A deposit slip as PDF, in the layout of the bank's country."""

from __future__ import annotations

from collections.abc import Callable

from app.areas.deposits.bank_values import SlipLayout
from app.areas.deposits.slip_values import SlipPaper, SlipState
from app.devices.documents.deposit_slip_india import IndiaSlip
from app.devices.documents.deposit_slip_parts import SlipPages
from app.devices.documents.deposit_slip_ticket import Ticket
from app.devices.documents.deposit_slip_uk import UkSlip
from app.devices.documents.pages import Pages, drawn
from app.devices.documents.slip_overlay import OutlinePages, OverlayPages
from app.kernel.errors import ensure
from app.kernel.translate import t


def deposit_slip_pdf(slip: SlipPaper) -> bytes:
    """The slip and, where the checks don't fit on it, the pages that list them."""

    def draw(pages: Pages) -> None:
        paper = pages if slip.overlay is None else OverlayPages(pages, slip.overlay)
        _LAYOUTS[slip.layout](paper, slip).draw()

    title = t("Deposit {number}", number=slip.number)
    return drawn(slip.paper_size, title, slip.locale, draw)


def slip_calibration_pdf(slip: SlipPaper, account: str) -> bytes:
    """Where the figures of such a slip go: the page that is laid over the bank's own slip."""
    overlay = slip.overlay
    ensure(overlay is not None, "a calibration is of an overlay")

    def draw(pages: Pages) -> None:
        if overlay is not None:
            _LAYOUTS[slip.layout](OutlinePages(pages, overlay, account), slip).draw()

    return drawn(slip.paper_size, t("Page to lay over the bank’s slip"), slip.locale, draw)


def slip_title(slip: SlipPaper) -> str:
    """What a file of it is called, and its job on the printer's panel."""
    said = [t("Deposit slip {number}", number=slip.number)]
    if slip.state is SlipState.NOT_SEALED:
        said.append(t("draft"))
    elif slip.office:
        said.append(t("office copy"))
    if slip.copy_no:
        said.append(t("copy {number}", number=slip.copy_no))
    return " ".join(said)


_LAYOUTS: dict[SlipLayout, Callable[[Pages, SlipPaper], SlipPages]] = {
    SlipLayout.US: Ticket,
    SlipLayout.CANADA: Ticket,
    SlipLayout.UK: UkSlip,
    SlipLayout.INDIA: IndiaSlip,
    SlipLayout.NEUTRAL: Ticket,
}
