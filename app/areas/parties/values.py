"""Patients, guarantors, payers and accounts, and what a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from app.kernel.ids import (
    AccountId,
    CommandId,
    GuarantorId,
    PatientId,
    PayerId,
    derived_id,
)
from app.kernel.money import Money


class AccountStatus(StrEnum):
    ACTIVE = "active"
    SUSPENDED = "suspended"
    COLLECTIONS = "collections"
    CLOSED = "closed"
    DECEASED = "deceased"


class FlagKind(StrEnum):
    """What stands on an account for everybody who serves it; only `note` takes free words."""

    NO_CHECKS = "no_checks"
    CASH_ONLY = "cash_only"
    CHECK_IDENTITY = "check_identity"
    BAD_ADDRESS = "bad_address"
    NOTE = "note"


CHECK_MARKS = frozenset({FlagKind.NO_CHECKS, FlagKind.CASH_ONLY})
"""With one of these a check needs somebody's approval; so who takes checks does not take it off."""


class FieldKind(StrEnum):
    """How a practice's own field is filled in."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"


class Relationship(StrEnum):
    SELF = "self"
    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    OTHER = "other"


class PayerType(StrEnum):
    MEDICAID = "medicaid"
    MEDICARE = "medicare"
    PRIVATE_INSURANCE = "private_insurance"
    PRIVATE_PAY = "private_pay"
    MCO = "mco"


@dataclass(frozen=True, slots=True)
class Person:
    """A human being as front desks write one down; all but a name may be empty."""

    family_name: str
    given_names: str = ""
    prefix: str = ""
    suffix: str = ""
    preferred_name: str = ""
    name_order: str = "given_first"
    birth_date: date | None = None
    death_date: date | None = None
    sex: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class ExternalId:
    """What another system calls this patient, such as the old program's account number."""

    system: str
    value: str


@dataclass(frozen=True, slots=True)
class AccountFlag:
    """A mark on an account with the words people read; `kind` is a FlagKind."""

    kind: str
    words: str = ""
    flag_id: str = ""


@dataclass(frozen=True, slots=True)
class RegisterPatient:
    """A patient with an account; `patient_id` equals `id` unless an import knows a better one.

    `guarantor` is somebody new who pays; `guarantor_id` somebody known. The confirmation
    `duplicate_patient` says that a very similar patient is somebody else.
    """

    id: CommandId
    account_id: AccountId
    person: Person
    guarantor_id: GuarantorId | None = None
    guarantor_relationship: Relationship = Relationship.SELF
    credit_limit: Money | None = None
    flags: str = ""
    notes: str = ""
    external_ids: tuple[ExternalId, ...] = ()
    account_number: str = ""
    guarantor: Person | None = None
    confirmations: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PatientRegistered:
    patient_id: PatientId
    account_id: AccountId
    account_number: str


@dataclass(frozen=True, slots=True)
class ChangePatient:
    """Who a patient is, whole, as it should read from now on; what differs is edited and logged."""

    id: CommandId
    patient_id: PatientId
    person: Person


@dataclass(frozen=True, slots=True)
class PatientChanged:
    patient_id: PatientId
    changed: bool


@dataclass(frozen=True, slots=True)
class AddGuarantor:
    id: CommandId
    person: Person


@dataclass(frozen=True, slots=True)
class AddPayer:
    id: CommandId
    name: str
    payer_type: PayerType
    terms_days: int = 30


@dataclass(frozen=True, slots=True)
class ChangeGuarantor:
    """Who a guarantor is, whole, as it should read from now on."""

    id: CommandId
    guarantor_id: GuarantorId
    person: Person


@dataclass(frozen=True, slots=True)
class SetGuarantor:
    """Who pays for an account: somebody known, somebody new (`guarantor`), or with neither the
    patient.
    """

    id: CommandId
    account_id: AccountId
    guarantor_id: GuarantorId | None = None
    guarantor: Person | None = None
    relationship: Relationship = Relationship.OTHER


@dataclass(frozen=True, slots=True)
class GuarantorSet:
    account_id: AccountId
    guarantor_id: GuarantorId | None


@dataclass(frozen=True, slots=True)
class ChangeAccount:
    """An account's status and credit limit, as they should be from now on; no limit is None."""

    id: CommandId
    account_id: AccountId
    status: AccountStatus
    credit_limit: Money | None = None


@dataclass(frozen=True, slots=True)
class WriteNotes:
    """The notes of an account, whole."""

    id: CommandId
    account_id: AccountId
    notes: str


@dataclass(frozen=True, slots=True)
class RenumberAccount:
    """Give an account the next free number, because another one has the same."""

    id: CommandId
    account_id: AccountId


@dataclass(frozen=True, slots=True)
class AccountRenumbered:
    account_id: AccountId
    number: str


@dataclass(frozen=True, slots=True)
class AccountChanged:
    account_id: AccountId
    changed: bool


@dataclass(frozen=True, slots=True)
class FlagAccount:
    """Put a mark on an account; a `note` needs words, the others may have some."""

    id: CommandId
    account_id: AccountId
    kind: FlagKind
    words: str = ""


@dataclass(frozen=True, slots=True)
class UnflagAccount:
    id: CommandId
    account_id: AccountId
    flag_id: str


@dataclass(frozen=True, slots=True)
class AddExternalId:
    """What another system calls the patient; they are found by it."""

    id: CommandId
    patient_id: PatientId
    system: str
    value: str


@dataclass(frozen=True, slots=True)
class RemoveExternalId:
    id: CommandId
    patient_id: PatientId
    system: str
    value: str


@dataclass(frozen=True, slots=True)
class SaveField:
    """A field of the practice's own, new without `field_id`; what was filled in stays when it is
    put out of use.
    """

    id: CommandId
    name: str
    kind: FieldKind
    field_id: str | None = None
    choices: tuple[str, ...] = ()
    position: int = 0
    active: bool = True


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field of the practice's own; `value` is an account's, in the form `FieldTyped` takes."""

    field_id: str
    name: str
    kind: FieldKind
    choices: tuple[str, ...]
    position: int
    active: bool
    value: str = ""


@dataclass(frozen=True, slots=True)
class FieldTyped:
    """What was typed into a practice's own field; dates as 2026-11-20, numbers as 12.5."""

    field_id: str
    text: str


@dataclass(frozen=True, slots=True)
class FillFields:
    id: CommandId
    account_id: AccountId
    values: tuple[FieldTyped, ...]


@dataclass(frozen=True, slots=True)
class NearDuplicate:
    """A patient who may be the same person; `why` says in words what agrees."""

    account_id: AccountId
    account_number: str
    name: str
    birth_date: date | None
    phone: str
    why: str
    strong: bool


@dataclass(frozen=True, slots=True)
class GuarantorRow:
    guarantor_id: GuarantorId
    relationship: Relationship
    person: Person


@dataclass(frozen=True, slots=True)
class AccountDetails:
    """Everything that is written about an account and its patient, for the account's page."""

    header: AccountHeader
    person: Person
    guarantor: GuarantorRow | None
    notes: str
    sent_to_collections_on: date | None
    external_ids: tuple[ExternalId, ...]
    fields: tuple[FieldRow, ...]
    registered_on: date | None = None


@dataclass(frozen=True, slots=True)
class AccountChange:
    """One field that somebody changed: `old` and `new` in words, empty for nothing."""

    at: datetime
    who: str
    what: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Found:
    """One search result; `matched` is the text that matched when it is not the name itself. A
    `similar` one is written otherwise than was typed.
    """

    account_id: AccountId
    account_number: str
    name: str
    birth_year: int | None
    status: AccountStatus
    matched: str
    owed: Money
    exact: bool
    similar: bool = False


@dataclass(frozen=True, slots=True)
class AccountHeader:
    """What stands above every payment: who this is, unmistakably."""

    account_id: AccountId
    account_number: str
    patient_id: PatientId
    name: str
    birth_date: date | None
    guarantor: str
    status: AccountStatus
    flags: tuple[AccountFlag, ...]
    phone: str
    currency: str
    credit_limit: Money | None = None
    guarantor_id: GuarantorId | None = None
    language: str = ""
    """What the patient reads, as it was written down."""

    def has_flag(self, kind: str) -> bool:
        return any(flag.kind == kind for flag in self.flags)


PRIVATE_PAY_NAME = "Private pay"
PRIVATE_PAY_ID = PayerId(derived_id("payer", "private_pay"))
"""The built-in payer of everybody who pays for themselves."""
