"""The start page, the item lists and the search as view models."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from identity.models import Department
from items.models import ItemVersion, Theme, VersionState
from items.queries import applicable_versions, published_versions
from portal.pages.guide import limit_words, visits_words

HOT = ["开小吃店", "开公司", "办身份证", "公积金", "不动产登记", "生育登记"]
SHOWN_THEMES, SHOWN_ITEMS = 12, 6
ICONS = {
    "生育收养": "baby-carriage",
    "户籍办理": "home",
    "教育科研": "school",
    "就业创业": "briefcase",
    "设立变更": "building",
    "准营准办": "license",
    "职业资格": "certificate",
    "婚姻登记": "heart",
    "住房保障": "home-2",
    "社会保障": "shield-check",
    "证件办理": "id",
    "交通出行": "car",
    "医疗卫生": "stethoscope",
    "公用事业": "plug",
    "投资审批": "chart-line",
    "税收财务": "receipt-tax",
    "人力资源": "users",
    "国土和规划建设": "map",
    "环保绿化": "plant",
    "三农服务": "tractor",
}


def home() -> dict[str, Any]:
    """Search first, then ways in by theme."""
    count = published_versions().count()
    words = {"items": count, "departments": Department.objects.filter(items__isnull=False).distinct().count()}
    popular = applicable_versions().filter(item__entry__phrases__isnull=False).distinct().order_by("pk")[:SHOWN_ITEMS]
    return {
        "lead": _("%(items)d items of %(departments)d departments, one entrance") % words,
        "hot_words": [{"label": word, "href": f"{reverse('portal:search')}?q={quote(word)}"} for word in HOT],
        "progress_href": reverse("portal:progress"),
        "entries": [_entry("p", "person", _("For individuals")), _entry("e", "enterprise", _("For enterprises"))],
        "items": rows(popular),
        **{"items_href": reverse("portal:items"), "items_label": _("All items")},
        "quick": [
            {"icon": "list-check", "label": _("Where is my case?"), "href": reverse("portal:progress")},
            {"icon": "shield-check", "label": _("Verify a licence"), "href": reverse("portal:verify_ask")},
        ],
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
            **{"days": limit_words(version), "visits": visits_words(version)},
        }
        for version in versions
    ]


def _entry(key: str, audience: str, title: str) -> dict[str, Any]:
    in_force = Count("versions", filter=Q(versions__state=VersionState.PUBLISHED))
    themes = (
        Theme.objects.filter(audience=audience).annotate(items=in_force).filter(items__gt=0).order_by("-items", "order")
    )
    href = f"{reverse('portal:items')}?audience={audience}"
    return {
        **{"key": key, "title": title, "href": href, "by": []},
        "count_words": _("%(count)d themes") % {"count": len(themes)},
        "themes": [
            {
                "icon": ICONS.get(theme.name, "folder"),
                "label": theme.name,
                "href": f"{reverse('portal:items')}?theme={theme.pk}",
            }
            for theme in themes[:SHOWN_THEMES]
        ],
        "all": {"label": _("All items"), "href": href},
    }
