"""Journeys 3, 4 and 5: the decision, the licence, the end."""

import re

from playwright.sync_api import expect

from tests.smoke.applying import APPLICANT
from tests.smoke.day import DESIGN, REVIEWERS, Day, accept, decide, fetch_licence, file_case, issue
from tests.smoke.people import Person, person

BUILDER = "13800052026"
ROOT_OF_IDENTIFIERS = "1.2.156.3005.2."
REASON = "经查实以欺骗手段取得许可，依据行政许可法第七十九条"


def decide_along_the_route(day: Day) -> None:
    """3: reviewers decide along the item's own route; five departments review side by side, all must agree."""
    for username in REVIEWERS:
        decide(day, username, day.notes["case"], "approve")
    five_departments(day)


def five_departments(day: Day) -> None:
    """建设工程设计方案审查: filed, accepted, reviewed in parallel by every seat of its panel, then granted."""
    case, _receipt = file_case(day, DESIGN, BUILDER)
    day.notes["design"] = case
    accept(day, case, "15007-1")
    sizes = []
    while open_seats := seats(day, case):
        sizes.append(len(open_seats))
        for username in open_seats:
            decide(day, username, case, "approve")
    assert max(sizes) == 5, sizes
    with person(day.product, day.browser) as citizen:
        citizen.sign_in_by_password(BUILDER)
        citizen.go(f"/space/cases/{case}/")
        expect(citizen.page.locator(".gp-timeline")).to_contain_text("5 个部门并联审查")
        expect(citizen.page.locator(".gp-title__line")).to_contain_text("准予")


def seats(day: Day, case: str) -> list[str]:
    """User names of those whose verdict the case waits for, one per open seat."""
    code = (
        "from linkage.models import Review; from identity.models import Duty;"
        f"found = Review.objects.filter(case_id={case}, closed_at=None).order_by('pk');"
        "posts = found.values_list('post_id', flat=True);"
        "duties = [Duty.objects.select_related('staff__account').filter(post_id=p)[0] for p in posts];"
        "print(' '.join(duty.staff.account.username for duty in duties))"
    )
    return day.product.shell(code).split()


def issue_and_verify(day: Day) -> None:
    """4: the licence is issued, sealed and public: green when valid, red for a changed file or a withheld licence."""
    verify = issue(day, day.notes["case"])
    with person(day.product, day.browser, phone=True) as anybody:
        anybody.go(verify)
        anybody.sees("证照有效")
        anybody.sees(ROOT_OF_IDENTIFIERS)
    verify = issue(day, day.notes["design"], "15007-6")
    with person(day.product, day.browser) as citizen:
        citizen.sign_in_by_password(BUILDER)
        licence = fetch_licence(citizen, day.notes["design"])
    (day.files / "licence.pdf").write_bytes(licence)
    (day.files / "changed.pdf").write_bytes(licence[:-200] + b" " * 200)
    with person(day.product, day.browser) as anybody:
        for name, words, looks in (("licence.pdf", "未被改动", "ok"), ("changed.pdf", "已被改动", "bad")):
            anybody.go(verify)
            anybody.page.locator("input[type=file]").first.set_input_files(day.files / name)
            anybody.page.locator("form:has(input[type=file]) button[type=submit]").first.click()
            anybody.sees(words)
            expect(anybody.page.locator(f".gp-verdict--{looks}")).to_be_visible()
        withhold(day, day.notes["design"], "15007-4")
        anybody.go(verify)
        anybody.sees("证照无效：暂扣")
        anybody.sees(REASON)
        expect(anybody.page.locator(".gp-verdict--bad")).to_be_visible()


def withhold(day: Day, case: str, username: str) -> None:
    """The leader of the issuing body withholds the licence of a case; without a reason nothing happens."""
    with person(day.product, day.browser) as leader:
        leader.sign_in_staff(username, f"/desk/cases/{case}/")
        leader.page.locator(".gp-decide a[href^='/desk/licences/']").click()
        leader.page.click("main a:has-text('暂扣证照')")
        leader.page.locator("[name=decided]").check(force=True)
        leader.page.click("main button[type=submit]")
        expect(leader.page.locator("[name=reason]")).to_have_attribute("aria-invalid", "true")
        expect(leader.page.locator("[name=decided]")).to_be_checked()
        leader.page.fill("[name=reason]", REASON)
        leader.page.click("main button[type=submit]")
        leader.page.wait_for_url(re.compile(r"/desk/licences/\d+/$"))
        expect(leader.page.locator(".gp-timeline")).to_contain_text(REASON)


def receive_and_rate(day: Day) -> None:
    """5: the citizen sees the timeline with its clock explained, downloads the licence into his wallet, rates once;
    the case closes."""
    with person(day.product, day.browser, phone=True) as citizen:
        citizen.sign_in_by_password(APPLICANT)
        citizen.go(f"/space/cases/{day.notes['case']}/")
        expect(citizen.page.locator(".gp-title__line")).not_to_contain_text("已办结")
        clock_is_explained(citizen)
        assert fetch_licence(citizen, day.notes["case"]).startswith(b"%PDF")
        citizen.page.reload()
        expect(citizen.page.locator(".gp-title__line")).to_contain_text("已办结")
        expect(citizen.page.locator(".gp-timeline li").last).to_contain_text("办结归档")
        citizen.go("/space/wallet/")
        kept = citizen.page.locator(".gp-rows li", has_text="食品经营许可证").first
        expect(kept).to_contain_text("有效")
        with citizen.page.expect_download():
            kept.locator("a", has_text="下载").click()
        rate_once(citizen, day.notes["case"])


def clock_is_explained(citizen: Person) -> None:
    """Begin, end and every counted day of the clock stand open on the page, with the limit of the law."""
    clock = citizen.page.locator(".gp-clockcard")
    for words in ("受理，开始计时", "作出决定，停止计时", "法定期限"):
        expect(clock).to_contain_text(words)
    expect(clock.locator(".gp-ledger")).to_be_visible()
    expect(clock.locator(".gp-clock__legend")).to_contain_text(re.compile(r"\d+"))


def rate_once(citizen: Person, case: str) -> None:
    """The rating is taken; afterwards it is not offered, and a second one from an old page is refused (E-02)."""
    page, late = citizen.page, citizen.context.new_page()
    for one in (page, late):
        one.goto(f"{citizen.product.site}/space/cases/{case}/rate/")
        expect(one.locator("[name=level]")).to_have_count(5)
    page.locator("[name=level]").first.check(force=True)
    page.click("main button[type=submit]")
    citizen.sees("感谢您的评价")
    expect(page.locator(f"a[href$='/cases/{case}/rate/']")).to_have_count(0)
    late.locator("[name=level]").last.check(force=True)
    late.click("main button[type=submit]")
    expect(late.locator("main")).to_contain_text("您已经评价过了")
    late.close()
