"""What the first pages offer is found by what people call it."""

from __future__ import annotations

import pytest

from app.gui.offers import zones
from app.kernel.translate import use_language


@pytest.mark.parametrize(
    ("spoken", "typed", "zone"),
    [
        ("en", "Pacific Time", "America/Los_Angeles"),
        ("en", "Eastern Time", "America/New_York"),
        ("en", "los angeles", "America/Los_Angeles"),
        ("es", "hora del Pacífico", "America/Los_Angeles"),
        ("en", "Yangon", "Asia/Yangon"),
    ],
)
def test_a_zone_is_found_by_its_city_and_as_people_call_it(
    spoken: str, typed: str, zone: str
) -> None:
    use_language(spoken)
    try:
        assert zone in {value for words, value in zones() if typed.lower() in words.lower()}
    finally:
        use_language("en")
