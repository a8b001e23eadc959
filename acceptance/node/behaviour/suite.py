"""The checks by name. A check is a function of a Space; it raises AssertionError, with what it saw, when it fails."""
import re

CHECKS = {}


def key(line):
    """A spec's name without its tags: those say when it runs, not what it demands."""
    return re.sub(r"\s*\[(?!sig-)\w+\]", "", line.strip())


def check(name, group):
    """Registers a function as the check of a spec of the list, or of a behaviour beyond it."""

    def register(function):
        assert name not in CHECKS, f"two checks of {name!r}"
        CHECKS[name] = (group, function)
        return function

    return register


def has(text, *parts):
    for part in parts:
        assert part in text, f"{part!r} is not in {text!r}"


def has_lines(text, *lines):
    there = text.splitlines()
    for line in lines:
        assert line in there, f"no line {line!r} in {there}"


def equal(got, wanted, what="it"):
    assert got == wanted, f"{what} is {got!r}, not {wanted!r}"
