"""What the settings page shows, read in one snapshot."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from app.areas.cards import gateways as cards
from app.areas.cards.gateway_values import GatewayRow, GatewayStanding, ReaderRow
from app.areas.deposits import banks
from app.areas.deposits.bank_values import BankAccountRow, SlipOverlay
from app.areas.drawers import queries as drawers
from app.areas.drawers.values import DrawerRow
from app.areas.ledger import queries as ledger
from app.areas.ledger.values import GLAccountRow, Reason, ReasonKind
from app.areas.payments import queries as payments
from app.areas.payments.tender_values import TenderTypeRow
from app.areas.printing import queries as printing
from app.areas.printing.values import OfficeKind
from app.areas.reports import histories
from app.areas.reports.values import SettingChange
from app.areas.security import queries as users
from app.areas.settings import queries as settings
from app.areas.settings.rules import DECLARED
from app.areas.settings.values import (
    NextNumber,
    PracticeDetails,
    SettingKind,
    SettingRow,
    SiteDetails,
    SiteNamed,
)
from app.gui import setup_steps
from app.gui.setup_steps import StepsStand, steps_stand
from app.kernel.actor import Permission
from app.kernel.ids import BankAccountId
from app.kernel.translate import t
from app.storage.reading import Reader
from app.storage.seen import position

KEY: Final = "settings.page"
TABLES: Final = frozenset(
    {"tender_type", "reason", "gl_account", "setting", "number_pattern", "number_series"}
    | {"drawer", "shift_state", "bank_account", "slip_overlay", "journal_entry"}
    | {"gateway", "card_reader", "window_reader", "gateway_standing"}
    | {"organization", "site", "role"}
    | setup_steps.TABLES
)
"""What the page shows is read again when one of these was written."""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything on the page; `chart` is every GL account by its code, `bank_gl` those that can
    still become a bank account, `card_ways` the ways to pay that a gateway can take.
    """

    tenders: tuple[TenderTypeRow, ...]
    tender_accounts: tuple[GLAccountRow, ...]
    reasons: tuple[Reason, ...]
    reason_accounts: tuple[GLAccountRow, ...]
    chart: dict[str, str]
    numbers: tuple[NextNumber, ...]
    settings: tuple[SettingRow, ...]
    changes: dict[str, SettingChange]
    drawers: tuple[DrawerRow, ...]
    banks: tuple[BankAccountRow, ...]
    bank_gl: tuple[GLAccountRow, ...]
    gateways: tuple[GatewayRow, ...]
    standings: tuple[GatewayStanding, ...]
    readers: tuple[ReaderRow, ...]
    card_ways: tuple[TenderTypeRow, ...]
    position: int = 0
    """How far the log stands that this shows."""
    overlays: dict[BankAccountId, SlipOverlay] = field(default_factory=dict)
    """How the slips of each bank account go onto the bank's own paper."""
    prints_pages: bool = False
    """Whether there is an office printer here."""
    practice: PracticeDetails = field(default_factory=lambda: PracticeDetails(""))
    sites: tuple[tuple[SiteNamed, SiteDetails], ...] = ()
    who_may: dict[Permission, str] = field(default_factory=dict)
    """Which roles may change what, by name."""
    steps: StepsStand | None = None


def settings_page(reader: Reader) -> Found:
    """All sections at once: each of their lists is short."""
    accounts = banks.bank_accounts(reader, all=True)
    return Found(
        payments.tender_types(reader, all=True),
        payments.accounts_for_tenders(reader),
        tuple(row for kind in ReasonKind for row in ledger.reasons(reader, kind, all=True)),
        ledger.accounts_for_reasons(reader),
        {row.code: row.name for row in ledger.gl_accounts(reader)},
        settings.next_numbers(reader),
        tuple(
            row
            for row in settings.setting_rows(reader)
            if row.kind is not SettingKind.NUMBER_PATTERN
        ),
        {change.key: change for change in histories.setting_changes(reader)},
        drawers.drawer_rows(reader),
        accounts,
        banks.accounts_for_banks(reader),
        cards.gateways(reader, all=True),
        cards.standings(reader),
        cards.readers(reader, all=True),
        cards.chargeable(reader),
        position(reader),
        {row.bank_account_id: banks.slip_overlay(reader, row.bank_account_id) for row in accounts},
        printing.office_printer(reader).kind is not OfficeKind.NONE,
        settings.practice_details(reader),
        tuple(
            (site, settings.site_details(reader, site.site_id)) for site in settings.sites(reader)
        ),
        _who_may(reader),
        steps_stand(reader),
    )


def _who_may(reader: Reader) -> dict[Permission, str]:
    rows = users.role_rows(reader)
    return {
        permission: ", ".join(t(row.name) for row in rows if permission in row.permissions)
        for permission in {setting.may for setting in DECLARED.values()}
    }
