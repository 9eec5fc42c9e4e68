"""Every key of the program as data, without Qt: for shortcuts, the F1 overlay and the shell."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

from app.kernel.errors import ensure
from app.kernel.translate import later, t


@dataclass(frozen=True, slots=True)
class Binding:
    """One verb and its keys. `keys` are portable Qt texts (Ctrl is Command on macOS), best first.

    `bound` is False where the keys are typed into a box and handled there, not as a shortcut.
    `available` is False for verbs that later work brings; they keep their keys free.
    """

    id: str
    where: str
    keys: tuple[str, ...]
    words: str
    available: bool = True
    bound: bool = True


PLACES: Final = {
    "everywhere": later("Everywhere"),
    "tender": later("Taking a payment"),
    "keypad": later("In an empty amount box"),
    "account": later("On an account"),
    "receipts": later("On a receipt: Ctrl+R"),
    "parked": later("On a parked payment"),
    "drawer": later("Drawer, from any screen"),
    "movements": later("On a movement of cash"),
    "closing": later("When a drawer differs"),
    "page": later("On the page of an account"),
    "dialog": later("In a form over the window"),
    "charge": later("In a charge"),
    "patient": later("In the form of a new patient"),
    "picks": later("In a list of reasons"),
    "accounts": later("On the accounts"),
    "duplicates": later("On who may be there twice"),
    "payments": later("On the payments"),
    "services": later("Services"),
    "users": later("Users"),
    "settings": later("Settings"),
    "day_sheet": later("On the day sheet"),
    "reports": later("On the reports"),
    "deposits": later("On the deposits"),
    "money": later("Where the money is"),
    "tasks": later("On what needs attention"),
    "chain": later("On a payment, an invoice, a shift or a deposit"),
    "preview": later("On a paper over the window"),
    "tables": later("In a list"),
}

BINDINGS: Final = (
    Binding("frame.keys", "everywhere", ("F1", "Ctrl+/"), "Show the keys"),
    Binding("frame.find", "everywhere", ("F3", "Ctrl+K"), "Find an account"),
    Binding("frame.counter", "everywhere", ("Ctrl+1",), "Go to the Counter"),
    Binding("frame.accounts", "everywhere", ("Ctrl+2",), "Go to the accounts"),
    Binding("frame.invoices", "everywhere", ("Ctrl+3",), "Go to the invoices"),
    Binding("frame.payments", "everywhere", ("Ctrl+4",), "Go to the payments"),
    Binding("frame.refunds", "everywhere", ("Shift+F11", "Ctrl+Shift+6"), "Go to the refunds"),
    Binding("frame.drawer", "everywhere", ("Ctrl+5",), "Go to the drawer"),
    Binding("frame.deposits", "everywhere", ("Ctrl+6",), "Go to the deposits"),
    Binding("frame.money", "everywhere", ("Ctrl+M",), "Go to where the money is"),
    Binding("frame.shifts", "everywhere", ("Ctrl+O",), "Go to the shifts"),
    Binding("frame.day_sheet", "everywhere", ("Ctrl+7",), "Go to the day sheet"),
    Binding("frame.reports", "everywhere", ("Ctrl+D",), "Go to the reports"),
    Binding("frame.activity", "everywhere", ("Ctrl+8",), "Go to what everybody did"),
    Binding("frame.tasks", "everywhere", ("Ctrl+Shift+T",), "Go to what needs attention"),
    Binding("frame.services", "everywhere", ("Ctrl+B",), "Go to the services and prices"),
    Binding("frame.users", "everywhere", ("Ctrl+9",), "Go to the users"),
    Binding("frame.printer", "everywhere", ("Ctrl+G",), "Go to the printer"),
    Binding("frame.papers", "everywhere", ("Ctrl+Shift+W",), "Papers that wait, and the printer"),
    Binding("frame.sync", "everywhere", ("Ctrl+Shift+R",), "The centre and the other windows"),
    Binding("frame.cards", "everywhere", ("Shift+F3", "Ctrl+Shift+8"), "Unfinished card payments"),
    Binding("frame.reader", "everywhere", ("Shift+F2", "Ctrl+Shift+7"), "The simulated reader"),
    Binding("frame.lock", "everywhere", ("Ctrl+L",), "Lock the window"),
    Binding("frame.switch_user", "everywhere", ("Ctrl+Shift+L",), "Switch user"),
    Binding("frame.settings", "everywhere", ("Ctrl+,",), "Settings; colors and text size"),
    Binding("frame.larger", "everywhere", ("Ctrl++", "Ctrl+="), "Larger text"),
    Binding("frame.smaller", "everywhere", ("Ctrl+-",), "Smaller text"),
    Binding("frame.usual_size", "everywhere", ("Ctrl+0",), "Text as large as designed"),
    Binding("frame.refresh", "everywhere", ("F5",), "Show it afresh"),
    Binding(
        "frame.primary",
        "everywhere",
        ("Ctrl+Return", "Ctrl+Enter"),
        "Press the main button: take, open, save",
    ),
    Binding(
        "frame.back", "everywhere", ("Esc",), "One step back, typed money is kept", bound=False
    ),
    Binding("frame.dismiss", "everywhere", ("Shift+Esc",), "Put away the newest message"),
    Binding(
        "frame.print", "everywhere", ("F12", "Ctrl+P"), "Print this; the last receipt, as a copy"
    ),
    Binding("tender.cash", "tender", ("F6", "Ctrl+Shift+C"), "Cash"),
    Binding("tender.check", "tender", ("F7", "Ctrl+Shift+K"), "Check"),
    Binding(
        "tender.card",
        "tender",
        ("F8", "Ctrl+Shift+D"),
        "Card",
    ),
    Binding("tender.attempt", "tender", ("Ctrl+F8", "Ctrl+Shift+9"), "To the card that goes on"),
    Binding("tender.credit", "tender", ("F9", "Ctrl+Shift+O"), "Credit"),
    Binding("tender.other", "tender", ("Shift+F9", "Ctrl+Shift+A"), "Other, then its digit"),
    Binding(
        "tender.not_collected",
        "tender",
        ("F4", "Ctrl+Shift+N"),
        "Not collected, then why",
    ),
    Binding("tender.take", "tender", ("Return", "Enter"), "Take the amount", bound=False),
    Binding("keypad.cash", "keypad", ("*",), "Cash", bound=False),
    Binding("keypad.check", "keypad", ("/",), "Check", bound=False),
    Binding("keypad.card", "keypad", ("-",), "Card", bound=False),
    Binding("keypad.sum", "keypad", ("+",), "Add amounts: 20+15+5", bound=False),
    Binding("account.new", "account", ("Ctrl+N",), "New patient"),
    Binding("account.charge", "account", ("Ctrl+I",), "New charge"),
    Binding("account.join", "account", ("Ctrl+J",), "Join a family account"),
    Binding("account.latest", "account", ("Ctrl+R",), "Latest receipts"),
    Binding("account.tick", "account", ("Space",), "Tick or untick an invoice", bound=False),
    Binding(
        "account.pays",
        "account",
        ("F2", "Ctrl+E"),
        "Type what the marked invoice gets",
        bound=False,
    ),
    Binding("receipts.open", "receipts", ("Return", "Enter"), "Look at it", bound=False),
    Binding("receipts.correct", "receipts", ("F2", "Ctrl+E"), "Correct the tender", bound=False),
    Binding("receipts.void", "receipts", ("Del",), "Void, then the reason's digit", bound=False),
    Binding(
        "receipts.verbs", "receipts", ("Menu", "Shift+F10"), "All that can be done", bound=False
    ),
    Binding("parked.open", "parked", ("Return", "Enter"), "Go on with it", bound=False),
    Binding("parked.drop", "parked", ("Del",), "Drop it", bound=False),
    Binding("drawer.paid_in", "drawer", ("Shift+F5", "Ctrl+Shift+I"), "Paid in"),
    Binding("drawer.paid_out", "drawer", ("Shift+F6", "Ctrl+Shift+Y"), "Paid out"),
    Binding("drawer.drop", "drawer", ("Shift+F7", "Ctrl+Shift+B"), "Drop to the safe"),
    Binding("drawer.no_sale", "drawer", ("Shift+F8", "Ctrl+Shift+G"), "Open without a sale"),
    Binding("drawer.close", "drawer", ("Shift+F12", "Ctrl+Shift+F"), "Count and close the shift"),
    Binding("drawer.others", "drawer", ("Shift+F4", "Ctrl+Shift+J"), "Drawers of other people"),
    Binding("movements.take_back", "movements", ("Del", "Ctrl+Backspace"), "Take it back"),
    Binding("closing.cause_1", "closing", ("F6", "Ctrl+Shift+1"), "Open the likeliest cause"),
    Binding("closing.cause_2", "closing", ("F7", "Ctrl+Shift+2"), "Open the second cause"),
    Binding("closing.cause_3", "closing", ("F8", "Ctrl+Shift+3"), "Open the third cause"),
    Binding("closing.cause_4", "closing", ("F9", "Ctrl+Shift+4"), "Open the fourth cause"),
    Binding("page.edit", "page", ("Ctrl+E",), "Change the patient"),
    Binding("page.rule", "page", ("Ctrl+U",), "Change status and credit limit"),
    Binding("page.flag", "page", ("Ctrl+Shift+H",), "Add a flag"),
    Binding("page.history", "page", ("Ctrl+H",), "Who changed what, and back"),
    Binding("dialog.on", "dialog", ("Tab",), "To the next box", bound=False),
    Binding("dialog.before", "dialog", ("Shift+Tab",), "To the box before", bound=False),
    Binding(
        "dialog.enter",
        "dialog",
        ("Return", "Enter"),
        "On to the next box; after the last one, do it",
        bound=False,
    ),
    Binding(
        "charge.pick", "charge", ("Return", "Enter"), "Take the service, then add", bound=False
    ),
    Binding("charge.walk", "charge", ("Down", "Up"), "Walk the services or the lines", bound=False),
    Binding("charge.remove", "charge", ("Del", "Backspace"), "Take the line out", bound=False),
    Binding("patient.alike", "patient", ("Return", "Enter"), "Open who looks alike", bound=False),
    Binding("picks.walk", "picks", ("Down", "Up"), "Walk the reasons", bound=False),
    Binding("accounts.twice", "accounts", ("Ctrl+T",), "Who may be there twice"),
    Binding("duplicates.turn", "duplicates", ("Ctrl+T",), "Merge the other way round"),
    Binding("duplicates.apart", "duplicates", ("Ctrl+U",), "Not the same person"),
    Binding("payments.cards", "payments", ("Ctrl+T",), "Card payments, the failed ones too"),
    Binding("payments.refund", "payments", ("Ctrl+U",), "Give money of it back"),
    Binding("services.new", "services", ("Ctrl+N",), "New service"),
    Binding("services.rates", "services", ("Ctrl+T",), "Tax rates"),
    Binding("services.find", "services", ("Ctrl+F",), "Find a service"),
    Binding("users.new", "users", ("Ctrl+N",), "New user"),
    Binding("users.pin", "users", ("Ctrl+Shift+P",), "Set a new PIN"),
    Binding("users.find", "users", ("Ctrl+F",), "Find a person"),
    Binding("settings.new", "settings", ("Ctrl+N",), "Add to the list"),
    Binding("settings.find", "settings", ("Ctrl+F",), "Find in the list"),
    Binding("settings.search", "settings", ("Ctrl+Shift+P",), "Find any setting"),
    Binding("settings.before", "settings", ("Ctrl+PgUp",), "The section before"),
    Binding("settings.after", "settings", ("Ctrl+PgDown",), "The section after"),
    Binding("day_sheet.before", "day_sheet", ("PgUp",), "The day before"),
    Binding("day_sheet.after", "day_sheet", ("PgDown",), "The day after"),
    Binding("day_sheet.close", "day_sheet", ("Ctrl+E",), "Close the day, or open it again"),
    Binding("reports.before", "reports", ("Ctrl+PgUp",), "The report before"),
    Binding("reports.after", "reports", ("Ctrl+PgDown",), "The report after"),
    Binding("reports.earlier", "reports", ("Shift+PgUp",), "Earlier days, as many"),
    Binding("reports.later", "reports", ("Shift+PgDown",), "Later days, as many"),
    Binding("reports.table", "reports", ("Ctrl+T",), "The next table"),
    Binding("reports.chart", "reports", ("Left", "Right"), "Walk the chart", bound=False),
    Binding("deposits.prepare", "deposits", ("Ctrl+N",), "Prepare a deposit"),
    Binding("deposits.take_out", "deposits", ("Del",), "Take the marked check out of the bag"),
    Binding("deposits.slip", "deposits", ("Ctrl+Shift+V",), "Look at the slip"),
    Binding("deposits.void", "deposits", ("Ctrl+Shift+X",), "Void the deposit"),
    Binding("tasks.open", "tasks", ("Return", "Enter"), "Look at it where it is", bound=False),
    Binding("tasks.answer_1", "tasks", ("F6", "Ctrl+Shift+1"), "Give the first answer"),
    Binding("tasks.answer_2", "tasks", ("F7", "Ctrl+Shift+2"), "Give the second answer"),
    Binding("tasks.answer_3", "tasks", ("F8", "Ctrl+Shift+3"), "Give the third answer"),
    Binding("tasks.answer_4", "tasks", ("F9", "Ctrl+Shift+4"), "Give the fourth answer"),
    Binding("money.walk", "money", ("Left", "Right"), "Walk the five places", bound=False),
    Binding("money.lines", "money", ("Down",), "Into what lies there", bound=False),
    Binding("money.open", "money", ("Return", "Enter"), "Follow it further", bound=False),
    Binding("chain.follow", "chain", ("Ctrl+Shift+M",), "Where its money is"),
    Binding("preview.save", "preview", ("Ctrl+Shift+S",), "Save it as PDF"),
    Binding("tables.walk", "tables", ("Down",), "Into the list from the find box", bound=False),
    Binding("tables.tick", "tables", ("Space",), "Tick or untick", bound=False),
    Binding("tables.open", "tables", ("Return", "Enter"), "Open", bound=False),
    Binding("tables.filter", "tables", ("Ctrl+F",), "Filter the list"),
    Binding("tables.verbs", "tables", ("Menu", "Shift+F10"), "Verbs of the row", bound=False),
    Binding("tables.csv", "tables", ("Ctrl+Shift+S",), "Save as CSV"),
)

_FROM_ANY_SCREEN: Final = frozenset({"everywhere", "drawer"})
_BY_ID: Final = {binding.id: binding for binding in BINDINGS}
_TAKEN_BY_PLATFORMS: Final = frozenset({"ctrl+shift+u", "ctrl+shift+e", "ctrl+space", "f10", "f11"})
_TYPED_INTO_BOXES: Final = frozenset({"keypad"})


def binding(verb: str) -> Binding:
    """The binding of `verb`, such as `tender.cash`; a Bug when the table has none."""
    ensure(verb in _BY_ID, f"the key map has {verb}")
    return _BY_ID[verb]


def key_words(verb: str) -> str:
    """The first key of `verb` as buttons show it."""
    return binding(verb).keys[0].replace("Return", "Enter")


def narrow_key_words(verb: str) -> str:
    """The same where there is little room: Shift is its sign."""
    return key_words(verb).replace("Shift+", "⇧")


def forbidden(key: str, where: str) -> str:
    """Why `key` may not be bound at `where`; empty when it may."""
    parts = key.lower().split("+") if key != "+" else ["+"]
    plain, letter = len(parts) == 1, len(parts[-1]) == 1 and parts[-1].isalnum()
    if "alt" in parts and (letter or "ctrl" in parts):
        return "Alt+letter and Ctrl+Alt belong to menus and to keyboards that type with them"
    if key.lower() in _TAKEN_BY_PLATFORMS:
        return "the platforms take it"
    if (
        (plain or parts[:-1] == ["shift"])
        and len(parts[-1]) == 1
        and where not in _TYPED_INTO_BOXES
    ):
        return "typing always finds, so no bare letter, digit or sign is a command"
    return ""


def clashes() -> tuple[str, ...]:
    """Keys that two verbs want at one place; what works from any screen counts for each place."""
    found: list[str] = []
    owners: dict[tuple[str, str], str] = {}
    for each in BINDINGS:
        places = PLACES if each.where in _FROM_ANY_SCREEN else (each.where,)
        for place in places:
            for key in each.keys:
                other = owners.setdefault((place, key.lower()), each.id)
                if other != each.id:
                    found.append(f"{key} at {place}: {other} and {each.id}")
    return tuple(found)


def shown() -> tuple[tuple[str, tuple[Binding, ...]], ...]:
    """What F1 shows: each place in words with its available verbs, none without a verb."""
    groups = (
        (t(words), tuple(b for b in BINDINGS if b.where == place and b.available))
        for place, words in PLACES.items()
    )
    return tuple((title, bindings) for title, bindings in groups if bindings)


def as_json() -> list[dict[str, Any]]:
    """The whole table for `counterfoil keys --json`."""
    return [asdict(each) | {"keys": list(each.keys)} for each in BINDINGS]
