"""Small words of the pages: icons, badges, dates, masks."""

import re
from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from core import clock
from core.badges import Badge, badge_of
from core.datewords import date_words, datetime_words
from core.datewords import days_left_words as words_of_days_left
from core.filerules import accepted_words
from core.masking import Audience
from core.masking import mask as masked

register = template.Library()

# A date in running text, with the 前 that belongs to it: it must never break at a line's end.
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月\d{1,2}日前?")


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """`{% icon "clock" %}`: decoration beside a word; with `label` the icon stands alone and is read out."""
    mark = format_html('<i class="ti ti-{}" aria-hidden="true"></i>', name)
    return format_html('{}<span class="gp-sr">{}</span>', mark, label) if label else mark


@register.simple_tag
def accepted_files() -> str:
    """`{% accepted_files %}`: which files are taken and how large they may be."""
    return accepted_words()


@register.simple_tag
def state_badge(badge: Badge | str, value: str = "", size: str = "") -> SafeString:
    """`{% state_badge "case" case.state %}` or `{% state_badge row.badge %}`; size "l" in page titles."""
    shown = badge_of(badge, value) if isinstance(badge, str) else badge
    return format_html(
        '<span class="gp-badge gp-badge--{}{}">{}{}</span>',
        shown.tone,
        f" gp-badge--{size}" if size else "",
        icon(shown.icon),
        shown.word,
    )


@register.filter
def badge(value: str, vocabulary: str) -> Badge:
    """`{{ material.state|badge:"material" }}`: the badge itself, for `{% with %}`."""
    return badge_of(vocabulary, value)


@register.filter
def cn_date(value: date | datetime | None) -> SafeString | str:
    """`11月28日 周五`, in one piece. Empty for nothing."""
    return _unbroken(date_words(value, today=clock.today())) if value else ""


@register.filter
def cn_datetime(value: datetime | None) -> SafeString | str:
    """`今天 09:12` or `11月28日 09:12`, in one piece, as a <time>."""
    if not value:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), datetime_words(value, today=clock.today()))


@register.filter
def days_left_words(working_days: int) -> str:
    """`还剩 3 个工作日`, `今天到期`, `超期 2 个工作日`."""
    return words_of_days_left(working_days)


@register.filter
def dates(text: str) -> SafeString:
    """Running text whose dates do not break."""
    return mark_safe(_DATE.sub(lambda found: str(_unbroken(found.group())), str(conditional_escape(text))))


@register.filter
def mask(value: str | None, kind: str) -> str:
    """`{{ phone|mask:"phone" }}` as staff see it, `mask:"phone public"` as the public does (chapter 10.2)."""
    kind, _, audience = kind.partition(" ")
    return masked(kind, value, audience or Audience.STAFF)


@register.filter
def yuan(fen: int | None) -> str:
    """Money: integer fen as `1,260.00`."""
    return "" if fen is None else f"{Decimal(fen) / 100:,.2f}"


def _unbroken(text: str) -> SafeString:
    return format_html('<span class="gp-d">{}</span>', text)
