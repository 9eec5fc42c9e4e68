"""Which account stands for all of one person: a rule over facts alone, so that every window that
has the same facts says the same, in whatever order they came.
"""

from __future__ import annotations

from collections.abc import Iterable


def standing(merges: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The account that stands for each one that was merged, out of (merged, into) in the order of
    the facts' ids.

    A merge joins two groups, and the group it names as `into` gives the account that stands for
    both. One between accounts that are joined already says nothing new: so two windows that merged
    in opposite directions agree on the earlier, and no ring can arise.
    """
    above: dict[str, str] = {}

    def top(account: str) -> str:
        while account in above:
            account = above[account]
        return account

    for merged, into in merges:
        one, other = top(merged), top(into)
        if one != other:
            above[one] = other
    return {account: top(account) for account in above}
