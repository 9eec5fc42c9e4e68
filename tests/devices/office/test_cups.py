"""The questions to a print service over a real socket: what is sent, and every bad answer."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.devices.office.conditions import Seen, blocks, cause, is_ours, seen
from app.devices.office.cups import Answered, JobSeen, PrintService, Queue
from app.devices.office.http_line import BadAnswer, Closed, CutShort, LineTimes, NoService
from app.kernel.paper import JobState, Trouble
from tests.devices.office.stand_in_cups import (
    CANCEL_JOB,
    GET_PRINTER,
    PRINT_JOB,
    VALIDATE_JOB,
    StandInCups,
)

TIMES = LineTimes(connect_s=1.0, send_s=0.5, answer_s=0.5)
PDF = b"%PDF-1.4 " + b"x" * 200_000


@pytest.fixture
def there() -> Iterator[StandInCups]:
    made = StandInCups("Office", "Other")
    yield made
    made.close()
    assert made.complaints == []


@pytest.fixture
def service(there: StandInCups) -> PrintService:
    return PrintService(there.host, TIMES)


def queue(service: PrintService) -> Queue:
    found = service.queue("Office")
    assert found is not None
    return found


def test_a_page_is_asked_for_at_its_own_size_on_one_side(
    there: StandInCups, service: PrintService
) -> None:
    number = service.submit(queue(service), "Deposit W1-D-00002", "a4", PDF)
    (job,) = there.jobs
    assert (job.number, job.queue, job.name) == (number, "Office", "Deposit W1-D-00002")
    assert job.document == PDF
    assert job.sent_by == "counterfoil"
    asked = {name: values[0] for name, values in job.asked.items()}
    assert asked["media"] == "iso_a4_210x297mm"
    assert asked["print-scaling"] == "none"
    assert asked["sides"] == "one-sided"
    assert asked["copies"] == 1
    found = service.job(number)
    assert found is not None
    assert is_ours(found, "Deposit W1-D-00002")
    assert not is_ours(found, "Deposit W1-D-00003")
    assert service.job(number + 1) is None


def test_printers_are_listed_and_found_by_their_exact_names_only(
    there: StandInCups, service: PrintService
) -> None:
    assert [q.name for q in service.queues()] == ["Office", "Other"]
    assert queue(service).about == "Office by the window"
    for name in ("office", "Offi", "Office2", "../Office", "Büro"):
        assert service.queue(name) is None


def test_an_older_service_is_asked_in_its_own_protocol(
    there: StandInCups, service: PrintService
) -> None:
    there.manners.only_old = True
    assert service.submit(queue(service), "Test page", "letter", PDF) == 1
    there.manners.chunked = True
    assert [q.name for q in service.queues()] == ["Office", "Other"]


def test_a_page_is_checked_before_it_is_sent(there: StandInCups, service: PrintService) -> None:
    there.queues["Office"].accepting = False
    found = queue(service)
    assert blocks(found) is Trouble.NOT_ACCEPTING
    with pytest.raises(Answered) as no:
        service.check(found, "Test page", "letter")
    assert no.value.not_accepting
    assert there.came[-1] == VALIDATE_JOB
    assert there.jobs == []


def test_a_job_is_dropped_once(there: StandInCups, service: PrintService) -> None:
    there.queues["Office"].holds = True
    number = service.submit(queue(service), "Test page", "letter", PDF)
    service.cancel(number)
    with pytest.raises(Answered, match="0x0404"):
        service.cancel(number)
    assert there.came[-1] == CANCEL_JOB


def test_nobody_there_is_told_from_an_answer_that_never_comes(there: StandInCups) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        begun = time.monotonic()
        with pytest.raises(CutShort, match="in time"):
            PrintService(f"127.0.0.1:{port}", TIMES).queues()
        assert time.monotonic() - begun < 3
    with pytest.raises(NoService):
        PrintService(f"127.0.0.1:{port}", TIMES).queues()


def test_an_answer_that_drips_is_not_waited_for_for_ever() -> None:
    with socket.create_server(("127.0.0.1", 0)) as drips:

        def drip() -> None:
            talk, _ = drips.accept()
            with talk:
                try:
                    while True:
                        talk.sendall(b"H")
                        time.sleep(0.02)
                except OSError:
                    return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        begun = time.monotonic()
        with pytest.raises((CutShort, BadAnswer)):
            PrintService(f"127.0.0.1:{drips.getsockname()[1]}", TIMES).queues()
        assert time.monotonic() - begun < 3
        thread.join(5)


def test_closing_the_program_ends_every_wait() -> None:
    stop = Event()
    with socket.create_server(("127.0.0.1", 0)) as mute:
        patient = LineTimes(answer_s=60)
        service = PrintService(f"127.0.0.1:{mute.getsockname()[1]}", patient, stop)
        threading.Timer(0.1, stop.set).start()
        begun = time.monotonic()
        with pytest.raises(CutShort):
            service.queues()
        assert time.monotonic() - begun < 5


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/ipp\r\n"
_EMPTY = b"\x02\x00\x00\x00\x00\x00\x00\x01\x03"


@pytest.mark.parametrize(
    "answer",
    [
        b"\x00" * 40_000,
        b"ICY 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi",
        b"HTTP/1.1 404 Not Found\r\n\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: http://elsewhere/\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n" * 9,
        _HEAD + b"Content-Length: 99999999\r\n\r\n" + _EMPTY,
        _HEAD + b"Content-Length: -1\r\n\r\n" + _EMPTY,
        _HEAD + b"Content-Length: 9\r\nContent-Length: 8\r\n\r\n" + _EMPTY,
        _HEAD + b"Transfer-Encoding: gzip\r\n\r\n" + _EMPTY,
        _HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n",
        _HEAD + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n",
        _HEAD + b"Transfer-Encoding: chunked\r\n\r\n1\r\nabc",
        _HEAD + b"X" * 20_000,
        _HEAD + b"a header that is none\r\n\r\n",
        _HEAD + b"Content-Length: 9\r\n\r\n" + _EMPTY.replace(b"\x01\x03", b"\x02\x03"),
        _HEAD + b"\r\n" + b"\x02\x00" * 700_000,
    ],
)
def test_what_is_no_answer_is_refused(
    there: StandInCups, service: PrintService, answer: bytes
) -> None:
    there.manners.answers = answer
    with pytest.raises(BadAnswer):
        service.queues()


_LISTED = (
    _EMPTY[:-1]
    + b"\x04\x42\x00\x0cprinter-name\x00\x06Office\x23\x00\x0dprinter-state\x00\x04\0\0\0\3"
    + b"\x22\x00\x19printer-is-accepting-jobs\x00\x01\x01\x03"
)
_WELL = _HEAD + b"Content-Length: %d\r\n\r\n%s" % (len(_LISTED), _LISTED)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.data())
def test_spoilt_answers_are_told_as_what_they_are(
    there: StandInCups, service: PrintService, data: st.DataObject
) -> None:
    there.manners.answers = _WELL
    assert [q.name for q in service.queues()] == ["Office", "Office"]
    spoilt = bytearray(_WELL)
    for _ in range(data.draw(st.integers(1, 4))):
        spoilt[data.draw(st.integers(0, len(spoilt) - 1))] = data.draw(st.integers(0, 255))
    there.manners.answers = bytes(spoilt[: data.draw(st.integers(1, len(spoilt)))])
    try:
        service.queues()
    except (BadAnswer, CutShort, Closed, Answered):
        return


@pytest.mark.parametrize("status", [401, 403, 426])
def test_a_service_that_lets_nobody_in_says_so(
    there: StandInCups, service: PrintService, status: int
) -> None:
    there.manners.http = status
    with pytest.raises(Closed, match=str(status)):
        service.queue("Office")


def test_a_page_that_was_taken_without_a_number_is_no_page_that_was_taken(
    there: StandInCups, service: PrintService
) -> None:
    found = queue(service)
    there.manners.answers = _HEAD + b"Content-Length: 9\r\n\r\n" + _EMPTY
    with pytest.raises(BadAnswer, match="no number"):
        service.submit(found, "Test page", "letter", PDF)


def test_the_status_of_a_refusal_is_told_apart(there: StandInCups, service: PrintService) -> None:
    found = queue(service)
    for status, name in (
        (0x0403, "closed"),
        (0x0406, "not_found"),
        (0x0506, "not_accepting"),
        (0x0507, "passes"),
    ):
        there.manners.says = {PRINT_JOB: status}
        with pytest.raises(Answered) as no:
            service.submit(found, "Test page", "letter", PDF)
        assert getattr(no.value, name)
        assert no.value.said == f"status {status:x}"
    there.manners.says = {GET_PRINTER: 0x0500}
    with pytest.raises(Answered, match="0x0500"):
        service.queue("Office")


# ------------------------------------------------------------------ what its words mean


def _queue(*reasons: str, stopped: bool = False, accepting: bool = True) -> Queue:
    return Queue("Office", "printers", "", stopped, accepting, reasons, "in its words")


def _job(state: int, *reasons: str, begun: bool = False) -> JobSeen:
    return JobSeen(7, "Deposit W1-D-00001", "counterfoil", state, reasons, begun)


@pytest.mark.parametrize(
    ("reasons", "trouble"),
    [
        (("media-empty-error",), Trouble.PAPER_OUT),
        (("media-empty",), Trouble.PAPER_OUT),
        (("media-low-warning", "media-empty-warning"), Trouble.NONE),
        (("media-jam-error", "cover-open-report"), Trouble.JAM),
        (("cover-open",), Trouble.COVER_OPEN),
        (("media-needed-error",), Trouble.OTHER_PAPER),
        (("toner-empty-error",), Trouble.TONER),
        (("toner-low-warning",), Trouble.NONE),
        (("offline-error",), Trouble.NOT_REACHABLE),
        (("other-error",), Trouble.ERROR),
        (("something-new-error",), Trouble.NONE),
        ((), Trouble.NONE),
    ],
)
def test_a_printers_reasons_in_our_words(reasons: tuple[str, ...], trouble: Trouble) -> None:
    assert cause(_queue(*reasons)) is trouble


@pytest.mark.parametrize(
    ("job", "queue", "state", "trouble"),
    [
        (_job(3), _queue(), JobState.SUBMITTED, Trouble.NONE),
        (_job(3), _queue("media-empty-error"), JobState.SUBMITTED, Trouble.NONE),
        (
            _job(3),
            _queue("media-jam-error", "paused", stopped=True),
            JobState.ATTENTION,
            Trouble.QUEUE_STOPPED,
        ),
        (_job(4, "job-hold-until-specified"), _queue(), JobState.ATTENTION, Trouble.ON_HOLD),
        (_job(4, "job-incoming"), _queue(), JobState.SUBMITTED, Trouble.NONE),
        (_job(4, "cups-held-for-authentication"), _queue(), JobState.ATTENTION, Trouble.LOCKED),
        (_job(5, "job-printing"), _queue(), JobState.SUBMITTED, Trouble.NONE),
        (_job(5), _queue("media-empty-error"), JobState.ATTENTION, Trouble.PAPER_OUT),
        (_job(6), _queue(), JobState.ATTENTION, Trouble.QUEUE_STOPPED),
        (_job(6), _queue("media-jam", stopped=True), JobState.ATTENTION, Trouble.JAM),
        (_job(9, begun=True), _queue(), JobState.PRINTED, Trouble.NONE),
        (_job(9), None, JobState.PRINTED, Trouble.NONE),
        (_job(9, "job-completed-with-errors"), _queue(), JobState.UNSURE, Trouble.ERROR),
        (_job(7), _queue(), JobState.FAILED, Trouble.TAKEN_OUT),
        (_job(7, begun=True), _queue(), JobState.UNSURE, Trouble.TAKEN_OUT),
        (_job(8, begun=True), _queue(), JobState.UNSURE, Trouble.GIVEN_UP),
        (_job(8), _queue(), JobState.FAILED, Trouble.GIVEN_UP),
        (_job(7), None, JobState.FAILED, Trouble.NO_QUEUE),
        (_job(3), None, JobState.ATTENTION, Trouble.NO_QUEUE),
        (None, _queue(), JobState.UNSURE, Trouble.JOB_LOST),
        (None, None, JobState.UNSURE, Trouble.NO_QUEUE),
    ],
)
def test_what_became_of_a_page(
    job: JobSeen | None, queue: Queue | None, state: JobState, trouble: Trouble
) -> None:
    found = seen(job, queue)
    assert isinstance(found, Seen)
    assert (found.state, found.trouble) == (state, trouble)
