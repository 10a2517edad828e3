"""Papers of a guide to take away: made once by a worker, with the answers printed (I-19)."""

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from core.outbox import drain
from core.refusal import Refusal
from core.services.files import open_file
from identity.actors import SYSTEM
from items.models import GuidePaper, GuidePaperKind, ItemVersion
from items.rules.formpapers import BOX, TICKED, Asked, form_rows
from items.services.guide_papers import PER_ADDRESS, draw_guide_paper, make_guide_paper, order_guide_paper
from tests import world

QUESTION = {
    "ask": "是否有厨房？",
    "options": [{"label": "有厨房", "adds": ["排烟证明"]}, {"label": "没有厨房", "adds": []}],
}
PAPERS = [world.material("申请书"), world.material("排烟证明", required=False)]
FORM = [
    {"key": "premises", "label": "经营场所", "type": "address", "required": True},
    {"key": "mode", "label": "主体业态", "type": "choice", "required": True, "options": ["餐饮", "销售"]},
    {
        "key": "staff",
        "label": "从业人员",
        "type": "table",
        "required": False,
        "columns": [{"key": "n", "label": "姓名"}],
    },
]


def words_of(paper: GuidePaper) -> str:
    assert paper.file is not None
    with open_file(paper.file) as content:
        pages = PdfReader(BytesIO(content.read())).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("filled", [False, True])
def test_a_form_on_paper_has_lines_boxes_and_rows(filled: bool) -> None:
    choice, many, table, line, yes = form_rows(
        [
            Asked("业态", "choice", True, ("餐饮", "销售")),
            Asked("项目", "multichoice", True, ("甲", "乙", "丙")),
            Asked("人员", "table", False, (), ("姓名", "证件")),
            Asked("面积", "decimal", True),
            Asked("网络", "boolean", True),
        ],
        filled=filled,
    )
    assert [sum(one.startswith(TICKED) for one in row.choices) for row in (choice, many, yes)] == (
        [1, 2, 1] if filled else [0, 0, 0]
    )
    assert all(one[0] in {TICKED, BOX} for one in (*choice.choices, *yes.choices))
    assert (len(table.table), len(table.table[0])) == ((1, 2) if filled else (4, 2))
    assert bool(line.words) is filled


@pytest.mark.django_db
class TestMaking:
    @pytest.fixture
    def version(self) -> ItemVersion:
        return world.item(name="食品经营许可", situations=[QUESTION], materials=PAPERS, form=FORM)

    def test_the_notice_lists_what_the_answers_ask_for_and_prints_them(self, version: ItemVersion) -> None:
        with_kitchen, without = version.situation_set.get().options.all()
        words = []
        for option in (with_kitchen, without):
            ordered = order_guide_paper(version, GuidePaperKind.NOTICE, [option.pk], by=SYSTEM, address="a")
            words.append(words_of(make_guide_paper(ordered.pk)))
        assert "有厨房" in words[0] and "排烟证明" in words[0] and "5个工作日" in words[0]
        assert "没有厨房" in words[1] and "排烟证明" not in words[1] and "申请书" in words[1]

    def test_forms_come_empty_and_as_a_sample(self, version: ItemVersion) -> None:
        texts = {
            kind: words_of(make_guide_paper(order_guide_paper(version, kind, [], by=SYSTEM, address="a").pk))
            for kind in (GuidePaperKind.BLANK, GuidePaperKind.SAMPLE)
        }
        assert all("经营场所" in text and "主体业态" in text and "姓名" in text for text in texts.values())
        assert "沙洲中路" in texts[GuidePaperKind.SAMPLE] and "沙洲中路" not in texts[GuidePaperKind.BLANK]

    def test_who_asks_next_takes_the_same_paper(self, version: ItemVersion) -> None:
        option = version.situation_set.get().options.all()[0]
        first = order_guide_paper(version, GuidePaperKind.NOTICE, [option.pk], by=SYSTEM, address="a")
        assert order_guide_paper(version, GuidePaperKind.NOTICE, [option.pk], by=SYSTEM, address="b") == first
        blank = order_guide_paper(version, GuidePaperKind.BLANK, [option.pk], by=SYSTEM, address="a")
        assert order_guide_paper(version, GuidePaperKind.BLANK, [], by=SYSTEM, address="a") == blank
        made = make_guide_paper(first.pk)
        assert make_guide_paper(first.pk).file == made.file
        assert draw_guide_paper(made) == draw_guide_paper(made)

    def test_one_address_has_so_many_papers_made_only(self) -> None:
        for _paper in range(PER_ADDRESS[0].tries):
            order_guide_paper(world.item(), GuidePaperKind.NOTICE, [], by=SYSTEM, address="a")
        version = world.item()
        with pytest.raises(Refusal) as refused:
            order_guide_paper(version, GuidePaperKind.NOTICE, [], by=SYSTEM, address="a")
        assert refused.value.code == "too_many_tries"
        assert order_guide_paper(version, GuidePaperKind.NOTICE, [], by=SYSTEM, address="b").pk

    def test_anybody_orders_waits_and_downloads(self, version: ItemVersion) -> None:
        client = Client()
        situation = version.situation_set.get()
        order = reverse("portal:order_guide_paper", args=[version.item.implementing_code])
        chosen = f"situation-{situation.pk}={situation.options.all()[0].pk}"
        answer = client.post(order, {"kind": "notice", "answers": f"{chosen}&situation-9=x"})
        page = answer.headers["Location"]
        waiting = client.get(page).content.decode()
        assert 'hx-get="' in waiting and client.get(f"{page}file/").status_code == 404
        drain(["pdf"])
        assert f"{page}file/" in client.get(page, headers={"HX-Request": "true"}).content.decode()
        file = client.get(f"{page}file/")
        assert file.headers["Content-Type"] == "application/pdf" and b"".join(file.streaming_content)[:4] == b"%PDF"
        assert GuidePaper.objects.get().choices == str(situation.options.all()[0].pk)

    @pytest.mark.parametrize("post", [{}, {"kind": "x"}])
    def test_what_nobody_offers_is_not_found(self, version: ItemVersion, post: dict[str, str]) -> None:
        order = reverse("portal:order_guide_paper", args=[version.item.implementing_code])
        assert Client().post(order, post).status_code == 404
