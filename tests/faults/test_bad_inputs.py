"""reliability.md 9, items 1 to 26 and 38 to 41: which test tries each, and those without another
home.

What an item says is tried against the real action, screen or file; `WHERE` names the tests, and
the first test here keeps it true.
"""

from __future__ import annotations

import ast
import itertools
from pathlib import Path
from typing import Any, Final

import pytest

from app.areas.settings import queries, service
from app.areas.settings.maintaining import change_site
from app.areas.settings.rules import DECLARED, check_value, fits
from app.areas.settings.values import ChangeSetting, ChangeSite
from app.bootstrap import Station, open_station
from app.kernel.errors import Bug, CounterfoilError, UserError
from app.kernel.ids import new_id
from app.kernel.money import LARGEST_MINOR
from app.kernel.translate import t
from tests.building import Actors, Books, Template, command_id
from tests.conftest import MakePractice
from tests.devices.card_terminal.card_till import new_till

ROOT: Final = Path(__file__).resolve().parents[2] / "tests"
EVERY: Final = "areas/test_bad_inputs.py::test_every_field_of_every_action"
HERE: Final = "faults/test_bad_inputs.py"
FILES: Final = "faults/test_bad_files.py"
TYPED: Final = "kernel/test_amounts.py::test_what_people_type"
PASTED: Final = "gui/counter/test_bad_amounts.py::test_a_pasted_amount_is_exact_or_refused_besid"
SCANS: Final = "gui/counter/test_scan.py"
READING: Final = "areas/imports/test_reading.py"
BROUGHT: Final = "areas/imports/test_bring_in.py"
CODES: Final = "gui/counter/test_codes.py"
WHERE: Final[dict[str, tuple[str, ...]]] = {
    "1 exact cents": (TYPED, PASTED, "kernel/test_amounts.py::test_marks_are_read_as_the_locale"),
    "2 less than nothing": (TYPED, EVERY, PASTED),
    "3 other ways to write numbers": (TYPED, PASTED, "kernel/test_amounts.py::test_any_text_is_an"),
    "4 points and commas": (
        "kernel/test_amounts.py::test_marks_are_read_as_the_locale",
        "areas/imports/test_formats.py::test_an_ambiguous_amount_is_asked_never_guessed",
    ),
    "5 too large": (TYPED, EVERY, "kernel/test_amounts.py::test_the_largest_amount_is_the_largest"),
    "6 pasted": (TYPED, PASTED),
    "7 a barcode as the amount": (
        "areas/payments/test_taking.py::test_a_barcode_in_the_amount_given_is_asked_about",
        f"{SCANS}::test_a_scan_goes_to_find_and_its_enter_presses_nothing",
    ),
    "8 sums near the end of numbers": (
        f"{HERE}::test_sums_of_the_largest_stay_whole_and_more_is_refused",
        "areas/imports/test_rows.py::test_amounts_that_add_up_beyond_the_books_are_refused_whole",
    ),
    "9 SQL": (EVERY, "areas/parties/test_find.py::test_no_text_makes_finding_fail"),
    "10 commands to the printer": (
        "devices/printing/test_hostile_papers.py::test_no_field_of_any_paper_reaches_a_printer",
        "devices/printing/test_escpos.py::test_no_text_whatever_carries_a_command",
        EVERY,
    ),
    "11 odd letters": (
        "kernel/test_text.py::test_what_must_not_be_stored_is_refused_in_words",
        "kernel/test_text.py::test_composed_and_decomposed_are_one_name",
        "devices/printing/test_hostile_papers.py::test_a_pdf_survives_them_too",
        EVERY,
    ),
    "12 a name of megabytes": (EVERY, "kernel/test_text.py::test_the_limit_counts_what_is_stored"),
    "13 markup in labels": (
        "gui/counter/test_bad_amounts.py::test_hostile_names_are_shown",
        "gui/lists/test_list_screens.py::test_a_name_that_is_markup_is_only_letters",
    ),
    "14 marks of templates": (
        f"{HERE}::test_marks_of_templates_in_a_name_are_only_letters",
        "areas/printing/test_design.py::test_built_in_designs_and_broken_templates",
        EVERY,
    ),
    "15 letters the printer lacks": (
        "devices/printing/test_escpos.py::test_no_letter_becomes_a_question_mark",
        "devices/printing/test_spooler.py::test_letters_the_printer_lacks_wait_for_the_window",
    ),
    "16 twins and no names": (
        EVERY,
        "areas/parties/test_accounts.py::test_who_looks_known",
        "areas/parties/test_find.py::test_two_people_of_one_name_are_told_apart",
    ),
    "17 card numbers": (
        "areas/test_bad_inputs.py::test_no_field_takes_a_card_number",
        "areas/payments/test_taking.py::test_a_card_number_split_over_two_fields_is_refused",
        "kernel/test_text.py::test_ten_thousand_card_numbers_are_refused",
    ),
    "18 keys inside a code": (
        f"{SCANS}::test_function_keys_and_chords_inside_a_code_do_nothing",
        f"{CODES}::test_a_code_with_alt_f4_closes_nothing_and_a_hand_does",
        f"{CODES}::test_no_burst_of_keys_acts",
    ),
    "19 half, double, in a question": (
        f"{CODES}::test_codes_that_are_no_numbers_get_a_sentence_and_nothing_is_kept",
        f"{SCANS}::test_a_scan_in_a_question_answers_nothing",
        f"{CODES}::test_a_scan_lands_in_no_field_and_not_in_a_locked_window",
    ),
    "20 codes of others": (
        "areas/scans/test_rules.py::test_a_code_is_a_number_or_says_why_not",
        "areas/scans/test_rules.py::test_no_code_is_too_much_for_it",
    ),
    "21 while locked": (
        f"{CODES}::test_a_scan_lands_in_no_field_and_not_in_a_locked_window",
        "gui/test_lock.py::test_a_locked_window_shows_and_obeys_nothing",
    ),
    "22 formulas in files": (
        "gui/lists/test_list_screens.py::test_the_file_holds_what_is_shown_and_no_formula",
        "areas/imports/test_rows.py::test_cells_like_formulas_come_in_as_text_and_go_out_safe",
    ),
    "23 files that are hard to read": (
        f"{READING}::test_every_encoding_gives_the_same_names",
        f"{READING}::test_mixed_line_ends_blank_rows_and_a_line_end_inside_quotes",
        f"{READING}::test_what_can_not_be_read_is_refused_in_words",
        f"{READING}::test_a_very_long_line_does_not_fill_the_memory",
    ),
    "24 workbooks, days and numbers of spreadsheets": (
        f"{READING}::test_what_can_not_be_read_is_refused_in_words",
        f"{READING}::test_numbers_are_kept_letter_by_letter",
        "areas/imports/test_formats.py::test_no_such_day",
        "areas/imports/test_formats.py::test_what_is_no_amount_is_refused",
    ),
    "25 the same file, nearly": (
        f"{READING}::test_double_and_missing_header_names_are_numbered",
        f"{BROUGHT}::test_the_same_file_again_makes_nothing_new",
        f"{BROUGHT}::test_reordered_columns_and_rows_are_the_same_file",
        f"{BROUGHT}::test_one_changed_cell_changes_one_field_and_keeps_what_was_corrected_here",
    ),
    "26 one bad row near the end": (
        "areas/imports/test_large.py::test_a_hundred_thousand_rows_with_a_bad_one_near_the_end",
        "areas/imports/test_kill.py::test_killed_between_two_transactions_it_goes_on_where_it_was",
        "faults/test_full_disk_files.py::test_an_import_stops_while_there_is_room_for_payments_and_goes",
    ),
    "38 settings": (
        f"{HERE}::test_a_setting_that_can_not_be_is_refused_at_save_and_not_used_at_load",
        f"{HERE}::test_a_site_that_can_not_be_is_said_and_can_be_put_right",
        "areas/settings/test_changing.py::test_two_limits_in_an_order_are_not_turned_round",
        "areas/settings/test_changing.py::test_what_can_not_be_is_refused_beside_its_field",
        "areas/printing/test_paper.py::test_settings_that_make_no_sense_are_refused_beside",
        "areas/catalog/test_catalog.py::test_exempt_stays_exempt_and_rates_are_percentages",
        "two_stations/test_tls.py::test_a_server_that_cannot_be_trusted_gets_nothing",
        "two_stations/test_tls.py::test_nobody_talks_in_the_clear_to_another_computer",
        "two_stations/test_forks.py::test_two_copies_work_on_apart",
    ),
    "39 configuration": (
        f"{FILES}::test_the_small_files_of_a_practice_may_be_hurt_and_none_is_needed_alone",
        f"{FILES}::test_no_setting_of_the_environment_weakens_anything",
        "storage/test_keys.py::test_a_damaged_key_file_is_refused_in_words",
        f"{HERE}::test_a_gateway_for_tests_charges_nothing_in_a_real_practice",
    ),
    "40 the database": (
        "storage/test_opening.py::test_a_file_that_is_no_database_of_ours_is_refused_in_words",
        "storage/test_opening.py::test_a_newer_database_is_left_alone",
        "storage/test_opening.py::test_a_guard_that_was_weakened_or_added_stops_the_start",
        "storage/test_backup.py::test_an_older_practice_is_backed_up_then_upgraded",
        "storage/test_location_and_lock.py::test_a_network_share_is_refused",
        "faults/test_damaged_files.py::test_no_damage_gives_a_wrong_sum",
        f"{FILES}::test_a_file_of_an_older_cipher_or_of_another_program_is_left_as_it_is",
        f"{FILES}::test_a_foreign_journal_or_log_of_writes_harms_nothing",
        f"{FILES}::test_a_free_list_that_goes_round_and_pages_that_lead_astray_are_called_damage",
        f"{FILES}::test_a_schema_that_would_call_functions_calls_none",
        f"{FILES}::test_a_link_is_followed_only_to_a_safe_place",
        f"{FILES}::test_a_disk_that_can_only_be_read_or_is_pulled_out",
        "faults/test_full_disk.py::test_without_place_for_one_more_file_money_is_taken",
        "faults/test_full_disk.py::test_a_full_disk_at_the_start_is_opened_on_the_reserve",
        "two_stations/test_forks.py::test_an_old_copy_begins_a_new_life",
    ),
    "41 other files": (
        "storage/test_backup.py::test_a_crafted_bundle_is_refused_and_leaves_nothing",
        "storage/test_backup.py::test_names_that_lead_out_of_the_folder_are_never_written",
        f"{FILES}::test_a_folder_where_a_file_should_be_and_the_other_way_round",
        "gui/printing/test_receipt_look.py::test_pictures_that_are_no_logo",
    ),
}


def test_every_item_names_tests_that_are_there() -> None:
    assert [int(item.split()[0]) for item in WHERE] == [*range(1, 27), *range(38, 42)]
    wrong = []
    for item, tests in WHERE.items():
        for test in tests:
            file, _, name = test.partition("::")
            path = ROOT / file
            there = path.is_file() and any(
                isinstance(node, ast.FunctionDef) and node.name.startswith(name or "test_")
                for node in ast.parse(path.read_text(encoding="utf-8")).body
            )
            if not there:
                wrong.append(f"{item}: {test}")
    assert not wrong, "\n".join(wrong)


# ------------------------------------------------------------------------------------ amounts, text


def test_sums_of_the_largest_stay_whole_and_more_is_refused(station: Station, books: Books) -> None:
    """A hundred thousand lines of the largest amount fit a number of the database, twice over."""
    assert 2 * 100_000 * LARGEST_MINOR < 2**63
    account = books.register_patient().account_id
    with pytest.raises(UserError):
        books.issue_invoice(account, LARGEST_MINOR, LARGEST_MINOR)
    books.issue_invoice(account, LARGEST_MINOR)
    assert station.database.writer is not None
    execute = station.database.writer.connection.execute
    execute("UPDATE account_balance SET patient_minor = ?", (2**63 - 5,))
    head = execute("SELECT max(seq) FROM station_log").fetchone()
    with pytest.raises((CounterfoilError, Bug)):
        books.issue_invoice(account, 500)
    assert execute("SELECT max(seq) FROM station_log").fetchone() == head
    assert execute("SELECT patient_minor FROM account_balance").fetchone() == (2**63 - 5,)


@pytest.mark.parametrize("name", ["%s%n{0}{{}}{name}", "{name.__class__}", "%(x)d", "{", "}"])
def test_marks_of_templates_in_a_name_are_only_letters(name: str) -> None:
    assert t("{name} owes {amount}.", name=name, amount=name) == f"{name} owes {name}."
    assert t(f"{name}") == name


# ---------------------------------------------------------------------------------------- settings


HOSTILE: Final = (
    *(
        "-1",
        "0",
        "3",
        "3650 days",
        "1e9",
        "NaN",
        "999999999999999999999",
        "1000 %",
        "yes no",
        "2,1",
    ),
    *("Mars/Phobos", "../../", r"\\evil\x", "http://pay.example", "\x1b@", "{n}", "x" * 5000),
)


def test_a_setting_that_can_not_be_is_refused_at_save_and_not_used_at_load(books: Books) -> None:
    station = books.station
    assert station.database.writer is not None
    execute = station.database.writer.connection.execute
    refused = 0
    for key, value in itertools.product(DECLARED, HOSTILE):
        try:
            kept = check_value(key, value)
        except UserError:
            refused += 1
            command = ChangeSetting(command_id(), key, value, "Somebody tried")
            with pytest.raises(UserError) as why:
                station.act(books.actors.administrator, service.change_setting, command).result()
            assert why.value.text.endswith(".")
        else:
            assert check_value(key, kept) == kept
    assert refused > 3 * len(DECLARED)
    assert execute("SELECT count(*) FROM setting").fetchone() == (0,)
    insert = (
        "INSERT INTO setting (id, key, value, stamp, edit_id, clocks) VALUES (?, ?, ?, 1, ?, '{}')"
    )
    for key, declared in DECLARED.items():
        bad = [value for value in HOSTILE if not fits(key, value)]
        for value in bad[:1]:
            execute(insert, (new_id(), key, value, new_id()))
            held = declared.strictest or declared.default
            assert station.database.read(queries.setting, key) == held
    rows = {row.key: row for row in station.ask(queries.setting_rows).result()}
    assert sum(bool(row.refused) for row in rows.values()) > len(DECLARED) // 2


def test_a_gateway_for_tests_charges_nothing_in_a_real_practice(
    practice: MakePractice, actors: Actors
) -> None:
    station = open_station(practice("real"))
    till = new_till(station, actors)
    payment = till.payment(till.bill(2200)[0], 2200)
    assert station.database.writer is not None
    station.database.writer.connection.execute("UPDATE organization SET demo = 0")
    station.close()
    station = till.station = till.books.station = open_station(station.folder)
    with pytest.raises(UserError, match="is in test mode: no card is really charged"):
        till.open(payment)
    assert not till.calls("payment_intents.create")
    station.close()


BAD_SITES: Final = (
    ("site", "time_zone", "Mars/Phobos", "is not a time zone"),
    ("site", "cutoff", "99:99", "looks like 04:00"),
    ("site", "cutoff", "", "looks like 04:00"),
    ("organization", "locale", "xx_YY", ""),
    ("organization", "locale", "../../etc", ""),
)


@pytest.mark.parametrize(("table", "column", "value", "words"), BAD_SITES)
def test_a_site_that_can_not_be_is_said_and_can_be_put_right(
    practice: MakePractice, template: Template, table: str, column: str, value: str, words: str
) -> None:
    """Nobody can save it; a newer program or a hand could have."""
    station = open_station(practice("a"))
    assert station.database.writer is not None
    station.database.writer.connection.execute(f"UPDATE {table} SET {column} = ?", (value,))
    station.close()
    station = open_station(station.folder)
    books = Books(station, template.actors)
    if not words:
        assert station.practice.locale == "en_US"
        books.open_shift()
    else:
        with pytest.raises(UserError, match=words):
            books.open_shift()
        site = station.practice.site_id
        details = station.ask(queries.site_details, site).result()
        good = {"time_zone": "America/Chicago", "cutoff": "04:00"}
        command = ChangeSite(command_id(), site, details.__class__(**_with(details, good)))
        station.act(books.actors.administrator, change_site, command).result()
        books.open_shift()
    station.close()


def _with(details: Any, changed: dict[str, str]) -> dict[str, Any]:
    return {name: getattr(details, name) for name in details.__dataclass_fields__} | changed
