"""Patients, guarantors, payers and accounts, and what a search finds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
class RegisterPatient:
    """A patient with an account; `patient_id` equals `id` unless an import knows a better one."""

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
class Found:
    """One search result; `matched` is the text that matched when it is not the name itself."""

    account_id: AccountId
    account_number: str
    name: str
    birth_year: int | None
    status: AccountStatus
    matched: str
    owed: Money
    exact: bool


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
    flags: tuple[str, ...]
    phone: str
    currency: str


PRIVATE_PAY_NAME = "Private pay"
PRIVATE_PAY_ID = PayerId(derived_id("payer", "private_pay"))
"""The built-in payer of everybody who pays for themselves."""
