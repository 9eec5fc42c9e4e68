"""Which files an area may have, and where a house rule does not hold, each with its reason."""

from __future__ import annotations

import re

from app.areas import ACTION_MODULES, QUERY_MODULES

_ALWAYS = ("__init__", "values", "rules", "schema", "repository", "service", "queries", "errors")
AREA_FILES = frozenset(
    (*_ALWAYS, *ACTION_MODULES, *QUERY_MODULES, "records", "ports", "checks", "receipt", "seed")
)

# ------------------------------------------------------------ exemptions, each one with its reason
# A further file in an area, written "area/file".
AREA_EXTRAS: frozenset[str] = frozenset(
    {
        "security/pins",
        # What a question finds, and in which order, is decided over five indexes.
        "parties/matching",
        # Who is one person is a rule of its own, over facts of its own.
        *("parties/merging_values", "parties/merging_rules", "parties/merging_records"),
        # What an older program's books lack is made before anybody is there to ask for it.
        "health/indexing",
        # What printers of each make can do is a table of its own.
        "printing/profiles",
        # What a drawer's switch says is written by the program, never asked for by a person.
        *("drawers/openings", "drawers/opening_records", "drawers/opening_checks"),
        # what is asked before a drawer is opened: errors.py is full
        "drawers/opening_errors",
        # Read before SQLAlchemy is there: the first thing the window shows.
        "security/tiles",
        # What a card may be charged for is asked by payments, credit and cancelling alike.
        "invoices/holding",
        "invoices/line_checks",
        # An import is a pipeline: file, columns, formats, the whole run; and the demo practice.
        "imports/reading",
        "imports/columns",
        "imports/formats",
        "imports/bring_in",
        "imports/price_list",
        # What a file is before it is staged, what each row is beside what is here, what it becomes.
        *("imports/looking", "imports/staging", "imports/applying", "imports/in_file_twins"),
        *("imports/codes", "imports/file_errors", "imports/money_records"),
        "imports/demo",
        "imports/demo_shifts",
        "imports/demo_bank",
        # The way to the bank has words of its own for each of its ends.
        "deposits/bank_values",
        "deposits/micr",  # What a check says of its bank is read without a database.
        "deposits/bank_errors",
        "deposits/bank_rules",
        "deposits/bank_records",
        "deposits/bank_checks",
        "deposits/chain_values",
        "deposits/returning_values",
        "deposits/returning_rules",
        "deposits/returning_errors",
        "deposits/returning_records",
        "deposits/returning_books",
        "deposits/slip_values",
        # What the steps forward and those back have in common.
        "deposits/posting",
        "deposits/safe_records",
        "deposits/bag_checks",
        "deposits/tie_checks",
        "deposits/state_checks",
        # What two windows did with one bag, and how the one whose step does not hold undoes it.
        "deposits/apart",
        "deposits/apart_records",
        # Following money reads every area below; days on which banks work need no database.
        "deposits/banking_days",
        "deposits/chain_parts",
        "deposits/chain_records",
        "deposits/chain_rules",
        "deposits/place_records",
        # Each kind of task is found in books of its own.
        "tasks/bag_telling",
        "tasks/bounce_telling",
        "tasks/brought_telling",
        "tasks/money_records",
        "tasks/number_records",
        "tasks/edit_records",
        "tasks/station_records",
        # And each is put into words of its own.
        *("tasks/kinds", "tasks/telling"),
        "tasks/station_telling",
        "tasks/late_telling",
        "tasks/hole_telling",
        "tasks/refund_telling",
        "tasks/stuck_telling",
        "tasks/doing",
        "tasks/known",
        # Reports over days of money have words of their own, and all begin with their days.
        "reports/money_rules",
        "reports/money_values",
        "reports/spans",
        "reports/closing_records",
        # Card money by kind of card reads charges and refunds beside payments.
        "reports/card_records",
        # Which days are closed is told where every entry is posted.
        "ledger/closing_records",
        "ledger/closing_checks",
        # Counting and closing a drawer has as many words as working with it.
        "drawers/closing_values",
        "payments/closing_rules",
        "payments/closing_checks",
        "payments/z_checks",
        "payments/closing_records",
        "payments/closing_report",
        # What came after a close is told here, and the checks of closes read it.
        "payments/late_values",
        "payments/late_records",
        "payments/detail_records",  # What may be kept in sums hangs on drawers and what is late.
        # A payment is decided whole before it is written; the list of tenders has words of its own.
        "payments/planning",
        "payments/tender_values",
        "payments/tender_errors",
        "payments/crediting_values",
        "payments/crediting_checks",
        "payments/receipt_checks",
        # Codes of cards as people read them: on paper, in lists, on screens.
        "payments/card_words",
        # Undoing a payment has as many words of its own as taking it.
        "payments/spreading_rules",
        "payments/undoing_legs",
        "payments/undoing_rules",
        "payments/undoing_records",
        "payments/undoing_receipts",
        "payments/undoing_values",
        "payments/undoing_checks",
        "payments/revision_checks",
        # Who charges cards is kept like a list of its own, beside what is charged.
        *("cards/gateway_values", "cards/gateway_errors", "cards/gateway_records"),
        # What the runner writes between two calls is no action of a person; and the sentences.
        *("cards/doubling", "cards/posting", "cards/stepping", "cards/telling"),
        # What was done at a processor without this program, and its way into the books.
        *("cards/outside_records", "refunds/outside", "refunds/asking_errors"),
        "tasks/card_telling",
        "refunds/doubled_records",
        # What a card can be charged at all; the pretended processor is a small machine of its own.
        *("cards/charge_amounts", "cards/simulating"),
        *("cards/simulated_cards", "cards/simulated_rules", "cards/simulated_records"),
        # How receipts look is no matter of printers; a logo is dots in a small file.
        *("printing/design_values", "printing/design_rules", "printing/logos"),
        # What a station says of itself before anything else; no person asks for it.
        "stations/lives",
        # So has a check that the bank did not pay.
        "payments/returned_records",
        "payments/returned_errors",
        "payments/returned_checks",
        # A refund is decided whole before it is written, moves the books in four ways, and goes
        # back to a card by words of its own.
        "refunds/planning",
        "refunds/books",
        "refunds/doubling",  # What the runner takes back by itself is no action of a person.
        "refunds/posting_checks",
        "refunds/card_values",
        "refunds/telling",  # Asking and paying say the same sentence to whoever agrees.
        "refunds/shown_values",
        # Settings are declared apart from how they are checked, those of backups apart again.
        *("settings/declared", "settings/backup_settings", "health/backup_values"),
        # What payments know of refunds, which stand above them.
        "payments/refunded_records",
        "payments/refunded_errors",
    }
)
# Where a bug stops: nothing above could report it. Others may catch everything only to raise again.
BROAD_EXCEPT = frozenset(
    {
        # A thread of its own: whatever goes wrong is told in the log and tried again.
        "app/sync/worker.py",
        "app/sync/keeping/copies.py",
        "app/sync/keeping/neighbours.py",
        "app/sync/keeping/second_journal.py",
        "app/devices/backups/keeper.py",
        "app/cli/main.py",
        "app/devices/card_terminal/deadline.py",
        "app/devices/card_terminal/desk.py",
        "app/devices/card_terminal/refunding.py",
        "app/devices/office/office_spooler.py",
        "app/devices/printing/rounds.py",
        "app/devices/printing/spooler.py",
        "app/gui/action_runner.py",
        "app/gui/failures.py",
        # The border to Qt, and what must not fail while it tells of a failure.
        "app/gui/overrides.py",
        "app/bootstrap/report_log.py",
        # The doctor is asked when something is broken: one check that breaks is a finding.
        "app/bootstrap/doctor/examining.py",
        "app/bootstrap/doctor/computer.py",
        "app/storage/writer.py",
    }
)
# Names that may hold a float: seconds to wait and seconds measured, never money.
FLOAT_NAMES = re.compile(r"(^|_)(s|timeout)$", re.IGNORECASE)
# Files outside storage that may write SQL: the floor a bench compares itself with.
RAW_SQL = re.compile(r"app/cli/bench(es)?(/|_|\.py$)")
