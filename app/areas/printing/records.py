"""Stores how receipts look; each part is a field of its own, so that two windows' edits meet."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from app.areas.printing import schema
from app.areas.printing.design_values import SHOWN, ReceiptDesign, ReceiptText
from app.areas.printing.papers import DESIGN_ID
from app.kernel.ids import derived_id
from app.storage.statements import Read
from app.storage.tables import Row
from app.storage.unit_of_work import UnitOfWork

_HAS_DESIGN = Read(
    select(schema.receipt_design.c.id).where(schema.receipt_design.c.id == bindparam("id"))
)
_x = schema.receipt_text.c
_HAS_TEXT = Read(select(_x.id).where(_x.id == bindparam("id")))


def text_id(language: str) -> str:
    """The same on every station, so that two windows mean the same words."""
    return derived_id("receipt_text", language)


def keep_design(uow: UnitOfWork, design: ReceiptDesign) -> None:
    """What differs from the usual is an edit from the first time on, so that whoever has a form
    open meanwhile keeps it.
    """
    if uow.first(_HAS_DESIGN, id=DESIGN_ID) is None:
        usual = {"id": DESIGN_ID, **_fields(ReceiptDesign())}
        uow.create(schema.receipt_design, usual, usual=True)
    uow.change(schema.receipt_design, DESIGN_ID, _fields(design))


def _fields(design: ReceiptDesign) -> Row:
    return {
        "language": design.language,
        "second": design.second,
        "logo": design.logo,
        **{name: int(getattr(design, name)) for name in SHOWN},
    }


def keep_texts(uow: UnitOfWork, texts: tuple[ReceiptText, ...]) -> None:
    """These words; those in another language, which another window may just have written, stay."""
    for text in texts:
        key = text_id(text.language)
        if uow.first(_HAS_TEXT, id=key) is None:
            if text.is_empty:
                continue
            nothing = _words(ReceiptText(text.language))
            row = {"id": key, "language": text.language, **nothing}
            uow.create(schema.receipt_text, row, usual=True)
        uow.change(schema.receipt_text, key, _words(text))


def _words(text: ReceiptText) -> Row:
    return {"header": text.header, "footer": text.footer, "on_copies": text.on_copies}
