"""What the page of receipts shows, read in one snapshot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.areas.printing.design_values import LANGUAGES, BuiltIn, ReceiptDesign, ReceiptText
from app.areas.printing.papers import (
    DESIGN_ID,
    PATIENT_NAME,
    built_in_designs,
    receipt_design,
)
from app.areas.printing.records import text_id
from app.areas.settings import queries as settings
from app.kernel.errors import UserError
from app.kernel.ids import derived_id
from app.storage.reading import Reader
from app.storage.seen import Seen, position

KEY: Final = "receipt_look.page"
TABLES: Final = frozenset({"receipt_design", "receipt_text", "setting"})


@dataclass(frozen=True, slots=True)
class Found:
    """`damaged` says in words why the designs that come with the program can't be offered."""

    design: ReceiptDesign
    built_in: tuple[BuiltIn, ...]
    at: datetime
    position: int
    damaged: str = ""

    def seen(self) -> Seen:
        """All that the form edits, as it stood."""
        ids = {text_id(language) for language in ("", *LANGUAGES)}
        ids |= {DESIGN_ID, derived_id("setting", PATIENT_NAME)}
        return Seen(frozenset(ids), self.position)


def receipt_page(reader: Reader) -> Found:
    """The design; where nobody wrote words of their own yet, the line under receipts is theirs."""
    design, footer = receipt_design(reader), settings.setting(reader, "receipts.footer")
    if footer and not any(text.language == "" for text in design.texts):
        design = replace(design, texts=(ReceiptText("", footer=footer), *design.texts))
    built_in: tuple[BuiltIn, ...] = ()
    damaged = ""
    try:
        built_in = built_in_designs(reader)
    except UserError as error:
        damaged = error.text
    return Found(design, built_in, reader.now, position(reader), damaged)
