"""The steps of setting a practice up in their order, and how each stands; no widgets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from app.areas.deposits import banks
from app.areas.imports import queries as imports
from app.areas.imports.values import ImportState
from app.areas.parties import queries as parties
from app.areas.printing import queries as printing
from app.areas.printing.values import PrinterKind
from app.areas.security import queries as users
from app.areas.security.values import PinState
from app.areas.settings import queries as settings
from app.areas.settings.rules import UNDER_WAY
from app.kernel.actor import Permission
from app.kernel.translate import t
from app.storage.reading import Reader

BEFORE: Final = ("practice", "site", "station", "money", "administrator")
"""What is asked before there is a practice."""
AFTER: Final = ("recovery", "people", "printer", "bank", "import")
"""What is done in the practice; each can be passed over."""
TABLES: Final = frozenset(
    {"setup_step", "app_user", "pin_verifier", "printer", "bank_account", "account"}
)
"""How steps stand is read again when one of these was written."""


@dataclass(frozen=True, slots=True)
class StepsStand:
    """`done` are steps after the practice was made that nobody need look at again, `passed` those
    passed over to be reminded of, `dropped` those of which nobody is reminded.
    """

    under_way: bool
    done: frozenset[str]
    passed: frozenset[str]
    dropped: frozenset[str]

    @property
    def reminded(self) -> tuple[str, ...]:
        """What the card in the settings lists, in order."""
        return tuple(step for step in AFTER if step in self.passed and step not in self.done)

    @property
    def left(self) -> tuple[str, ...]:
        """What was put off or never looked at, in order; what nobody wants is not among them."""
        return tuple(step for step in AFTER if step not in self.done | self.dropped)

    @property
    def first_open(self) -> str:
        """Where setting up goes on; empty when every step was done or passed over."""
        past = self.done | self.passed | self.dropped
        return next((step for step in AFTER if step not in past), "")


def step_words(step: str) -> str:
    """What a step is called."""
    return {
        "practice": t("The practice"),
        "site": t("This place"),
        "station": t("This window"),
        "money": t("Money and language"),
        "administrator": t("Administrator"),
        "recovery": t("Recovery keys"),
        "people": t("Who takes payments"),
        "printer": t("Receipt printer"),
        "bank": t("Bank account"),
        "import": t("Patients and bills"),
    }[step]


def steps_stand(reader: Reader) -> StepsStand:
    """What is done follows from the books; what was passed over a person said."""
    left = settings.steps_left(reader)
    done = set()
    if "recovery" not in left:
        done.add("recovery")
    ready = (row for row in users.user_rows(reader) if row.active and row.pin is not PinState.NONE)
    if any(_takes_payments(reader, row.role_id) for row in ready):
        done.add("people")
    if printing.printer(reader).kind is not PrinterKind.SCREEN:
        done.add("printer")
    if banks.bank_accounts(reader):
        done.add("bank")
    if parties.has_accounts(reader) and not _half_in(reader):
        done.add("import")
    past = {step: for_good for step, for_good in left.items() if step in AFTER}
    if past.pop("recovery", False):
        # A key nobody wrote down is never dropped: it is only put off.
        past["recovery"] = False
    return StepsStand(
        UNDER_WAY in left,
        frozenset(done),
        frozenset(step for step, for_good in past.items() if not for_good),
        frozenset(step for step, for_good in past.items() if for_good),
    )


def _half_in(reader: Reader) -> bool:
    """Whether a file was stopped in the middle: it goes on from the page that brings files in."""
    return any(run.state is ImportState.APPLYING for run in imports.unended_imports(reader))


def is_under_way(reader: Reader) -> bool:
    """Whether somebody began to set this station up and has not come to the end."""
    return UNDER_WAY in settings.steps_left(reader)


def _takes_payments(reader: Reader, role_id: str) -> bool:
    role = next((row for row in users.role_rows(reader) if row.role_id == role_id), None)
    return role is not None and Permission.TAKE_PAYMENT in role.permissions
