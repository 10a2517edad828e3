"""The tables that belong to an item: basis, materials, fees, results, procedures, windows, questions (1.7, 1.8)."""

from django.utils.translation import gettext_lazy as _

from items.elements import codelists as lists
from items.elements.kinds import Element, Kind, Need

TEXT, LONG, INTEGER, YES_NO = Kind.TEXT, Kind.LONG, Kind.INTEGER, Kind.YES_NO
CODE, CODES, DATE, JSON, BODY, LINES = Kind.CODE, Kind.CODES, Kind.DATE, Kind.JSON, Kind.BODY, Kind.LINES
MUST, WHEN = Need.MUST, Need.WHEN

LEGAL_BASIS = (
    Element("law", "法律法规名称", _("Law"), TEXT, MUST, most=200),
    Element("kind", "依据类型", _("Kind of law"), CODE, codes=lists.LAW_KINDS),
    Element("document_no", "文号", _("Document number"), TEXT, most=80),
    Element("article", "条款号", _("Article"), TEXT, MUST, most=80),
    Element("gist", "条款内容", _("What it says"), LONG, MUST),
    Element("effective_on", "施行日期", _("In force since"), DATE),
)
MATERIALS = (
    Element("name", "材料名称", _("Material"), TEXT, MUST, most=120),
    Element("standard_code", "标准材料编码", _("Standard code"), TEXT, most=40),
    Element("required", "是否必要", _("Required"), YES_NO, MUST, default=True),
    Element("when_text", "需要情形", _("When it is needed"), LONG, WHEN),
    Element("kind", "材料类型", _("Kind of material"), CODE, codes=lists.MATERIAL_KINDS, default="other"),
    Element("forms", "材料形式", _("Form of the material"), CODES, MUST, codes=lists.FORMS),
    Element("originals", "原件份数", _("Originals"), INTEGER, default=0),
    Element("copies", "复印件份数", _("Copies"), INTEGER, default=0),
    Element("paper_size", "纸质规格", _("Paper size"), TEXT, most=20),
    Element("source", "来源渠道", _("Source"), CODE, MUST, codes=lists.SOURCES, default="applicant"),
    Element("source_note", "来源渠道说明", _("Note on the source"), LONG),
    Element("issuer", "出具机构", _("Issuing body"), TEXT, WHEN, most=80),
    Element("issued_within_months", "出具时间要求（月）", _("Issued within (months)"), INTEGER),
    Element("licence", "可由证照库调取", _("Fetched from the licence library as"), TEXT, WHEN, most=120),
    Element("deferrable", "可容缺后补", _("May be handed in afterwards"), YES_NO),
    Element("pledgeable", "可告知承诺替代", _("A pledge takes its place"), YES_NO),
    Element("check_points", "受理标准", _("What is looked at"), LONG),
    Element("fill_note", "填报须知", _("How to fill it"), LONG),
    Element("basis", "要求依据", _("Basis for asking"), LONG, MUST),
    Element("template", "提供空白表格", _("Blank form offered"), YES_NO),
)
FEES = (
    Element("name", "收费名称", _("Name of the fee"), TEXT, MUST, most=80),
    Element("kind", "收费类型", _("Kind of fee"), CODE, codes=lists.FEE_KINDS, default="fixed"),
    Element("standard", "收费标准", _("Standard"), LONG, MUST),
    Element("amount_fen", "金额（分）", _("Amount in fen"), INTEGER, WHEN),
    Element("basis", "收费依据", _("Basis of the fee"), LONG, MUST),
    Element("reducible", "允许减免", _("May be reduced"), YES_NO),
    Element("reduction", "减免说明", _("On reductions"), LONG, WHEN),
    Element("unit", "计价单位", _("Unit of the price"), TEXT, WHEN, most=20, rare=True),
    Element("unit_price_fen", "单价（分）", _("Price of a unit in fen"), INTEGER, rare=True),
    Element("quantity_field", "数量取自表单项", _("Form field that says how many"), TEXT, most=60, rare=True),
    Element("tiers", "分档单价", _("Prices by bands"), LINES, rare=True),
    Element("least_fen", "最低收费（分）", _("Least in fen"), INTEGER, rare=True),
    Element("most_fen", "最高收费（分）", _("Most in fen"), INTEGER, rare=True),
)
RESULTS = (
    Element("name", "审批结果名称", _("Name of the result"), TEXT, MUST, most=120),
    Element("kind", "审批结果类型", _("Kind of result"), CODE, MUST, codes=lists.RESULT_KINDS, default="other"),
    Element("licence_type", "证照类型代码", _("Licence type code"), TEXT, WHEN, most=20),
    Element("validity_years", "有效期（年）", _("Valid for (years)"), INTEGER),
    Element("deliveries", "送达方式", _("Handed over by"), CODES, codes=lists.DELIVERIES),
)
INTERMEDIARIES = (
    Element("name", "中介服务名称", _("Intermediary service"), TEXT, MUST, most=120),
    Element("basis", "中介服务依据", _("Basis of the service"), LONG, MUST),
    Element("days", "服务时限（工作日）", _("Working days it takes"), INTEGER),
    Element("fee", "服务收费", _("What it costs"), LONG),
    Element("precondition", "是否审批前置", _("Needed before approval"), YES_NO),
)
PROCEDURES = (
    Element("kind", "特别程序种类", _("Kind of special procedure"), TEXT, MUST, most=20),
    Element("days", "特别程序时限（工作日）", _("Working days it may take"), INTEGER, MUST, default=0),
    Element("basis", "特别程序依据", _("Basis of the procedure"), LONG, MUST),
)
DESKS = (
    Element("hall", "办理大厅", _("Hall"), TEXT, MUST, most=60),
    Element("floor", "楼层", _("Floor"), INTEGER, MUST, default=1),
    Element("zone", "区域", _("Zone"), TEXT, MUST, most=20),
    Element("windows", "窗口", _("Windows"), LINES),
)
FAQ = (
    Element("question", "问题", _("Question asked"), LONG, MUST),
    Element("answer", "解答", _("Answer"), LONG, MUST),
)
SEATS = (
    Element("post_name", "岗位", _("Post"), TEXT, MUST, most=40),
    Element("department", "席位部门", _("Department of the seat"), BODY),
    Element("days", "席位时限（工作日）", _("Working days"), INTEGER, MUST, default=0),
    Element("powers", "席位权限", _("Powers"), LINES, internal=True),
    Element("checklist", "审查要点", _("Checklist"), LINES, internal=True),
    Element("when", "席位条件", _("Sits only when"), JSON, internal=True),
)
STAGES = (
    Element("title", "环节名称", _("Stage"), TEXT, MUST, most=40),
    Element("duty", "环节类型", _("What it is for"), CODE, codes=lists.DUTIES, default="review"),
    Element("rule", "会签规则", _("Rule"), CODE, codes=lists.RULES, default="ALL"),
    Element("at_least", "至少同意数", _("At least"), INTEGER, WHEN),
    Element("when", "环节条件", _("Only when"), JSON),
    Element("when_text", "环节条件说明", _("Only when, in words"), LONG),
    Element("seats", "会签席位", _("Seats"), Kind.ROWS, MUST, parts=SEATS),
)
ROUTES = (
    Element("kind", "流程类型", _("Kind of route"), CODE, codes=lists.ROUTE_KINDS, default="normal"),
    Element("when", "流程条件", _("Taken when"), JSON),
    Element("stages", "环节", _("Stages"), Kind.ROWS, MUST, parts=STAGES),
)
EFFECTS = (
    Element("kind", "选项效果", _("Effect"), CODE, MUST, codes=lists.EFFECTS, default="add"),
    Element("target", "效果对象", _("What it acts on"), TEXT, MUST, most=120),
    Element("amount", "效果数值", _("Value set"), INTEGER),
)
OPTIONS = (
    Element("label", "选项", _("Option"), TEXT, MUST, most=80),
    Element("jump_to", "跳转问题", _("Goes on with question"), TEXT, most=40),
    Element("reject", "不符合提示", _("Message that ends the application"), LONG),
    Element("effects", "选项效果", _("Effects"), Kind.ROWS, parts=EFFECTS),
)
SITUATIONS = (
    Element("key", "问题编号", _("Question key"), TEXT, MUST, most=40),
    Element("ask", "情形问题", _("Question"), TEXT, MUST, most=120),
    Element("kind", "问题类型", _("Kind of question"), CODE, codes=lists.QUESTION_KINDS, default="single"),
    Element("depends_on", "前置问题", _("Asked after question"), TEXT, most=40),
    Element("depends_option", "前置选项", _("When the answer is"), TEXT, most=80),
    Element("options", "选项", _("Options"), Kind.ROWS, MUST, parts=OPTIONS),
)
TEMPLATES = (
    Element("kind", "文书种类", _("Kind of paper"), CODE, MUST, codes=lists.PAPERS, default="D-12"),
    Element("title", "文书标题", _("Title"), TEXT, MUST, most=120),
    Element("body", "文书模板", _("Template"), LONG, MUST),
)
