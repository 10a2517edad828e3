"""A licence is never edited: a change is a new version (L-03), a correction too (L-17); paper and file agree (L-15)."""

import pytest
from django.db import connection

from core.identifiers import read_licence_identifier
from core.invariants import check, registered
from core.models import EventRow
from core.refusal import Refusal
from identity.actors import SYSTEM
from spaces.models import CorrectionState, HolderKind, Licence, LicenceState, LicenceType, ValidityRule
from spaces.queries import licences_of
from spaces.services import change_licence_state
from spaces.services.changes import NewVersion, replace_licence
from spaces.services.corrections import ask_correction, correct_licence, refuse_correction
from spaces.services.kinds import lay_out_kind, set_kind_rules
from spaces.services.printing import print_licence
from tests import world
from tests.brokenness import broken
from tests.spaces.papers import PLACE, licence, person

pytestmark = pytest.mark.django_db
NEW = "杨舍镇人民中路1号"


def kind_of(found: Licence) -> LicenceType:
    return LicenceType.objects.get(code=found.type_code)


def test_l03_a_change_is_the_next_version_and_the_old_one_lapses() -> None:
    old = licence()
    new = replace_licence(old, NewVersion({"经营场所": NEW}, old.valid_until), reason="经营场所变更", by=SYSTEM)
    old.refresh_from_db()
    assert (old.state, old.data["经营场所"], new.data["经营场所"]) == (LicenceState.LAPSED, PLACE, NEW)
    assert (new.version, new.number, new.previous, new.origin) == (2, old.number, old, "changed")
    parts, before = read_licence_identifier(new.identifier), read_licence_identifier(old.identifier)
    assert parts == before._replace(version=2)
    assert new.verify_code != old.verify_code and list(licences_of(old.holder_id)) == [new]
    assert broken() == {}


def test_l03_only_a_valid_version_is_replaced_and_only_by_something_else() -> None:
    old = licence()
    same = NewVersion(old.data, old.valid_until)
    with pytest.raises(Refusal) as refused:
        replace_licence(old, same, reason="变更", by=SYSTEM)
    assert refused.value.code == "nothing_changes"
    change_licence_state(old, LicenceState.WITHHELD, reason="核查", by=SYSTEM)
    with pytest.raises(Refusal) as refused:
        replace_licence(old, NewVersion({"经营场所": NEW}, None), reason="变更", by=SYSTEM)
    assert (refused.value.code, refused.value.conflict) == ("wrong_state", True)


def test_l03_an_old_version_is_not_made_valid_beside_the_new_one() -> None:
    old = licence()
    replace_licence(old, NewVersion({"经营场所": NEW}, None), reason="变更", by=SYSTEM)
    with pytest.raises(Refusal) as refused:
        change_licence_state(old, LicenceState.VALID, reason="恢复", by=SYSTEM)
    assert refused.value.code == "newer_version"


def test_l17_a_correction_ends_with_a_new_version_and_edits_nothing() -> None:
    owner, holder = person()
    old = licence(holder)
    asked = ask_correction(old, field="经营场所", wanted=NEW, reason="门牌号换了", by=owner)
    new = correct_licence(asked, answer="经核实予以更正", by=world.staff("制证岗"))
    old.refresh_from_db()
    asked.refresh_from_db()
    assert (old.data["经营场所"], new.data["经营场所"], asked.state) == (PLACE, NEW, CorrectionState.MADE)
    with pytest.raises(Refusal) as refused:
        refuse_correction(asked, answer="不予更正", by=SYSTEM)
    assert refused.value.code == "decided"


def test_l17_a_refused_correction_leaves_the_licence_as_it_is() -> None:
    owner, holder = person()
    found = licence(holder)
    asked = ask_correction(found, field="经营场所", wanted=NEW, reason="门牌号换了", by=owner)
    refuse_correction(asked, answer="与登记一致，不予更正", by=world.staff("制证岗"))
    found.refresh_from_db()
    assert (found.state, found.data["经营场所"]) == ("01", PLACE)
    row = EventRow.objects.filter(stream="licence", stream_id=found.pk).latest("sequence")
    assert row.data["answer"] == "与登记一致，不予更正"


@pytest.mark.parametrize(
    ("field", "wanted", "code"),
    [
        ("发证日期", NEW, "field"),
        ("经营场所", PLACE, "wanted"),
        ("经营场所", f" {PLACE} ", "wanted"),
        ("", "x", "field"),
    ],
)
def test_l17_a_correction_names_a_field_and_something_else(field: str, wanted: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        ask_correction(licence(), field=field, wanted=wanted, reason="门牌号换了", by=SYSTEM)
    assert refused.value.code == code


def test_l17_the_same_field_is_asked_once_at_a_time() -> None:
    found = licence()
    ask_correction(found, field="经营场所", wanted=NEW, reason="门牌号换了", by=SYSTEM)
    with pytest.raises(Refusal) as refused:
        ask_correction(found, field="经营场所", wanted="别处", reason="门牌号换了", by=SYSTEM)
    assert (refused.value.code, refused.value.conflict) == ("asked_already", True)


class TestKinds:
    def test_l04_a_kind_says_who_may_hold_it_for_how_long_and_what_it_says(self) -> None:
        kind = kind_of(licence())
        set_kind_rules(kind, holder_kind=HolderKind.PERSON, validity=ValidityRule.YEARS, years=3)
        lay_out_kind(kind, [{"label": "经营场所", "required": True}, {"label": "备注"}], by=SYSTEM)
        made = licence(主体业态="小餐饮", 备注="仅限冷食", days=9)
        assert list(made.data) == ["经营场所", "备注"], "what the layout does not name stays out"
        assert made.valid_until is not None and made.valid_until.year == made.valid_from.year + 3
        with pytest.raises(Refusal) as refused:
            licence(world.enterprise(world.citizen()))
        assert refused.value.code == "wrong_holder"

    def test_l04_a_required_field_is_not_left_out(self) -> None:
        lay_out_kind(kind_of(licence()), [{"label": "负责人", "required": True}], by=SYSTEM)
        with pytest.raises(Refusal, match="负责人"):
            licence()
        with pytest.raises(Refusal):
            licence(负责人="  ")

    def test_h54_a_layout_has_versions_and_a_licence_keeps_its_own(self) -> None:
        kind = kind_of(licence())
        first = lay_out_kind(kind, [{"label": "经营场所"}], by=SYSTEM)
        made = licence()
        second = lay_out_kind(kind, [{"label": "经营场所"}, {"label": "备注"}], by=SYSTEM)
        made.refresh_from_db()
        assert (first.version, second.version, made.layout) == (1, 2, first)

    @pytest.mark.parametrize("labels", [[], ["a", "a"], ["", "b"], [f"f{number}" for number in range(25)]])
    def test_a_layout_names_each_field_once(self, labels: list[str]) -> None:
        with pytest.raises(Refusal) as refused:
            lay_out_kind(kind_of(licence()), [{"label": label} for label in labels], by=SYSTEM)
        assert refused.value.field == "fields"

    def test_a_national_kind_unlimited_by_law_is_issued_without_an_end(self) -> None:
        kind = kind_of(licence())
        set_kind_rules(kind, holder_kind=HolderKind.ANY, validity=ValidityRule.UNLIMITED, years=5)
        assert licence(days=9).valid_until is None


class TestPaper:
    def test_l15_a_blank_is_used_once_and_bears_the_licence_s_fingerprint(self) -> None:
        found = licence(drawn=True)
        made = print_licence(found, blank_no="A000001", by=world.staff("制证岗"))
        assert made.digest == found.digest and len(found.digest) == 64
        with pytest.raises(Refusal) as refused:
            print_licence(found, blank_no="A000001", reason="再印一份", by=SYSTEM)
        assert (refused.value.code, refused.value.conflict) == ("blank_used", True)
        assert broken() == {}

    def test_l15_a_row_that_was_tampered_with_is_an_alarm_and_prints_nothing(self) -> None:
        found = licence(drawn=True)
        Licence.objects.filter(pk=found.pk).update(data={"经营场所": "改过的地方"})
        with pytest.raises(Refusal) as refused:
            print_licence(found, blank_no="A000001", by=SYSTEM)
        assert refused.value.code == "differs" and not found.prints.exists()
        assert EventRow.objects.filter(stream="licence", name="spaces.LicenceDiffers").count() == 1
        (whole,) = [one for one in registered() if one.number == "10.1.2"]
        assert check(whole).rows == ((found.pk, found.identifier),)

    def test_l15_a_print_of_another_data_set_breaks_an_invariant(self) -> None:
        found = licence(drawn=True)
        made = print_licence(found, blank_no="A000001", by=SYSTEM)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE spaces_licenceprint SET digest = 'x' WHERE id = %s", [made.pk])
        assert broken() == {"10.1.1": ((made.pk, found.pk),)}

    def test_l15_nothing_is_printed_before_the_file_or_after_the_end(self) -> None:
        waiting, revoked = licence(), licence(drawn=True)
        change_licence_state(revoked, LicenceState.REVOKED, reason="吊销", by=SYSTEM)
        revoked.refresh_from_db()
        for found, code in ((waiting, "no_file"), (revoked, "not_valid")):
            with pytest.raises(Refusal) as refused:
                print_licence(found, blank_no="A000001", by=SYSTEM)
            assert refused.value.code == code
