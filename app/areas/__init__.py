"""The business, one folder for each area; an area uses those below it, never above."""

ACTION_MODULES = (
    "service",
    "closing",
    "undoing",
    "drafting",
    "maintaining",
    "crediting",
    "returning",
    "forcing",
    "paying",
    "merging",
)
"""Where an area keeps its actions: `service`, and what would make that file two things."""
QUERY_MODULES = (
    *("queries", "lists", "histories", "explaining", "banks", "papers", "gateways"),
    "duplicates",
)
"""Where an area keeps what it answers: `queries`, long lists, what happened, why, bank accounts,
what a paper says, who charges cards, and who may be there twice.
"""
