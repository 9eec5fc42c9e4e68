"""The page of receipts: typing shows at once beside, saving holds, and nothing typed is lost."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage, QImageWriter

from app.areas.printing import logos, maintaining, papers
from app.areas.printing.design_values import (
    BuiltIn,
    NameShown,
    ReceiptDesign,
    ReceiptText,
    SaveReceiptDesign,
)
from app.gui.printing.logo_file import logo_of_bytes
from app.gui.screens.receipt_look.view import View
from app.kernel.actor import SYSTEM
from app.kernel.errors import UserError
from tests.building import command_id
from tests.gui.printing.conftest import Window

KEY, CTRL = Qt.Key, Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(window: Window) -> View:
    """The administrator at the page, come from the settings."""
    person = window.person
    person.session.switch_user()
    person.settle()
    person.sign_in("1001")
    person.session.frame.go("settings")
    settings = person.session.frame.screen_of("settings")
    settings.elsewhere["receipt_look"].click()  # type: ignore[attr-defined]
    person.wait(lambda: person.session.frame.task == "receipt_look")
    found = person.session.frame.screen_of("receipt_look")
    assert isinstance(found, View)
    drawn(window, found)
    return found


def drawn(window: Window, page: View) -> None:
    def is_drawn() -> bool:
        return page.preview.is_drawn and page.preview.drawn_of == page.form.design()

    window.person.wait(is_drawn)


def saved(window: Window) -> ReceiptDesign:
    return window.station.ask(papers.receipt_design).result()


def picture(width: int, height: int) -> QImage:
    image = QImage(width, height, QImage.Format.Format_ARGB32)
    image.fill(QColor(0, 0, 0, 0))
    for x in range(width // 2):
        for y in range(height):
            image.setPixelColor(x, y, QColor("black"))
    return image


def test_what_is_typed_shows_and_is_saved(page: View, window: Window, tmp_path: Path) -> None:
    first = page.preview.images
    assert [image.width() for image in first] == sorted((i.width() for i in first), reverse=True)
    assert "Nguyễn Thị Ngọc" in page.preview.accessibleDescription().replace("\n", " ")
    form = page.form
    form.begin_from.setCurrentIndex(form.begin_from.findText("Private"))
    form.begin_from.activated.emit(form.begin_from.currentIndex())
    form.second.choose("beside")
    form.boxes["footer"].setPlainText("Open till five")
    form.words_in.choose("vi")
    assert form.boxes["footer"].toPlainText() == ""
    form.boxes["footer"].setPlainText("Mở cửa đến 17 giờ")
    assert picture(600, 90).save(str(tmp_path / "logo.png"))
    page.load_logo(tmp_path / "logo.png")
    window.person.wait(lambda: form.design().logo)
    drawn(window, page)
    said = page.preview.accessibleDescription()
    assert "N. T. N. T. H. Đ." in said
    assert "Receipt / Biên lai" in said
    assert said.index("Open till five") < said.index("Mở cửa đến 17 giờ")
    assert "[Logo]" in said
    assert page.preview.images[0].height() > first[0].height()
    window.person.press(KEY.Key_Return, CTRL)
    window.person.wait(lambda: saved(window) == form.design())
    now = saved(window)
    assert (now.patient_name, now.account, now.second) == (NameShown.INITIALS, False, "beside")
    assert logos.read(now.logo).width == 384
    tray = window.person.session.frame.shelf.tray
    window.person.wait(lambda: tray.design == now)


def test_refusals_stand_beside_their_field_and_nothing_is_lost(
    page: View, window: Window, tmp_path: Path
) -> None:
    form = page.form
    (tmp_path / "odd.png").write_bytes(b"\x89PNG\r\n\x1a\nno picture")
    page.load_logo(tmp_path / "odd.png")
    window.person.wait(lambda: "can't be read" in form.fields["logo"].message.text())
    form.words_in.choose("my")
    form.boxes["header"].setPlainText("\n".join("abcdefgh"))
    form.words_in.choose("")
    page.save_button.click()
    window.person.wait(lambda: "At most 6 lines" in form.fields["header"].message.text())
    assert form.words_in.currentData() == "my"
    assert window.person.focus is form.boxes["header"]
    assert saved(window) == ReceiptDesign()
    assert form.boxes["header"].toPlainText().startswith("a\nb")
    window.person.press(KEY.Key_Escape)
    assert form.design() == ReceiptDesign()


def test_a_template_with_a_mistake_is_named_and_the_others_are_offered(
    page: View, window: Window
) -> None:
    ours = BuiltIn("ours", "Ours", ReceiptDesign(qr=True, texts=(ReceiptText("", footer="Bye"),)))
    form = page.form
    form.offer((ours,), "The template private.toml can't be used: no. The others can.")
    assert "private.toml" in form.fields["template"].message.text()
    form.boxes["header"].setPlainText("mine")
    form.begin_from.setCurrentIndex(form.begin_from.findText("Ours"))
    form.begin_from.activated.emit(form.begin_from.currentIndex())
    assert (form.boxes["footer"].toPlainText(), form.boxes["header"].toPlainText()) == (
        "Bye",
        "mine",
    )
    assert form.design().qr
    drawn(window, page)
    assert "Bye" in page.preview.accessibleDescription()


def test_another_windows_edit_is_not_typed_over_unseen(page: View, window: Window) -> None:
    page.form.ticks["qr"].setChecked(True)
    page.form.boxes["footer"].setPlainText("mine")
    text = ReceiptText("", header="theirs")
    other = ReceiptDesign(phone=False, patient_name=NameShown.INITIALS, texts=(text,))
    command = SaveReceiptDesign(command_id(), other)
    window.station.act(SYSTEM, maintaining.save_receipt_design, command).result()
    window.person.wait(lambda: not page.form.ticks["phone"].isChecked())
    assert page.form.boxes["header"].toPlainText() == "theirs"
    page.save_button.click()
    window.person.wait(lambda: saved(window).qr)
    assert saved(window).phone is False, "what this form left alone stays"
    assert saved(window).patient_name is NameShown.INITIALS
    assert saved(window).texts == (ReceiptText("", "theirs", "mine"),)
    window.person.wait(lambda: page.form.design() == saved(window))


def test_pictures_that_are_no_logo() -> None:
    with pytest.raises(UserError, match="PNG"):
        logo_of_bytes(b"<svg onload='alert(1)'/>")
    with pytest.raises(UserError, match="too large"):
        logo_of_bytes(b"\x89PNG\r\n\x1a\n" + bytes(5_000_000))
    sides = (30_000).to_bytes(4, "big") * 2
    head = bytes.fromhex("0000000d49484452") + sides + bytes.fromhex("0100000000")
    check = zlib.crc32(head[4:]).to_bytes(4, "big")
    with pytest.raises(UserError, match="too large"):
        logo_of_bytes(b"\x89PNG\r\n\x1a\n" + head + check)
    white = picture(20, 20)
    white.fill(QColor("white"))
    with pytest.raises(UserError, match="Nothing of this picture"):
        logo_of_bytes(png(white))
    with pytest.raises(UserError, match="at least 8"):
        logo_of_bytes(png(picture(3000, 6)))


def png(image: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return bytes(buffer.data().data())
