"""Every way a deposit can be refused or asked about, in the user's words; it decides nothing."""

from __future__ import annotations

from app.kernel.errors import NeedsApproval, NeedsConfirmation, UserError
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.text import shown
from app.kernel.translate import t

# ------------------------------------------------------------------------------ what may be banked


def no_such_deposit() -> UserError:
    return UserError(t("There is no such deposit."), field="deposit_id")


def bank_out_of_use(name: str) -> UserError:
    return UserError(
        t("{name} is not in use any more. Choose another bank account.", name=name),
        field="bank_account_id",
    )


def other_currency(code: str, field: str) -> UserError:
    """`code` is the currency of the cash here."""
    return UserError(t("The cash here is in {code}.", code=code), field=field)


def bank_in_other_currency(name: str, code: str) -> UserError:
    """`code` is the bank account's currency."""
    return UserError(
        t("{name} is kept in {code}. Choose another bank account.", name=name, code=code),
        field="bank_account_id",
    )


def named_twice() -> UserError:
    return UserError(t("The same thing is chosen twice."), field="sources")


def in_deposit_already(number: str) -> UserError:
    return UserError(
        t("Something you chose is in deposit {number} already.", number=number), field="sources"
    )


def not_to_be_banked() -> UserError:
    """A shift that runs, a drop that was taken back, a check that came back, or no such thing."""
    return UserError(
        t("Something you chose can't go to the bank any more. Look at the list again."),
        field="sources",
    )


def reserve_of_nothing() -> UserError:
    return UserError(
        t("Type how much of the safe's own money goes along, or stays."), field="reserve"
    )


def reserve_too_large(available: Money) -> UserError:
    """`available` is nothing, or less, where all of it is out as change."""
    if available.minor <= 0:
        words = t("No money of the safe's own lies there now.")
    else:
        amount = format_money(available)
        words = t("Only {amount} of the safe's own money lies there now.", amount=amount)
    return UserError(words, field="reserve")


def approve_keeping_back(amount: Money, why: str, kept: Money) -> NeedsApproval:
    """`kept` is what stays in the safe of all deposits by now, this one's too. Nobody counts it as
    a bag is counted, so a second person agrees.
    """
    words = t(
        "{amount} of this deposit stays in the safe: {why}. With it {kept} was kept there.",
        amount=format_money(amount),
        why=why,
        kept=format_money(kept),
    )
    return NeedsApproval(f"keep_back:{amount.minor}", words)


def cash_below_nothing(short: Money) -> UserError:
    """Shifts that took more change out of the safe than they brought back."""
    return UserError(
        t(
            "These shifts took {amount} more out of the safe than they brought. Choose others with "
            "them, or money of the safe's own.",
            amount=format_money(short),
        ),
        field="sources",
    )


def nothing_to_bank() -> UserError:
    return UserError(t("Choose what goes to the bank."), field="sources")


def first_count_differs(difference: Money) -> NeedsConfirmation:
    """The key holds the difference: agreeing to one sum is not agreeing to another."""
    amount = format_money(Money(abs(difference.minor), difference.currency))
    if difference.minor < 0:
        words = t("You counted {amount} less than there should be. Count again?", amount=amount)
        verb = t("Keep the count, {amount} short", amount=amount)
    else:
        words = t("You counted {amount} more than there should be. Count again?", amount=amount)
        verb = t("Keep the count, {amount} over", amount=amount)
    return NeedsConfirmation(f"differs:{difference.minor}", words, verb=verb)


# ------------------------------------------------------------------------------------ second count


def void_already(number: str, name: str, at: str) -> UserError:
    """By whom, and when in words of the site."""
    return UserError(
        t("Deposit {number} was voided by {name}, {at}.", number=number, name=name, at=at),
        field="deposit_id",
    )


def sealed_already(number: str, bag: str) -> UserError:
    return UserError(
        t(
            "Deposit {number} is sealed in bag {bag}. To open the bag, void the deposit.",
            number=number,
            bag=bag,
        ),
        field="deposit_id",
    )


def count_agrees(name: str) -> UserError:
    """`name` counted."""
    return UserError(
        t("The second count agrees. {name} can seal the bag.", name=name), field="deposit_id"
    )


def counted_twice() -> UserError:
    return UserError(
        t("The bag was counted twice. Seal it with its difference, or void the deposit."),
        field="deposit_id",
    )


def prepared_by_you() -> UserError:
    return UserError(
        t("You prepared this deposit. Somebody else counts it a second time."), field="deposit_id"
    )


def prepared_by_your_other_account(name: str) -> UserError:
    """`name` is the account the asker has as well."""
    return UserError(
        t(
            "You prepared this deposit as {name}. Somebody else counts it a second time.",
            name=name,
        ),
        field="deposit_id",
    )


def counted_by_same_person(prepared: str, counted: str) -> UserError:
    """Two accounts that turned out to be one person's, or a setting that changed in between."""
    if prepared == counted:
        words = t(
            "{name} prepared and counted this bag. Void the deposit, and let two people count it.",
            name=prepared,
        )
    else:
        words = t(
            "{first} and {second} are one person. Void the deposit, and let two people count it.",
            first=prepared,
            second=counted,
        )
    return UserError(words, field="deposit_id")


def no_such_item(field: str = "item_id") -> UserError:
    return UserError(t("There is no such check in this bag."), field=field)


def check_seen_twice() -> UserError:
    return UserError(t("The same check is ticked twice."), field="checks_seen")


def no_check_in_bag() -> UserError:
    return UserError(t("There is no check in this bag."), field="item_id")


def not_a_check() -> UserError:
    return UserError(
        t("Only checks are taken out. To change the cash, void the deposit and prepare another."),
        field="item_id",
    )


def out_already() -> UserError:
    return UserError(t("This check was taken out already."), field="item_id")


# --------------------------------------------------------------------------------------- the seal


def count_first() -> UserError:
    return UserError(t("Somebody counts the bag a second time first."), field="deposit_id")


def count_again() -> UserError:
    return UserError(t("The cash differs. Count it once more, then seal."), field="deposit_id")


def checks_missing(numbers: tuple[str, ...]) -> UserError:
    """Checks that were not found can't be booked."""
    if len(numbers) == 1:
        words = t(
            "Check {number} was not found. Take it out of the deposit, or void the deposit.",
            number=numbers[0],
        )
    else:
        words = t(
            "Checks {numbers} were not found. Take them out of the deposit, or void the deposit.",
            numbers=", ".join(numbers),
        )
    return UserError(words, field="deposit_id")


def nothing_in_bag() -> UserError:
    return UserError(t("Nothing is left in this bag. Void the deposit."), field="deposit_id")


def counter_seals(name: str) -> UserError:
    """`name` made the last count."""
    return UserError(
        t("{name} counted this bag a second time and seals it.", name=name), field="deposit_id"
    )


def bag_has_no_number() -> UserError:
    return UserError(t("Type the number that stands on the bag."), field="bag_number")


def bag_used(bag: str, number: str) -> UserError:
    """`number` is the deposit that went in it."""
    return UserError(
        t(
            "Bag {bag} was used for deposit {number}. Take another bag.",
            bag=shown(bag),
            number=number,
        ),
        field="bag_number",
    )


def approve_difference(
    difference: Money, number: str, prepared: str, counted: str
) -> NeedsApproval:
    """Both who counted are named."""
    amount = format_money(Money(abs(difference.minor), difference.currency))
    about = {"number": number, "amount": amount, "first": prepared, "second": counted}
    if difference.minor < 0:
        words = t("Deposit {number} is {amount} short, counted by {first} and {second}.", **about)
    else:
        words = t("Deposit {number} is {amount} over, counted by {first} and {second}.", **about)
    return NeedsApproval(f"deposit_difference:{difference.minor}", words)


def approver_counted(name: str) -> UserError:
    """`name` approved, and is one of the two who counted, under another account."""
    return UserError(
        t("{name} counted this bag. Somebody else has to approve.", name=name), field="deposit_id"
    )


def approver_asks(name: str) -> UserError:
    """`name` approved, and is another account of whoever asked."""
    return UserError(
        t("{name} is another account of yours. Somebody else has to approve.", name=name),
        field="deposit_id",
    )


# ------------------------------------------------------------------------------------- to the bank


def seal_first() -> UserError:
    return UserError(t("Seal the bag first."), field="deposit_id")


def seal_before_slip() -> UserError:
    return UserError(t("The slip is made once the bag is sealed."), field="deposit_id")


def slip_before_second_count() -> UserError:
    return UserError(
        t("This bag waits for its second count. Until then only who prepared it sees its slip."),
        field="deposit_id",
    )


def submitted_already(number: str, name: str, at: str) -> UserError:
    return UserError(
        t("Deposit {number} was handed over by {name}, {at}.", number=number, name=name, at=at),
        field="deposit_id",
    )


def submit_first() -> UserError:
    return UserError(t("The bag has not left yet. Hand it over first."), field="deposit_id")


def cleared_already(number: str) -> UserError:
    return UserError(
        t("The bank has credited deposit {number} already.", number=number), field="deposit_id"
    )


def not_cleared(number: str) -> UserError:
    return UserError(
        t("The bank has not credited deposit {number} yet.", number=number), field="deposit_id"
    )


def bank_has_it(number: str) -> UserError:
    return UserError(
        t(
            "The bank has credited deposit {number}. Take the credit back first, where it was "
            "typed wrong.",
            number=number,
        ),
        field="deposit_id",
    )


def check_went_back(number: str) -> UserError:
    """The bank had credited it, so a check of it is not in the bag."""
    return UserError(
        t(
            "The bank credited deposit {number} and sent a check of it back. Enter the credit "
            "again, or take the return back first.",
            number=number,
        ),
        field="deposit_id",
    )


def bank_date_out_of_range() -> UserError:
    return UserError(
        t("The bank's date is from the day the deposit was prepared up to today."),
        field="bank_date",
    )


def credit_out_of_range() -> UserError:
    return UserError(t("Type what the bank credited."), field="amount")


def approve_credit(difference: Money, number: str) -> NeedsApproval:
    amount = format_money(Money(abs(difference.minor), difference.currency))
    if difference.minor < 0:
        words = t(
            "The bank credited {amount} less than was in deposit {number}.",
            amount=amount,
            number=number,
        )
    else:
        words = t(
            "The bank credited {amount} more than was in deposit {number}.",
            amount=amount,
            number=number,
        )
    return NeedsApproval(f"bank_difference:{difference.minor}", words)
