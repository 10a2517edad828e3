"""Words of official papers: dates in full, QR codes drawn inline."""

from datetime import date, datetime

import segno
from django import template
from django.utils.safestring import SafeString, mark_safe

from core import clock

register = template.Library()


@register.filter
def paper_date(value: date | datetime | str | None) -> str:
    """`2026年11月21日`, the day in Shanghai; empty for nothing. A text is read as ISO 8601."""
    if not value:
        return ""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    day = clock.local(moment).date() if isinstance(moment, datetime) and moment.tzinfo else moment
    return f"{day.year}年{day.month}月{day.day}日"


@register.filter
def paper_time(value: datetime | str) -> str:
    """`2026年11月21日14时05分` in Shanghai. A text is read as ISO 8601 with its time zone."""
    local = clock.local(datetime.fromisoformat(value) if isinstance(value, str) else value)
    return f"{paper_date(local)}{local.hour}时{local.minute:02d}分"


@register.simple_tag
def qr_code(text: str) -> SafeString:
    """An inline SVG of a QR code that survives 15 % damage; its size comes from the stylesheet."""
    drawn = segno.make(str(text), error="m", micro=False).svg_inline(omitsize=True, border=0)
    return mark_safe(drawn)
