"""The columns of an item's form (docs/forms.md says what each means for which type)."""

from django.utils.translation import gettext_lazy as _

from items.elements.codelists import named
from items.elements.kinds import Element, Kind, Need

TYPES = named(
    *(("page", "页"), ("group", "分组"), ("text", "单行文本"), ("textarea", "多行文本"), ("integer", "整数")),
    *(("decimal", "小数"), ("percentage", "百分比"), ("money", "金额"), ("date", "日期"), ("time", "时间")),
    *(("choice", "单选"), ("multichoice", "多选"), ("boolean", "是否"), ("id_number", "身份证件号码")),
    *(("phone", "电话"), ("email", "电子邮箱"), ("uscc", "统一社会信用代码"), ("address", "地址")),
    *(("region", "行政区划"), ("map_point", "地图位置"), ("table", "明细表"), ("file", "附件"), ("signature", "签名")),
)
LEVELS = named(
    ("province", "省"), ("city", "市"), ("county", "县"), ("town", "乡镇（街道）"), ("village", "村（社区）")
)
HEAD = (
    Element("key", "字段编号", _("Key of the field"), Kind.TEXT, Need.MUST, most=60),
    Element("label", "字段名称", _("Label"), Kind.TEXT, Need.MUST, most=80),
    Element("type", "字段类型", _("Kind of field"), Kind.CODE, Need.MUST, codes=TYPES, default="text"),
    Element("required", "是否必填", _("Must be filled"), Kind.YES_NO),
    Element("options", "选项", _("Options to choose"), Kind.LINES),
    Element("unit", "单位", _("Unit"), Kind.TEXT, most=20),
)
LIMITS = (
    Element("min", "最小值", _("Smallest value"), Kind.DATA, rare=True),
    Element("max", "最大值", _("Largest value"), Kind.DATA, rare=True),
    Element("min_length", "最少字数", _("Fewest characters"), Kind.INTEGER, rare=True),
    Element("max_length", "最多字数", _("Most characters"), Kind.INTEGER, rare=True),
    Element("pattern", "格式", _("Pattern"), Kind.TEXT, most=200, rare=True),
    Element("places", "小数位数", _("Decimal places"), Kind.INTEGER, rare=True),
)
COLUMNS = (*HEAD, *LIMITS)
FORM = (
    *HEAD,
    Element("help", "填写说明", _("Help under the label"), Kind.LONG),
    Element("example", "填写示例", _("Example"), Kind.TEXT, most=120),
    Element("prefill", "数据来源", _("Filled from"), Kind.TEXT, most=80),
    Element("visible_if", "显示条件", _("Shown when"), Kind.JSON),
    Element("required_if", "必填条件", _("Required when"), Kind.JSON, rare=True),
    Element("readonly_if", "只读条件", _("Read-only when"), Kind.JSON, rare=True),
    Element("formula", "计算公式", _("Computed as"), Kind.LONG, rare=True),
    Element("default", "默认值", _("First answer"), Kind.DATA, rare=True),
    Element("error", "错误提示", _("Words when it does not fit"), Kind.TEXT, most=200, rare=True),
    *LIMITS,
    Element("min_rows", "最少行数", _("Fewest rows"), Kind.INTEGER, rare=True),
    Element("max_rows", "最多行数", _("Most rows"), Kind.INTEGER, rare=True),
    Element("max_files", "最多附件数", _("Most files"), Kind.INTEGER, rare=True),
    Element("root", "区划范围", _("Regions below"), Kind.TEXT, most=12, rare=True),
    Element("level", "区划层级", _("Level of region"), Kind.CODE, codes=LEVELS, rare=True),
    Element("bounds", "地图范围", _("Bounds of the map"), Kind.DATA, rare=True),
    Element("columns", "明细表列", _("Columns of the table"), Kind.ROWS, parts=COLUMNS, sparse=True),
)
