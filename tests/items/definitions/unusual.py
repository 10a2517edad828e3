"""Sound definitions that look unusual: the checks must say nothing about them."""

from items.rules.shapes import Shape
from tests.items.definitions.broken import AREA, also, effect, option, panel, paper, put, question, seat, sound, stages

PLEDGE = (
    *(
        ("pledge_allowed", True),
        ("pledge_text", "承诺"),
        ("pledge_check", "两月内核查"),
        ("materials.2.pledgeable", True),
    ),
)
BY_AUTHORITY = (("initiated_by", "authority"), *((key, []) for key in ("materials", "routes", "situations", "desks")))
INSTANT = (
    *(("kind", "instant"), ("promised_days", 0)),
    *((f"routes.1.stages.{number}.seats.1.days", 0) for number in (1, 2, 3)),
)


def with_group(place: str, value: Shape) -> Shape:
    """A sound item whose form begins with a group, with the value at `place` replaced."""
    shape = put(place, value)
    return {**shape, "form": [{"key": "site", "label": "场所", "type": "group"}, *shape["form"]]}


SOUND: dict[str, Shape] = {
    "the ordinary item": sound(),
    **{f"for {one}": put("audience", [one]) for one in ("自然人", "企业法人", "个体工商户", "行政机关", "其他组织")},
    **{f"in {one}": put("coverage", one) for one in ("全国", "跨省", "全省", "全市", "仅本地")},
    **{f"power of source {one}": put("power_source", str(one)) for one in range(1, 7)},
    **{f"basis of kind {one}": put("legal_basis.1.kind", one) for one in ("law", "regulation", "local", "decision")},
    "one law among circulars": put(
        "legal_basis",
        [{**sound()["legal_basis"][0], "kind": kind, "article": kind} for kind in ("document", "law", "document")],
    ),
    "limits in calendar days": also(("statutory_days", 14), ("statutory_unit", "ND"), ("promised_days", 10)),
    "promise in calendar days": also(("statutory_days", 5), ("promised_days", 7), ("promised_unit", "ND")),
    "promise in hours": also(("promised_days", 40), ("promised_unit", "WH")),
    "promise equal to law": put("promised_days", 10),
    "law that sets no limit": put("statutory_days", None),
    "decided on the spot": also(*INSTANT, ("statutory_days", None)),
    "forwarded upwards": put("kind", "forwarded"),
    "by authority": also(*BY_AUTHORITY, ("conditions", []), ("channels", [])),
    "penalty": also(
        *BY_AUTHORITY,
        *(("type", "02"), ("base_code", "000231016000"), ("punishments", "无证经营：没收、罚款")),
    ),
    "inspection": also(
        *BY_AUTHORITY,
        *(("type", "06"), ("base_code", "000631016000"), ("check_object", "餐饮单位"), ("check_method", "双随机")),
    ),
    "public service without power": also(
        *(("type", "20"), ("base_code", "002031016000"), ("power_source", ""), ("review_body", ""), ("court", "")),
    ),
    "one visit, with its reason": also(
        ("visits", 1), ("visit_reason", "须当场核验原件"), ("online_depth", ["consult"])
    ),
    "no visit by courier": also(("online_depth", ["consult"]), ("courier", True), ("channels", ["window", "courier"])),
    "only on the phone": put("channels", ["mobile"]),
    "handled in the province's system": also(
        *(("run_level", "province"), ("run_system", "省平台"), ("online_url", "https://example.cn/apply?id=1")),
    ),
    "two phones": put("consult_phone", "0512-29990101、0512-29990102-3"),
    "mobile phone": put("consult_phone", "13800000000"),
    "hotline": put("complaint_phone", "12345"),
    "planned for a day": put("effective_on", "2027-01-01"),
    "entrusted by a body": also(("body_kind", "3"), ("entrusted_by", "江苏省药监局")),
    "no handling options": put("handling", []),
    "free of charge": put("fees", []),
    "paid online": put("pay_online", True),
    "fee computed": also(("fees.1.kind", "computed"), ("fees.1.amount_fen", None)),
    "fee reduced for some": also(("fees.1.reducible", True), ("fees.1.reduction", "残疾人免收")),
    "no result": put("results", []),
    "two results": put("results", sound()["results"] + [{**sound()["results"][0], "name": "副本"}]),
    "no intermediary": put("intermediaries", []),
    "no procedure": put("procedures", []),
    "material deferred": also(("deferral_allowed", True), ("deferral_days", 3), ("materials.2.deferrable", True)),
    "deferral as long as the promise": also(
        *(("deferral_allowed", True), ("deferral_days", 5), ("materials.2.deferrable", True)),
    ),
    "on pledge": also(*PLEDGE),
    "on pledge by a route of its own": also(
        *PLEDGE,
        ("routes", [*sound()["routes"], {**sound()["routes"][0], "kind": "pledge", "stages": stages()[:1]}]),
    ),
    "granted without application": also(*BY_AUTHORITY, ("unrequested", True), ("conditions", []), ("channels", [])),
    "original on paper": also(("materials.2.forms", ["paper"]), ("materials.2.originals", 1)),
    "copy on paper": also(("materials.2.forms", ["paper", "electronic"]), ("materials.2.copies", 2)),
    "optional in words": also(("materials.2.required", False), ("materials.2.when_text", "经营场所有改动的")),
    "blank form instead of a form": put("form", []),
    "no situations": also(("situations", []), ("materials.3.required", True)),
    "question for information": put("situations.2", question(key="q2", kind="info", options=[option("知道了")])),
    "answer that ends it": put("situations.2.options", [option("是", reject="连锁企业由省局办理"), option("否")]),
    "question of several answers": put("situations.1.kind", "multi"),
    "question after an answer": also(("situations.2.depends_on", "q1"), ("situations.2.depends_option", "租赁")),
    "question that only leads to another": put(
        "situations",
        [
            question(key="q1", options=[option("是"), option("否")]),
            question(key="q2", depends_on="q1", depends_option="是"),
        ],
    ),
    "jump over a question": put(
        "situations",
        [
            question(key="q1", options=[option("甲", jump_to="q3"), option("乙")]),
            question(key="q2"),
            question(key="q3"),
        ],
    ),
    "two copies after an answer": put("situations.1.options.2.effects.1", effect("copies", "平面图", 2)),
    "fee after an answer": put("situations.1.options.2.effects.1", effect("fee", "工本费", 500)),
    "group of the form after an answer": with_group("situations.1.options.2.effects.1", effect("form", "site")),
    "stage for large ones": put("routes.1.stages.2.when", AREA),
    "short way for small ones": put(
        "routes",
        [
            {**sound()["routes"][0], "kind": "simplified", "when": {"not": AREA}, "stages": stages()[:1]},
            *sound()["routes"],
        ],
    ),
    "two of three agree": put(
        "routes.1.stages.2", panel("AT_LEAST", 2, seat("甲岗"), seat("乙岗"), seat("丙岗", when=AREA))
    ),
    "one objection ends it": put("routes.1.stages.2", panel("VETO", None, seat("甲岗"), seat("乙岗"))),
    "same post of two bodies": put(
        "routes.1.stages.2", panel("ALL", None, seat("甲岗"), seat("甲岗", department="住建局"))
    ),
    "only the window": put("routes.1.stages", stages()[:1]),
    "certificate at the end": put(
        "routes.1.stages",
        [*stages(), {**stages()[0], "title": "制证", "duty": "issue", "seats": [seat("制证岗", days=1)]}],
    ),
    "own words of a grant": put(
        "templates", [paper("D-12", "准予{{ applicant }}{% if result %}，颁发{{ result }}{% endif %}。")]
    ),
    "own words of a refusal": put("templates", [paper("D-13", "经审查，{{ reasons }}，不予批准。")]),
    "own particulars of a certificate": put("templates", [paper("licence", "业态：{{ answers.mode }}")]),
    "conditions on two facts": put(
        "routes.1.stages.2.when", {"all": [AREA, {"fact": "answer.mode", "op": "eq", "value": "餐饮"}]}
    ),
}
"""By what is unusual about them."""
