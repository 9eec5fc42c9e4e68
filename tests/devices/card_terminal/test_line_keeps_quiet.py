"""What the way to Stripe must not do: take for ever, tell a secret, trust a stranger."""

from __future__ import annotations

import contextlib
import io
import logging
import os
import socket
import ssl
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from app.areas.cards.ports import GatewayTrouble, Trouble
from app.devices.card_terminal.deadline import Deadline
from app.devices.card_terminal.stripe_line import LineTimes, StripeLine, session_for
from tests.devices.card_terminal.wire import QUICK, WANTED, Wire
from tests.stripe_stand_in.faults import Fault
from tests.stripe_stand_in.world import OFFICE_KEY, TILL_KEY
from tests.two_stations.tls_front import Authority


@pytest.fixture
def wired() -> Iterator[Wire]:
    wired = Wire("socket")
    yield wired
    wired.close()


def test_no_call_takes_longer_than_it_may() -> None:
    """A server that sends a byte now and then keeps every time-out of a socket happy."""
    going = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            connection, _ = listening.accept()
            with connection:
                while not going.wait(0.02):
                    try:
                        connection.sendall(b"H")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        line = StripeLine(TILL_KEY, test_mode=True, base_url=url, times=LineTimes(1, 5, 0.2))
        begun = time.monotonic()
        with pytest.raises(GatewayTrouble) as trouble:
            line.call("accounts.retrieve_current")
        assert trouble.value.code == "time_out"
        assert time.monotonic() - begun < 4
        going.set()
        thread.join(5)
        line.close()


def test_no_key_no_card_and_no_name_gets_into_a_log_or_an_error(
    wired: Wire, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither where the library's own log is asked for, nor in a traceback with its causes."""
    err = io.StringIO()
    monkeypatch.setattr("sys.stderr", err)
    caplog.set_level(logging.DEBUG)
    intent = wired.gateway.create_intent("create", WANTED)
    wired.gateway.arm("arm", wired.reader.ref, intent.ref)
    wired.reader.present()
    paid = wired.gateway.intent(intent.ref)
    said = [repr(wired.gateway), repr(wired.lines[0]), repr(paid), str(vars(wired.gateway))]
    wired.world.keys[TILL_KEY].state = "expired"
    for fault in (None, Fault.LOST_AFTER, Fault.TRUNCATED, Fault.PORTAL, Fault.SERVER_AFTER):
        wired.world.faults.next("payment_intents.create", fault)
        with pytest.raises(GatewayTrouble) as trouble:
            wired.gateway.create_intent("again", WANTED)
        error = trouble.value
        said += [*traceback.format_exception(error), repr(error), str(vars(error))]
        assert error.__cause__ is None
        assert error.__context__ is None
    everything = " ".join([*said, caplog.text, err.getvalue()])
    for secret in (TILL_KEY, OFFICE_KEY, TILL_KEY[8:], "DOE/JANE", "FpStandIn", "exp_month"):
        assert secret not in everything
    assert "4242" in repr(paid), "the last four are meant to be known"


def test_the_library_is_told_to_keep_quiet(wired: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """The stand-in refuses a till that tells anything about its computer."""
    import stripe

    monkeypatch.setenv("STRIPE_LOG", "debug")
    wired.gateway.create_intent("create", WANTED)
    assert "STRIPE_LOG" not in os.environ
    assert stripe.enable_telemetry is False
    assert stripe.api_key is None


def test_a_password_file_never_takes_the_place_of_the_key(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text("default login someone password secret\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    session = session_for("")
    asked = requests.Request(
        "POST", "https://api.stripe.com/v1/x", headers={"Authorization": "Bearer the key"}
    )
    assert session.trust_env, "a proxy that the computer needs is used"
    assert session.prepare_request(asked).headers["Authorization"] == "Bearer the key"
    assert not session_for("http://127.0.0.1:8000").trust_env


def test_threads_end_with_their_line() -> None:
    def threads() -> int:
        return sum(each.name == "one line" for each in threading.enumerate())

    kept: Deadline[str] = Deadline(str, 5, "one line")
    kept.run(len)
    both = [threading.Thread(target=kept.run, args=(lambda _: time.sleep(0.05),)) for _ in "ab"]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert threads() == 2
    del kept
    ends = time.monotonic() + 5
    while threads() and time.monotonic() < ends:
        time.sleep(0.01)
    assert not threads()


def test_somebody_in_between_with_another_certificate_hears_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not even where the computer was told to trust him."""
    stranger = Authority("A network in between")
    (tmp_path / "ca.pem").write_text(stranger.pem, encoding="utf-8")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(stranger.server(tmp_path))
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def answer() -> None:
            connection, _ = listening.accept()
            with connection, contextlib.suppress(OSError):
                heard.append(context.wrap_socket(connection, server_side=True).recv(1000))

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        url = f"https://127.0.0.1:{listening.getsockname()[1]}"
        line = StripeLine(TILL_KEY, test_mode=True, base_url=url, times=QUICK)
        with pytest.raises(GatewayTrouble, match="wrong certificate") as trouble:
            line.call("accounts.retrieve_current")
        thread.join(5)
        line.close()
    assert (trouble.value.trouble, trouble.value.code) == (Trouble.UNKNOWN, "not_safe")
    assert not heard
