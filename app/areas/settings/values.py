"""The practice, its sites and stations, and the declaration of every setting."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.kernel.actor import Permission
from app.kernel.ids import CommandId, OrganizationId, SiteId, StationId


@dataclass(frozen=True, slots=True)
class Practice:
    """What a station knows of where it stands; `cutoff` is local time HH:MM, `time_zone` an IANA
    name.
    """

    organization_id: OrganizationId
    organization_name: str
    site_id: SiteId
    site_name: str
    site_address: tuple[str, ...]
    site_phone: str
    station_id: StationId
    station_code: str
    currency: str
    locale: str
    time_zone: str
    cutoff: str
    demo: bool


@dataclass(frozen=True, slots=True)
class SiteNamed:
    """A site of the practice."""

    site_id: SiteId
    name: str


@dataclass(frozen=True, slots=True)
class SiteAddress:
    """Where the site is, part by part; `country` has two letters, and parts may be empty."""

    address_1: str
    address_2: str
    city: str
    region: str
    postal_code: str
    country: str


@dataclass(frozen=True, slots=True)
class StationNamed:
    """A window of the practice; `code` is the stem of its numbers."""

    station_id: StationId
    site_id: SiteId
    code: str
    name: str
    active: bool


@dataclass(frozen=True, slots=True)
class LegalPractice:
    """The practice as banks and letters name it; its own name where no legal one was given."""

    name: str
    tax_id: str


@dataclass(frozen=True, slots=True)
class SetUpPractice:
    """The first command of a station's life: organization, first site and first station, with
    their ids.
    """

    id: CommandId
    organization_id: OrganizationId
    site_id: SiteId
    station_id: StationId
    organization_name: str
    site_name: str
    currency: str = "USD"
    locale: str = "en_US"
    time_zone: str = "America/Chicago"
    cutoff: str = "04:00"
    station_code: str = "W1"
    legal_name: str = ""
    tax_id: str = ""
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = "US"
    phone: str = ""
    email: str = ""
    demo: bool = False
    station_name: str = ""


@dataclass(frozen=True, slots=True)
class AddStation:
    """A further station of the practice, said by itself as its first command."""

    id: CommandId
    site_id: SiteId
    station_id: StationId
    code: str
    name: str


class SettingKind(StrEnum):
    """How a setting's text is read: words, a whole number, yes/no, minor units, one of the
    choices, a list (of amounts in minor units), or how numbers are written.
    """

    TEXT = "text"
    WHOLE_NUMBER = "whole_number"
    YES_NO = "yes_no"
    MINOR_UNITS = "minor_units"
    CHOICE = "choice"
    NUMBERS = "numbers"
    MINOR_UNITS_LIST = "minor_units_list"
    NUMBER_PATTERN = "number_pattern"


class Scope(StrEnum):
    """For whom a value holds."""

    PRACTICE = "practice"
    SITE = "site"
    STATION = "station"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Setting:
    """One declared setting; `default` and stored values are text that `rules.check_value` accepts,
    `choice_words` says each of the choices as people do.

    `may` is what changes it, `since` the version of the program that brought it. A setting that is
    a control names its `strictest` value: it holds where the stored one does not fit.
    """

    key: str
    kind: SettingKind
    default: str
    words: str
    explained: str = ""
    choices: tuple[str, ...] = ()
    choice_words: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None
    rising: bool = False
    scope: Scope = Scope.PRACTICE
    may: Permission = Permission.CHANGE_SETTINGS
    since: str = "0.1"
    strictest: str = ""

    @property
    def asks_reason(self) -> bool:
        """Whether a person says why, because it loosens or tightens a control."""
        return bool(self.strictest)


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting as screens and the command line show it."""

    key: str
    value: str
    default: str
    kind: SettingKind
    words: str
    explained: str
    choices: tuple[str, ...]
    choice_words: tuple[str, ...] = ()
    scope: Scope = Scope.PRACTICE
    may: Permission = Permission.CHANGE_SETTINGS
    since: str = "0.1"
    asks_reason: bool = False
    refused: str = ""
    """A stored value that does not fit and is not used."""


@dataclass(frozen=True, slots=True)
class ChangeSetting:
    """Set `key` to `value` for the whole organization; an empty value means the default again."""

    id: CommandId
    key: str
    value: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PracticeDetails:
    """The legal practice as it stands on papers; `country` has two letters, parts may be empty."""

    name: str
    legal_name: str = ""
    tax_id: str = ""
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = "US"
    phone: str = ""
    email: str = ""
    locale: str = "en_US"


@dataclass(frozen=True, slots=True)
class SiteDetails:
    """One place of the practice: its address stands on receipts, its clock begins the day."""

    name: str
    time_zone: str
    cutoff: str = "04:00"
    address_1: str = ""
    address_2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = "US"
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ChangePractice:
    """Say anew who the practice is; its currency stays."""

    id: CommandId
    details: PracticeDetails


@dataclass(frozen=True, slots=True)
class ChangeSite:
    """Say anew where a site is and when its day begins."""

    id: CommandId
    site_id: SiteId
    details: SiteDetails


@dataclass(frozen=True, slots=True)
class NameStation:
    """Call a station otherwise; the short name that its numbers begin with stays."""

    id: CommandId
    station_id: StationId
    name: str


@dataclass(frozen=True, slots=True)
class LeaveStep:
    """Go past a step of setting up here, or take it up again; `for_good` reminds nobody of it."""

    id: CommandId
    step: str
    left: bool = True
    for_good: bool = False


@dataclass(frozen=True, slots=True)
class SettingChanged:
    key: str
    value: str


@dataclass(frozen=True, slots=True)
class NextNumber:
    """How one kind of number is written, and what the next one would look like."""

    kind: str
    words: str
    pattern: str
    example: str
    begins_again_yearly: bool


@dataclass(frozen=True, slots=True)
class KeepColumns:
    """Show the actor these columns of a list, sorted so, whenever they come back to it."""

    id: CommandId
    list_name: str
    columns: tuple[str, ...]
    sort: str = ""
    descending: bool = False


@dataclass(frozen=True, slots=True)
class ColumnsKept:
    columns: tuple[str, ...]
    sort: str
    descending: bool
