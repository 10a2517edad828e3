"""Journey 6: what happens when an application is not granted as it came."""

from playwright.sync_api import Page, expect

from tests.smoke.day import CLERK, FOOD, Day, accept, decide, file_case, send
from tests.smoke.people import person

FAULTS = ("申请书第 2 页没有盖章，请补盖后重新上传", "制度缺少进货查验一章，请补写后重新上传")
DECLINED, RIGHT_BODY = "该经营场所位于常熟市，不属于本机关职权范围", "常熟市市场监督管理局"
SEND = ".gp-asked button[type=submit]"
REFUSED = "经营场所与污染源距离不足，不符合许可条件"


def correct_decline_refuse_withdraw(day: Day) -> None:
    """6: correction once with the full list, non-acceptance with reason and body, refusal with remedies, withdrawal."""
    correct(day)
    decline(day)
    refuse(day)
    withdraw(day)


def correct(day: Day) -> None:
    """Asked once with everything (C-05); the applicant hands it in and the case goes on (C-08)."""
    phone = "13800022026"
    case, _receipt = file_case(day, FOOD, phone)
    with person(day.product, day.browser) as clerk, person(day.product, day.browser) as citizen:
        clerk.sign_in_staff(CLERK, f"/desk/cases/{case}/correct/")
        clerk.page.click(SEND)
        clerk.sees("至少写明一份材料")
        write_faults(clerk.page)
        clerk.page.click(SEND)
        clerk.sees("补正告知书已发出")
        citizen.sign_in_by_password(phone)
        citizen.go(f"/space/cases/{case}/")
        notice = citizen.paper("补正告知书")
        for fault in FAULTS:
            assert fault.replace(" ", "") in notice, notice
            expect(citizen.page.locator(".gp-alertline")).to_contain_text(fault)
        citizen.page.click("a:has-text('去补正')")
        for fault in FAULTS:
            place = citizen.page.locator("section.gp-place", has_text=fault)
            drawn = citizen.page.locator(f"#{place.get_attribute('id')} .gp-uploadhead .gp-badge")
            place.locator("input[type=file]").set_input_files(day.files / "photo.jpg")
            expect(drawn).to_contain_text("已上传")
        send(citizen)
        citizen.sees("补正材料已收到")
        clerk.go(f"/desk/cases/{case}/")
        expect(clerk.page.locator("button[value=correct]")).to_be_disabled()
        clerk.sees("已经告知过一次补正")
        clerk.go(f"/desk/cases/{case}/correct/")
        write_faults(clerk.page)
        clerk.page.click(SEND)
        clerk.sees("补正只能告知一次")
    accept(day, case)


def write_faults(page: Page) -> None:
    """What is wrong with the first materials of the list."""
    for place, fault in enumerate(FAULTS):
        page.locator(".gp-asked input[type=text]").nth(place).fill(fault)


def decline(day: Day) -> None:
    """Not accepted, with the reason and the body that is competent (C-06), on paper and on the page."""
    phone = "13800032026"
    case, _receipt = file_case(day, FOOD, phone)
    with person(day.product, day.browser) as clerk:
        clerk.sign_in_staff(CLERK, f"/desk/cases/{case}/decline/")
        clerk.page.fill("[name=reason]", "太短")
        clerk.page.fill("[name=competent_body]", RIGHT_BODY)
        clerk.page.click(SEND)
        clerk.sees("至少写10个字")
        expect(clerk.page.locator("[name=competent_body]")).to_have_value(RIGHT_BODY)
        clerk.page.fill("[name=reason]", DECLINED)
        clerk.page.click(SEND)
        clerk.sees("已告知申请人")
    with person(day.product, day.browser) as citizen:
        citizen.sign_in_by_password(phone)
        citizen.go(f"/space/cases/{case}/")
        for words in (DECLINED, RIGHT_BODY):
            expect(citizen.page.locator(".gp-alertline")).to_contain_text(words)
        notice = citizen.paper("不予受理通知书")
        assert DECLINED in notice and f"请向{RIGHT_BODY}提出申请" in notice, notice


def refuse(day: Day) -> None:
    """Refused in writing, with reasons and remedies (C-17); a decided case is not withdrawn any more."""
    phone = "13800042026"
    case, _receipt = file_case(day, FOOD, phone)
    accept(day, case)
    for username in ("31001-2", "31001-4"):
        decide(day, username, case, "object", REFUSED)
    with person(day.product, day.browser) as citizen:
        citizen.sign_in_by_password(phone)
        citizen.go(f"/space/cases/{case}/")
        expect(citizen.page.locator(".gp-alertline")).to_contain_text(REFUSED)
        decision = citizen.paper("不予许可决定书")
        for words in (REFUSED, "60日内向", "申请行政复议", "6个月内依法向", "提起行政诉讼"):
            assert words in decision, decision
        expect(citizen.page.locator(f"a[href$='/cases/{case}/withdraw/']")).to_have_count(0)
        citizen.go(f"/space/cases/{case}/withdraw/")
        citizen.page.click("main button[type=submit]:has-text('撤回')")
        citizen.sees("已作出决定的办件不能再撤回")


def withdraw(day: Day) -> None:
    """Withdrawn by the applicant while it is examined, before the decision: asked, taken up, concluded (C-19)."""
    phone = "13800062026"
    case, _receipt = file_case(day, FOOD, phone)
    accept(day, case)
    with person(day.product, day.browser) as citizen:
        citizen.sign_in_by_password(phone)
        citizen.go(f"/space/cases/{case}/")
        citizen.page.click(f"a[href$='/cases/{case}/withdraw/']")
        citizen.page.fill("[name=reason]", "店铺不租了")
        citizen.page.click("main button[type=submit]:has-text('撤回')")
        expect(citizen.page.locator(".gp-alertline")).to_contain_text("申请撤件")
        with person(day.product, day.browser) as clerk:
            clerk.sign_in_staff("31001-1", "/desk/withdrawals/")
            clerk.page.locator("main .gp-rows a").first.click()
            clerk.page.click("main button[type=submit]:has-text('受理撤件')")
            clerk.page.click("main button[type=submit]:has-text('办结撤件')")
            clerk.sees("已办结")
        citizen.go(f"/space/cases/{case}/")
        expect(citizen.page.locator(".gp-title__line")).to_contain_text("已撤回")
        assert "准许撤回" in citizen.paper("撤回申请确认书")
