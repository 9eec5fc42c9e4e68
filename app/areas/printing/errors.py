"""Every way a printer's settings or a word about paper can be refused; it decides nothing."""

from __future__ import annotations

from collections.abc import Sequence

from app.kernel.errors import NotAllowed, UserError
from app.kernel.text import shown
from app.kernel.translate import t

# ------------------------------------------------------------------------------------- the printer


def no_address() -> UserError:
    return UserError(t("Write where the printer is, such as 192.168.1.50."), field="address")


def address_form() -> UserError:
    return UserError(
        t("An address is a name or number and maybe a port, such as 192.168.1.50:9100."),
        field="address",
    )


def port_form() -> UserError:
    return UserError(t("A port is a number from 1 to 65535; most use 9100."), field="address")


def path_form() -> UserError:
    return UserError(
        t("Write the whole path of a printer’s device, or of a file that ends in .prn or .bin."),
        field="address",
    )


def columns_form() -> UserError:
    return UserError(t("A receipt has 32, 42 or 48 columns."), field="columns")


def code_table_form(choices: Sequence[str]) -> UserError:
    return UserError(t("Choose one of {choices}.", choices=", ".join(choices)), field="code_table")


def drawer_pin_form() -> UserError:
    return UserError(
        t("A drawer hangs on pin 2 or 5; write 0 where there is none."), field="drawer_pin"
    )


def pulse_form() -> UserError:
    return UserError(t("The pulse is 50 to 500 milliseconds long."), field="pulse_ms")


def usb_form() -> UserError:
    return UserError(
        t("A USB printer is written as two numbers, such as 04b8:0202. Find it in the list."),
        field="address",
    )


def serial_form() -> UserError:
    return UserError(
        t("Write the serial port, such as /dev/ttyUSB0 or COM3."),
        field="address",
    )


def no_receipt_queue() -> UserError:
    return UserError(t("Choose the receipt printer from the list."), field="address")


def receipt_queue_form() -> UserError:
    return UserError(
        t("A print queue’s name has no spaces, slashes or number signs. Choose one of the list."),
        field="address",
    )


def dots_form() -> UserError:
    return UserError(
        t("Paper is 256 to 832 dots wide, in steps of 8; write 0 where you do not know."),
        field="dots",
    )


def table_number_form() -> UserError:
    return UserError(
        t("The number of a set of letters is 0 to 255; write -1 for the usual one."),
        field="table_number",
    )


def baud_form(choices: Sequence[int]) -> UserError:
    return UserError(
        t("Choose one of {choices}.", choices=", ".join(map(str, choices))), field="baud"
    )


def no_such_profile(key: str) -> UserError:
    return UserError(
        t("“{key}” is no make of printer on the list. Choose another one.", key=shown(key)),
        field="profile",
    )


def no_drawer() -> UserError:
    return UserError(
        t("No cash drawer is set for this printer. Choose its plug first."), field="drawer_pin"
    )


def prints_on_screen() -> UserError:
    return UserError(t("Receipts go to the screen. Choose a printer first."), field="kind")


def no_queue() -> UserError:
    return UserError(t("Choose the printer, or let papers be saved as PDF."), field="queue")


def queue_form() -> UserError:
    return UserError(
        t("A print queue’s name has no spaces, slashes or number signs. Choose one of the list."),
        field="queue",
    )


def server_form() -> UserError:
    return UserError(
        t("A print server is a name or number and maybe a port, such as printserver:631."),
        field="host",
    )


def server_here_only() -> UserError:
    return UserError(t("Windows prints on printers of this computer only."), field="host")


def no_print_service() -> UserError:
    return UserError(
        t("No print service answers there. See that it runs, and that the name is right."),
        field="host",
    )


def print_service_closed() -> UserError:
    return UserError(
        t("The print service lets nobody in from here. Ask whoever looks after it."), field="host"
    )


def no_office_printer() -> UserError:
    return UserError(
        t("There is no office printer. Choose one first, or save papers as PDF."), field="kind"
    )


# ------------------------------------------------------------------------------------------- paper


def no_such_job(job_id: str) -> UserError:
    return UserError(t("There is no paper “{id}” on the list.", id=shown(job_id)), field="job_id")


def not_asked() -> UserError:
    return UserError(
        t("Nobody asks about this paper any more. Look at the list again."), field="job_id"
    )


def may_have_printed() -> UserError:
    return UserError(
        t("Some of this may be on paper already. Look first, then say whether it is complete."),
        field="job_id",
    )


def no_spare() -> UserError:
    return UserError(
        t("There is no spare receipt printer. Set one up first, or save the paper as PDF."),
        field="to",
    )


def stays_at_its_printer() -> UserError:
    return UserError(
        t("This paper is of another size and stays at its printer. Save it as PDF instead."),
        field="to",
    )


def is_printing() -> UserError:
    return UserError(t("This is being printed just now. Wait a moment."), field="job_id")


def is_with_the_printer() -> UserError:
    return UserError(
        t("The office printer has this already. Put it away first, then print it again."),
        field="job_id",
    )


def done_already() -> UserError:
    return UserError(t("This is done already. Look at the list again."), field="job_id")


# ------------------------------------------------------------------------- papers that are counted


def not_counted(doc_kind: str) -> UserError:
    return UserError(
        t("Papers of the kind “{kind}” carry no audit number.", kind=shown(doc_kind)),
        field="doc_kind",
    )


def no_such_document(doc_id: str) -> UserError:
    return UserError(t("“{id}” names no document of this kind.", id=shown(doc_id)), field="doc_id")


def may_not_see(name: str) -> NotAllowed:
    return NotAllowed(
        t("{name} may not see this paper. Ask a manager or an administrator.", name=name)
    )


def printed_elsewhere() -> UserError:
    return UserError(
        t("Printing a paper has a verb of its own. Look at it or save it."), field="how"
    )


# --------------------------------------------------------------------------- how receipts look


def no_such_language(code: str) -> UserError:
    return UserError(
        t("Receipts can't speak “{code}” yet. Choose one of the list.", code=shown(code)),
        field="language",
    )


def second_form(code: str) -> UserError:
    return UserError(
        t("“{code}” is no second language. Choose one of the list.", code=shown(code)),
        field="second",
    )


def same_language_twice() -> UserError:
    return UserError(t("Choose two languages that differ, or only one."), field="second")


def too_many_lines(field: str, most: int) -> UserError:
    return UserError(t("At most {most} lines fit here.", most=most), field=field)


def words_twice(language: str) -> UserError:
    return UserError(
        t("There are words in “{language}” twice.", language=shown(language)), field="texts"
    )


def logo_damaged() -> UserError:
    return UserError(
        t("This picture can't be read. Save it as PNG once more, or choose another."), field="logo"
    )


def logo_form() -> UserError:
    return UserError(t("A logo is a PNG picture. Choose a file that ends in .png."), field="logo")


def logo_size(wide: int, high: int) -> UserError:
    return UserError(
        t(
            "A logo is at most {wide} dots wide and {high} high, and at least 8. Choose another.",
            wide=wide,
            high=high,
        ),
        field="logo",
    )


def logo_white() -> UserError:
    return UserError(
        t("Nothing of this picture is dark, so nothing would be printed. Choose a darker one."),
        field="logo",
    )


def logo_too_large() -> UserError:
    return UserError(
        t("This picture is too large. Choose one of at most 4 MB and 6,000 dots a side."),
        field="logo",
    )


def words_damaged(name: str, why: str) -> UserError:
    return UserError(
        t("The words in {name} can't be used: {why}. English stands instead.", name=name, why=why),
        field="template",
    )


def template_damaged(name: str, why: str) -> UserError:
    return UserError(
        t("The template {name} can't be used: {why}. The others can.", name=name, why=why),
        field="template",
    )
