"""`keys` and `bench`: one prints the key map, the other hands over to the benches."""

from __future__ import annotations

import argparse

from app.cli.saying import DONE, say, say_words


def keys(chosen: argparse.Namespace) -> int:
    """The key map as it is bound; needs no practice."""
    from app.gui import key_map

    if chosen.json:
        say(key_map.as_json())
        return DONE
    for place, bindings in key_map.shown():
        say_words(place)
        for binding in bindings:
            say_words(f"    {' or '.join(binding.keys):<24} {binding.words}")
    return DONE


def bench(chosen: argparse.Namespace) -> int:
    """Run a bench; its own module says what it needs."""
    from app.cli.bench import run

    return run(
        chosen.name,
        [word for word in chosen.rest if word != "--json"],
        as_json=chosen.json or "--json" in chosen.rest,
    )
