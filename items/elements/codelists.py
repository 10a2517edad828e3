"""Code lists of elements, in the official terms (tables 1.2 and 1.5; G39046 A.1 to A.7)."""

from items.elements.kinds import Code
from items.rules.regimes import REGIMES


def named(*pairs: tuple[str, str]) -> tuple[Code, ...]:
    """Codes numbered from 1 in the national tables."""
    return tuple(Code(value, term, str(number)) for number, (value, term) in enumerate(pairs, start=1))


def same(*terms: str) -> tuple[Code, ...]:
    """Codes whose value is their term."""
    return tuple(Code(term, term, str(number)) for number, term in enumerate(terms, start=1))


TYPES = tuple(
    Code(value, term, value)
    for value, term in (
        *(("01", "行政许可"), ("02", "行政处罚"), ("03", "行政强制"), ("04", "行政征收"), ("05", "行政给付")),
        *(("06", "行政检查"), ("07", "行政确认"), ("08", "行政奖励"), ("09", "行政裁决"), ("10", "其他行政权力")),
        ("20", "公共服务"),
    )
)
INITIATORS = named(("applicant", "依申请"), ("authority", "依职权"))
POWER_SOURCES = tuple(
    Code(str(number), term, str(number))
    for number, term in enumerate(("法定本级行使", "上级下放", "上级授权", "同级授权", "上级委托", "同级委托"), start=1)
)
LEVELS = tuple(
    Code(str(number), term, str(number))
    for number, term in enumerate(
        ("国家级", "省级", "市级", "县级", "乡镇（街道）级", "村（社区）级", "分级管理"), start=1
    )
)
BODY_KINDS = (
    Code("1", "法定机关", "1"),
    Code("2", "授权组织", "2"),
    Code("3", "受委托组织", "3"),
    Code("9", "其他", "9"),
)
ENTRUSTED = "3"
AUDIENCES = same(
    *("自然人", "企业法人", "事业法人", "社会组织法人", "非法人企业", "个体工商户", "行政机关", "其他组织")
)
KINDS = (
    Code("instant", "即办件", "1"),
    Code("promised", "承诺件", "2"),
    Code("forwarded", "上报件", "9"),
)
UNITS = (
    Code("WD", "工作日", "1"),
    Code("ND", "自然日", "2"),
    Code("WH", "工作小时", "3"),
    Code("NH", "小时", "4"),
)
CHANNELS = (
    Code("window", "窗口办理", "1"),
    Code("web", "网上办理", "2"),
    Code("mobile", "移动端办理", "3"),
    Code("courier", "快递申请", "4"),
    Code("other", "其他", "9"),
)
ONLINE_DEPTHS = named(
    ("consult", "互联网咨询"),
    ("collect", "收件"),
    ("precheck", "预审"),
    ("accept", "受理"),
    ("handle", "办理"),
    ("result", "办理结果信息反馈"),
    ("certificate", "电子证照反馈"),
    ("other", "其他"),
)
COVERAGES = same("全国", "跨省", "全省", "全市", "仅本地")
SIGNERS = (
    Code("none", "不需要"),
    Code("may", "可以有其他签署人", "1"),
    Code("must", "必须有其他签署人", "2"),
)
LIMIT_REGIMES = named(*((regime.key, regime.term) for regime in REGIMES))
"""Which law the limits follow (2.5)."""
SIGN_ONS = named(("web", "网上单点登录"), ("app", "移动端单点登录"))
RUN_LEVELS = (
    Code("", "本大厅"),
    Code("national", "国家级系统", "1"),
    Code("province", "省级系统", "2"),
    Code("city", "市级系统", "3"),
    Code("own", "部门自建系统", "4"),
)
LAW_KINDS = (
    Code("law", "法律", "1"),
    Code("regulation", "行政法规", "2"),
    Code("local", "地方性法规", "3"),
    Code("ministry", "部门规章", "4"),
    Code("government", "政府规章", "5"),
    Code("decision", "国务院决定", "6"),
    Code("document", "规范性文件", "9"),
)
SETS_LICENCES = frozenset({"law", "regulation", "local", "decision", "government"})
"""What may set an administrative licence (1.8): law, administrative and local regulation, a decision of the State
Council, a (temporary) rule of a provincial government."""
SOURCES = (
    Code("applicant", "申请人自备", "1"),
    Code("government", "政府部门核发", "2"),
    Code("other", "其他", "9"),
)
MATERIAL_KINDS = named(("certificate", "证件证书证明"), ("form", "申请表格文书"), ("other", "其他"))
FORMS = named(("paper", "纸质"), ("electronic", "电子"))
FEE_KINDS = named(("fixed", "固定"), ("floating", "浮动"), ("computed", "按实计算"))
RESULT_KINDS = named(("licence", "证照"), ("approval", "批文"), ("other", "其他"))
DELIVERIES = named(("window", "窗口领取"), ("courier", "快递送达"), ("kiosk", "自助打印"), ("electronic", "电子证照"))
PROCEDURES = same(
    *("听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审", "公示", "现场核查", "现场勘查", "延长审批")
)
ROUTE_KINDS = named(("normal", "普通程序"), ("simplified", "简易程序"), ("pledge", "告知承诺程序"))
RISK_FIELDS = (
    Code("", "不涉及"),
    *named(
        ("national_security", "国家安全"),
        ("public_security", "公共安全"),
        ("finance", "金融业审慎监管"),
        ("ecology", "生态环境保护"),
        ("health", "直接涉及人身健康"),
    ),
)
"""Fields in which harm cannot be undone, so that nobody may pledge instead of proving (2.4)."""
DUTIES = named(("accept", "受理"), ("review", "审查"), ("decide", "决定"), ("issue", "制证"))
RULES = named(("ALL", "全部同意"), ("ANY", "一方同意"), ("AT_LEAST", "至少若干方同意"), ("VETO", "一票否决"))
PAPERS = tuple(
    Code(value, term, value)
    for value, term in (
        *(("D-04", "不予受理通知书"), ("D-12", "准予决定书"), ("D-13", "不予决定书"), ("licence", "电子证照记载事项")),
    )
)
QUESTION_KINDS = named(("single", "单选"), ("multi", "多选"), ("info", "提示"))
EFFECTS = named(
    ("add", "增加材料"),
    ("drop", "减免材料"),
    ("copies", "调整份数"),
    ("form", "显示表单分组"),
    ("fee", "调整收费"),
    ("route", "调整流程"),
)
