"""The line of a check from a reader with a keyboard cable fills the boxes of the open check."""

from __future__ import annotations

from app.areas.deposits.micr import CheckLine, check_line
from app.areas.payments.tender_values import TenderField
from app.areas.payments.values import TenderKind
from app.gui.desk import Desk
from app.gui.key_map import key_words
from app.gui.screens.counter.payment_form import PaymentForm
from app.gui.screens.counter.stage import Stage
from app.gui.screens.counter.taking import Taking
from app.kernel.translate import t


def bank_words(line: CheckLine) -> str:
    """What is kept of the bank: its number, and of the account the last digits."""
    return " ".join(part for part in (line.routing, line.masked_account) if part)


class CheckReader:
    """It fills only a check that is being taken, and says which part has to be typed."""

    def __init__(self, desk: Desk, taking: Taking) -> None:
        self._desk, self._taking = desk, taking
        self._filled = ""

    def take(self, code: str) -> bool:
        """True when the code was the line of a check, wherever it went."""
        line = check_line(code)
        if line is None:
            return False
        form = self._taking.form
        ready = form is not None and form.stage is Stage.OPEN and not form.pays_credit
        if form is not None and ready and form.leg.way.kind is TenderKind.CHECK:
            self._fill(form, line)
        else:
            self._say_where()
        return True

    def _say_where(self) -> None:
        words = t("This is the line of a check.")
        key = key_words("tender.check")
        detail = t("Find the account, press {key} for a check, then read it once more.", key=key)
        self._desk.toasts.caution(words, detail)

    def _fill(self, form: PaymentForm, line: CheckLine) -> None:
        told: dict[TenderField, str] = {}
        if line.check_number:
            told[TenderField.CHECK_NUMBER] = line.check_number
        bank = form.leg.details.get(TenderField.BANK, "").strip()
        words = bank_words(line)
        if words and bank in ("", self._filled):  # what a person wrote there stays
            told[TenderField.BANK] = self._filled = words
        self._taking.fill_details(told)
        self._say(line)

    def _say(self, line: CheckLine) -> None:
        """What came, or what did not: an account is seen by its last digits alone."""
        toasts = self._desk.toasts
        if not line.by_hand:
            toasts.success(
                t("Check {number} was read.", number=line.check_number),
                t(
                    "Bank {routing}, account {account}. Compare it with the check.",
                    routing=line.routing,
                    account=line.masked_account,
                ),
            )
            return
        words = {
            "routing": t("The bank's number could not be read. Type the bank from the check."),
            "account": t(
                "The account could not be read. Type its last four digits beside the bank."
            ),
            "check_number": t("The check's number could not be read. Type it from the check."),
        }
        toasts.caution(
            t("Not all of the check could be read."),
            " ".join(words[name] for name in line.by_hand),
        )
