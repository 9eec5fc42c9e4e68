"""Two windows change how receipts look while apart: what each changed holds at both."""

from __future__ import annotations

from dataclasses import replace

from app.areas.printing import logos, maintaining, papers
from app.areas.printing.design_values import ReceiptDesign, ReceiptText, SaveReceiptDesign
from tests.building import command_id
from tests.two_stations.conftest import Pair, Window

LARGE = logos.as_text(logos.dithered(bytes(range(256)) * 360, 384, 240))


def design(window: Window) -> ReceiptDesign:
    return window.station.ask(papers.receipt_design).result()


def save(window: Window, wanted: ReceiptDesign) -> None:
    command = SaveReceiptDesign(command_id(), wanted)
    admin = window.books.actors.administrator
    window.station.act(admin, maintaining.save_receipt_design, command).result()


def test_designs_meet_field_by_field_and_the_logo_travels(pair: Pair) -> None:
    one, two = pair.one, pair.two
    save(one, ReceiptDesign(logo=LARGE, texts=(ReceiptText("", "Tax ID 12-3"),)))
    pair.sync()
    assert design(two) == design(one)
    assert design(two).logo == LARGE
    save(one, replace(design(one), qr=True, texts=(ReceiptText("", "Tax ID 12-3", "Bye"),)))
    save(two, replace(design(two), phone=False, texts=(ReceiptText("vi", "", "Xin cảm ơn"),)))
    pair.sync()
    pair.sync()
    assert design(one) == design(two)
    met = design(one)
    assert (met.qr, met.phone, met.logo) == (True, False, LARGE)
    assert [(text.language, text.footer) for text in met.texts] == [
        ("", "Bye"),
        ("vi", "Xin cảm ơn"),
    ]
    assert pair.one.sound == pair.two.sound == []


def test_two_first_saves_while_apart_meet_as_well(pair: Pair) -> None:
    """Each says what differs from the usual: what the later one left alone takes nothing back."""
    one, two = pair.one, pair.two
    save(one, ReceiptDesign(logo=LARGE, qr=True, texts=(ReceiptText("", "Tax ID 12-3"),)))
    save(two, ReceiptDesign(phone=False, texts=(ReceiptText("", "", "Bye"),)))
    pair.sync()
    pair.sync()
    assert design(one) == design(two)
    met = design(one)
    assert (met.logo, met.qr, met.phone) == (LARGE, True, False)
    assert met.texts == (ReceiptText("", "Tax ID 12-3", "Bye"),)
    assert one.sound == two.sound == []
