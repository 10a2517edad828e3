"""Which law the limits of an item follow, and how long that law allows (2.5, T-13 to T-24). Pure.

A limit is a `Bound` by its code of 2.5; an installation may keep a shorter one under the same code (cases, LimitRule).
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bound:
    """The longest time a law allows: `amount` in `unit` (letters of TimeUnit), with its source."""

    code: str
    amount: int
    unit: str
    basis: str


INFORMATION_LAW, PETITION_LAW = "政府信息公开条例", "信访工作条例"
REPORT_LAW = "市场监督管理行政处罚程序规定 第十八条"
COMPLAINT_LAW = "市场监督管理投诉举报处理暂行办法"
BOUNDS = (
    Bound("T-13", 3, "WD", "市场主体登记管理条例 第十九条"),
    Bound("T-13-2", 3, "WD", "市场主体登记管理条例 第十九条"),
    Bound("T-14", 30, "WD", "不动产登记暂行条例 第二十条"),
    Bound("T-15", 7, "WD", "建筑法 第八条"),
    Bound("T-16", 60, "WD", "环境影响评价法 第二十二条"),
    Bound("T-16-2", 30, "WD", "环境影响评价法 第二十二条"),
    Bound("T-17", 20, "WD", "企业投资项目核准和备案管理条例 第十条"),
    Bound("T-17-2", 40, "WD", "企业投资项目核准和备案管理条例 第十条"),
    Bound("T-19", 10, "WD", "消防法 第十五条"),
    Bound("T-22", 20, "WD", f"{INFORMATION_LAW} 第三十三条"),
    Bound("T-22-2", 20, "WD", f"{INFORMATION_LAW} 第三十三条"),
    Bound("T-22-3", 7, "WD", f"{INFORMATION_LAW} 第三十条"),
    Bound("T-23", 60, "ND", PETITION_LAW),
    Bound("T-23-2", 30, "ND", PETITION_LAW),
    Bound("T-23-3", 15, "ND", PETITION_LAW),
    Bound("T-24", 45, "WD", COMPLAINT_LAW),
    Bound("T-24-2", 7, "WD", COMPLAINT_LAW),
    Bound("T-24-3", 15, "WD", REPORT_LAW),
    Bound("T-24-4", 15, "WD", REPORT_LAW),
    Bound("T-25", 120, "WD", "国办发〔2019〕11号"),
)
_BY_CODE = {bound.code: bound for bound in BOUNDS}
WHOLES = {"engineering": _BY_CODE["T-25"]}
"""What several chains of items take together, one after another: the approval of an engineering project."""


@dataclass(frozen=True, slots=True)
class Regime:
    """The codes of the limits one law sets: decision, its extension (empty where there is none), what must be said
    about acceptance, and the reply to what came online.

    `from_receipt`: the decision counts from the receipt, not from the acceptance. `deemed`: what nobody answers in time
    counts as accepted (C-07), which only the licensing law knows.
    """

    key: str
    term: str
    decision: str
    extension: str
    acceptance: str = "T-02"
    reply: str = "T-03"
    from_receipt: bool = False
    deemed: bool = True


LICENSING = Regime("licensing", "行政许可（一般）", "T-04", "T-05")
REGIMES = (
    LICENSING,
    Regime("registration", "市场主体登记", "T-13", "T-13-2"),
    Regime("real_estate", "不动产登记", "T-14", ""),
    Regime("construction", "建筑工程施工许可", "T-15", "T-05"),
    Regime("environment", "环境影响报告书审批", "T-16", "T-05"),
    Regime("environment_form", "环境影响报告表审批", "T-16-2", "T-05"),
    Regime("investment", "企业投资项目核准", "T-17", "T-17-2"),
    Regime("fire_safety", "公众聚集场所消防安全检查", "T-19", "T-05"),
    Regime("information", "政府信息公开申请", "T-22", "T-22-2", "T-22-3", "T-22-3", from_receipt=True, deemed=False),
    Regime("petition", "信访", "T-23", "T-23-2", "T-23-3", "T-23-3", deemed=False),
    Regime("complaint", "市场监管投诉", "T-24", "", "T-24-2", "T-24-2", deemed=False),
    Regime("report", "市场监管举报", "T-24-3", "T-24-4", "T-24-2", "T-24-2", from_receipt=True, deemed=False),
)
_BY_KEY = {regime.key: regime for regime in REGIMES}


def regime(key: str) -> Regime:
    """The regime of this name; the licensing law's for an unknown one."""
    return _BY_KEY.get(key, LICENSING)


def ceiling_of(key: str) -> Bound | None:
    """The longest time a regime allows for the decision; None for the licensing law, beside which other laws may set a
    longer one (XKF 42)."""
    return _BY_CODE.get(regime(key).decision)
