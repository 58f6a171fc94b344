"""One row of the registry."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """A row of the registry.

    Attributes
    ----------
    id
        Of the method.
    group, name, detail, speed
        What the row says; the speed stands at the right and may be empty.
    missing
        True if it cannot run because its weights are not here.
    search
        Further words by which it is found.
    """

    id: str
    group: str
    name: str
    detail: str
    speed: str = ""
    missing: bool = False
    search: str = ""

    def matches(self, words: str) -> bool:
        """Whether every word occurs in it."""
        text = " ".join((self.id, self.group, self.name, self.detail, self.search)).casefold()
        return all(word in text for word in words.casefold().split())
