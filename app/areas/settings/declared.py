"""Every setting, declared once: type, default, words, who may change it and since when it is."""

from __future__ import annotations

from typing import Final

from app.areas.settings.backup_settings import BACKUP_SETTINGS
from app.areas.settings.values import Setting, SettingKind
from app.kernel.translate import later

_K = SettingKind
NUMBERS: Final = "numbers."
NUMBER_KINDS: Final = {
    "account": later("How account numbers are written"),
    "deposit": later("How deposit numbers are written"),
    "invoice": later("How invoice numbers are written"),
    "journal_entry": later("How numbers of journal entries are written"),
    "movement": later("How numbers of paid-in, paid-out and drop slips are written"),
    "paper": later("How audit numbers of slips, Z reports and day sheets are written"),
    "receipt": later("How receipt numbers are written"),
    "refund": later("How refund numbers are written"),
    "shift": later("How shift numbers are written"),
    "x": later("How numbers of X reports are written"),
    "z": later("How numbers of Z reports are written"),
}

INVOICE_SCOPE: Final = "numbers.invoice_scope"
WHEN_AWAY: Final = "numbers.when_away"
KEEP_RECORDS_DAYS: Final = "sync.keep_records_days"
NEEDS_CENTRE: Final = (INVOICE_SCOPE, WHEN_AWAY)
"""Settings that mean something only where the practice has a centre."""

DECLARED: dict[str, Setting] = {
    setting.key: setting
    for setting in (
        Setting(
            "payments.overpayment",
            _K.CHOICE,
            "ask",
            "When more is paid than is owed",
            "Ask the cashier, refuse it, or keep the rest as credit without asking.",
            choices=("ask", "refuse", "credit"),
            choice_words=("Ask the cashier", "Refuse it", "Keep the rest as credit"),
        ),
        Setting(
            "payments.cash_rounding",
            _K.CHOICE,
            "off",
            "How cash is rounded",
            "Where the smallest coins are gone: to the nearest 5 of them, or down to 5. "
            "Only cash is rounded; what it was rounded by is booked on its own.",
            choices=("off", "nearest_5", "down_5"),
            choice_words=("Not rounded", "To the nearest 5", "Down to 5"),
        ),
        Setting(
            "payments.duplicate_minutes",
            _K.WHOLE_NUMBER,
            "10",
            "Minutes in which the same payment is asked about",
            "The same account, amount and way to pay. 0 never asks.",
            least=0,
            most=720,
        ),
        Setting(
            "billing.terms_days",
            _K.WHOLE_NUMBER,
            "30",
            "Days until an invoice is due",
            least=0,
            most=365,
        ),
        Setting(
            "billing.status_words",
            _K.CHOICE,
            "issued_cancelled",
            "What the states of an invoice are called",
            "The states are the same; the words are issued and cancelled, sent and void, or "
            "pending and cancelled.",
            choices=("issued_cancelled", "sent_void", "pending_cancelled"),
            choice_words=("Issued, cancelled", "Sent, void", "Pending, cancelled"),
        ),
        Setting(
            "billing.payment_instructions",
            _K.TEXT,
            "",
            "How to pay, on every invoice",
            most=400,
        ),
        Setting("billing.footer", _K.TEXT, "", "A line under every invoice", most=200),
        Setting(
            "aging.edges",
            _K.NUMBERS,
            "30,60,90,120",
            "Last day of each age group",
            "The usual choices are 30,60,90,120 and 30,60,90.",
            least=1,
            most=3650,
            rising=True,
        ),
        Setting(
            "aging.basis",
            _K.CHOICE,
            "invoice_date",
            "Age counts from",
            choices=("invoice_date", "due_date"),
            choice_words=("The date of the invoice", "The day it is due"),
        ),
        Setting(
            "security.lock_after_s",
            _K.WHOLE_NUMBER,
            "120",
            "Seconds without a key until the screen locks",
            least=15,
            most=900,
            strictest="15",
        ),
        Setting(
            "drawers.denominations",
            _K.MINOR_UNITS_LIST,
            "",
            "Notes and coins that are counted",
            "Empty means the usual ones of the currency.",
            least=1,
            most=100_000_000,
        ),
        Setting(
            "approvals.void_above",
            _K.MINOR_UNITS,
            "",
            "Voids above this amount need an approval",
            "Empty means that whoever may void may void any amount alone.",
            least=0,
            most=100_000_000_00,
            strictest="0",
        ),
        Setting(
            "drawers.difference_approval",
            _K.MINOR_UNITS,
            "500",
            "A difference from this amount on needs an approval",
            "A drawer that is over or short by as much is closed by two people.",
            least=0,
            most=100_000_000,
            strictest="0",
        ),
        Setting(
            "drawers.drop_above",
            _K.MINOR_UNITS,
            "50000",
            "More cash than this over the float goes into the safe",
            "The cashier is reminded to make a drop, up to a tenth earlier and without being told "
            "how much is there.",
            least=0,
            most=100_000_000_000,
        ),
        Setting(
            "drawers.left_open_after_s",
            _K.WHOLE_NUMBER,
            "60",
            "Seconds a drawer may stand open before the window says so",
            "Only where the drawer’s switch tells how it stands; 0 says nothing.",
            least=0,
            most=3600,
        ),
        Setting(
            "drawers.large_movement",
            _K.MINOR_UNITS,
            "20000",
            "Cash paid in or out above this amount is asked about",
            "A slip of the finger is found at once. A drop is asked about from four times what "
            "the drop reminder says. From as much on that deposits leave in the safe, somebody "
            "else agrees.",
            least=1,
            most=100_000_000_000,
            strictest="1",
        ),
        Setting(
            "deposits.second_count",
            _K.CHOICE,
            "required",
            "Who counts a deposit a second time",
            "Another person counts without seeing the first count. Where only one person works, "
            "the same one counts twice, and the books say so.",
            choices=("required", "single_person"),
            choice_words=("Always another person", "The same person may"),
            strictest="required",
        ),
        Setting(
            "deposits.bank_within_days",
            _K.WHOLE_NUMBER,
            "2",
            "Banking days a sealed bag may take",
            "A bag that is not credited by then is shown in red.",
            least=0,
            most=30,
        ),
        Setting(
            "deposits.bank_above",
            _K.MINOR_UNITS,
            "200000",
            "More cash than this in the safe goes to the bank",
            "Whoever prepares deposits is reminded.",
            least=0,
            most=100_000_000_000,
        ),
        Setting(
            "deposits.returned_check_fee",
            _K.MINOR_UNITS,
            "2500",
            "The fee for a returned check",
            "It becomes an invoice to the account. 0 charges nothing.",
            least=0,
            most=100_000_000,
        ),
        Setting(
            "deposits.flag_returned",
            _K.YES_NO,
            "yes",
            "A returned check marks the account",
            "The next cashier sees that this account had a check returned.",
        ),
        Setting(
            "deposits.endorsement",
            _K.TEXT,
            "",
            "What is written on the back of checks",
            "Such as: For deposit only, Riverside Clinic. It stands on the slip as a reminder.",
            most=120,
        ),
        Setting(
            "refunds.approval_over",
            _K.MINOR_UNITS,
            "10000",
            "Refunds above this amount need an approval",
            "What goes back to one account on one day counts together.",
            least=0,
            most=100_000_000_000,
            strictest="0",
        ),
        Setting(
            "refunds.every",
            _K.YES_NO,
            "no",
            "A manager agrees to every refund",
            "However small it is.",
            strictest="yes",
        ),
        Setting(
            "refunds.second_over",
            _K.MINOR_UNITS,
            "",
            "Refunds above this amount need a second approval",
            "Two people agree, and neither asked for it. Empty means that one is enough.",
            least=0,
            most=100_000_000_000,
            strictest="0",
        ),
        Setting(
            "refunds.small_balance",
            _K.MINOR_UNITS,
            "1000",
            "Credit up to this amount stays on the account",
            "It lowers the next bill. Giving it back all the same is asked once more.",
            least=0,
            most=1_000_000,
        ),
        Setting(
            "refunds.within_days",
            _K.WHOLE_NUMBER,
            "30",
            "Days in which money goes back",
            "Counted from the day it was found out. Later ones are shown in red.",
            least=1,
            most=365,
        ),
        Setting(
            "refunds.check_days",
            _K.WHOLE_NUMBER,
            "10",
            "Days until the money of a check may go back",
            "The bank may still send the check back. A manager can say that it goes back earlier.",
            least=0,
            most=60,
            strictest="60",
        ),
        Setting(
            "documents.paper_size",
            _K.CHOICE,
            "letter",
            "The paper of the office printer",
            choices=("letter", "a4"),
            choice_words=("Letter", "A4"),
        ),
        Setting(
            "receipts.patient_name",
            _K.CHOICE,
            "full",
            "The patient's name on receipts",
            "Initials or none keep the name off paper that is left lying about.",
            choices=("full", "initials", "none"),
            choice_words=("The whole name", "Initials", "No name"),
        ),
        Setting("receipts.footer", _K.TEXT, "", "A line under every receipt", most=120),
        Setting(
            INVOICE_SCOPE,
            _K.CHOICE,
            "station",
            "Who numbers invoices",
            "From the centre they run through the whole practice without a gap, and {station} is "
            "left out of them. It can be chosen once this station has joined a centre.",
            choices=("station", "organization"),
            choice_words=("Each station its own", "The centre, for the whole practice"),
        ),
        Setting(
            WHEN_AWAY,
            _K.CHOICE,
            "pending",
            "Invoice numbers while the centre is away",
            "An invoice issued then gets its number as soon as the centre is back, or one of its "
            "station’s own at once. It matters where the centre numbers invoices.",
            choices=("pending", "station"),
            choice_words=("Wait for the centre", "Take the station’s own"),
        ),
        Setting(
            KEEP_RECORDS_DAYS,
            _K.WHOLE_NUMBER,
            "400",
            "Days other windows’ records are kept here",
            "What they wrote stays for good; the signed records behind it are let go of here after "
            "so many days, where a proven backup of the centre has them. This window’s own records "
            "are always kept.",
            least=30,
            most=36_500,
        ),
        *BACKUP_SETTINGS,
        *(
            Setting(
                f"{NUMBERS}{kind}",
                _K.NUMBER_PATTERN,
                "",
                words,
                "{n:05} stands for the number with at least five digits, {year}, {month} and "
                "{station} for what they say. With {year} it begins again at 1 every year. "
                "Without {station} it holds for an only station.",
            )
            for kind, words in NUMBER_KINDS.items()
        ),
    )
}
