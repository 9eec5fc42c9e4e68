"""Which printers a print service has, for somebody who chooses one; it keeps nothing."""

from __future__ import annotations

from app.areas.printing import errors
from app.devices.office.cups import Answered, PrintService, Queue
from app.devices.office.http_line import BadAnswer, Closed, CutShort, LineTimes, NoService

TIMES = LineTimes(connect_s=3.0, send_s=3.0, answer_s=6.0)
"""Somebody waits before the screen."""


def find_queues(host: str, times: LineTimes = TIMES) -> tuple[Queue, ...]:
    """The printers of a print server, or of this computer where `host` is empty; a UserError that
    says what to do when it does not tell. Slow, so call it off the GUI thread.
    """
    try:
        return PrintService(host, times).queues()
    except Closed as closed:
        raise errors.print_service_closed() from closed
    except Answered as no:
        raise (errors.print_service_closed() if no.closed else errors.no_print_service()) from no
    except (NoService, CutShort, BadAnswer) as failed:
        raise errors.no_print_service() from failed
