"""An item whose situation answers do everything answers can do."""

from typing import Any

from cases.models import Case
from items.models import ItemVersion, SituationOption
from items.rules.situations import Choices
from tests import world

REJECTION = "消防通道不得占用，请调整占用范围。"
FEE = {"name": "占用费", "standard": "按面积", "amount_fen": 8000, "basis": "收费规定"}
FORM = [
    {"key": "road", "label": "道路", "type": "text", "required": True},
    {"key": "site", "label": "施工情况", "type": "group"},
    {"key": "builder", "label": "施工单位", "type": "text", "required": True},
]


def questions() -> list[dict[str, Any]]:
    """Reason (may jump), blocked (may reject), term (after works), relief (several), applicant."""
    fee, short = {"kind": "fee", "target": "占用费"}, {"kind": "route", "target": "simplified"}
    works = {"label": "工程", "adds": ["规划许可证"], "effects": [{"kind": "form", "target": "site"}]}
    repair = {"label": "抢修", "jump_to": "who", "effects": [{**fee, "amount": 0}, short]}
    long = {"label": "超过30日", "effects": [{"kind": "copies", "target": "交通方案", "amount": 3}]}
    return [
        {"key": "reason", "ask": "因何占用？", "options": [works, repair, {"label": "其他"}]},
        {
            "key": "blocked",
            "ask": "是否占用消防通道？",
            "options": [{"label": "是", "reject": REJECTION}, {"label": "否"}],
        },
        {
            **{"key": "term", "ask": "占用多久？", "depends_on": "reason", "depends_option": "工程"},
            "options": [{"label": "30日以内"}, long],
        },
        {
            **{"key": "relief", "ask": "有无下列情况？", "kind": "multi"},
            "options": [
                {"label": "面积很小", "effects": [short]},
                {"label": "公益活动", "effects": [{**fee, "amount": 0}]},
                {"label": "都没有"},
            ],
        },
        {"key": "who", "ask": "谁申请？", "options": [{"label": "企业", "adds": ["营业执照"]}, {"label": "个人"}]},
    ]


def item(**changes: Any) -> ItemVersion:
    """The published item, with an ordinary and a simplified route."""
    materials = [
        world.material("申请书"),
        world.material("交通方案", form=["electronic", "paper"], copies=1),
        world.material("规划许可证", required=False),
        world.material("营业执照", required=False),
    ]

    long = [_stage("受理", "窗口受理岗"), _stage("审查", "科室审查岗", 2), _stage("决定", "分管领导岗")]
    short = [_stage("受理", "窗口受理岗"), _stage("决定", "科室审查岗")]

    usual: dict[str, Any] = {
        **{"name": "临时占用道路许可", "materials": materials, "fees": [FEE], "form": FORM},
        "routes": [{"kind": "simplified", "stages": short}, {"kind": "normal", "stages": long}],
        "situations": questions(),
    }
    return world.item(**{**usual, **changes})


def choices(version: ItemVersion, *labels: str) -> Choices:
    """Answers by their labels, as a case stores them."""
    found: dict[str, Any] = {}
    chosen = SituationOption.objects.filter(situation__version=version, label__in=labels)
    for option in chosen.select_related("situation").order_by("situation__order", "order"):
        if option.situation.kind == "multi":
            found.setdefault(str(option.situation_id), []).append(option.pk)
        else:
            found[str(option.situation_id)] = option.pk
    return found


def sent(version: ItemVersion, *labels: str) -> dict[str, Any]:
    """The same as a page sends them."""
    return {f"situation-{key}": value for key, value in choices(version, *labels).items()}


def names(case: Case) -> list[str]:
    """What the case asks for."""
    return list(case.materials.order_by("spec__order").values_list("spec__name", flat=True))


def _stage(title: str, post: str, days: int = 1) -> dict[str, Any]:
    return {"title": title, "duty": DUTIES[title], "seats": [{"post_name": post, "days": days}]}


DUTIES = {"受理": "accept", "审查": "review", "决定": "decide"}
