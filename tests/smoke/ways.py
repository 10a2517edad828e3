"""Journeys 11 to 16: the ways an application goes besides the straight one."""

import re

from playwright.sync_api import expect

from tests.smoke.applying import APPLICANT
from tests.smoke.day import (
    CLERK,
    FOOD,
    REVIEWERS,
    Day,
    accept,
    answer_situation,
    begin,
    case_in,
    decide,
    fetch_licence,
    file_case,
    fill_details,
    issue,
    send,
    submit,
)
from tests.smoke.people import Person, person

MATTER = "拟不予许可：经营场所与幼儿园的距离不足规定的二百米"
SAID = "距离应从门店出入口起算，实测为二百一十米，附测量报告。"
HOME = {"name": "李小满", "address": "张家港市杨舍镇沙洲中路18号2幢301室"}
LAND, REGISTRAR = "国有建设用地使用权首次登记", "15007-1"
CERTIFICATE = "从业人员健康合格证明"


def hear_before_refusing(day: Day) -> None:
    """11: what is intended is told (D-10), the applicant asks to be heard, the clock stands still, the hearing is
    called seven days ahead; he waives it after all, and the case is decided."""
    phone, handler = "13800072026", "31001-2"
    case, _receipt = file_case(day, FOOD, phone)
    accept(day, case)
    with person(day.product, day.browser) as reviewer, person(day.product, day.browser) as citizen:
        reviewer.sign_in_staff(handler, f"/desk/cases/{case}/hearing/")
        reviewer.page.fill("[name=matter]", MATTER)
        reviewer.page.click("main button[type=submit]")
        citizen.sign_in_by_password(phone)
        citizen.go(f"/space/cases/{case}/hearing/")
        citizen.sees(MATTER)
        citizen.page.fill("[name=statement]", SAID)
        citizen.page.click("button[value=ask]")
        citizen.go(f"/space/cases/{case}/")
        expect(citizen.page.locator(".gp-title__line")).to_contain_text("特别程序")
        reviewer.go(f"/desk/cases/{case}/hearing/")
        reviewer.sees(SAID)
        call_hearing(day, reviewer)
        assert "听证室一" in citizen.paper("听证通知书")
        citizen.go(f"/space/cases/{case}/hearing/")
        citizen.page.click("button[value=waive]")
        citizen.go(f"/cases/{case}/dates/")
        citizen.sees("听证")
    for username in REVIEWERS:
        decide(day, username, case, "approve")


def call_hearing(day: Day, reviewer: Person) -> None:
    """On the first day the law allows."""
    code = (
        "from core import clock; from core.queries.calendar import working_calendar;"
        "print(working_calendar().add_working_days(clock.today(), 8))"
    )
    page = reviewer.page
    page.fill("[name=day]", day.product.shell(code))
    page.fill("[name=time]", "14:30")
    page.fill("[name=place]", "听证室一")
    host = page.locator("select[name=host] option[value]:not([value=''])").first.get_attribute("value")
    page.select_option("[name=host]", host)
    page.click("main button[type=submit]")
    reviewer.sees("已发出听证通知")


def renew_a_licence(day: Day) -> None:
    """12: the holder asks to renew from the licence itself; a new case, a new version, the old one is replaced."""
    with person(day.product, day.browser) as citizen:
        citizen.sign_in_by_password(APPLICANT)
        citizen.go("/space/wallet/")
        citizen.page.locator(".gp-rows li", has_text="食品经营许可证").locator("a").first.click()
        citizen.page.locator("main a:has-text('延续')").first.click()
        if "/begin/" in citizen.page.url:
            citizen.page.locator("main form button[type=submit]").first.click()
        for group in citizen.page.locator("#step-form fieldset").all():
            renewal = group.locator("label:has-text('延续') input[type=radio]")
            (renewal if renewal.count() else group.locator("input[type=radio]")).first.check(force=True)
        citizen.page.click("#step-form button[value=continue]")
        citizen.page.wait_for_url("**/details/")
        fill_details(citizen)
        citizen.upload_everything(day.files)
        submit(citizen)
        citizen.page.locator("a:has-text('查看')").first.click()
        case = case_in(citizen.page.url)
    accept(day, case)
    for username in REVIEWERS:
        decide(day, username, case, "approve")
    issue(day, case)
    with person(day.product, day.browser) as citizen:
        citizen.sign_in_by_password(APPLICANT)
        assert fetch_licence(citizen, case).startswith(b"%PDF")
        assert "准予延续" in citizen.paper("准予延续决定书")


def apply_by_express_mail(day: Day) -> None:
    """13: nobody comes to the hall: papers go in by courier, the result comes out by courier, the signature closes it
    (C-21, C-36, C-42)."""
    phone = "13800082026"
    case, _receipt = file_case(day, FOOD, phone)
    with person(day.product, day.browser) as citizen:
        citizen.sign_in_by_password(phone)
        citizen.go(f"/space/cases/{case}/mail/")
        citizen.page.locator("[name=contents]").first.check(force=True)
        type_address(citizen, phone)
        citizen.sees("邮寄已登记")
        wait_for(citizen, f"/space/cases/{case}/", "已签收")
    with person(day.product, day.browser) as clerk:
        clerk.sign_in_staff(CLERK, "/desk/parcels/?tab=papers")
        clerk.page.locator("main a[href^='/desk/parcels/']:not([href*='tab'])").first.click()
        clerk.page.click("button[name=deed][value=agree]")
        clerk.sees("与电子文件一致")
    accept(day, case)
    with person(day.product, day.browser) as citizen:
        citizen.sign_in_by_password(phone)
        result_by_courier(citizen, case, phone)
        for username in REVIEWERS:
            decide(day, username, case, "approve")
        issue(day, case)
        wait_for(citizen, f"/space/cases/{case}/", "已办结")


def result_by_courier(citizen: Person, case: str, phone: str) -> None:
    citizen.go(f"/space/cases/{case}/delivery/")
    citizen.page.locator("[name=way][value=courier]").check(force=True)
    type_address(citizen, phone)


def type_address(citizen: Person, phone: str) -> None:
    for name, value in {**HOME, "phone": phone}.items():
        citizen.page.fill(f"[name={name}]", value)
    citizen.page.click("main .gp-stackform button[type=submit]")


def wait_for(citizen: Person, path: str, words: str) -> None:
    """Parcels of the trial carrier move on by themselves."""
    for _try in range(60):
        citizen.go(path)
        if words in citizen.page.locator("main").inner_text():
            return
        citizen.page.wait_for_timeout(1000)
    raise AssertionError(f"{words} never came on {path}")


def promise_a_material(day: Day) -> None:
    """14: what may follow is promised (容缺受理), accepted with D-06, handed in; the result goes out by courier."""
    phone = "13800092026"
    with person(day.product, day.browser) as citizen:
        begin(citizen, FOOD, phone)
        answer_situation(citizen)
        fill_details(citizen)
        page = citizen.page
        for place in page.locator("section.gp-field:has(input[type=file])").all():
            if CERTIFICATE not in place.inner_text():
                with page.expect_response(re.compile(r"/materials/")):
                    place.locator("input[type=file]").set_input_files(day.files / "plan.pdf")
                page.wait_for_timeout(300)
        send(citizen)
        page.wait_for_url("**/done/")
        page.locator("a:has-text('查看')").first.click()
        case = case_in(page.url)
        accept(day, case)
        citizen.go(f"/space/cases/{case}/")
        assert CERTIFICATE in citizen.paper("容缺受理通知书")
        citizen.page.locator("a[href*='/owed/']").first.click()
        citizen.page.locator("main input[type=file]").set_input_files(day.files / "photo.jpg")
        citizen.page.click("main button[type=submit]")
        result_by_courier(citizen, case, phone)
        for username in REVIEWERS:
            decide(day, username, case, "approve")
        issue(day, case)
        wait_for(citizen, f"/space/cases/{case}/", "已办结")


def pay_the_fee(day: Day) -> None:
    """15: with the acceptance it is known what it costs (C-40); paid at the gateway, the case says so (C-41)."""
    phone = "13800102026"
    case, _receipt = file_case(day, LAND, phone)
    accept(day, case, REGISTRAR)
    with person(day.product, day.browser) as citizen:
        citizen.sign_in_by_password(phone)
        citizen.go(f"/space/cases/{case}/")
        assert "550.00" in citizen.paper("缴费通知书")
        citizen.go("/space/payments/")
        citizen.page.locator("main a[href^='/space/payments/']").first.click()
        place = citizen.page.url
        citizen.page.locator("button[name=way]").first.click()
        citizen.page.locator(".gp-payway a.gp-btn--primary").click()
        citizen.page.locator("button:has-text('付款')").click()
        wait_for(citizen, place, "已支付")
        wait_for(citizen, f"/space/cases/{case}/", "费用已缴纳")


def take_in_at_a_town(day: Day) -> None:
    """16: a town takes in what the city decides (2.4, A-41, A-43): receipt of the city's body, taken in by the town."""
    username, name, number = day.product.shell(
        "from identity.models import Account, Duty;"
        "town = Duty.objects.filter(post__department__level=5, post__name='窗口受理岗', window__isnull=False)[0];"
        "visitor = Account.objects.get(username='citizen-06').party;"
        "print(town.staff.account.username, visitor.name, visitor.code)"
    ).split()
    with person(day.product, day.browser) as clerk:
        clerk.sign_in_staff(username, "/desk/window/identify/")
        clerk.page.fill("[name=name]", name)
        clerk.page.fill("[name=number]", number)
        clerk.page.click("main form:has([name=number]) button[type=submit]")
        clerk.sees(name)
        clerk.go(f"/desk/window/items/?q={FOOD}")
        clerk.page.locator(f"main a:has-text('{FOOD}')").first.click()
        clerk.page.click("main button[type=submit]:has-text('收件')")
        clerk.page.wait_for_url(re.compile(r"/desk/cases/\d+/$"))
        case = case_in(clerk.page.url)
        fill_in_for_the_visitor(clerk, case)
        take_everything_on_paper(clerk)
        clerk.page.locator("button[name=deed][value=receipt]:visible").first.click()
        clerk.go(f"/desk/cases/{case}/papers/")
        notice = clerk.paper("接收凭证")
        assert "代收" in notice and "市场监督管理局" in notice and "食品经营许可证申请书" in notice, notice
    accept(day, case)
    for reviewer in REVIEWERS:
        decide(day, reviewer, case, "approve")
    issue(day, case)
    channel = day.product.shell(f"from cases.models import Case; print(Case.objects.get(pk={case}).channel)")
    assert channel == "6", channel


def fill_in_for_the_visitor(clerk: Person, case: str) -> None:
    """Answer the questions of the item and its form at the window."""
    page = clerk.page
    clerk.go(f"/desk/cases/{case}/situation/")
    for group in page.locator("main fieldset").all():
        group.locator("input[type=radio]").first.check(force=True)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/(fill-in|cases/\d+)/$"))
    clerk.go(f"/desk/cases/{case}/answers/fill-in/")
    for group in page.locator("main fieldset:visible").all():
        choice = group.locator("input[type=radio], input[type=checkbox]")
        if choice.count():
            choice.first.check(force=True)
    for box in page.locator("main input:visible:not([disabled]):not([type=radio]):not([type=checkbox])").all():
        if not box.input_value():
            box.fill("2026-12-01" if box.get_attribute("type") == "date" else "12")
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"/desk/cases/\d+/$"))


def take_everything_on_paper(clerk: Person) -> None:
    """Fetch what is held, take in the paper of all else."""
    page = clerk.page
    fetch = page.locator("button[data-key=F7]:visible")
    if fetch.count():
        fetch.first.click()
    for _material in range(20):
        paper = page.locator("button:has-text('纸质'):visible:not([disabled])")
        if not paper.count():
            return
        paper.first.click()
        page.wait_for_load_state()
