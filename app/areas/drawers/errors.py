"""Every way a drawer, a shift or a count can be refused, in the user's words; decides nothing."""

from __future__ import annotations

from app.areas.drawers.values import MovementKind
from app.kernel.errors import NeedsApproval, NeedsConfirmation, UserError
from app.kernel.i18n import format_money
from app.kernel.money import Money
from app.kernel.translate import t

# ----------------------------------------------------------------------------- drawers and shifts


def drawer_name_taken(name: str) -> UserError:
    return UserError(t("There is a drawer “{name}” already.", name=name), field="name")


def no_such_drawer() -> UserError:
    """Also one that stands at another window or is out of use."""
    return UserError(t("There is no such drawer at this window."), field="drawer_id")


def drawer_open_by(name: str) -> UserError:
    return UserError(
        t("{name} has this drawer open. It must be closed first.", name=name), field="drawer_id"
    )


def shift_open_already() -> UserError:
    return UserError(t("You have a drawer open already. Close it first."), field="drawer_id")


def user_has_drawer_open(name: str) -> UserError:
    """Who answers for a drawer keeps their access until the shift is closed."""
    return UserError(
        t("{name} has a drawer open. Close the shift first.", name=name), field="user_id"
    )


# -------------------------------------------------------------------------------- safe and counts


def safe_counted_already() -> UserError:
    return UserError(t("The safe was counted into the books already."))


def nothing_counted() -> UserError:
    return UserError(t("Count at least one note or coin."), field="piles")


def not_counted_here(denomination: Money) -> UserError:
    return UserError(
        t("{name} is not counted here.", name=format_money(denomination)), field="piles"
    )


def counted_twice(denomination: Money) -> UserError:
    return UserError(t("{name} is counted twice.", name=format_money(denomination)), field="piles")


def quantity_out_of_range(most: int) -> UserError:
    return UserError(t("A quantity is from 0 to {most}.", most=most), field="piles")


def count_too_large() -> UserError:
    return UserError(t("The count is larger than the largest amount."), field="piles")


# ------------------------------------------------------------------------------ cash moved by hand


def no_drawer_open() -> UserError:
    return UserError(t("You have no drawer open. Open your drawer first."), field="shift")


def not_by_hand() -> UserError:
    return UserError(t("Cash is paid in, paid out or dropped. Choose one of them."), field="kind")


def drawer_in_other_currency(code: str) -> UserError:
    """`code` is the drawer's currency."""
    return UserError(t("This drawer holds {code}.", code=code), field="amount")


def amount_not_positive() -> UserError:
    return UserError(t("The amount must be more than zero."), field="amount")


def amount_too_large() -> UserError:
    return UserError(
        t("This is more than the largest amount. Check what was typed."), field="amount"
    )


def large_movement(kind: MovementKind, amount: Money) -> NeedsConfirmation:
    """The key holds the amount: agreeing to one sum is not agreeing to another."""
    shown = format_money(amount)
    if kind is MovementKind.PAID_IN:
        words = t("{amount} goes into the drawer. Is the amount right?", amount=shown)
        verb = t("Pay in {amount}", amount=shown)
    elif kind is MovementKind.PAID_OUT:
        words = t("{amount} goes out of the drawer. Is the amount right?", amount=shown)
        verb = t("Pay out {amount}", amount=shown)
    else:
        words = t("{amount} goes into the safe. Is the amount right?", amount=shown)
        verb = t("Drop {amount}", amount=shown)
    return NeedsConfirmation(f"large_movement:{amount.minor}", words, verb=verb)


def drop_has_no_reason() -> UserError:
    return UserError(t("A drop into the safe needs no reason."), field="reason_id")


def no_such_movement() -> UserError:
    return UserError(t("There is no such movement to take back."), field="movement_id")


def movement_of_other_shift() -> UserError:
    return UserError(
        t("This cash moved in another shift. Ask a manager to book it."), field="movement_id"
    )


def reversal_stays() -> UserError:
    return UserError(
        t("This takes back another movement. Write the right one down instead."),
        field="movement_id",
    )


def reversed_already() -> UserError:
    return UserError(t("This movement was taken back already."), field="movement_id")


def drop_in_bag(amount: Money, deposit: str) -> UserError:
    """`deposit` is the number of the deposit that the drop lies in."""
    return UserError(
        t(
            "This drop of {amount} lies in deposit {deposit}, so it can't be taken back. Void the "
            "deposit first.",
            amount=format_money(Money(abs(amount.minor), amount.currency)),
            deposit=deposit,
        ),
        field="movement_id",
    )


def approve_after_reveal(amount: Money, shift: str) -> NeedsApproval:
    """The difference was seen, and cash written down now would change it."""
    shown = format_money(Money(abs(amount.minor), amount.currency))
    return NeedsApproval(
        f"after_reveal:{abs(amount.minor)}",
        t(
            "{amount} is written down in shift {shift} after its difference was shown.",
            amount=shown,
            shift=shift,
        ),
    )


# ------------------------------------------------------------------------------ counting, closing


def card_not_decided(number: str, amount: Money) -> UserError:
    """`amount` is what the card may have been charged."""
    return UserError(
        t(
            "Shift {number} can't be closed yet: nobody knows whether a card was charged {amount}. "
            "Finish that card payment, or let a manager agree that the shift is closed without it.",
            number=number,
            amount=format_money(amount),
        ),
        field="card",
    )


def no_such_shift() -> UserError:
    return UserError(t("There is no such shift."), field="shift_id")


def shift_elsewhere(number: str) -> UserError:
    return UserError(
        t(
            "Shift {number} is of another station. Count and close it there, or ask a manager.",
            number=number,
        ),
        field="shift_id",
    )


def say_why_from_here(number: str) -> UserError:
    """A shift is closed away from its drawer."""
    return UserError(
        t("Say why shift {number} is closed from another station.", number=number), field="note"
    )


def count_it_here(number: str) -> UserError:
    return UserError(
        t("The drawer of shift {number} stands here. Count it, then close it.", number=number),
        field="shift_id",
    )


def own_drawer_uncounted(number: str) -> UserError:
    return UserError(
        t(
            "Shift {number} is your own. Count its drawer, or let somebody else close it.",
            number=number,
        ),
        field="shift_id",
    )


def close_with_its_count(number: str) -> UserError:
    return UserError(
        t("The drawer of shift {number} was counted. Close it with that count.", number=number),
        field="shift_id",
    )


def close_uncounted(number: str, name: str) -> NeedsConfirmation:
    """Nobody counts the drawer now."""
    return NeedsConfirmation(
        f"uncounted:{number}",
        t(
            "Shift {number} of {name} will be closed without a count, with the cash the books "
            "expect. What its station took and has not sent yet comes later and is shown as late. "
            "Whoever bags the cash counts it.",
            number=number,
            name=name,
        ),
        verb=t("Close shift {number} without a count", number=number),
    )


def not_closed_yet(number: str) -> UserError:
    return UserError(
        t("Shift {number} is not closed. What comes in it is not late.", number=number),
        field="shift_id",
    )


def nothing_late(number: str) -> UserError:
    return UserError(t("No late cash stands on shift {number}.", number=number), field="shift_id")


def closed_at_two_windows(number: str) -> UserError:
    return UserError(
        t(
            "Shift {number} was closed at two windows. One of the closes is taken back as soon as "
            "its window is online; settle what is left after that.",
            number=number,
        ),
        field="shift_id",
    )


def late_of_own_drawer(number: str) -> UserError:
    return UserError(
        t("Shift {number} was your own. Somebody else settles its late cash.", number=number),
        field="shift_id",
    )


def late_cash_is_missing() -> UserError:
    return UserError(
        t("Cash left the drawer late, so there is none for the safe. Book it as over or short."),
        field="into",
    )


def shift_of(name: str) -> UserError:
    """Who holds the drawer, where the asker may not close other people's."""
    return UserError(
        t("This is {name}'s drawer. {name} or a manager does that.", name=name), field="shift_id"
    )


def closed_already(number: str, name: str, at: str) -> UserError:
    """By whom, and when in words of the site."""
    return UserError(
        t("Shift {number} was closed by {name}, {at}.", number=number, name=name, at=at),
        field="shift_id",
    )


def not_counted_yet() -> UserError:
    return UserError(t("Count the drawer first."), field="shift_id")


def checks_without_total() -> UserError:
    return UserError(
        t("Say how many checks there are, and what they add up to."), field="check_total"
    )


def counted_as_often_as_may_be() -> UserError:
    return UserError(
        t("The drawer was counted twice. Look at the difference, then close."), field="shift_id"
    )


def difference_was_shown() -> UserError:
    return UserError(
        t("The difference was shown, so the drawer is not counted again. Close it."),
        field="shift_id",
    )


def count_agrees() -> UserError:
    return UserError(t("The count agrees. Close the shift."), field="shift_id")


def look_at_difference_first() -> UserError:
    return UserError(
        t("The count differs. Count again, or look at the difference, then close."),
        field="shift_id",
    )


def approve_difference(difference: Money, name: str) -> NeedsApproval:
    """`name` holds the drawer."""
    shown = format_money(Money(abs(difference.minor), difference.currency))
    if difference.minor < 0:
        words = t("{name}'s drawer is {amount} short.", name=name, amount=shown)
    else:
        words = t("{name}'s drawer is {amount} over.", name=name, amount=shown)
    return NeedsApproval(f"over_short:{difference.minor}", words)


def holder_approves_nothing(name: str) -> str:
    """What is said with the question where the holder may approve for others."""
    return t("{name} held this drawer. Somebody else has to approve.", name=name)


def no_such_report() -> UserError:
    return UserError(t("There is no such report."), field="report_id")


def cash_stays_hidden() -> NeedsApproval:
    return NeedsApproval("x_with_cash", t("An X report that shows the cash of an open drawer."))


# ------------------------------------------------------------------------------------- handing over


def own_drawer() -> UserError:
    return UserError(t("This is your own drawer. Somebody else takes it over."), field="shift_id")


def count_before_handing_over(name: str) -> UserError:
    return UserError(t("{name} has to count the drawer first.", name=name), field="shift_id")


def counts_differ(name: str) -> str:
    """`name` counted before; nobody learns by how much."""
    return t("You and {name} counted different sums. Both of you count again.", name=name)


def incoming_counted_twice(counted: Money) -> UserError:
    """`counted` is what this person sealed themselves, so nothing is given away."""
    return UserError(
        t(
            "You counted twice, and your second count of {amount} rules. Type that count again, or "
            "let a manager close the shift.",
            amount=format_money(counted),
        ),
        field="piles",
    )


def approve_hand_over(difference: Money, outgoing: str, incoming: str) -> NeedsApproval:
    """The incoming count rules, and the drawer differs by it."""
    shown = format_money(Money(abs(difference.minor), difference.currency))
    if difference.minor < 0:
        words = t(
            "{outgoing} and {incoming} counted different sums. By {incoming}'s, which counts, "
            "the drawer is {amount} short.",
            outgoing=outgoing,
            incoming=incoming,
            amount=shown,
        )
    else:
        words = t(
            "{outgoing} and {incoming} counted different sums. By {incoming}'s, which counts, "
            "the drawer is {amount} over.",
            outgoing=outgoing,
            incoming=incoming,
            amount=shown,
        )
    return NeedsApproval(f"hand_over:{difference.minor}", words)
