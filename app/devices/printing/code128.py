"""Code 128 bar codes (ISO/IEC 15417) as module widths; never draws and never reads them.

Sets B and C only: together they say every character from space to tilde in the fewest symbols.
"""

from __future__ import annotations

from functools import cache

from app.kernel.errors import ensure

START_B, START_C = 104, 105
TO_B, TO_C = 100, 99
STOP = "2331112"
QUIET = 10
"""Modules of white that a scanner needs on either side."""

_TABLE = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 "
    "122132 122231 113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 "
    "321221 312212 322112 322211 212123 212321 232121 111323 131123 131321 112313 132113 132311 "
    "211313 231113 231311 112133 112331 132131 113123 113321 133121 313121 211331 231131 213113 "
    "213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 "
    "121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 "
    "241112 134111 111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 "
    "412121 111143 111341 131141 114113 114311 411113 411311 113141 114131 311141 411131 211412 "
    "211214 211232"
)
WIDTHS = _TABLE.split()
"""Bar and space widths of the symbols 0 to 105 (table 1 of the standard), a bar first."""


def can_encode(text: str) -> bool:
    return bool(text) and all(" " <= letter <= "~" for letter in text)


def symbols(text: str) -> tuple[int, ...]:
    """Symbol values from start to check character, without the stop; fewest symbols possible."""
    ensure(can_encode(text), "a bar code holds printable ASCII only")
    data = _fewest(text)
    check = (data[0] + sum(place * value for place, value in enumerate(data))) % 103
    return (*data, check)


def _fewest(text: str) -> tuple[int, ...]:
    @cache
    def rest(at: int, in_c: bool) -> tuple[int, ...]:
        if at == len(text):
            return ()
        pair = text[at : at + 2]
        choices = [() if in_c else (ord(text[at]) - 32, *rest(at + 1, False))]
        if in_c:
            choices = [(TO_B, ord(text[at]) - 32, *rest(at + 1, False))]
        if len(pair) == 2 and pair.isdecimal():
            switch = () if in_c else (TO_C,)
            choices.append((*switch, int(pair), *rest(at + 2, True)))
        return min(choices, key=len)

    return min((START_B, *rest(0, False)), (START_C, *rest(0, True)), key=len)


def modules(text: str) -> tuple[int, ...]:
    """Widths in modules, bar and space in turn from a bar; with the stop, without quiet zones."""
    pattern = "".join(WIDTHS[value] for value in symbols(text)) + STOP
    return tuple(int(width) for width in pattern)
