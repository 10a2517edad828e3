"""What official papers are called and which articles they rest on (2.8). Pure; legal wording is Chinese by law."""

LICENCE_TYPE, PUBLIC_SERVICE_TYPE = "01", "20"
LICENSING_LAW = "《中华人民共和国行政许可法》"

NUMBER_WORDS = {
    "D-23": "政申",
    "D-01": "政收",
    "D-02": "政补",
    "D-03": "政受",
    "D-04": "政不受",
    "D-06": "政容",
    "D-07": "政诺",
    "D-08": "政特",
    "D-09": "政延",
    "D-10": "政告",
    "D-11": "政听告",
    "D-11b": "政听通",
    "D-11c": "政听公",
    "D-11d": "政听录",
    "D-12": "政许",
    "D-13": "政不许",
    "D-14": "政撤注",
    "D-14a": "政更",
    "D-15": "政终",
    "S-24": "政充",
    "C-19": "政撤",
    "D-16": "政送",
    "2.8": "政流",
    "D-19": "政审",
    "D-20": "政卷",
    "D-17": "政缴",
    "D-21": "政查",
}
TITLES = {
    "D-23": "提交申请回执",
    "D-01": "申请材料接收凭证",
    "D-02": "申请材料补正告知书",
    "D-03": "受理通知书",
    "D-04": "不予受理通知书",
    "D-06": "容缺受理通知书",
    "D-07": "告知承诺书",
    "D-08": "特别程序期限告知书",
    "D-09": "延长办理期限通知书",
    "D-10": "陈述申辩权利告知书",
    "D-11": "听证权利告知书",
    "D-11b": "听证通知书",
    "D-11c": "听证公告",
    "D-11d": "听证笔录",
    "D-12": "批准决定书",
    "D-13": "不予批准决定书",
    "D-14": "撤销（注销、吊销）行政许可决定书",
    "D-14a": "更正通知书",
    "D-15": "终止审查通知书",
    "S-24": "受理后补充材料告知书",
    "C-19": "撤回申请确认书",
    "D-16": "送达回证",
    "2.8": "物料流转凭证",
    "D-19": "审批流转表",
    "D-20": "案卷目录",
    "D-17": "缴费通知书",
    "D-21": "现场核查笔录",
}
LICENCE_TITLES = {"D-12": "准予行政许可决定书", "D-13": "不予行政许可决定书"}
SERVICE_TITLES = {"D-12": "准予办理决定书", "D-13": "不予办理决定书"}
EFFECT_TITLES = {
    "change": {"D-12": "准予变更决定书", "D-13": "不予变更决定书"},
    "renewal": {"D-12": "准予延续决定书", "D-13": "不予延续决定书"},
    "replacement": {"D-12": "准予补证决定书", "D-13": "不予补证决定书"},
    "cancellation": {"D-12": "准予注销决定书", "D-13": "不予注销决定书"},
}
"""D-14: decisions about a licence that is there already, by what the handling option does to it."""
NOTICES = {
    "promised": {"D-02": "补办件通知书", "D-03": "承诺件通知书"},
    "joint": {"D-02": "补办件通知书", "D-03": "联办件通知书"},
}
"""D-05: what correction and acceptance are called by the kind of case, where the licensing law gives them no name."""
JOINT_LICENCE_TITLES = {"D-03": "联办件受理通知书"}
ARTICLES = {
    "D-02": "第三十二条第一款第四项",
    "D-03": "第三十二条第一款第五项",
    "D-04": "第三十二条",
    "D-08": "第四十五条",
    "D-09": "第四十二条第一款",
    "D-10": "第三十六条",
    "D-11": "第四十七条",
    "D-11b": "第四十八条第一款第一项",
    "D-11c": "第四十八条第一款第一项",
    "D-11d": "第四十八条第一款第五项",
    "D-12": "第三十八条第一款",
    "D-13": "第三十八条第二款",
    "D-21": "第三十四条第三款",
}


def title_of(kind: str, item_type: str, effect: str = "", *, handled: str = "") -> str:
    """The title of a paper of this kind (its rule, such as D-03); decisions are called by what is decided, and about
    which licence (D-14), notices by how the case is `handled`: promised, joint or otherwise (D-05)."""
    if kind in EFFECT_TITLES.get(effect, {}):
        return EFFECT_TITLES[effect][kind]
    own = {LICENCE_TYPE: LICENCE_TITLES, PUBLIC_SERVICE_TYPE: SERVICE_TITLES}.get(item_type, {})
    by_kind = NOTICES.get(handled, {}) if item_type != LICENCE_TYPE else {}
    joint = JOINT_LICENCE_TITLES if item_type == LICENCE_TYPE and handled == "joint" else {}
    return {**TITLES, **by_kind, **joint, **own}[kind]


def basis_of(kind: str, item_type: str, laws: list[tuple[str, str]]) -> str:
    """The articles a paper names: those of the item for decisions, and for licences those of the licensing law.

    `laws` are (law, article) of the item's own basis. Powers other than licences, to which the licensing law does not
    apply, always name their own.
    """
    procedure = f"{LICENSING_LAW}{ARTICLES[kind]}" if item_type == LICENCE_TYPE and kind in ARTICLES else ""
    if procedure and kind not in LICENCE_TITLES:
        return procedure
    own = [f"{_quoted(law)}{article}" for law, article in laws[:2]]
    return "、".join([*own, *([procedure] if procedure else [])])


def _quoted(law: str) -> str:
    return law if law.startswith("《") else f"《{law}》"
