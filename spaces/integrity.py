"""Invariants of licences."""

from core.invariants import invariant


@invariant("10.1", "licence numbers of one kind and year run from 1 without a gap")
def licence_numbers_have_no_gap() -> str:
    """Kinds and years whose highest number is not the number of their licences."""
    serial = "substr(number, 5)::int"
    return (
        f"SELECT type_code, left(number, 4), count(*), max({serial}) FROM spaces_licence WHERE version = 1 "
        f"GROUP BY 1, 2 HAVING count(*) <> max({serial}) OR min({serial}) <> 1"
    )
