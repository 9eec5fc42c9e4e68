"""The three kinds of failure (yours, the world's, ours) and the two questions an action may ask."""

from __future__ import annotations


class CounterfoilError(Exception):
    """Something an action says instead of an answer; `text` is a whole sentence for the person."""

    kind = "error"

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


class UserError(CounterfoilError):
    """What was asked can't be done; shown beside `field` (a command's field name) where there is
    one.
    """

    kind = "refused"

    def __init__(self, text: str, *, field: str | None = None, retry_after_s: int = 0) -> None:
        super().__init__(text)
        self.field = field
        self.retry_after_s = retry_after_s


class NotAllowed(UserError):
    """The person who asks lacks the permission."""


class OutsideError(CounterfoilError):
    """The disk, a device or the network failed; nothing was saved unless the text says so."""

    kind = "outside"


class NeedsConfirmation(CounterfoilError):
    """A question: run the same command again with `key` among its confirmations.

    `verb` is what agreeing is called, with its object and amount: “Keep 5.00 as credit”; `about`
    is the id of what to look at beside the question, such as the earlier receipt.
    """

    kind = "needs_confirmation"

    def __init__(self, key: str, text: str, *, verb: str, about: str | None = None) -> None:
        super().__init__(text)
        self.key = key
        self.verb = verb
        self.about = about


class NeedsApproval(CounterfoilError):
    """A second person must agree: run the same command again with the approval granted
    for `key`.
    """

    kind = "needs_approval"

    def __init__(self, key: str, text: str) -> None:
        super().__init__(text)
        self.key = key


class Bug(Exception):
    """A promise of the program is broken; the transaction is rolled back and a report number is
    shown.
    """


def ensure(condition: bool, promise: str) -> None:
    """Raise `Bug` unless `condition` holds; unlike assert it survives `python -O`."""
    if not condition:
        raise Bug(f"broken promise: {promise}")
