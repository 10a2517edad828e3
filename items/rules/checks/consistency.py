"""Elements that must fit each other (I-15; 1.5, column of consistency rules)."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from items.elements.codelists import ENTRUSTED, SETS_LICENCES
from items.rules.checks.finding import Finding, Surroundings
from items.rules.forms import NUMBERS
from items.rules.limits import parts
from items.rules.pricing import UnclearBand, pricing_of
from items.rules.regimes import ceiling_of

SPLIT_LEVEL = 7
PUBLIC_SERVICE = "20"
FIRM = ("公司", "事务所", "集团")
Shape = Mapping[str, Any]


def findings(shape: Shape, around: Surroundings) -> Iterator[Finding]:
    """Limits, powers, channels, money and promises that contradict each other."""
    yield from _limits(shape)
    yield from _powers(shape, around)
    yield from _reach(shape)
    yield from _money(shape)
    yield from _services(shape, around)
    yield from _favours(shape)


def _limits(shape: Shape) -> Iterator[Finding]:
    promised, statutory = shape["promised_days"] or 0, shape["statutory_days"]
    if shape["kind"] == "instant" and promised:
        yield Finding("instant_days", "promised_days")
    if shape["kind"] != "instant" and not promised:
        yield Finding("promise_missing", "promised_days")
    if statutory and parts(promised, shape["promised_unit"]) > parts(statutory, shape["statutory_unit"]):
        yield Finding("promise_above_law", "promised_days", "T-01")
    yield from _ceiling(shape)
    for number, row in enumerate(shape["procedures"], start=1):
        if not row["days"]:
            yield Finding("procedure_without_days", f"procedures.{number}.days", "T-09")


def _ceiling(shape: Shape) -> Iterator[Finding]:
    """No limit is longer than the law it follows allows: that of the law as the item names it, else the promise."""
    ceiling = ceiling_of(shape["limit_regime"])
    name = "statutory" if shape["statutory_days"] else "promised"
    days = shape[f"{name}_days"]
    if ceiling and parts(days, shape[f"{name}_unit"]) > parts(ceiling.amount, ceiling.unit):
        code = "beyond_regime" if ceiling.unit == "WD" else "beyond_regime_natural"
        yield Finding(code, f"{name}_days", ceiling.code, {"days": ceiling.amount, "law": ceiling.basis})


def _powers(shape: Shape, around: Surroundings) -> Iterator[Finding]:
    is_power = shape["type"] != PUBLIC_SERVICE
    if is_power and not shape["power_source"]:
        yield Finding("power_without_source", "power_source")
    if around.level == SPLIT_LEVEL and not shape["power_division"].strip():
        yield Finding("division_missing", "power_division")
    if shape["body_kind"] == ENTRUSTED and not shape["entrusted_by"].strip():
        yield Finding("delegator_missing", "entrusted_by")
    for key in ("review_body", "court"):
        if is_power and not shape[key].strip():
            yield Finding("remedy_missing", key, "T-21")
    kinds = {row["kind"] for row in shape["legal_basis"] if row["kind"]}
    if shape["type"] == "01" and kinds and not kinds & SETS_LICENCES:
        yield Finding("cannot_set_licence", "legal_basis")
    if shape["type"] == "02" and not shape["punishments"].strip():
        yield Finding("extra_missing", "punishments")
    if shape["type"] == "04" and not shape["levy_kind"].strip():
        yield Finding("extra_missing", "levy_kind")
    if shape["type"] in ("03", "06"):
        yield from (Finding("extra_missing", k) for k in ("check_object", "check_method") if not shape[k].strip())


def _reach(shape: Shape) -> Iterator[Finding]:
    if shape["initiated_by"] != "applicant":
        return
    visits, depth = shape["visits"], set(shape["online_depth"])
    if visits == 0 and "accept" not in depth and not shape["courier"]:
        yield Finding("visit_needed", "visits")
    if visits and not shape["visit_reason"].strip():
        yield Finding("visit_unexplained", "visit_reason")
    if shape["run_level"] and depth & {"accept", "handle"} and not shape["online_url"]:
        yield Finding("address_missing", "online_url")
    if shape["run_level"] and not shape["run_system"].strip():
        yield Finding("system_unnamed", "run_system")
    if depth & {"accept", "handle"} and shape["channels"] and not {"web", "mobile"} & set(shape["channels"]):
        yield Finding("channel_missing", "channels")
    if not shape["in_hall"] and "window" in shape["channels"] and not shape["desks"]:
        yield Finding("window_without_place", "desks")


def _money(shape: Shape) -> Iterator[Finding]:
    if shape["pay_online"] and not shape["fees"]:
        yield Finding("nothing_to_pay", "pay_online")
    numbers = {row["key"] for row in shape["form"] if row["type"] in NUMBERS}
    for number, fee in enumerate(shape["fees"], start=1):
        if fee["kind"] == "fixed" and fee["amount_fen"] is None:
            yield Finding("amount_missing", f"fees.{number}.amount_fen", "C-40")
        yield from _prices(fee, f"fees.{number}", numbers)
        if fee["reducible"] and not fee["reduction"].strip():
            yield Finding("reduction_unexplained", f"fees.{number}.reduction")


def _prices(fee: Mapping[str, Any], place: str, numbers: Collection[str]) -> Iterator[Finding]:
    """Unit prices: clear bands, a unit, a number to multiply, and no fixed amount beside them (C-40)."""
    try:
        pricing = pricing_of(fee)
    except UnclearBand:
        yield Finding("bands_unclear", f"{place}.tiers", "C-40")
        return
    if pricing is None:
        return
    if fee["kind"] == "fixed" or fee["amount_fen"] is not None:
        yield Finding("price_beside_amount", f"{place}.unit_price_fen", "C-40")
    if not pricing.unit.strip():
        yield Finding("unit_missing", f"{place}.unit", "C-40")
    if pricing.field and pricing.field not in numbers:
        yield Finding("quantity_unknown", f"{place}.quantity_field", "C-40", {"name": pricing.field})
    if pricing.least_fen is not None and pricing.most_fen is not None and pricing.least_fen > pricing.most_fen:
        yield Finding("least_above_most", f"{place}.least_fen", "C-40")


def _services(shape: Shape, around: Surroundings) -> Iterator[Finding]:
    """No firm may be named; only what stands on the official list passes (H97)."""
    for number, service in enumerate(shape["intermediaries"], start=1):
        if any(word in service["name"] for word in FIRM):
            yield Finding("firm_named", f"intermediaries.{number}.name")
        if around.services is not None and service["name"] not in around.services:
            yield Finding("service_not_listed", f"intermediaries.{number}.name", "H97", {"name": service["name"]})


def _favours(shape: Shape) -> Iterator[Finding]:
    if shape["deferral_allowed"]:
        if not any(row["deferrable"] for row in shape["materials"]):
            yield Finding("nothing_to_defer", "deferral_allowed")
        if not shape["deferral_days"]:
            yield Finding("deferral_without_days", "deferral_days")
        elif shape["promised_days"] and shape["deferral_days"] > shape["promised_days"]:
            yield Finding("deferral_too_long", "deferral_days")
    if shape["pledge_allowed"]:
        yield from (Finding("pledge_incomplete", k) for k in ("pledge_text", "pledge_check") if not shape[k].strip())
        if shape["risk_field"]:
            yield Finding("pledge_of_risk", "risk_field", "D-07")
        if not any(row["pledgeable"] for row in shape["materials"]):
            yield Finding("nothing_to_pledge", "pledge_allowed", grave=False)
    if shape["unrequested"] and shape["materials"]:
        yield Finding("unrequested_with_materials", "unrequested")
