"""Journeys 1, 2 and 7: applying, being accepted, asking how it goes."""

import re

from playwright.sync_api import expect

from tests.smoke.day import CLERK, FOOD, Day, accept, answer_situation, begin, case_in, fill_details, submit
from tests.smoke.people import Person, person

APPLICANT = "13800012026"
TYPED = {"premises_area": "86.5", "safety_officer": "李安全"}
DECIDED_BY = re.compile(r"即(\d{4})年(\d{1,2})月(\d{1,2})日前作出决定")


def apply_for_a_licence(day: Day) -> None:
    """1: find it by everyday words, sign in, switch, answer, upload, check, submit; the draft survives closing."""
    with person(day.product, day.browser) as citizen:
        citizen.go("/")
        citizen.page.fill("#q", "开小吃店")
        citizen.page.press("#q", "Enter")
        citizen.page.locator(f"a:has-text('{FOOD}')").first.click()
        citizen.sees("受理条件")
        begin(citizen, FOOD, APPLICANT)
        answer_situation(citizen)
        expect(citizen.page.locator("[name=premises_address]")).to_have_value(re.compile("张家港市"))
        type_and_close(citizen)
    with person(day.product, day.browser) as citizen:
        citizen.sign_in_by_password(APPLICANT)
        citizen.page.locator("a:has-text('继续')").first.click()
        find_what_was_typed(citizen)
        fill_details(citizen)
        citizen.sees("已持有")
        citizen.upload_everything(day.files)
        day.notes["receipt"], day.notes["code"] = submit(citizen)
        assert re.fullmatch(r"\d{22}", day.notes["receipt"]) and re.fullmatch(r"\d{6}", day.notes["code"])
        citizen.page.locator("a:has-text('查看')").first.click()
        day.notes["case"] = case_in(citizen.page.url)
        paper = citizen.paper("申请回执")
        assert day.notes["receipt"] in paper and day.notes["code"] in paper, paper
        citizen.go("/messages/")
        citizen.sees("申请已收到")


def type_and_close(citizen: Person) -> None:
    """Type into the form and leave it there: nothing is sent, the browser is closed by the caller."""
    with citizen.page.expect_response("**/save/") as saved:
        for name, value in TYPED.items():
            citizen.page.locator(f"[name={name}]").press_sequentially(value)
    assert saved.value.ok


def find_what_was_typed(citizen: Person) -> None:
    """The draft has the answers to the questions and what was typed before the browser was closed."""
    for group in citizen.page.locator("#step-form fieldset").all():
        expect(group.locator("input[type=radio]").first).to_be_checked()
    citizen.page.click("#step-form button[value=continue]")
    for name, value in TYPED.items():
        expect(citizen.page.locator(f"[name={name}]")).to_have_value(value)


def accept_at_the_window(day: Day) -> None:
    """2: a clerk prechecks and accepts: 43-character number, notice D-03 with the day of the decision, the same day
    on the applicant's page."""
    with person(day.product, day.browser) as clerk:
        clerk.sign_in_staff(CLERK, f"/desk/cases/{day.notes['case']}/")
        clerk.page.locator("input[name=point]").first.check()
        clerk.page.click("button[value=pass_precheck]")
        clerk.sees("预审通过")
    number = accept(day, day.notes["case"])
    with person(day.product, day.browser) as clerk:
        clerk.sign_in_staff(CLERK, f"/desk/cases/{day.notes['case']}/")
        notice = clerk.paper("受理通知书")
    due = DECIDED_BY.search(notice)
    assert number in notice and due is not None, notice
    with person(day.product, day.browser) as citizen:
        citizen.sign_in_by_password(APPLICANT)
        citizen.go(f"/space/cases/{day.notes['case']}/")
        words = f"{int(due[2])}月{int(due[3])}日前办结"
        assert citizen.paper("受理通知书") == notice
        expect(citizen.page.locator(".gp-clock__words").first).to_contain_text(words)
        expect(citizen.page.locator(".gp-timeline li", has_text="已受理")).to_contain_text(words)


def ask_for_progress(day: Day) -> None:
    """7: number and query code, or number and a code to the phone, open the progress; five wrong tries lock."""
    number = day.notes["receipt"]
    with person(day.product, day.browser, phone=True) as anybody:
        ask(anybody, number, day.notes["code"])
        anybody.sees(FOOD)
        anybody.go("/progress/")
        anybody.page.fill("[name=number]", number)
        anybody.page.click("button[formaction*='/progress/code']")
        anybody.sees("验证码")
        code = anybody.code()
        assert code != day.notes["code"]
        enter_code(anybody, code)
        anybody.sees(FOOD)
        ask(anybody, number, code)
        anybody.sees("不正确")
        for _try in range(4):
            ask(anybody, number, "000000")
            anybody.sees("不正确")
        ask(anybody, number, day.notes["code"])
        anybody.sees("30 分钟")


def ask(anybody: Person, number: str, code: str) -> None:
    """Type both on a fresh page."""
    anybody.go("/progress/")
    anybody.page.fill("[name=number]", number)
    enter_code(anybody, code)


def enter_code(anybody: Person, code: str) -> None:
    anybody.page.fill("[name=code]", code)
    anybody.page.locator("main button[type=submit]:not([formaction])").first.click()
