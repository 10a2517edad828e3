"""What may be charged: nothing that the item does not charge, and never more (C-40, S-16, S-17). Pure; money in fen."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from items.rules.pricing import priced, pricing_of, quantity_of

FIXED = "fixed"
PRICE_COLUMNS = ("unit", "unit_price_fen", "quantity_field", "tiers", "least_fen", "most_fen")
MOST_FEN = 100_000_000_00
"""No single fee of a hall is above a hundred million yuan; more is a slip of the hand."""
_TITLE_END = r"(?:(?<![办方做])法|条例)(?=[》第（(；;、，,。\s]|$)"
_LOCAL = re.compile(r"^《?[^《》]{2,8}?(?:省|市|县|自治区|自治州)")


@dataclass(frozen=True, slots=True)
class TariffLine:
    """One fee as the item charges it in this matter. `amount_fen` is empty where a person has to work it out; `why` is
    the answer that set it. `certain` tells that the item itself fixes the amount: also by `prices` (the item's unit
    prices) and a `quantity` the answers gave, with `how` it was worked out.
    """

    name: str
    standard: str
    basis: str
    amount_fen: int | None
    reducible: bool = False
    reduction: str = ""
    why: str = ""
    certain: bool = False
    statutory: bool = False
    quantity: str = ""
    how: str = ""
    prices: Mapping[str, Any] | None = None

    def as_data(self) -> dict[str, Any]:
        """The line as rows keep it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order: `amount_fen` is asked, `ground` says why it differs from the tariff or how it was worked
    out, empty for the tariff's own amount; `how` units and prices make it."""

    name: str
    standard: str
    basis: str
    amount_fen: int
    ground: str = ""
    statutory: bool = False
    how: str = ""

    def as_data(self) -> dict[str, Any]:
        """The line as rows keep it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why an amount cannot be asked: a stable code and the fee it is about."""

    code: str
    name: str


def tariff(
    specs: Iterable[Mapping[str, Any]],
    resolved: Iterable[Mapping[str, Any]],
    tiers: Mapping[str, Collection[int | None]],
) -> tuple[TariffLine, ...]:
    """The fees of a matter: `specs` are the item's rows, `resolved` what the answers made of them (name, amount_fen,
    why), `tiers` the amounts that answers of the item may set, by name of the fee.

    Raises ValueError for a resolved fee the item does not have, and for an amount that neither its row nor an answer
    of the item gives: that would be a charge of nobody's rule (S-16).
    """
    rows = {row["name"]: row for row in specs}
    lines = []
    for one in resolved:
        row = rows.get(one["name"])
        if row is None:
            raise ValueError(f"the item charges no {one['name']!r} (S-16)")
        if one.get("quantity"):
            _must_be_priced(row, one)
        elif one["amount_fen"] not in (tiers.get(one["name"], ()) if one["why"] else (row["amount_fen"],)):
            raise ValueError(f"no rule of the item sets {one['name']!r} to {one['amount_fen']} (S-16)")
        lines.append(_line(row, one))
    return tuple(lines)


def _must_be_priced(row: Mapping[str, Any], one: Mapping[str, Any]) -> None:
    prices, quantity = pricing_of(row), quantity_of(one["quantity"])
    if prices is None or quantity is None or priced(prices, quantity).amount_fen != one["amount_fen"]:
        raise ValueError(f"no unit price of the item makes {one['name']!r} {one['amount_fen']} (S-17)")


def _line(row: Mapping[str, Any], one: Mapping[str, Any]) -> TariffLine:
    amount, why = one["amount_fen"], one["why"]
    return TariffLine(
        name=row["name"],
        standard=row["standard"],
        basis=row["basis"],
        amount_fen=amount,
        reducible=row["reducible"],
        reduction=row["reduction"],
        why=why,
        certain=amount is not None and bool(why or one.get("quantity") or row["kind"] == FIXED),
        statutory=is_statutory(row["basis"]),
        quantity=one.get("quantity", ""),
        how=one.get("how", ""),
        prices={key: row[key] for key in PRICE_COLUMNS} if not why and pricing_of(row) else None,
    )


def is_statutory(basis: str) -> bool:
    """Whether a fee rests on a law or an administrative regulation, as one for a licence must (licensing law, articles
    58 and 59). Only such a one may be asked for before the result is handed over (C-43); local rules and price lists
    do not count.
    """
    titles = re.split(r"[；;、，,]", basis)
    return any(re.search(_TITLE_END, title) and not _LOCAL.match(title.strip()) for title in titles)


def charged_by_rule(lines: Sequence[TariffLine]) -> list[Line] | None:
    """The lines an order is made of without anybody's doing (C-40), empty when nothing costs anything.

    None where a person has to say first: an amount is worked out case by case, or the item lists several amounts that
    no answer chose between.
    """
    costing = [line for line in lines if line.amount_fen != 0]
    if any(not line.certain for line in costing):
        return None
    if len(costing) > 1 and any(not (line.why or line.quantity) for line in costing):
        return None
    return [as_asked(line, line.amount_fen or 0) for line in costing]


def as_asked(line: TariffLine, amount_fen: int, ground: str = "") -> Line:
    """A line of an order for this much of a fee."""
    how = line.how if amount_fen == line.amount_fen else ""
    return Line(line.name, line.standard, line.basis, amount_fen, ground, line.statutory, how)


def assessment_faults(lines: Sequence[TariffLine], asked: Mapping[str, tuple[int, str]]) -> Iterator[Fault]:
    """What is wrong with amounts a person worked out, by name of the fee: (fen, ground).

    A fee the item does not charge (S-16), an amount above the fixed one or below it without the item allowing a
    reduction (S-17), one that differs or was worked out and says no ground (C-40).
    """
    known = {line.name: line for line in lines}
    for name, (fen, ground) in asked.items():
        line = known.get(name)
        if line is None:
            yield Fault("not_charged", name)
        elif not 0 <= fen <= MOST_FEN:
            yield Fault("amount", name)
        elif not line.certain:
            if not ground.strip():
                yield Fault("no_ground", name)
        elif fen > (line.amount_fen or 0):
            yield Fault("above_standard", name)
        elif fen < (line.amount_fen or 0):
            if not line.reducible:
                yield Fault("not_reducible", name)
            elif not ground.strip():
                yield Fault("no_ground", name)


def charge_faults(
    tariff: Sequence[TariffLine], asked: Iterable[Line], approved: Mapping[str, Sequence[Any]]
) -> Iterator[Fault]:
    """What is wrong with the lines of an order, however it came about (S-16, S-17): a fee the item does not charge, one
    above its standard, one below it or worked out without `approved` (fen, ground by name) saying just this amount."""
    known = {line.name: line for line in tariff}
    for line in asked:
        rule, said = known.get(line.name), approved.get(line.name)
        if rule is None or rule.amount_fen == 0:
            yield Fault("not_charged", line.name)
        elif rule.certain and line.amount_fen > (rule.amount_fen or 0):
            yield Fault("above_standard", line.name)
        elif not (rule.certain and line.amount_fen == rule.amount_fen) and (not said or said[0] != line.amount_fen):
            yield Fault("not_by_rule", line.name)


def total(lines: Iterable[Line]) -> int:
    """All lines together, in fen."""
    return sum(line.amount_fen for line in lines)
