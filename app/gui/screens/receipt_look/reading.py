"""What the page of receipts shows, read in one snapshot."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from app.areas.printing.design_values import (
    LANGUAGES,
    SHOWN,
    BuiltIn,
    ReceiptDesign,
    ReceiptText,
)
from app.areas.printing.papers import (
    DESIGN_ID,
    PATIENT_NAME,
    built_in_designs,
    receipt_design,
)
from app.areas.printing.records import text_id
from app.areas.settings import queries as settings
from app.kernel.ids import derived_id
from app.storage.reading import Reader
from app.storage.seen import Seen, position

KEY: Final = "receipt_look.page"
TABLES: Final = frozenset({"receipt_design", "receipt_text", "setting"})


@dataclass(frozen=True, slots=True)
class Found:
    """`damaged` says in words which files of designs can't be offered, and why."""

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


def merged(base: ReceiptDesign, mine: ReceiptDesign, theirs: ReceiptDesign) -> ReceiptDesign:
    """What a form says once somebody else saved: each part that was not typed over is theirs."""
    parts: dict[str, Any] = {
        name: getattr(theirs if getattr(mine, name) == getattr(base, name) else mine, name)
        for name in (*SHOWN, "language", "second", "patient_name", "logo")
    }
    texts = []
    for language in sorted({text.language for one in (mine, theirs) for text in one.texts}):
        of_base, of_mine, of_theirs = (_text(one, language) for one in (base, mine, theirs))
        words = {
            name: getattr(of_theirs if _same(of_mine, of_base, name) else of_mine, name)
            for name in ("header", "footer", "on_copies")
        }
        texts.append(ReceiptText(language, **words))
    return replace(mine, texts=tuple(texts), **parts)


def _text(design: ReceiptDesign, language: str) -> ReceiptText:
    found = (text for text in design.texts if text.language == language)
    return next(found, ReceiptText(language))


def _same(one: ReceiptText, other: ReceiptText, name: str) -> bool:
    return bool(getattr(one, name) == getattr(other, name))


def receipt_page(reader: Reader) -> Found:
    """The design; where nobody wrote words of their own yet, the line under receipts is theirs."""
    design, footer = receipt_design(reader), settings.setting(reader, "receipts.footer")
    if footer and not any(text.language == "" for text in design.texts):
        design = replace(design, texts=(ReceiptText("", footer=footer), *design.texts))
    found = built_in_designs(reader)
    return Found(design, found.designs, reader.now, position(reader), " ".join(found.damaged))
