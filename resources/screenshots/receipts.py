"""Pictures of receipts as they come out on 80 and 58 mm, with a logo and a QR code.

Run it alone from the root of the repository: python -m resources.screenshots.receipts
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QBuffer, QIODevice, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.areas.printing.design_values import ReceiptDesign, ReceiptText
from app.areas.settings.values import Practice
from app.devices.printing.papers import receipt_paper
from app.devices.printing.sample import sample_receipt
from app.gui.printing.letters import draw
from app.gui.printing.logo_file import logo_of_bytes
from app.gui.printing.paper import paper_image
from app.gui.screens.receipt_look.view import View
from app.kernel.ids import OrganizationId, SiteId, StationId, new_id
from resources.screenshots.camera import Camera, make_small

HERE = Path(__file__).resolve().parent
AT = datetime(2026, 11, 20, 15, 12, tzinfo=UTC)
_GROUND = "#E9ECF0"
_GAP = 24


def page(camera: Camera) -> None:
    """The page where a practice decides how its receipts look, and the papers themselves."""
    camera.session.desk.go("receipt_look")
    view = camera.session.frame.screen_of("receipt_look")
    if isinstance(view, View):
        camera.until(lambda: view.preview.is_drawn and bool(view.preview.images), "the papers")
    camera.shoot_all("receipt-look")
    camera.files.extend(papers(camera.out))


def papers(out: Path) -> list[Path]:
    """English, Vietnamese beside English, and Burmese; each in both widths."""
    riverside = _practice("Riverside Family Clinic", "en_US", "USD", "America/Chicago")
    saigon = _practice("Phòng khám đa khoa Hoàn Mỹ Sài Gòn", "vi_VN", "VND", "Asia/Ho_Chi_Minh")
    yangon = _practice("ရန်ကုန်မြို့ မိသားစုဆေးခန်း", "my", "MMK", "Asia/Yangon")
    english = ReceiptDesign(
        services=True,
        qr=True,
        logo=logo_named("Riverside"),
        texts=(ReceiptText("", "Tax ID 12-3456789", "Open Monday to Friday, 8 to 5"),),
    )
    vietnamese = replace(english, second="en", logo=logo_named("Hoàn Mỹ"), texts=())
    burmese = replace(
        english, logo=logo_named("ရန်ကုန်"), texts=(ReceiptText("my", "", "၉ နာရီမှ ၅ နာရီ"),)
    )
    made = []
    for name, here, design in (
        ("en", riverside, english),
        ("vi", saigon, vietnamese),
        ("my", yangon, burmese),
    ):
        receipt = sample_receipt(here, AT)
        images = [
            paper_image(receipt_paper(receipt, columns, None, design), 1.5) for columns in (48, 32)
        ]
        path = out / f"receipts-{name}.png"
        _beside(images).save(str(path))
        made.append(path)
    return made


def _practice(name: str, locale: str, currency: str, time_zone: str) -> Practice:
    address = {
        "en_US": ("1200 River Road, Suite 4", "Springfield, IL 62701"),
        "vi_VN": ("60–60A Phan Xích Long, Phường 1", "Quận Phú Nhuận, TP. Hồ Chí Minh"),
        "my": ("အမှတ် ၁၂၊ ဗိုလ်ချုပ်အောင်ဆန်းလမ်း", "ရန်ကုန်"),
    }
    return Practice(
        organization_id=OrganizationId(new_id()),
        organization_name=name,
        site_id=SiteId(new_id()),
        site_name=name,
        site_address=address[locale],
        site_phone="(217) 555-0142",
        station_id=StationId(new_id()),
        station_code="W1",
        currency=currency,
        locale=locale,
        time_zone=time_zone,
        cutoff="04:00",
        demo=False,
    )


def logo_named(words: str) -> str:
    """A cross in a disc, and a name."""
    image = QImage(QSize(330, 100), QImage.Format.Format_RGB32)
    image.fill(QColor(Qt.GlobalColor.white))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#202428"))
    painter.drawEllipse(QPointF(50, 50), 44, 44)
    painter.setBrush(QColor("white"))
    painter.drawRect(QRectF(40, 20, 20, 60))
    painter.drawRect(QRectF(20, 40, 60, 20))
    painter.setPen(QColor("#202428"))
    draw(painter, words, 110, 66, 46, True)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return logo_of_bytes(bytes(buffer.data().data()))


def _beside(images: list[QImage]) -> QImage:
    wide = sum(image.width() for image in images) + _GAP * (len(images) + 1)
    whole = QImage(wide, max(i.height() for i in images) + 2 * _GAP, QImage.Format.Format_RGB32)
    whole.fill(QColor(_GROUND))
    painter, x = QPainter(whole), _GAP
    for image in images:
        painter.drawImage(x, _GAP, image)
        x += image.width() + _GAP
    painter.end()
    return whole


if __name__ == "__main__":
    _app = QApplication.instance() or QApplication(["counterfoil"])
    for made in papers(HERE):
        make_small(made)
