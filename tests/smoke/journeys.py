"""Journeys 1 to 7 of the main job, each a story of what one person wants."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.smoke.people import Person, person
from tests.smoke.product import Product

FOOD, DESIGN = "食品经营许可", "建设工程设计方案审查"


@dataclass
class Day:
    """What the journeys of one run share: the product, the browser, and what earlier journeys left behind."""

    product: Product
    browser: Browser
    files: Path
    notes: dict[str, str] = field(default_factory=dict)


def begin(citizen: Person, item: str, phone: str) -> None:
    """Find an item by its name, sign in, apply for the enterprise."""
    citizen.go(f"/search/?q={item}")
    citizen.page.locator(f"a:text-is('{item}')").first.click()
    citizen.page.locator("a:has-text('在线申请'):visible").first.click()
    citizen.sign_in(phone)
    citizen.page.locator(".gp-switch button").nth(1).click()
    citizen.page.locator("main form:not(.gp-switch) button[type=submit]").first.click()


def answer_situation(citizen: Person) -> None:
    """The first answer to every question."""
    for group in citizen.page.locator("#step-form fieldset").all():
        group.locator("input[type=radio]").first.check(force=True)
    citizen.page.click("#step-form button[value=continue]")
    citizen.page.wait_for_url("**/details/")


def fill_details(citizen: Person) -> None:
    """Something sensible in every open field of the form."""
    page = citizen.page
    for group in page.locator("#step-form fieldset:visible").all():
        choice = group.locator("input[type=radio], input[type=checkbox]")
        if choice.count():
            choice.first.check(force=True)
    for box in page.locator("#step-form input:visible:not([disabled]):not([type=radio]):not([type=checkbox])").all():
        if not box.input_value():
            box.fill("2026-12-01" if box.get_attribute("type") == "date" else "12")
    page.click("#step-form button[value=continue]")
    page.wait_for_url("**/materials/")


def submit(citizen: Person) -> tuple[str, str]:
    """Check everything and file it; the receipt number and the query code."""
    page = citizen.page
    page.click("#step-form button[value=continue]")
    page.wait_for_url("**/check/")
    page.locator("[name=truthful]").check(force=True)
    page.locator("main button[type=submit]:has-text('提交')").first.click()
    page.wait_for_url("**/done/")
    return page.locator("[data-receipt-no]").inner_text(), page.locator("[data-query-code]").inner_text()


def apply_for_a_licence(day: Day) -> None:
    """1: find it by everyday words, sign in, switch, answer, upload, check, submit; the draft survives closing."""
    with person(day.product, day.browser) as citizen:
        citizen.go("/")
        citizen.page.fill("#q", "开小吃店")
        citizen.page.press("#q", "Enter")
        citizen.page.locator(f"a:has-text('{FOOD}')").first.click()
        citizen.sees("受理条件")
        begin(citizen, FOOD, "13800012026")
        answer_situation(citizen)
        expect(citizen.page.locator("[name=premises_address]")).to_have_value(re.compile("张家港市"))
    with person(day.product, day.browser) as citizen:
        citizen.go("/space/")
        citizen.page.wait_for_timeout(100)
    with person(day.product, day.browser) as citizen:
        citizen.go("/sign-in/password/?next=/space/")
        citizen.page.fill("[name=phone]", "13800012026")
        citizen.page.fill("[name=password]", "Demo-2026-hall")
        citizen.page.click("main button[type=submit]")
        citizen.page.locator(".gp-switch button").nth(1).click()
        citizen.page.locator("a:has-text('继续')").first.click()
        answer_situation(citizen)
        fill_details(citizen)
        citizen.sees("已持有")
        citizen.upload_everything(day.files)
        day.notes["receipt"], day.notes["code"] = submit(citizen)
        assert re.fullmatch(r"\d{22}", day.notes["receipt"]) and re.fullmatch(r"\d{6}", day.notes["code"])
        citizen.page.locator("a:has-text('查看')").first.click()
        day.notes["case"] = re.search(r"/cases/(\d+)/", citizen.page.url)[1]  # type: ignore[index]
        receipt_paper_arrives(citizen)


def receipt_paper_arrives(citizen: Person) -> None:
    """The receipt is a sealed PDF, made by a worker within seconds; a message is in the inbox."""
    page = citizen.page
    for _try in range(20):
        page.reload()
        if page.locator("a[href*='/papers/']").count():
            break
        page.wait_for_timeout(1000)
    with page.expect_download() as download:
        page.locator("a[href*='/papers/']").first.click()
    assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
    citizen.go("/messages/")
    citizen.sees("申请已收到")


def accept_at_the_window(day: Day) -> None:
    """2: a clerk prechecks and accepts: 43-character number, notice with the day of the decision."""
    with person(day.product, day.browser) as clerk:
        clerk.sign_in_staff("31001-1", f"/desk/cases/{day.notes['case']}/")
        clerk.page.locator("input[name=point]").first.check()
        clerk.page.click("button[value=accept]")
        clerk.sees("已受理，办件编号")
        number = re.search(r"\b[0-9A-Z]{43}\b", clerk.page.locator("body").inner_text())
        assert number is not None
        day.notes["case_no"] = number[0]


def decide_along_the_route(day: Day) -> None:
    """3: reviewers decide along the item's own route; five departments review side by side, all must agree."""
    for username in ("31001-2", "31001-2", "31001-4"):
        with person(day.product, day.browser) as reviewer:
            decide(reviewer, username, day.notes["case"], "approve")
    five_departments(day)


def five_departments(day: Day) -> None:
    """建设工程设计方案审查: filed, accepted, reviewed in parallel by every seat of its panel, then granted."""
    case = file_case(day, DESIGN, "13800052026")
    with person(day.product, day.browser) as clerk:
        clerk.sign_in_staff("15007-1", f"/desk/cases/{case}/")
        clerk.page.click("button[value=accept]")
        clerk.sees("已受理，办件编号")
    sizes = []
    while open_seats := seats(day, case):
        sizes.append(len(open_seats))
        for username in open_seats:
            with person(day.product, day.browser) as reviewer:
                decide(reviewer, username, case, "approve")
    assert max(sizes) == 5, sizes
    state = day.product.shell(f"from cases.models import Case; print(Case.objects.get(pk={case}).state)")
    assert state.strip().splitlines()[-1] in {"granted", "issued"}, state


def decide(reviewer: Person, username: str, case: str, verdict: str, opinion: str = "经审查，符合许可条件。") -> None:
    """Sign in, open the review of this case that waits for one's posts, give a verdict."""
    code = (
        "from linkage.models import Review; from identity.models import Account; from identity.queries import actor_of;"
        f"posts = actor_of(Account.objects.get(username='{username}')).post_ids;"
        f"found = Review.objects.filter(case_id={case}, closed_at=None, post_id__in=posts).order_by('pk');"
        "print(found.values_list('pk', flat=True)[0])"
    )
    review = reviewer.product.shell(code).strip().splitlines()[-1]
    reviewer.sign_in_staff(username, f"/desk/reviews/{review}/")
    reviewer.page.fill("[name=opinion]", opinion)
    reviewer.page.click(f"button[value={verdict}]")
    reviewer.sees("意见已记录")


def seats(day: Day, case: str) -> list[str]:
    """User names of those whose verdict the case waits for, one per open seat."""
    code = (
        "from linkage.models import Review; from identity.models import Duty;"
        f"found = Review.objects.filter(case_id={case}, closed_at=None).order_by('pk');"
        "posts = found.values_list('post_id', flat=True);"
        "duties = [Duty.objects.select_related('staff__account').filter(post_id=p)[0] for p in posts];"
        "print(' '.join(duty.staff.account.username for duty in duties))"
    )
    lines = day.product.shell(code).strip().splitlines()
    return lines[-1].split() if lines else []


def file_case(day: Day, item: str, phone: str) -> str:
    """A complete application filed by the enterprise of this citizen; the key of the case."""
    with person(day.product, day.browser) as citizen:
        begin(citizen, item, phone)
        answer_situation(citizen)
        fill_details(citizen)
        citizen.upload_everything(day.files)
        submit(citizen)
        return re.search(r"/cases/(\d+)/", citizen.page.url)[1]  # type: ignore[index]


def issue_and_verify(day: Day) -> None:
    """4: the licence is issued, sealed and public: green when valid, red for a changed file or a revoked licence."""
    with person(day.product, day.browser) as maker:
        maker.sign_in_staff("31001-6", f"/desk/cases/{day.notes['case']}/")
        maker.page.click("button[value=issue]")
        maker.sees("结果已出具")
    code = f"from cases.models import Case; c = Case.objects.get(pk={day.notes['case']}); print(c.licence.verify_code)"
    day.notes["verify"] = day.product.shell(code).strip().splitlines()[-1]
    with person(day.product, day.browser, phone=True) as anybody:
        anybody.go(f"/verify/{day.notes['verify']}/")
        anybody.sees("证照有效")
        anybody.sees("1.2.156.3005.2.")


def receive_and_rate(day: Day) -> None:
    """5: the citizen sees the timeline with its clock, downloads the licence, rates once; the case closes."""
    with person(day.product, day.browser, phone=True) as citizen:
        citizen.go("/sign-in/password/?next=/space/")
        citizen.page.fill("[name=phone]", "13800012026")
        citizen.page.fill("[name=password]", "Demo-2026-hall")
        citizen.page.click("main button[type=submit]")
        citizen.page.locator(".gp-switch button").nth(1).click()
        citizen.go(f"/space/cases/{day.notes['case']}/")
        citizen.sees("办结")
        for _try in range(30):
            if citizen.page.locator("a:has-text('下载证照')").count():
                break
            citizen.page.wait_for_timeout(1000)
            citizen.page.reload()
        with citizen.page.expect_download() as download:
            citizen.page.locator("a:has-text('下载证照')").first.click()
        licence = Path(download.value.path()).read_bytes()
        assert licence.startswith(b"%PDF")
        (day.files / "licence.pdf").write_bytes(licence)
        (day.files / "changed.pdf").write_bytes(licence[:-200] + b" " * 200)
        citizen.page.reload()
        citizen.sees("已办结")
        citizen.go(f"/space/cases/{day.notes['case']}/rate/")
        citizen.page.locator("[name=level]").first.check(force=True)
        citizen.page.click("main button[type=submit]:has-text('评价'), main button[type=submit]:has-text('提交')")
        citizen.sees("感谢您的评价")
    verify_files(day)


def verify_files(day: Day) -> None:
    """The true file is green, a changed one red; a revoked licence is red at once."""
    with person(day.product, day.browser) as anybody:
        for name, words in (("licence.pdf", "未被改动"), ("changed.pdf", "已被改动")):
            anybody.go(f"/verify/{day.notes['verify']}/")
            anybody.page.locator("input[type=file]").first.set_input_files(day.files / name)
            anybody.page.locator("form:has(input[type=file]) button[type=submit]").first.click()
            anybody.sees(words)
        day.product.shell(
            "from spaces.models import Licence, LicenceState; from spaces.services import change_licence_state;"
            "from identity.actors import SYSTEM;"
            f"change_licence_state(Licence.objects.get(verify_code='{day.notes['verify']}'), LicenceState.REVOKED,"
            " reason='演示吊销', by=SYSTEM)"
        )
        anybody.go(f"/verify/{day.notes['verify']}/")
        anybody.sees("证照无效")


def correct_decline_refuse_withdraw(day: Day) -> None:
    """6: correction once with the full list, non-acceptance with reason and body, refusal with remedies, withdrawal."""
    case = file_case(day, FOOD, "13800022026")
    with person(day.product, day.browser) as clerk:
        clerk.sign_in_staff("31001-1", f"/desk/cases/{case}/correct/")
        clerk.page.click("main button[type=submit]")
        clerk.sees("至少写明一份材料")
        clerk.page.locator("main input[type=text]").first.fill("申请书第 2 页没有盖章，请补盖后重新上传")
        clerk.page.click("main button[type=submit]")
        clerk.sees("补正告知书已发出")
    decline(day)
    refuse(day)
    withdraw(day)


def decline(day: Day) -> None:
    case = file_case(day, FOOD, "13800032026")
    with person(day.product, day.browser) as clerk:
        clerk.sign_in_staff("31001-1", f"/desk/cases/{case}/decline/")
        clerk.page.fill("[name=reason]", "太短")
        clerk.page.click("main button[type=submit]")
        clerk.page.fill("[name=reason]", "该经营场所位于常熟市，不属于本机关职权范围")
        clerk.page.fill("[name=competent_body]", "常熟市市场监督管理局")
        clerk.page.click("main button[type=submit]")
        clerk.sees("已告知申请人")


def refuse(day: Day) -> None:
    case = file_case(day, FOOD, "13800042026")
    with person(day.product, day.browser) as clerk:
        clerk.sign_in_staff("31001-1", f"/desk/cases/{case}/")
        clerk.page.click("button[value=accept]")
        clerk.sees("已受理，办件编号")
    words = "经营场所与污染源距离不足，不符合许可条件"
    for username in ("31001-2", "31001-4"):
        with person(day.product, day.browser) as reviewer:
            decide(reviewer, username, case, "object", words)
    state = day.product.shell(
        f"from cases.models import Case; c = Case.objects.get(pk={case}); print(c.state, c.reasons)"
    )
    assert "refused" in state or "issued" in state, state
    assert words in state


def withdraw(day: Day) -> None:
    case = file_case(day, FOOD, "13800062026")
    with person(day.product, day.browser) as citizen:
        citizen.go("/sign-in/password/?next=/space/")
        citizen.page.fill("[name=phone]", "13800062026")
        citizen.page.fill("[name=password]", "Demo-2026-hall")
        citizen.page.click("main button[type=submit]")
        citizen.page.locator(".gp-switch button").nth(1).click()
        citizen.go(f"/space/cases/{case}/withdraw/")
        citizen.page.click("main button[type=submit]:has-text('撤回')")
        citizen.sees("已撤回")


def ask_for_progress(day: Day) -> None:
    """7: number and query code open the progress; five wrong tries lock."""
    with person(day.product, day.browser, phone=True) as anybody:
        ask(anybody, day.notes["receipt"], day.notes["code"])
        anybody.sees(FOOD)
        for _try in range(5):
            ask(anybody, day.notes["receipt"], "000000")
            anybody.sees("不正确")
        ask(anybody, day.notes["receipt"], day.notes["code"])
        anybody.sees("30 分钟")


def ask(anybody: Person, number: str, code: str) -> None:
    anybody.go("/progress/")
    anybody.page.fill("[name=number]", number)
    anybody.page.fill("[name=code]", code)
    anybody.page.locator("main button[type=submit]:not([formaction])").first.click()
