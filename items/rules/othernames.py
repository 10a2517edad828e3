"""What other lists call the elements of an item: words for finding columns, and for the values of code lists."""

from collections.abc import Mapping
from functools import cache

from items.elements import ELEMENTS, Kind

PARTS = ("materials", "legal_basis", "fees", "results", "faq", "desks", "procedures")
"""Tables whose columns a foreign sheet may have, a row for each."""

HEADINGS: Mapping[str, tuple[str, ...]] = {
    "code": (
        "事项编码",
        "项目编码",
        "权力编码",
        "职权编码",
        "实施编码",
        "实施清单编码",
        "地方编码",
        "编码",
        "代码",
        "原编码",
    ),
    "body": (
        "实施主体",
        "实施部门",
        "实施机关",
        "责任部门",
        "责任单位",
        "行使主体",
        "部门",
        "单位",
        "部门名称",
        "实施主体名称",
    ),
    "name": ("事项名称", "项目名称", "职权名称", "权力名称", "权力事项名称", "名称", "服务事项名称", "事项"),
    "type": ("事项类型", "权力类型", "权力类别", "职权类别", "职权类型", "项目类型", "类型", "类别"),
    "base_code": ("基本编码", "目录编码", "国家基本编码"),
    "handling": ("业务办理项", "业务办理项名称", "子项名称", "办理项"),
    "legal_basis": ("设定依据", "法律依据", "实施依据", "职权依据", "法定依据", "依据", "办理依据"),
    "audience": ("服务对象", "办理对象", "申请人类型", "行政相对人"),
    "kind": ("办件类型", "办理类型", "件型"),
    "statutory": ("法定办结时限", "法定时限", "法定期限", "法定办理时限"),
    "promised": ("承诺办结时限", "承诺时限", "承诺期限", "承诺办理时限", "办理时限"),
    "conditions": ("受理条件", "申请条件", "办理条件", "准予条件", "许可条件"),
    "materials": ("申请材料", "申报材料", "所需材料", "提交材料", "材料清单", "申请材料目录"),
    "materials.name": ("材料名称", "申请材料名称"),
    "materials.originals": ("原件份数", "原件数量", "材料份数", "份数", "申请材料份数"),
    "materials.copies": ("复印件份数", "复印件数量", "复印件"),
    "materials.required": ("是否必要", "必要性", "是否必需", "材料必要性"),
    "materials.forms": ("材料形式", "材料介质"),
    "materials.source": ("来源渠道", "材料来源"),
    "materials.basis": ("要求依据", "材料依据"),
    "results": ("审批结果", "审批结果名称", "结果名称", "办理结果", "核发证照", "证照名称", "结果"),
    "visits": ("到办事现场次数", "到现场次数", "跑动次数", "现场次数"),
    "online_depth": ("网办深度", "网上办理深度"),
    "coverage": ("通办范围",),
    "consult_phone": ("咨询电话", "联系电话", "咨询方式", "办理电话"),
    "complaint_phone": ("监督投诉电话", "投诉电话", "监督电话", "监督投诉方式"),
    "hours": ("办理时间", "办公时间", "工作时间"),
    "handling_office": ("承办机构", "承办处室", "责任科室", "内设机构", "承办科室"),
    "joint_bodies": ("联办机构", "共同实施部门"),
    "power_source": ("权力来源",),
    "fees.standard": ("收费标准",),
    "fees.basis": ("收费依据",),
    "fees.name": ("收费名称", "收费项目名称"),
}
WORDS: Mapping[str, Mapping[str, str]] = {
    "type": {
        **{"许可": "01", "行政许可事项": "01", "XK": "01", "处罚": "02", "CF": "02", "强制": "03", "QZ": "03"},
        **{"征收": "04", "ZS": "04", "给付": "05", "JF": "05", "检查": "06", "JC": "06", "确认": "07", "QR": "07"},
        **{"奖励": "08", "JL": "08", "裁决": "09", "CJ": "09", "其他": "10", "其他权力": "10", "其他类": "10"},
        **{"非行政许可审批": "10", "行政审批": "10", "便民服务": "20", "公共服务事项": "20", "服务": "20"},
    },
    "kind": {
        "即时办结": "instant",
        "即办": "instant",
        "承诺办件": "promised",
        "承诺": "promised",
        "转报件": "forwarded",
    },
    "initiated_by": {"依申请类": "applicant", "依职权类": "authority"},
    "audience": {
        **{"个人": "自然人", "公民": "自然人", "法人": "企业法人", "企业": "企业法人", "事业单位": "事业法人"},
        **{
            "社会组织": "社会组织法人",
            "个体户": "个体工商户",
            "个体": "个体工商户",
            "其它组织": "其他组织",
            "其他": "其他组织",
        },
    },
    "coverage": {
        "全国通办": "全国",
        "跨省通办": "跨省",
        "全省通办": "全省",
        "全市通办": "全市",
        "不通办": "仅本地",
        "本地": "仅本地",
    },
    "materials.forms": {"电子化": "electronic", "电子版": "electronic", "纸质版": "paper", "纸质材料": "paper"},
    "materials.source": {
        "申请人": "applicant",
        "自备": "applicant",
        "政府部门": "government",
        "部门核发": "government",
    },
}


@cache
def target_names() -> dict[str, tuple[str, ...]]:
    """The words each target of a column is known by: its official term first, then what other lists say.

    Targets are the elements, columns of some of their tables as table.column, and `code`, `body`, `statutory` and
    `promised`, which are read into several elements.
    """
    names: dict[str, tuple[str, ...]] = {key: HEADINGS[key] for key in ("code", "body", "statutory", "promised")}
    for each in ELEMENTS:
        if each.key in ("statutory_days", "promised_days", "routes", "form", "situations", "templates"):
            continue
        names[each.key] = (each.term, *HEADINGS.get(each.key, ()))
        if each.kind is Kind.ROWS and each.key in PARTS:
            for part in each.parts:
                names[f"{each.key}.{part.key}"] = (part.term, *HEADINGS.get(f"{each.key}.{part.key}", ()))
    return names
