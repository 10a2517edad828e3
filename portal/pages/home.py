"""The start page, the item lists and the search as view models."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from identity.models import Department
from items.life_events import shown_events
from items.models import ItemVersion, Theme
from items.notes import promised_limit
from items.queries import applicable_versions, for_audience, published_versions
from portal.pages.guide import visits_words
from portal.pages.life_events import tiles
from portal.queries import most_used

HOT = ["开小吃店", "开公司", "办身份证", "公积金", "不动产登记", "生育登记"]
SHOWN_THEMES, SHOWN_ITEMS = 12, 6
ICONS = {
    "三农服务": "tractor",
    "交通出行": "car",
    "人力资源": "users",
    "住房保障": "home-2",
    "公共安全": "shield",
    "公安消防": "flame",
    "公用事业": "plug",
    "其他": "dots",
    "农林牧渔": "plant-2",
    "准营准办": "license",
    "医疗卫生": "stethoscope",
    "司法公正": "scale",
    "商务贸易": "shopping-cart",
    "国土和规划建设": "map",
    "婚姻登记": "heart",
    "安全生产": "helmet",
    "就业创业": "briefcase",
    "年检年审": "calendar-check",
    "应急消防": "urgent",
    "户籍办理": "home",
    "投资审批": "chart-line",
    "抵押质押": "key",
    "招标拍卖": "gavel",
    "教育科研": "school",
    "文体教育": "books",
    "文化体育": "ball-basketball",
    "旅游观光": "camera",
    "档案文物": "archive",
    "检验检疫": "microscope",
    "死亡殡葬": "flower",
    "民族宗教": "users-group",
    "水务气象": "droplet",
    "法人注销": "file-off",
    "海关口岸": "ship",
    "消费维权": "basket",
    "涉外服务": "world",
    "环保绿化": "leaf",
    "生育收养": "baby-carriage",
    "社会保障": "umbrella",
    "科技创新": "rocket",
    "税收财务": "receipt-tax",
    "职业资格": "certificate",
    "融资信贷": "credit-card",
    "设立变更": "building-store",
    "证件办理": "id",
    "质量技术": "ruler-2",
    "资质认证": "award",
}


def home() -> dict[str, Any]:
    """Search first, then ways in by theme."""
    count = published_versions().count()
    words = {"items": count, "departments": Department.objects.filter(items__isnull=False).distinct().count()}
    return {
        "lead": _("%(items)d items of %(departments)d departments, one entrance") % words,
        "hot_words": hot_words(),
        "progress_href": reverse("portal:progress"),
        "entries": [_entry("p", "person", _("For individuals")), _entry("e", "enterprise", _("For enterprises"))],
        "life_events": tiles(shown_events()),
        "life_events_href": reverse("portal:life_events"),
        "items": rows(most_used(SHOWN_ITEMS)),
        **{"items_href": reverse("portal:items"), "items_label": _("All items")},
        "quick": [
            {"icon": "list-check", "label": _("Where is my case?"), "href": reverse("portal:progress")},
            {"icon": "shield-check", "label": _("Verify a licence"), "href": reverse("portal:verify_ask")},
        ],
    }


def hot_words() -> list[dict[str, str]]:
    """What people often ask, as people say it."""
    return [{"label": word, "href": f"{reverse('portal:search')}?q={quote(word)}"} for word in HOT]


def hints(query: str, *, narrowed: bool = False) -> dict[str, Any]:
    """What to do when a search found nothing, or nothing was asked yet."""
    why = _("No item fits “%(words)s”.") % {"words": query} if query else _("Say what you want to do.")
    if query and narrowed:
        why = _("No item fits “%(words)s” and all that is ticked.") % {"words": query}
    then = _("Fewer and shorter words find more. Or call 12345 and tell a person what you want to do.")
    return {"why": why, "then": then, "hot_words": hot_words(), "items_href": reverse("portal:items")}


def elder_home() -> dict[str, Any]:
    """The start page in elder mode: four ways in, no more."""
    return {
        "tiles": [
            {"icon": "id", "title": _("For individuals"), "href": f"{reverse('portal:items')}?audience=person"},
            {"icon": "list-check", "title": _("Where is my case?"), "href": reverse("portal:progress")},
            {"icon": "shield-check", "title": _("Verify a licence"), "href": reverse("portal:verify_ask")},
            {"icon": "user-circle", "title": _("My space"), "href": reverse("cases:space")},
        ]
    }


def rows(versions: Iterable[ItemVersion]) -> list[dict[str, Any]]:
    """Items as rows of a list."""
    return [
        {
            **{
                "name": version.name,
                "department": version.item.department.name,
                "who": "、".join(version.audience[:2]),
            },
            "href": reverse("portal:guide", args=[version.item.implementing_code]),
            **{"days": promised_limit(version), "visits": visits_words(version)},
        }
        for version in versions
    ]


def _entry(key: str, audience: str, title: str) -> dict[str, Any]:
    served = for_audience(applicable_versions(), audience)
    count = served.count()
    in_force = Count("versions", filter=Q(versions__in=served.values("pk")))
    themes = Theme.objects.filter(audience=audience).annotate(items=in_force).filter(items__gt=0)
    href = f"{reverse('portal:items')}?audience={audience}"
    by = [("departments", _("By department"))] + ([("towns", _("By town"))] if key == "p" else [])
    return {
        **{"key": key, "title": title, "href": href},
        "by": [{"label": label, "href": reverse(f"portal:{name}")} for name, label in by],
        "count_words": ngettext("%(count)d item", "%(count)d items", count) % {"count": count},
        "themes": [
            {
                "icon": ICONS.get(theme.name, "folder"),
                "label": theme.name,
                "href": f"{reverse('portal:items')}?theme={theme.pk}",
            }
            for theme in themes.order_by("-items", "order")[:SHOWN_THEMES]
        ],
        "all": {"label": _("All items"), "href": href},
    }
