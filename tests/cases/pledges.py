"""Short ways to a pledge in a given state."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Case, Pledge
from cases.services.drafts import save_draft, start_draft
from cases.services.intake import accept_case
from cases.services.issuing import issue_result
from cases.services.pledging import sign_pledge
from cases.services.submission import submit_case
from core.outbox import drain
from identity.actors import Actor
from items.models import ItemVersion
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from tests import world

FORM, PROOF = "申请书", "设施设备清单"
TEXT = "本单位符合全部条件和标准，承诺所填信息真实"
NORMAL = [world.stage("受理", "窗口受理岗"), world.stage("审查", "科室审查岗"), world.stage("决定", "分管领导岗")]
SHORT = [world.stage("受理", "窗口受理岗"), world.stage("决定", "分管领导岗")]
CONTACT = {"contact_name": "林晓", "contact_phone": "13812345678"}


def pledge_item(**changes: Any) -> ItemVersion:
    """An item in which a pledge takes the place of one proof and leads by a shorter route."""
    usual = {
        "materials": [world.material(FORM), world.material(PROOF, pledgeable=True)],
        **{"commitment": True, "pledge_text": TEXT, "pledge_check": "两个月内现场核查一次"},
        "routes": [{"kind": "normal", "stages": staged(NORMAL)}, {"kind": "pledge", "stages": staged(SHORT)}],
    }
    return world.item(**{**usual, **changes})


def staged(stages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stages of an item file in the long form of a table of routes."""
    duties = ["accept", *["review"] * (len(stages) - 2), "decide"]
    return [
        {"title": each["stage"], "duty": duty, "seats": [{"post_name": each["post"], "days": each["days"]}]}
        for each, duty in zip(stages, duties, strict=True)
    ]


def unproved(applicant: Actor, version: ItemVersion | None = None) -> Case:
    """A draft in which the proof is missing."""
    case = start_draft(version or pledge_item(), by=applicant, channel=world.Channel.WEB)
    save_draft(case, by=applicant, answers={"premises": "杨舍镇沙洲中路18号"}, contact=CONTACT)
    world.fill(case, applicant, {FORM: None})
    return case


def pledged(applicant: Actor, version: ItemVersion | None = None) -> Case:
    """The same, pledged and filed."""
    case = unproved(applicant, version)
    sign_pledge(case, signed_by=applicant.name, by=applicant)
    return submit_case(case, by=applicant).case


def granted_on_pledge(applicant: Actor, version: ItemVersion | None = None) -> Pledge:
    """Accepted, granted and issued on a pledge, which waits for its check."""
    case = accept_case(pledged(applicant, version), by=world.staff("窗口受理岗"))
    while review := Review.objects.filter(case=case, closed_at=None).select_related("post").first():
        give_verdict(review, Decision(Verdict.APPROVE, "符合条件"), by=world.staff(review.post.name))
    case.refresh_from_db()
    issue_result(case, by=world.staff("制证岗"))
    drain(["interactive"])
    return Pledge.objects.get(case=case)


def picture(name: str = "现场.png") -> SimpleUploadedFile:
    """A small real picture."""
    upload = world.pdf()
    upload.name = name.replace(".png", ".pdf")
    return upload
