"""Codes that other programs write for sexes, states, relationships and languages, as they are
written here.
"""

from __future__ import annotations

from app.areas.parties.values import Relationship
from app.kernel.text import fold

_SEX = {
    "F": "f female w woman weiblich femenino mujer feminin femme",
    "M": "m male man mannlich masculino hombre masculin homme",
    "X": "x nonbinary divers diverse other o",
    "U": "u unk unknown undetermined unspecified",
}
_RELATIONSHIPS = {
    Relationship.SELF: "self 18 s patient same",
    Relationship.SPOUSE: "spouse 01 1 husband wife partner",
    Relationship.PARENT: "parent 32 33 mother father mom dad guardian legal",
    Relationship.CHILD: "child 19 son daughter",
    Relationship.OTHER: "other g8 unknown 21",
}
_STATES = (
    "AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut"
    "|DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois"
    "|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts"
    "|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada"
    "|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota"
    "|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|PR Puerto Rico|RI Rhode Island"
    "|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia"
    "|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming"
)
_SEX_OF = {word: code for code, words in _SEX.items() for word in words.split()}
_RELATION_OF = {word: each for each, words in _RELATIONSHIPS.items() for word in words.split()}
_STATE_OF = {fold(pair[3:]): pair[:2] for pair in _STATES.split("|")}


def sex_code(text: str) -> str:
    """`Female` becomes F; what is no known code stays as it is written."""
    return _SEX_OF.get(fold(text), text)


def state_code(text: str) -> str:
    """`Illinois` becomes IL; a region of another country stays as it is written."""
    return _STATE_OF.get(fold(text), text)


def relationship(text: str) -> Relationship | None:
    """Who a guarantor is to the patient; None for what nobody can know."""
    return _RELATION_OF.get(fold(text))
