"""Words of the papers of a case."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import template

from cases.models import Channel, Resolver
from deliveries.models import DeliveryWay
from items.models import TimeUnit

register = template.Library()

ON_PAPER = {Resolver.PAPER, Resolver.SCAN}


@register.filter
def channel_word(value: str) -> str:
    """How the application came, by the digit of its channel."""
    return str(Channel(value).label)


@register.filter
def delivery_word(value: str) -> str:
    """How a result was handed over, in the words of the law (D-16)."""
    return _DELIVERIES[DeliveryWay(value)]


@register.filter
def way_of_material(row: Mapping[str, Any]) -> str:
    """How a material came."""
    return str(Resolver(row["way"]).label)


@register.filter
def form_of_material(row: Mapping[str, Any]) -> str:
    """Whether it is on paper or electronic."""
    return "纸质" if row["way"] in ON_PAPER else "电子"


@register.filter
def copies_of_material(row: Mapping[str, Any]) -> int:
    """How many: sheets handed in on paper, files, or one licence or form."""
    return int(row["copies"] or 1) if row["way"] in ON_PAPER else len(row["files"]) or 1


@register.filter
def in_pairs(rows: Sequence[Any]) -> list[Sequence[Any]]:
    """Rows two by two, for tables with two columns of facts."""
    return [rows[start : start + 2] for start in range(0, len(rows), 2)]


@register.filter
def limit_words(limit: Sequence[Any]) -> str:
    """`5个工作日` from an amount and its unit."""
    amount, unit = limit
    return f"{amount}{_UNITS[TimeUnit(unit)]}"


_DELIVERIES = {
    DeliveryWay.ELECTRONIC: "电子送达",
    DeliveryWay.WINDOW: "直接送达（窗口领取）",
    DeliveryWay.COURIER: "邮寄送达",
    DeliveryWay.LEFT: "留置送达",
    DeliveryWay.ENTRUSTED: "委托送达",
    DeliveryWay.ANNOUNCED: "公告送达",
}
_UNITS = {
    TimeUnit.WORKING: "个工作日",
    TimeUnit.NATURAL: "日",
    TimeUnit.WORKING_HOURS: "个工作小时",
    TimeUnit.HOURS: "小时",
}
