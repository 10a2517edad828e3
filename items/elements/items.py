"""The elements of an item, in the order of table 1.5, the parts of 1.6 to 1.8 among them."""

from django.utils.translation import gettext_lazy as _

from items.elements import codelists as lists
from items.elements import forms, tables
from items.elements.kinds import Element, Kind, Need, Section

TEXT, LONG, INTEGER, YES_NO, LINES = Kind.TEXT, Kind.LONG, Kind.INTEGER, Kind.YES_NO, Kind.LINES
CODE, CODES, DATE, URL, PHONE, ROWS_ = Kind.CODE, Kind.CODES, Kind.DATE, Kind.URL, Kind.PHONE, Kind.ROWS
MUST, WHEN = Need.MUST, Need.WHEN
IDENTITY, BASIS, HANDLING = Section.IDENTITY, Section.BASIS, Section.HANDLING
MONEY, RESULT, PLACE, ONLINE, EXTRAS = Section.MONEY, Section.RESULT, Section.PLACE, Section.ONLINE, Section.EXTRAS
PUNISHED, LEVIED = frozenset({"02"}), frozenset({"04", "05", "08", "09"})
CHECKED = frozenset({"03", "06"})

ELEMENTS: tuple[Element, ...] = (
    Element("name", "事项名称", _("Name of the item"), TEXT, MUST, 1, IDENTITY, most=120),
    Element("base_code", "基本编码", _("Base code"), TEXT, MUST, 2, IDENTITY, most=12),
    Element("handling", "业务办理项", _("Handling options"), LINES, WHEN, 4, IDENTITY, most=40),
    Element("local_code", "地方编码", _("Local code"), TEXT, Need.MAY, 5, IDENTITY, most=60),
    Element("type", "事项类型", _("Type"), CODE, MUST, 6, IDENTITY, lists.TYPES),
    Element(
        "initiated_by", "办理方式", _("Who starts it"), CODE, MUST, 6, IDENTITY, lists.INITIATORS, default="applicant"
    ),
    Element("legal_basis", "设定依据", _("Legal basis"), ROWS_, MUST, 7, BASIS, parts=tables.LEGAL_BASIS),
    Element("power_source", "权力来源", _("Source of the power"), CODE, WHEN, 8, BASIS, lists.POWER_SOURCES),
    Element("power_division", "权限划分", _("Division of powers"), LONG, WHEN, 10, BASIS),
    Element("exercise_content", "行使内容", _("What this level decides"), LONG, WHEN, 11, BASIS),
    Element(
        "body_kind", "实施主体性质", _("Nature of the body"), CODE, MUST, 13, IDENTITY, lists.BODY_KINDS, default="1"
    ),
    Element("entrusted_by", "委托部门", _("Entrusted by"), TEXT, WHEN, 14, IDENTITY, most=120),
    Element("handling_office", "承办机构", _("Handling office"), TEXT, Need.MAY, 15, IDENTITY, most=80),
    Element("joint_bodies", "联办机构", _("Bodies that take part"), LINES, WHEN, 16, IDENTITY, most=80),
    Element("audience", "服务对象", _("Served"), CODES, MUST, 17, IDENTITY, lists.AUDIENCES),
    Element("themes", "服务主题", _("Themes"), LINES, MUST, 18, IDENTITY, most=20, minor=True),
    Element("kind", "办件类型", _("How it is decided"), CODE, MUST, 19, HANDLING, lists.KINDS, default="promised"),
    Element("statutory_days", "法定办结时限", _("Limit by law"), INTEGER, WHEN, 20, HANDLING),
    Element(
        "statutory_unit",
        "法定办结时限单位",
        _("Unit of the limit by law"),
        CODE,
        WHEN,
        20,
        HANDLING,
        lists.UNITS,
        default="WD",
    ),
    Element(
        "limit_regime",
        "时限适用规定",
        _("Law the limits follow"),
        CODE,
        Need.MAY,
        20,
        HANDLING,
        lists.LIMIT_REGIMES,
        default="licensing",
    ),
    Element("statutory_note", "法定办结时限说明", _("On the statutory limit"), LONG, WHEN, 20, HANDLING),
    Element("promised_days", "承诺办结时限", _("Limit promised"), INTEGER, MUST, 21, HANDLING),
    Element(
        "promised_unit",
        "承诺办结时限单位",
        _("Unit of the limit promised"),
        CODE,
        MUST,
        21,
        HANDLING,
        lists.UNITS,
        default="WD",
    ),
    Element("promised_note", "承诺办结时限说明", _("On the promised limit"), LONG, Need.MAY, 21, HANDLING),
    Element("conditions", "受理条件", _("Conditions"), LINES, MUST, 22, HANDLING),
    Element(
        "materials", "申请材料", _("Application materials"), ROWS_, MUST, 23, Section.MATERIALS, parts=tables.MATERIALS
    ),
    Element(
        "situations", "情形引导", _("Situations"), ROWS_, Need.MAY, 23, Section.SITUATIONS, parts=tables.SITUATIONS
    ),
    Element("form", "电子表单", _("Electronic form"), ROWS_, Need.MAY, 23, Section.FORM, parts=forms.FORM, sparse=True),
    Element("routes", "办理流程", _("Routes"), ROWS_, MUST, 24, Section.ROUTE, parts=tables.ROUTES),
    Element("flow_note", "办理流程说明", _("On the route"), LONG, Need.MAY, 24, Section.ROUTE),
    Element(
        "templates",
        "文书模板",
        _("Templates of papers"),
        ROWS_,
        Need.MAY,
        24,
        RESULT,
        parts=tables.TEMPLATES,
        internal=True,
    ),
    Element("channels", "办理形式", _("Ways to apply"), CODES, MUST, 25, ONLINE, lists.CHANNELS),
    Element("visits", "到办事现场次数", _("Visits to the hall"), INTEGER, MUST, 26, ONLINE),
    Element("visit_reason", "必须现场办理原因", _("Why a visit is needed"), LONG, WHEN, 27, ONLINE),
    Element("online_depth", "网办深度", _("Online depth"), CODES, WHEN, 28, ONLINE, lists.ONLINE_DEPTHS),
    Element("online_url", "网办地址", _("Online address"), URL, WHEN, 29, ONLINE, most=300, minor=True),
    Element("mobile_url", "移动端地址", _("Mobile address"), URL, Need.MAY, 29, ONLINE, most=300, minor=True),
    Element("single_sign_on", "单点登录", _("Single sign-on"), CODES, Need.MAY, 30, ONLINE, lists.SIGN_ONS),
    Element("coverage", "通办范围", _("Where one can apply"), CODE, MUST, 31, ONLINE, lists.COVERAGES),
    Element("in_hall", "进驻政务大厅", _("In the hall"), YES_NO, MUST, 32, PLACE, default=True),
    Element("desks", "办理地点", _("Places of intake"), ROWS_, MUST, 33, PLACE, parts=tables.DESKS, minor=True),
    Element("hours", "办理时间", _("Opening hours"), LONG, MUST, 34, PLACE, minor=True),
    Element("consult_phone", "咨询电话", _("Phone for questions"), PHONE, MUST, 35, PLACE, most=40, minor=True),
    Element("consult_address", "咨询地址", _("Address for questions"), TEXT, Need.MAY, 35, PLACE, most=200, minor=True),
    Element("consult_url", "网上咨询地址", _("Online questions"), URL, Need.MAY, 35, PLACE, most=300, minor=True),
    Element("complaint_phone", "监督投诉电话", _("Phone for complaints"), PHONE, MUST, 36, PLACE, most=40, minor=True),
    Element(
        "complaint_address",
        "监督投诉地址",
        _("Address for complaints"),
        TEXT,
        Need.MAY,
        36,
        PLACE,
        most=200,
        minor=True,
    ),
    Element("complaint_url", "网上投诉地址", _("Online complaints"), URL, Need.MAY, 36, PLACE, most=300, minor=True),
    Element("fees", "收费项目", _("Fees charged"), ROWS_, WHEN, 37, MONEY, parts=tables.FEES),
    Element("pay_online", "支持网上支付", _("Payment online"), YES_NO, WHEN, 38, MONEY),
    Element("bookable", "支持预约", _("By appointment"), YES_NO, MUST, 39, ONLINE),
    Element("courier", "支持物流快递", _("Courier offered"), YES_NO, MUST, 40, ONLINE),
    Element("kiosk", "支持自助终端", _("At kiosks"), YES_NO, MUST, 41, ONLINE),
    Element("quota", "数量限制", _("Quota"), LONG, WHEN, 42, HANDLING),
    Element("results", "审批结果", _("Results"), ROWS_, WHEN, 43, RESULT, parts=tables.RESULTS),
    Element(
        "intermediaries", "中介服务", _("Intermediary services"), ROWS_, WHEN, 44, MONEY, parts=tables.INTERMEDIARIES
    ),
    Element("procedures", "特别程序", _("Special procedures"), ROWS_, WHEN, 45, HANDLING, parts=tables.PROCEDURES),
    Element("jurisdiction", "行政管辖", _("Jurisdiction"), LONG, WHEN, 46, BASIS),
    Element("faq", "常见问题", _("Frequent questions"), ROWS_, Need.MAY, 47, PLACE, parts=tables.FAQ, minor=True),
    Element("run_level", "运行系统层级", _("Where it is handled"), CODE, WHEN, 48, ONLINE, lists.RUN_LEVELS),
    Element("run_system", "运行系统", _("Its own system"), TEXT, WHEN, 48, ONLINE, most=80),
    Element("town_level", "镇村可受理", _("Taken in by towns and villages"), YES_NO, WHEN, 49, ONLINE),
    Element("effective_on", "计划生效日期", _("Planned to come into force"), DATE, Need.MAY, 51, IDENTITY),
    Element(
        "signers",
        "共同签署",
        _("Further signers"),
        CODE,
        Need.MAY,
        52,
        HANDLING,
        lists.SIGNERS,
        default="none",
    ),
    Element("deferral_allowed", "容缺受理", _("Materials may follow later"), YES_NO, Need.MAY, 52, HANDLING),
    Element(
        "deferral_days",
        "容缺时限（工作日）",
        _("Working days to follow up"),
        INTEGER,
        Need.MAY,
        52,
        HANDLING,
        default=0,
    ),
    Element("pledge_allowed", "告知承诺", _("On pledge"), YES_NO, Need.MAY, 53, HANDLING),
    Element("pledge_text", "告知承诺内容", _("What is pledged"), LONG, Need.MAY, 53, HANDLING),
    Element("pledge_check", "事后核查方案", _("Check afterwards"), LONG, Need.MAY, 53, HANDLING),
    Element(
        "pledge_days",
        "事后核查期限（自然日）",
        _("Natural days to check afterwards"),
        INTEGER,
        Need.MAY,
        53,
        HANDLING,
        default=0,
    ),
    Element(
        "risk_field",
        "风险领域",
        _("Field of risk"),
        CODE,
        Need.MAY,
        53,
        HANDLING,
        lists.RISK_FIELDS,
    ),
    Element("review_body", "行政复议机关", _("Body of administrative review"), TEXT, WHEN, 54, BASIS, most=120),
    Element("court", "行政诉讼法院", _("Court"), TEXT, WHEN, 54, BASIS, most=120),
    Element("instant_grant", "秒批", _("Decided by machine"), YES_NO, Need.MAY, 55, ONLINE),
    Element("unrequested", "免申即享", _("Granted without application"), YES_NO, Need.MAY, 55, ONLINE),
    Element(
        "min_assurance_level", "实名等级", _("Level of proof of identity"), INTEGER, Need.MAY, 55, ONLINE, default=3
    ),
    Element("punishments", "处罚的行为和种类", _("Acts and punishments"), LONG, WHEN, 0, EXTRAS, types=PUNISHED),
    Element("discretion", "裁量基准", _("Discretion"), LONG, Need.MAY, 0, EXTRAS, types=PUNISHED),
    Element(
        "levy_kind",
        "征收（给付、奖励、裁决）种类",
        _("Kind of levy or payment"),
        TEXT,
        WHEN,
        0,
        EXTRAS,
        types=LEVIED,
        most=80,
    ),
    Element("levy_reducible", "涉及征收减免", _("May be reduced or waived"), YES_NO, Need.MAY, 0, EXTRAS, types=LEVIED),
    Element("check_object", "检查（强制）对象", _("Whom it checks"), LONG, WHEN, 0, EXTRAS, types=CHECKED),
    Element("check_method", "检查（强制）方式", _("How it checks"), LONG, WHEN, 0, EXTRAS, types=CHECKED),
    Element("check_frequency", "检查频次", _("How often"), TEXT, Need.MAY, 0, EXTRAS, types=frozenset({"06"}), most=80),
)
"""Elements 3 (implementing code), 9 and 12 (level and body), 49 (region) and 50 (version, state) follow from the body
and the life of the item; nobody types them."""

SCALARS = tuple(element for element in ELEMENTS if element.kind is not Kind.ROWS)
ROWS = tuple(element for element in ELEMENTS if element.kind is Kind.ROWS)
_BY_KEY = {element.key: element for element in ELEMENTS}


def element(key: str) -> Element:
    """The element of this name; raises KeyError for an unknown one."""
    return _BY_KEY[key]
