"""What the identity floor needs from outside."""

from typing import Protocol


class PopulationRegister(Protocol):
    """The authoritative register of natural persons: two-element check of name and number (A-02 level 3)."""

    def matches(self, name: str, number: str) -> bool: ...


class TrialPopulationRegister:
    """A register for trials and tests, without a connection: everybody with a check-valid number is in it, except
    people whose family name is 测, so that the other answer can be tried as well."""

    def matches(self, name: str, number: str) -> bool:
        return not name.startswith("测")
