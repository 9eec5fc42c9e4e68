"""How a practice wants its receipts: languages, what stands on them, words of its own, a logo."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.kernel.ids import CommandId

LANGUAGES = ("en", "es", "fr", "my", "vi")
"""Languages whose receipt words come with the program."""
NO_SECOND, INSTEAD, BESIDE = "none", "instead", "beside"
"""What becomes of the patient's language: left aside, in place of the practice's, beside it."""


class NameShown(StrEnum):
    """How much of a patient's name stands on paper."""

    FULL = "full"
    INITIALS = "initials"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ReceiptText:
    """Words of the practice's own in one language; `language` is empty for all that have none.

    `on_copies` stands under the mark that says that a paper is a copy.
    """

    language: str = ""
    header: str = ""
    footer: str = ""
    on_copies: str = ""

    @property
    def is_empty(self) -> bool:
        return not (self.header or self.footer or self.on_copies)


@dataclass(frozen=True, slots=True)
class ReceiptDesign:
    """What a receipt looks like beside its facts, which always stand on it.

    `language` is empty for the practice's own; `second` is one of none, instead, beside (the
    patient's, where it is known), or a language that stands beside on every receipt. `logo` is a
    picture as `logos.as_text` makes it.
    """

    language: str = ""
    second: str = NO_SECOND
    patient_name: NameShown = NameShown.FULL
    services: bool = False
    address: bool = True
    phone: bool = True
    station: bool = True
    cashier: bool = True
    account: bool = True
    payer: bool = True
    thanks: bool = True
    barcode: bool = True
    qr: bool = False
    logo: str = ""
    texts: tuple[ReceiptText, ...] = ()

    def words(self, part: str, *languages: str) -> tuple[str, ...]:
        """The practice's words for one part of a paper: in each of these languages, or where it
        has none in one of them, its words for every language.
        """
        known = {text.language: str(getattr(text, part)) for text in self.texts}
        usual = known.get("", "")
        return tuple(dict.fromkeys(filter(None, (known.get(one) or usual for one in languages))))


SHOWN = (
    "services",
    "address",
    "phone",
    "station",
    "cashier",
    "account",
    "payer",
    "thanks",
    "barcode",
    "qr",
)
"""The parts of a receipt that a practice may show or leave out."""


@dataclass(frozen=True, slots=True)
class SaveReceiptDesign:
    """Say how receipts look from now on, copies of older ones too; their facts stay as they were.

    An empty text takes the practice's words in that language away; a language without one is left
    as it is.
    """

    id: CommandId
    design: ReceiptDesign


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A design that comes with the program or was put beside it, to begin from."""

    key: str
    name: str
    design: ReceiptDesign


@dataclass(frozen=True, slots=True)
class Templates:
    """`damaged` says in words which files can't be used, and why."""

    designs: tuple[BuiltIn, ...]
    damaged: tuple[str, ...] = ()
