"""Finding an item: everyday words, themes, departments, audiences; the guide says everything before one applies."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from identity.queries import actor_of
from items.models import ItemVersion, SearchPhrase, Theme, VersionState
from items.services.importing import import_item
from items.services.publishing import publish_version
from tests import world

pytestmark = pytest.mark.django_db
SEARCH, ITEMS = reverse("portal:search"), reverse("portal:items")
QUESTION = {
    "ask": "是否有厨房？",
    "options": [{"label": "有", "adds": ["排烟证明"]}, {"label": "没有", "adds": []}],
}


def page(address: str, **asked: str) -> str:
    answer = Client().get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def listed(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', text)


def theme_named(name: str, audience: str = "enterprise") -> Theme:
    return Theme.objects.create(name=name, audience=audience, order=1)


def guide_of(version: ItemVersion) -> str:
    return reverse("portal:guide", args=[version.item.implementing_code])


@pytest.mark.parametrize("question", ["食品", "食品经营", "经营许可", "我想办食品经营许可证"])
def test_an_item_is_found_by_the_words_people_use(question: str) -> None:
    world.item(name="食品经营许可")
    world.item(name="道路运输许可")
    assert listed(page(SEARCH, q=question))[0] == "食品经营许可"


def test_an_item_is_found_by_its_everyday_phrase() -> None:
    body = world.department()
    draft = import_item(world.item_shape(name="食品经营许可"), department=body)
    SearchPhrase.objects.create(entry=draft.item.entry, phrase="开小吃店")
    assert listed(page(SEARCH, q="开小吃店")) == []
    publish_version(draft, by=actor_of(None))
    assert listed(page(SEARCH, q="开小吃店")) == ["食品经营许可"]


def test_when_nothing_is_found_the_page_says_why_and_whom_to_call() -> None:
    world.item(name="食品经营许可")
    text = page(SEARCH, q="登月")
    assert listed(text) == []
    assert "没有与“登月”相符的事项" in text and "大家在搜" in text and "12345" in text and 'value="登月"' in text


def test_an_empty_question_asks_for_words_instead_of_listing_nothing() -> None:
    text = page(SEARCH, q="  ")
    assert "没有找到" not in text and "gp-empty" in text


@pytest.mark.parametrize("question", ["%", "'; DROP", "\x00", ":*", "\\", "食" * 500, "🍜", "&|!()"])
def test_odd_questions_are_questions_too(question: str) -> None:
    world.item(name="食品经营许可")
    assert Client().get(SEARCH, {"q": question}).status_code == 200


def test_what_was_asked_is_shown_as_text_and_never_run() -> None:
    assert "<script>alert" not in page(SEARCH, q="<script>alert(1)</script>")


@pytest.mark.parametrize("state", [VersionState.SUPERSEDED, VersionState.CANCELLED])
def test_only_what_is_in_force_is_found(state: VersionState) -> None:
    version = world.item(name="食品经营许可")
    ItemVersion.objects.filter(pk=version.pk).update(state=state)
    assert listed(page(SEARCH, q="食品")) == []
    assert Client().get(guide_of(version)).status_code == 404


def test_items_by_theme_department_and_audience() -> None:
    theme = theme_named("设立变更")
    food = world.item(name="食品经营许可", themes=[theme.name])
    road = world.item("交通局", name="道路运输许可", audience=["企业法人"])
    person = world.item(name="居住证", audience=["自然人"])
    assert listed(page(ITEMS, theme=str(theme.pk))) == [food.name]
    assert listed(page(ITEMS, department=str(road.item.department_id))) == [road.name]
    assert listed(page(ITEMS, audience="person")) == [food.name, person.name]
    assert listed(page(ITEMS, audience="enterprise")) == [food.name, road.name]
    assert len(listed(page(ITEMS))) == 3


def test_a_theme_shows_only_what_is_for_its_audience() -> None:
    theme = theme_named("证件办理")
    world.item(name="居住证", audience=["自然人"], themes=[theme.name])
    assert listed(page(ITEMS, theme=str(theme.pk))) == []


@pytest.mark.parametrize("kind", ["theme", "department"])
def test_an_unknown_theme_or_department_is_not_found(kind: str) -> None:
    assert Client().get(ITEMS, {kind: "987654"}).status_code == 404


@pytest.mark.parametrize(
    "asked", [{"theme": "²"}, {"department": "²"}, {"after": "²"}, {"after": "9" * 30}, {"audience": "x"}]
)
def test_a_mistyped_address_still_answers(asked: dict[str, str]) -> None:
    assert Client().get(ITEMS, asked).status_code == 200


@pytest.mark.parametrize("path", ["/items/%00/", "/verify/%00/", "/items/x y/", "/items/" + "9" * 31 + "/"])
def test_an_address_that_cannot_be_one_is_not_found(path: str) -> None:
    assert Client().get(path).status_code == 404


def test_long_lists_page_without_losing_or_repeating_an_item() -> None:
    names = [world.item().name for _number in range(32)]
    first = page(ITEMS)
    after = re.search(r'href="\?after=(\d+)', first)
    assert after is not None
    second = page(ITEMS, after=after.group(1))
    assert listed(first) + listed(second) == names
    assert 'href="?after=' not in second


def test_the_start_page_leads_by_theme_and_hides_empty_ones() -> None:
    theme = theme_named("准营准办")
    world.item(name="食品经营许可", themes=[theme.name])
    Theme.objects.create(name="空主题", audience="person", order=2)
    text = page("/")
    assert f"{ITEMS}?theme={theme.pk}" in text and "空主题" not in text


def test_elder_mode_has_a_calmer_start_page() -> None:
    client = Client()
    usual = client.get("/").content.decode()
    client.post(reverse("portal:elder"), {"elder": "1"})
    calm = client.get("/").content.decode()
    assert 'data-elder="true"' in calm and calm.count("<a ") < usual.count("<a ") + 1
    assert 'href="tel:12345"' in calm


def test_the_language_is_kept_and_offered_in_itself() -> None:
    client = Client()
    client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert '<html lang="en"' in client.get("/").content.decode()
    client.post(reverse("set_language"), {"language": "zh-hans", "next": "/"})
    text = client.get("/").content.decode()
    assert '<html lang="zh-hans"' in text and ">English" in text.replace("\n", "").replace(" ", "")


def test_the_guide_says_what_it_takes() -> None:
    version = world.item(
        name="食品经营许可",
        conditions=["已取得营业执照"],
        legal_basis=[{"law": "食品安全法", "article": "第三十五条", "gist": "许可制度"}],
        faq=[{"q": "要体检吗？", "a": "从业人员要有健康证明。"}],
    )
    text = page(guide_of(version))
    told = ("食品经营许可", "已取得营业执照", "食品安全法", "要体检吗", "申请书", "平面图", "市政务服务中心", "A12")
    assert [word for word in told if word not in text] == []
    assert reverse("cases:begin", args=[version.pk]) in text


def test_answers_to_the_guides_questions_change_its_list_of_materials() -> None:
    version = world.item(
        situations=[QUESTION], materials=[world.material("申请书"), world.material("排烟证明", required=False)]
    )
    address, name = guide_of(version), re.compile(r'name="(s\d+|situation[^"]*)"')
    general = page(address)
    asked = name.search(general)
    assert asked is not None and "是否有厨房" in general
    values = re.findall(rf'name="{asked.group(1)}"[^>]*value="([^"]+)"', general)
    with_kitchen, without = (page(address, **{asked.group(1): value}) for value in values[:2])
    assert count_of("排烟证明", with_kitchen) > count_of("排烟证明", without)


def count_of(word: str, text: str) -> int:
    return text.partition("<main")[2].count(word)


def test_answers_nobody_offered_are_ignored() -> None:
    version = world.item(situations=[QUESTION], materials=[world.material("排烟证明", required=False)])
    name = f"situation-{version.situation_set.get().pk}"
    for asked in ({name: "99"}, {name: "²"}, {"situation-0": "1"}):
        assert Client().get(guide_of(version), asked).status_code == 200


def test_a_guide_is_only_there_for_what_is_published() -> None:
    assert Client().get(reverse("portal:guide", args=["0" * 31])).status_code == 404
