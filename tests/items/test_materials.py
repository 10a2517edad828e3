"""Which materials one application needs: base, plus what answers add, minus what they drop (I-18)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models import Case, Channel, Material
from cases.services.drafts import save_draft, start_draft
from identity.actors import Actor
from items.models import Situation, SituationOption
from items.rules.materials import Effect, Needed, Spec, needed_materials
from tests import world

OPTIONS = range(1, 6)
effects = st.lists(
    st.builds(Effect, st.sampled_from(OPTIONS), st.sampled_from(["自有", "租赁", "合伙"]), st.booleans()),
    max_size=4,
    unique_by=lambda effect: effect.option_id,
).map(tuple)
lists = st.lists(st.tuples(st.booleans(), effects), max_size=6).map(
    lambda rows: [Spec(key, required, "租赁的", touched) for key, (required, touched) in enumerate(rows)]
)
answers = st.sets(st.sampled_from(OPTIONS))

BASE, LEASE = Spec(1, True, ""), Spec(2, False, "租赁的", (Effect(7, "租赁", True),))
DEED = Spec(3, True, "", (Effect(7, "租赁", False),))
EXTRA = Spec(4, False, "有外籍人员的")


def test_an_answer_adds_its_material_says_why_and_drops_what_it_replaces() -> None:
    assert needed_materials([BASE, LEASE, DEED, EXTRA], {7}) == [
        Needed(1, True, ""),
        Needed(2, True, "租赁"),
        Needed(4, False, "有外籍人员的"),
    ]


def test_without_answers_base_materials_and_offers_remain() -> None:
    assert [needed.spec_id for needed in needed_materials([BASE, LEASE, DEED, EXTRA], set())] == [1, 3, 4]


def test_two_answers_that_ask_the_same_material_ask_it_once_and_both_are_the_reason() -> None:
    spec = Spec(1, False, "", (Effect(1, "租赁", True), Effect(2, "合伙", True)))
    assert needed_materials([spec], {1, 2}) == [Needed(1, True, "租赁、合伙")]


@given(lists, answers)
def test_the_list_keeps_the_order_of_the_version_and_names_nothing_twice(specs: list[Spec], chosen: set[int]) -> None:
    found = [needed.spec_id for needed in needed_materials(specs, chosen)]
    assert found == sorted(set(found))


@given(lists, answers)
def test_a_dropped_material_is_never_asked_and_an_untouched_required_one_always(
    specs: list[Spec], chosen: set[int]
) -> None:
    found = {needed.spec_id: needed for needed in needed_materials(specs, chosen)}
    for spec in specs:
        touching = [effect for effect in spec.effects if effect.option_id in chosen]
        if any(not effect.adds for effect in touching):
            assert spec.id not in found
        elif spec.required:
            assert found[spec.id].required
        elif touching:
            assert found[spec.id].required and found[spec.id].why


@given(lists, answers)
def test_what_an_answer_adds_is_not_asked_of_those_who_did_not_give_it(specs: list[Spec], chosen: set[int]) -> None:
    found = {needed.spec_id for needed in needed_materials(specs, chosen)}
    for spec in specs:
        adding = {effect.option_id for effect in spec.effects if effect.adds}
        if adding and not spec.required and not adding & chosen:
            assert spec.id not in found


@pytest.fixture
def draft() -> tuple[Case, Actor]:
    """A draft of an item that asks where the premises come from."""
    materials = [world.material("申请书"), world.material("产权证书"), world.material("租赁合同", required=False)]
    options = [{"label": "自有", "adds": []}, {"label": "租赁", "adds": ["租赁合同"], "drops": ["产权证书"]}]
    version = world.item(materials=materials, situations=[{"ask": "场所来源？", "options": options}])
    owner = world.citizen()
    return start_draft(version, by=owner, channel=Channel.WEB), owner


def answered(draft: tuple[Case, Actor], label: str) -> set[str]:
    case, owner = draft
    situation = Situation.objects.get(version=case.version_id)
    option = SituationOption.objects.get(situation=situation, label=label)
    save_draft(case, by=owner, choices={str(situation.pk): option.pk})
    return set(Material.objects.filter(case=case).values_list("spec__name", flat=True))


@pytest.mark.django_db
def test_answers_of_a_draft_change_its_list_back_and_forth(draft: tuple[Case, Actor]) -> None:
    """I-18, I-21: files of materials no answer touches stay."""
    case, owner = draft
    assert answered(draft, "自有") == {"申请书", "产权证书"}
    world.fill(case, owner, {"申请书": None})
    assert answered(draft, "租赁") == {"申请书", "租赁合同"}
    assert Material.objects.get(case=case, spec__name="租赁合同").why == "租赁"
    assert answered(draft, "自有") == {"申请书", "产权证书"}
    assert Material.objects.get(case=case, spec__name="申请书").files.count() == 1
