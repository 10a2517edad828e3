"""What the body began by itself, walked to its decision."""

from typing import Any

import pytest
from django.test import Client

from cases.models import Case, ProceedingKind
from cases.services.hearings import waive_hearing
from cases.services.issuing import deliver_result, issue_result
from cases.services.proceedings import begin_proceeding
from core.outbox import drain
from core.refusal import Refusal
from deliveries.models import DeliveryWay
from identity.actors import Actor
from linkage.models import Review, Verdict
from linkage.services.reviewing import Decision, give_verdict
from spaces.models import Licence
from tests import world
from tests.cases.walks import accepted, decided
from tests.client import signed_in

APPROVE = Decision(Verdict.APPROVE, "事实清楚，依据充分")
FACTS = "经核查，申请时提交的营业场所租赁合同系伪造，出租人否认签订。"


def given_licence(owner: Actor) -> Licence:
    """A licence issued on a case, in the hands of its holder."""
    case = issue_result(decided(accepted(owner), Verdict.APPROVE), by=world.staff("制证岗"))
    deliver_result(case, way=DeliveryWay.ELECTRONIC, recipient="王秀英", by=owner)
    drain(["interactive", "pdf"])
    assert case.licence is not None
    return case.licence


def begun(licence: Licence, kind: ProceedingKind = ProceedingKind.RESCIND, **more: Any) -> Case:
    given = {"ground": "deceit", "facts": FACTS, "evidence": world.pdf(), "by": world.staff("制证岗")} | more
    return begin_proceeding(licence, kind, **given)


def delivered(case: Case, owner: Actor) -> Case:
    """The holder confirms that he has the decision."""
    return deliver_result(case, way=DeliveryWay.ELECTRONIC, recipient="王秀英", by=owner)


def refusal_of(deed: Any, *given: Any, **more: Any) -> str:
    with pytest.raises(Refusal) as refused:
        deed(*given, **more)
    return refused.value.code


def other_licence(owner: Actor) -> Licence:
    case = issue_result(decided(accepted(owner), Verdict.APPROVE), by=world.staff("制证岗"))
    assert case.licence is not None
    return case.licence


def maker() -> Client:
    return signed_in(world.staff("制证岗"))


def speak(case: Case, post: str, decision: Decision = APPROVE, by: Actor | None = None) -> None:
    give_verdict(Review.objects.get(case=case, closed_at=None), decision, by=by or world.staff(post))


def concluded(case: Case, owner: Actor, last: Decision = APPROVE) -> Case:
    """The holder waives the hearing, both posts speak."""
    if case.hearings.filter(ending="").exists():
        waive_hearing(case, by=owner)
    speak(case, "科室审查岗")
    speak(case, "分管领导岗", last)
    return Case.objects.get(pk=case.pk)
