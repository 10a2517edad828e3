"""One town for the pages: every kind of person, and cases in every state one of them sees."""

from dataclasses import dataclass

from cases.models import Case
from cases.services.intake import accept_case, request_correction
from cases.services.issuing import issue_result
from cases.services.submission import submit_case
from core.outbox import drain
from identity.actors import Actor
from items.models import ItemVersion
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from spaces.models import Licence
from tests import world

QUEUES = ["interactive", "pdf", "bulk"]
SITUATION = {
    "ask": "您的主体业态是？",
    "options": [{"label": "餐饮服务经营者", "adds": ["平面图"]}, {"label": "食品销售经营者", "adds": []}],
}
MATERIALS = [world.material("申请书"), world.material("身份证明"), world.material("平面图", required=False)]
FORM = [
    {"key": "premises", "label": "经营场所", "type": "address", "required": True},
    {
        "key": "mode",
        "label": "主体业态",
        "type": "choice",
        "required": True,
        "options": ["餐饮服务经营者", "食品销售经营者"],
    },
    {
        **{"key": "meals", "label": "供餐人数", "type": "integer", "required": True},
        "visible_if": {"field": "mode", "equals": "餐饮服务经营者"},
    },
    {"key": "online", "label": "是否从事网络经营", "type": "boolean", "required": True},
    {
        **{"key": "platform", "label": "平台名称", "type": "text", "required": True},
        "visible_if": {"field": "online", "equals": "是"},
    },
    {"key": "note", "label": "备注", "type": "textarea", "required": False},
]


@dataclass(frozen=True, slots=True)
class Town:
    """Who lives here, what may be applied for, and one case in each state."""

    citizen: Actor
    boss: Actor
    clerk: Actor
    reviewer: Actor
    colleague: Actor
    leader: Actor
    maker: Actor
    supervisor: Actor
    version: ItemVersion
    draft: Case
    filed: Case
    correcting: Case
    reviewed: Case
    granted: Case
    issued: Case
    licence: Licence


def build(*, papers: bool = False) -> Town:
    """Everything through the real services; papers are made only when asked for, as that takes seconds."""
    person = world.citizen(name="林晓")
    boss = world.acting_for(person, world.enterprise(person))
    clerk, reviewer, leader = (world.staff(post) for post in ("窗口受理岗", "科室审查岗", "分管领导岗"))
    maker, colleague = world.staff("制证岗"), world.staff("科室审查岗")
    version = world.item(name="食品经营许可", situations=[SITUATION], form=FORM, materials=MATERIALS)
    correcting = accept(world.draft(version, boss), boss, None)
    faults = {material.pk: "第 2 页没有盖章，请补盖后重新上传" for material in correcting.materials.all()[:1]}
    request_correction(correcting, faults=faults, by=clerk)
    granted = decided(accept(world.draft(version, boss), boss, clerk), reviewer, leader)
    issued = issue_result(decided(accept(world.draft(version, boss), boss, clerk), reviewer, leader), by=maker)
    if papers:
        drain(QUEUES)
        issued.refresh_from_db()
    assert issued.licence is not None
    return Town(
        **{"citizen": person, "boss": boss, "clerk": clerk, "reviewer": reviewer, "colleague": colleague},
        **{"leader": leader, "maker": maker, "supervisor": world.staff("监察岗", "监委"), "version": version},
        **{
            "draft": world.draft(version, boss, answered=False),
            "filed": accept(world.draft(version, boss), boss, None),
        },
        **{"correcting": correcting, "reviewed": accept(world.draft(version, boss), boss, clerk)},
        **{"granted": granted, "issued": issued, "licence": issued.licence},
    )


def accept(case: Case, applicant: Actor, clerk: Actor | None) -> Case:
    """File a draft, and let the clerk accept it when there is one."""
    filed = submit_case(case, by=applicant).case
    return accept_case(filed, by=clerk) if clerk else filed


def decided(case: Case, reviewer: Actor, leader: Actor) -> Case:
    """Through both reviews, in favour."""
    for actor in (reviewer, leader):
        give_verdict(open_review(case), Decision(Verdict.APPROVE, "符合许可条件"), by=actor)
    case.refresh_from_db()
    return case


def open_review(case: Case) -> Review:
    """The review that waits now."""
    return Review.objects.get(case=case, closed_at=None)
