"""One definition per fault: what is changed in a sound item, the code of the finding and the place it must name."""

from copy import deepcopy
from typing import Any

from items.rules.shapes import Shape, normal
from tests import world

AREA = {"fact": "answer.area", "op": "ge", "value": 1000}
NEVER = {
    "all": [{"fact": "answer.mode", "op": "eq", "value": "餐饮"}, {"fact": "answer.mode", "op": "eq", "value": "零售"}]
}


def sound() -> Shape:
    """An item nothing is wrong with, with two of most things."""
    options = [
        {"label": "租赁", "effects": [{"kind": "add", "target": "租赁合同"}]},
        {"label": "自有", "effects": [{"kind": "drop", "target": "平面图"}]},
    ]
    given = world.item_shape(
        materials=[
            world.material("申请书", kind="form"),
            world.material("平面图"),
            world.material("租赁合同", required=False),
            world.material("消防证明", source="government", issuer="消防大队", licence="消防证明"),
        ],
        situations=[{"ask": "场所来源？", "options": options}, {"ask": "是否连锁？", "options": deepcopy(options)}],
        fees=[{"name": "工本费", "standard": "每本十元", "amount_fen": 1000, "basis": "收费标准"}],
        intermediaries=[{"name": "环境检测", "basis": "食品安全法", "days": 5}],
        form=[
            {"key": "mode", "label": "业态", "type": "choice", "options": ["餐饮", "零售"], "required": True},
            {"key": "area", "label": "面积", "type": "integer", "required": True},
        ],
        faq=[{"q": "多久？", "a": "五个工作日。"}],
    )
    answers = {
        **{"consult_phone": "0512-29990101", "complaint_phone": "12345", "hours": "工作日 9:00-17:00"},
        **{"review_body": "张家港市人民政府", "court": "张家港市人民法院"},
    }
    return normal({**given, **answers})


def put(place: str, value: Any) -> Shape:
    """A sound item in which the value at `place` (rows counted from 1) is another."""
    shape = sound()
    here: Any = shape
    *way, last = place.split(".")
    for name in way:
        here = here[int(name) - 1] if name.isdecimal() else here[name]
    if last.isdecimal():
        here[int(last) - 1] = value
    else:
        here[last] = value
    return shape


def also(*changes: tuple[str, Any]) -> Shape:
    """A sound item with several values replaced."""
    shape = sound()
    for place, value in changes:
        here: Any = shape
        *way, last = place.split(".")
        for name in way:
            here = here[int(name) - 1] if name.isdecimal() else here[name]
        here[last] = value
    return shape


def stages() -> list[Shape]:
    found: list[Shape] = deepcopy(sound()["routes"][0]["stages"])
    return found


def panel(rule: str, at_least: int | None, *seats: Shape) -> Shape:
    return {**stages()[1], "title": "会审", "rule": rule, "at_least": at_least, "seats": list(seats)}


def seat(post: str, **changes: Any) -> Shape:
    return {**stages()[1]["seats"][0], "post_name": post, **changes}


def question(**changes: Any) -> Shape:
    return {**deepcopy(sound()["situations"][0]), **changes}


def option(label: str, **changes: Any) -> Shape:
    return {"label": label, "jump_to": "", "reject": "", "effects": [], **changes}


def effect(kind: str, target: str, amount: int | None = None) -> Shape:
    return {"kind": kind, "target": target, "amount": amount}


def paper(kind: str, body: str) -> Shape:
    return {"kind": kind, "title": "文书", "body": body}


ISSUING = {**stages()[0], "title": "制证", "duty": "issue"}
BROKEN: dict[str, tuple[Shape, str, str]] = {
    # Mandatory elements (1.5, M): one for each kind of value.
    "no name": (put("name", " "), "missing", "name"),
    "no legal basis": (put("legal_basis", []), "missing", "legal_basis"),
    "basis without article": (put("legal_basis.1.article", ""), "missing", "legal_basis.1.article"),
    "basis without words": (put("legal_basis.1.gist", ""), "missing", "legal_basis.1.gist"),
    "for nobody": (put("audience", []), "missing", "audience"),
    "no theme": (put("themes", []), "missing", "themes"),
    "no conditions": (put("conditions", []), "missing", "conditions"),
    "no materials": (put("materials", []), "missing", "materials"),
    "no route": (put("routes", []), "missing", "routes"),
    "no way to apply": (put("channels", []), "missing", "channels"),
    "visits unknown": (put("visits", None), "missing", "visits"),
    "no coverage": (put("coverage", ""), "missing", "coverage"),
    "no window": (put("desks", []), "missing", "desks"),
    "no hours": (put("hours", ""), "missing", "hours"),
    "no phone for questions": (put("consult_phone", ""), "missing", "consult_phone"),
    "no phone for complaints": (put("complaint_phone", ""), "missing", "complaint_phone"),
    "material without basis": (put("materials.2.basis", ""), "missing", "materials.2.basis"),
    "material in no form": (put("materials.1.forms", []), "missing", "materials.1.forms"),
    "fee without standard": (put("fees.1.standard", ""), "missing", "fees.1.standard"),
    "fee without basis": (put("fees.1.basis", ""), "missing", "fees.1.basis"),
    "result without name": (put("results.1.name", ""), "missing", "results.1.name"),
    "special procedure without basis": (put("procedures.1.basis", ""), "missing", "procedures.1.basis"),
    "intermediary without basis": (put("intermediaries.1.basis", ""), "missing", "intermediaries.1.basis"),
    "stage without title": (put("routes.1.stages.1.title", ""), "missing", "routes.1.stages.1.title"),
    "stage nobody sits in": (put("routes.1.stages.2.seats", []), "missing", "routes.1.stages.2.seats"),
    "question without text": (put("situations.1.ask", ""), "missing", "situations.1.ask"),
    "answer without text": (put("situations.1.options.1.label", ""), "missing", "situations.1.options.1.label"),
    "frequent question unanswered": (put("faq.1.answer", ""), "missing", "faq.1.answer"),
    # Code lists, numbers and formats.
    "audience not in the list": (put("audience", ["外星人"]), "unknown_code", "audience"),
    "type not in the list": (put("kind", "slow"), "unknown_code", "kind"),
    "material of an unknown source": (put("materials.1.source", "friend"), "unknown_code", "materials.1.source"),
    "days below nought": (put("intermediaries.1.days", -1), "no_number", "intermediaries.1.days"),
    "copies in words": (put("materials.1.copies", "两份"), "no_number", "materials.1.copies"),
    "phone with letters": (put("consult_phone", "0512-abc"), "wrong_format", "consult_phone"),
    "address without scheme": (put("online_url", "www.example.cn"), "wrong_format", "online_url"),
    "day that is none": (put("effective_on", "2026-13-01"), "wrong_format", "effective_on"),
    "name too long": (put("name", "证" * 121), "too_long", "name"),
    # Codes (I-01, I-03).
    "base code of eleven": (put("base_code", "00013101600"), "bad_base_code", "base_code"),
    "base code of another type": (put("base_code", "000731016000"), "code_of_other_type", "base_code"),
    "handling option twice": (put("handling", ["新办", "新办"]), "handling_twice", "handling"),
    # Limits (21, 24, T-01, T-03, T-09).
    "on the spot in five days": (put("kind", "instant"), "instant_days", "promised_days"),
    "promise missing": (put("promised_days", None), "promise_missing", "promised_days"),
    "promise above law": (put("promised_days", 11), "promise_above_law", "promised_days"),
    "promise above law in other days": (
        also(("statutory_days", 6), ("statutory_unit", "ND")),
        *("promise_above_law", "promised_days"),
    ),
    "stages above promise": (put("routes.1.stages.2.seats.1.days", 4), "stages_too_long", "routes.1.stages"),
    "procedure of no days": (put("procedures.1.days", 0), "procedure_without_days", "procedures.1.days"),
    # Powers (8, 10, 14, 54) and extras by type (1.6).
    "power from nowhere": (put("power_source", ""), "power_without_source", "power_source"),
    "entrusted by nobody": (put("body_kind", "3"), "delegator_missing", "entrusted_by"),
    "no body of review": (put("review_body", ""), "remedy_missing", "review_body"),
    "no court": (put("court", ""), "remedy_missing", "court"),
    "licence set by a circular": (put("legal_basis.1.kind", "document"), "cannot_set_licence", "legal_basis"),
    "penalty for nothing": (
        also(("type", "02"), ("base_code", "000231016000")),
        *("extra_missing", "punishments"),
    ),
    "levy of nothing": (also(("type", "04"), ("base_code", "000431016000")), "extra_missing", "levy_kind"),
    # Visits and channels (25 to 29).
    "no visit and not online": (put("online_depth", ["consult"]), "visit_needed", "visits"),
    "visit without reason": (also(("visits", 1), ("visit_reason", "")), "visit_unexplained", "visit_reason"),
    "handled elsewhere, nobody knows where": (
        also(("run_level", "province"), ("run_system", "省平台")),
        *("address_missing", "online_url"),
    ),
    "handled in a nameless system": (
        also(("run_level", "province"), ("online_url", "https://example.cn/a")),
        *("system_unnamed", "run_system"),
    ),
    "online but only at windows": (put("channels", ["window"]), "channel_missing", "channels"),
    # Money (37, 38, 44).
    "payment of nothing": (also(("fees", []), ("pay_online", True)), "nothing_to_pay", "pay_online"),
    "fixed fee without amount": (put("fees.1.amount_fen", None), "amount_missing", "fees.1.amount_fen"),
    "reduction without conditions": (put("fees.1.reducible", True), "reduction_unexplained", "fees.1.reduction"),
    "firm named": (put("intermediaries.1.name", "张家港检测有限公司"), "firm_named", "intermediaries.1.name"),
    # Favours (52, 53, 55).
    "deferral of nothing": (
        also(("deferral_allowed", True), ("deferral_days", 3)),
        *("nothing_to_defer", "deferral_allowed"),
    ),
    "deferral without days": (
        also(("deferral_allowed", True), ("materials.2.deferrable", True)),
        *("deferral_without_days", "deferral_days"),
    ),
    "deferral beyond the decision": (
        also(("deferral_allowed", True), ("deferral_days", 6), ("materials.2.deferrable", True)),
        *("deferral_too_long", "deferral_days"),
    ),
    "pledge of nothing": (also(("pledge_allowed", True), ("pledge_check", "核查")), "pledge_incomplete", "pledge_text"),
    "pledge nobody checks": (
        also(("pledge_allowed", True), ("pledge_text", "承诺")),
        "pledge_incomplete",
        "pledge_check",
    ),
    "pledge of what cannot be undone": (
        also(
            *(("pledge_allowed", True), ("pledge_text", "承诺"), ("pledge_check", "核查"), ("risk_field", "ecology")),
            ("materials.2.pledgeable", True),
        ),
        *("pledge_of_risk", "risk_field"),
    ),
    "slower than its law": (
        also(("limit_regime", "information"), ("statutory_days", 21), ("statutory_unit", "WD")),
        *("beyond_regime", "statutory_days"),
    ),
    "promised slower than its law": (
        also(("limit_regime", "petition"), ("statutory_days", None), ("promised_days", 45), ("promised_unit", "WD")),
        *("beyond_regime_natural", "promised_days"),
    ),
    "unrequested with papers": (put("unrequested", True), "unrequested_with_materials", "unrequested"),
    # Materials (1.7, I-07, I-20).
    "material twice": (put("materials.2.name", "申请书"), "material_twice", "materials.2.name"),
    "anything else": (put("materials.2.name", "其他材料"), "material_vague", "materials.2.name"),
    "issued by nobody knows whom": (put("materials.4.issuer", ""), "issuer_missing", "materials.4.issuer"),
    "paper in no copy": (put("materials.2.forms", ["paper"]), "paper_without_copies", "materials.2.copies"),
    "asked though held": (put("materials.4.licence", ""), "material_held", "materials.4.licence"),
    "material no path reaches": (put("materials.2.required", False), "material_unreachable", "materials.2.required"),
    "no form at all": (
        also(("form", []), *((f"materials.{number}.template", False) for number in range(1, 5))),
        *("no_form_offered", "form"),
    ),
    # Situations (I-18 to I-20).
    "question key twice": (put("situations.2.key", "q1"), "question_key_twice", "situations.2.key"),
    "answer twice": (put("situations.1.options.2.label", "租赁"), "option_twice", "situations.1.options"),
    "question that changes nothing": (
        put("situations.2.options", [option("是"), option("否")]),
        *("question_without_effect", "situations.2.options"),
    ),
    "question never asked": (
        put(
            "situations",
            [
                question(key="q1", options=[option("甲", jump_to="q3"), option("乙", jump_to="q3")]),
                question(key="q2"),
                question(key="q3"),
            ],
        ),
        *("question_unreachable", "situations.2"),
    ),
    "questions that never end": (
        put("situations.2.options.1.jump_to", "q1"),
        "jump_backwards",
        "situations.2.options.1.jump_to",
    ),
    "jump into the dark": (
        put("situations.1.options.1.jump_to", "q9"),
        "jump_to_unknown",
        "situations.1.options.1.jump_to",
    ),
    "waits for a question that is none": (
        put("situations.2.depends_on", "q9"),
        "depends_on_unknown",
        "situations.2.depends_on",
    ),
    "waits for a later question": (
        put("situations.1.depends_on", "q2"),
        "depends_backwards",
        "situations.1.depends_on",
    ),
    "waits for an answer nobody can give": (
        also(("situations.2.depends_on", "q1"), ("situations.2.depends_option", "借用")),
        *("depends_on_no_option", "situations.2.depends_option"),
    ),
    "adds what is no material": (
        put("situations.1.options.1.effects.1.target", "房产证"),
        "adds_unknown",
        "situations.1.options.1.effects.1.target",
    ),
    "drops what is no material": (
        put("situations.1.options.2.effects.1.target", "房产证"),
        "drops_unknown",
        "situations.1.options.2.effects.1.target",
    ),
    "copies of what is no material": (
        put("situations.1.options.2.effects.1", effect("copies", "房产证", 2)),
        "copies_unknown",
        "situations.1.options.2.effects.1.target",
    ),
    "sets no fee": (
        put("situations.1.options.2.effects.1", effect("fee", "检测费", 100)),
        "fee_unknown",
        "situations.1.options.2.effects.1.target",
    ),
    "shows no group": (
        put("situations.1.options.2.effects.1", effect("form", "mode")),
        "form_unknown",
        "situations.1.options.2.effects.1.target",
    ),
    "information with effects": (put("situations.2.kind", "info"), "information_leads", "situations.2.options"),
    "chooses no route": (
        put("situations.1.options.2.effects.1", effect("route", "simplified")),
        "route_unknown",
        "situations.1.options.2.effects.1.target",
    ),
    "copies without number": (
        put("situations.1.options.2.effects.1", effect("copies", "平面图")),
        "effect_without_number",
        "situations.1.options.2.effects.1.amount",
    ),
    "adds and drops": (
        put("situations.1.options.1.effects", [effect("add", "租赁合同"), effect("drop", "租赁合同")]),
        "adds_and_drops",
        "situations.1.options.1.effects.2.target",
    ),
    # Form.
    "form key twice": (put("form.2.key", "mode"), "key_twice", "form.2.key"),
    "choice of nothing": (put("form.1.options", []), "no_options", "form.1.options"),
    "table of nothing": (put("form.2.type", "table"), "no_columns", "form.2.columns"),
    "visible when nobody knows": (
        put("form.2.visible_if", {"field": "size", "equals": "大"}),
        "condition_unknown_fact",
        "form.2.visible_if",
    ),
    "paper not in the list": (put("templates", [paper("D-99", "决定")]), "unknown_code", "templates.1.kind"),
    # Papers (D-04, D-12, D-13, L-04).
    "paper worded twice": (
        put("templates", [paper("D-12", "准予"), paper("D-12", "同意")]),
        "paper_twice",
        "templates.2.kind",
    ),
    "template nobody can read": (
        put("templates", [paper("D-12", "准予{{ item")]),
        "template_unreadable",
        "templates.1.body",
    ),
    "variable nobody gives": (
        put("templates", [paper("D-12", "{{ weather }}")]),
        "variable_unknown",
        "templates.1.body",
    ),
    "answer to no question": (
        put("templates", [paper("D-12", "{{ answers.size }}")]),
        "variable_unknown",
        "templates.1.body",
    ),
    "refusal without reasons": (
        put("templates", [paper("D-13", "不予批准。")]),
        "variable_missing",
        "templates.1.body",
    ),
    "certificate that states nothing": (
        put("templates", [paper("licence", "有效")]),
        "variable_missing",
        "templates.1.body",
    ),
    # Routes.
    "stage after the certificate": (
        put("routes.1.stages", [*stages()[:2], ISSUING, stages()[2]]),
        "stage_unreachable",
        "routes.1.stages.4",
    ),
    "accepted in the middle": (
        put("routes.1.stages", [*stages()[1:], stages()[0]]),
        "accept_not_first",
        "routes.1.stages.3.duty",
    ),
    "no verdict for sure": (
        also(("routes.1.stages.2.when", AREA), ("routes.1.stages.3.when", AREA)),
        *("dead_end", "routes.1.stages"),
    ),
    "second ordinary route": (put("routes", sound()["routes"] * 2), "route_unreachable", "routes.2"),
    "only a route for some": (put("routes.1.when", AREA), "no_ordinary_route", "routes"),
    "route on pledge without pledge": (
        put("routes", [*sound()["routes"], {**sound()["routes"][0], "kind": "pledge"}]),
        *("pledge_route_in_vain", "pledge_allowed"),
    ),
    "three of two must agree": (
        put("routes.1.stages.2", panel("AT_LEAST", 3, seat("甲岗"), seat("乙岗"))),
        *("never_complete", "routes.1.stages.2.at_least"),
    ),
    "two must agree, one of them maybe": (
        put("routes.1.stages.2", panel("AT_LEAST", 2, seat("甲岗"), seat("乙岗", when=AREA))),
        *("never_complete", "routes.1.stages.2.at_least"),
    ),
    "same post twice": (
        put("routes.1.stages.2", panel("ALL", None, seat("甲岗"), seat("甲岗"))),
        *("seat_twice", "routes.1.stages.2.seats.2.post_name"),
    ),
    "condition on an unknown fact": (
        put("routes.1.stages.2.when", {"fact": "weather", "op": "eq", "value": "雨"}),
        *("bad_condition", "routes.1.stages.2.when"),
    ),
    "condition that never holds": (put("routes.1.stages.2.when", NEVER), "never_holds", "routes.1.stages.2.when"),
}
"""By what is wrong."""
