"""How good the data about enterprises are: found, counted once a day, falling over time (C118)."""

from datetime import date, timedelta

import pytest

from core import clock
from core.clock import SimulatedClock
from identity.actors import SYSTEM
from identity.models import Party
from spaces.models import EnterpriseQuality, QualityDay
from spaces.qualityrules import WANTED, Held, flaws_of
from spaces.services import LicenceOrder, issue_licence, learn_fact
from spaces.services.quality import count_some
from spaces.tasks import count_data_quality
from tests import world
from tests.client import signed_in

TODAY = date(2026, 3, 2)
RIGHT = {
    **{"address": "张家港市杨舍镇沙洲中路18号", "legal_person": "林晓", "registered_capital": "500万元"},
    **{"industry": "餐饮业", "business_scope": "餐饮服务"},
}


class TestRules:
    def test_what_is_missing_is_named_and_counted_against_completeness(self) -> None:
        flaws = flaws_of(Held("x", "", {"address": "  "}), today=TODAY)
        assert set(flaws.missing) == {*WANTED, "phone"}
        assert flaws.completeness == 0
        half = flaws_of(Held("x", "13912345678", {key: RIGHT[key] for key in WANTED[:2]}), today=TODAY)
        assert half.completeness == 50

    @pytest.mark.parametrize(
        ("key", "value"),
        [
            ("registered_capital", "五百万"),
            ("registered_capital", "500 dollars"),
            ("legal_person", "123456"),
            ("address", "张家港"),
            ("legal_person", "<script>"),
        ],
    )
    def test_what_is_written_wrongly_is_named(self, key: str, value: str) -> None:
        assert key in flaws_of(Held("x", "1", {**RIGHT, key: value}), today=TODAY).wrong

    def test_a_wrong_credit_code_and_a_wrong_phone_are_flaws(self) -> None:
        assert {"code", "phone"} <= set(flaws_of(Held("123", "12", RIGHT), today=TODAY).wrong)

    @pytest.mark.parametrize("capital", ["500万元", "1,000,000元", "人民币50万元", "2.5亿元", "300"])
    def test_what_is_written_rightly_is_no_flaw(self, capital: str) -> None:
        assert "registered_capital" not in flaws_of(Held("x", "1", {"registered_capital": capital}), today=TODAY).wrong

    def test_a_licence_ran_out_unless_another_of_its_kind_holds(self) -> None:
        yesterday, tomorrow = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
        rows = [("食品经营许可证", yesterday), ("卫生许可证", yesterday), ("卫生许可证", tomorrow), ("执照", None)]
        assert flaws_of(Held("x", "1", RIGHT, rows), today=TODAY).expired == ("食品经营许可证",)
        assert flaws_of(Held("x", "1", RIGHT, [("证", TODAY)]), today=TODAY).expired == ()


@pytest.mark.django_db
@pytest.mark.usefixtures("calendar")
class TestCounting:
    def firm(self, **facts: str) -> Party:
        party = world.enterprise()
        party.set_phone("13912345678")
        party.save()
        for key, value in facts.items():
            learn_fact(party, key, value, source="登记库", verified=True)
        return party

    def test_every_enterprise_is_counted_once_a_day_also_after_a_kill(self, time: SimulatedClock) -> None:
        for _number in range(5):
            self.firm()
        world.citizen()
        assert count_some(limit=2) == 2
        assert not QualityDay.objects.exists()
        count_data_quality()
        count_data_quality()
        day = QualityDay.objects.get()
        assert (day.enterprises, day.missing) == (5, 5 * len(WANTED))
        assert EnterpriseQuality.objects.count() == 5

    def test_the_count_falls_when_data_are_mended(self, time: SimulatedClock) -> None:
        party = self.firm(address="张家港市杨舍镇")
        until = clock.today() + timedelta(days=1)
        issue_licence(LicenceOrder("食品经营许可证", party, world.department(), clock.today(), until), by=SYSTEM)
        count_data_quality()
        time.advance(timedelta(days=3))
        for key, value in RIGHT.items():
            learn_fact(party, key, value, source="登记库", verified=True)
        count_data_quality()
        first, second = QualityDay.objects.order_by("day")
        assert (first.missing, first.expired) == (4, 0)
        assert (second.missing, second.expired) == (0, 1)
        assert EnterpriseQuality.objects.get().flawed

    def test_the_page_names_the_flaws_to_those_who_see_to_them(self, time: SimulatedClock) -> None:
        flawed, sound = self.firm(legal_person="123"), self.firm(**RIGHT)
        Party.objects.filter(pk=flawed.pk).update(name="有缺项的公司")
        Party.objects.filter(pk=sound.pk).update(name="齐全的公司")
        count_data_quality()
        watcher = signed_in(world.staff("监察岗", "监委"))
        page = watcher.get("/desk/data-quality/").content.decode()
        assert "有缺项的公司" in page and "齐全的公司" not in page
        assert "法定代表人" in page and "注册资本" in page
        assert "齐全的公司" in watcher.get("/desk/data-quality/?all=1").content.decode()
        for hostile in ("x", "-1", "9" * 40, "1 OR 1=1"):
            assert watcher.get("/desk/data-quality/", {"after": hostile}).status_code == 200
        assert signed_in(world.staff("窗口受理岗")).get("/desk/data-quality/").status_code == 404

    def test_an_empty_page_says_why(self, time: SimulatedClock) -> None:
        page = signed_in(world.staff("监察岗", "监委")).get("/desk/data-quality/").content.decode()
        assert "每天统计一次" in page
