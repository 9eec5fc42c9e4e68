"""How receipts look in this practice, for whatever draws one."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from app.areas.printing import design_rules, schema
from app.areas.printing.design_values import (
    SHOWN,
    NameShown,
    ReceiptDesign,
    ReceiptText,
    Templates,
)
from app.areas.settings import queries as settings
from app.kernel.ids import derived_id
from app.storage.statements import Read, Reader

PATIENT_NAME = "receipts.patient_name"
DESIGN_ID = derived_id("receipt_design", "receipt")
_d, _t = schema.receipt_design.c, schema.receipt_text.c
_SHOWN = tuple(_d[name] for name in SHOWN)
_DESIGN = Read(select(_d.language, _d.second, _d.logo, *_SHOWN).where(_d.id == bindparam("id")))
_TEXTS = Read(select(_t.language, _t.header, _t.footer, _t.on_copies).order_by(_t.language, _t.id))
_SERVICES = Read(select(_d.services).where(_d.id == bindparam("id")))


def receipt_design(reader: Reader) -> ReceiptDesign:
    """How receipts look; as they come with the program where nobody ever changed it."""
    row = reader.first(_DESIGN, id=DESIGN_ID)
    texts = tuple(ReceiptText(*found) for found in reader.fetch(_TEXTS))
    said = settings.setting(reader, PATIENT_NAME)
    how = NameShown(said) if said in tuple(NameShown) else NameShown.INITIALS
    kept = tuple(text for text in texts if not text.is_empty)
    if row is None:
        return ReceiptDesign(patient_name=how, texts=kept)
    language, second, logo, *shown = row
    parts = dict(zip(SHOWN, map(bool, shown), strict=True))
    return ReceiptDesign(language, second, how, logo=logo, texts=kept, **parts)


def built_in_designs(reader: Reader) -> Templates:
    """The designs to begin from, and which files of them have a mistake."""
    return design_rules.built_in()


def names_services(reader: Reader) -> bool:
    """Whether the names of services stand on new receipts."""
    row = reader.first(_SERVICES, id=DESIGN_ID)
    return row is not None and bool(row[0])
