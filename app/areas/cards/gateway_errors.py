"""Every way a gateway or a reader can be refused, in the user's words; it decides nothing."""

from __future__ import annotations

from app.kernel.errors import UserError
from app.kernel.text import shown
from app.kernel.translate import t


def no_such_gateway() -> UserError:
    return UserError(t("This practice has no such gateway."), field="gateway_id")


def no_such_reader() -> UserError:
    return UserError(t("This practice has no such card reader."), field="reader_id")


def name_taken(name: str) -> UserError:
    return UserError(t("There is a gateway called “{name}” already.", name=name), field="name")


def provider_stays(name: str) -> UserError:
    """What it charged is looked for there."""
    return UserError(
        t("Who “{name}” is can't be changed. Take it out of use and add another.", name=name),
        field="provider",
    )


def only_in_a_demo() -> UserError:
    """Pretended money has no place in real books."""
    return UserError(
        t("The simulated reader works in the demo practice and in training only."),
        field="provider",
    )


def no_methods() -> UserError:
    return UserError(t("Tick at least one way to pay."), field="methods")


def not_a_card_way(method: str) -> UserError:
    return UserError(
        t("“{method}” is not a way to pay that a gateway takes.", method=shown(method)),
        field="methods",
    )


def default_not_taken(name: str) -> UserError:
    return UserError(
        t("It can be the first choice only of what it takes: tick “{name}” there too.", name=name),
        field="default_for",
    )


def url_malformed() -> UserError:
    return UserError(
        t("Write the whole address, such as https://api.stripe.com, and nothing after it."),
        field="base_url",
    )


def url_not_safe() -> UserError:
    """A key sent in the open could be read on the way."""
    return UserError(
        t(
            "The address begins with https. Only this computer itself may be reached by http, with "
            "a test key."
        ),
        field="base_url",
    )


def url_not_asked() -> UserError:
    return UserError(
        t("The program does not call this provider, so it needs no address."), field="base_url"
    )


def always_test_here() -> UserError:
    return UserError(
        t("This is a demo practice: it takes test cards only. Tick “test mode”."),
        field="test_mode",
    )


def test_needs_integration() -> UserError:
    return UserError(
        t("A stand-alone terminal has no test mode here: nothing of it is charged by the program."),
        field="test_mode",
    )


def mode_stays(name: str) -> UserError:
    """Its account is a test account or a real one for ever."""
    return UserError(
        t(
            "“{name}” has an account by now, so its mode stays. Add another gateway instead.",
            name=name,
        ),
        field="test_mode",
    )


def position_out_of_range(most: int) -> UserError:
    return UserError(t("A place in the list is from 1 to {most}.", most=most), field="position")


def cards_are_open(name: str) -> UserError:
    return UserError(
        t("“{name}” has card payments that are not finished. Finish them first.", name=name),
        field="active",
    )


def no_readers(name: str) -> UserError:
    return UserError(
        t("“{name}” is a stand-alone terminal: the program does not know its readers.", name=name),
        field="gateway_id",
    )


def reader_known(label: str) -> UserError:
    return UserError(
        t("This reader is in the list already, as “{label}”.", label=label), field="reader_ref"
    )


def label_taken(label: str) -> UserError:
    return UserError(
        t("Another reader is called “{label}”. Two names keep them apart.", label=label),
        field="label",
    )


def reader_stays() -> UserError:
    return UserError(
        t("A reader stays with its gateway. Take it out of use and add it anew."),
        field="gateway_id",
    )


def reader_not_in_use(label: str) -> UserError:
    return UserError(t("“{label}” is not in use.", label=label), field="reader_id")


def another_account(name: str) -> UserError:
    """With another account's key nothing that this one charged could be found again."""
    return UserError(
        t(
            "This key belongs to another account than “{name}”. Add a gateway of its own for it.",
            name=name,
        ),
        field="key",
    )


def no_key_here() -> str:
    """Why the reader of this window can't charge."""
    return t("This computer has no key for card payments. Ask an administrator.")
