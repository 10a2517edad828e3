"""What the journeys of one run share, and the parts of a case's life that many of them walk through."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser

from tests.smoke.people import Person, person
from tests.smoke.product import Product

FOOD, DESIGN = "食品经营许可", "建设工程设计方案审查"
MAKER, CLERK = "31001-6", "31001-1"
REVIEWERS = ("31001-2", "31001-2", "31001-4")
"""Who decides on FOOD: examined, looked at on the spot, decided."""


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
    citizen.act_for_enterprise()
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
    send(citizen)
    citizen.page.wait_for_url("**/done/")
    page = citizen.page
    return page.locator("[data-receipt-no]").inner_text(), page.locator("[data-query-code]").inner_text()


def send(citizen: Person) -> None:
    """From the page of materials over the check to the end of the wizard."""
    page = citizen.page
    page.click("#step-form button[value=continue]")
    page.wait_for_url("**/check/")
    for promise in page.locator("[name=truthful], [name=promise]").all():
        promise.check(force=True)
    page.locator("main button[type=submit]:has-text('提交')").first.click()


def file_case(day: Day, item: str, phone: str) -> tuple[str, str]:
    """A complete application filed by the enterprise of this citizen; the key of the case and its receipt number."""
    with person(day.product, day.browser) as citizen:
        begin(citizen, item, phone)
        answer_situation(citizen)
        fill_details(citizen)
        citizen.upload_everything(day.files)
        receipt, _code = submit(citizen)
        return case_in(citizen.page.url), receipt


def case_in(address: str) -> str:
    """The key of the case whose page this is."""
    return re.search(r"/cases/(\d+)/", address)[1]  # type: ignore[index]


def accept(day: Day, case: str, username: str = CLERK) -> str:
    """A clerk accepts the case at the window; its case number of 43 characters (I-04)."""
    with person(day.product, day.browser) as clerk:
        clerk.sign_in_staff(username, f"/desk/cases/{case}/")
        clerk.page.click("button[value=accept]")
        clerk.sees("已受理，办件编号")
        number = re.search(r"\b[0-9A-Z]{43}\b", clerk.page.locator("body").inner_text())
        assert number is not None
        return number[0]


def decide(day: Day, username: str, case: str, verdict: str, opinion: str = "经审查，符合许可条件。") -> None:
    """Sign in, open the review of this case that waits for one's posts, give a verdict."""
    code = (
        "from linkage.models import Review; from identity.models import Account; from identity.queries import actor_of;"
        f"posts = actor_of(Account.objects.get(username='{username}')).post_ids;"
        f"found = Review.objects.filter(case_id={case}, closed_at=None, post_id__in=posts).order_by('pk');"
        "print(found.values_list('pk', flat=True)[0])"
    )
    review = day.product.shell(code)
    with person(day.product, day.browser) as reviewer:
        reviewer.sign_in_staff(username, f"/desk/reviews/{review}/")
        reviewer.page.fill("[name=opinion]", opinion)
        reviewer.page.click(f"button[value={verdict}]")
        reviewer.sees("意见已记录")


def issue(day: Day, case: str, username: str = MAKER) -> str:
    """The certificate maker issues the result; where the public verifies the licence."""
    with person(day.product, day.browser) as maker:
        maker.sign_in_staff(username, f"/desk/cases/{case}/")
        maker.page.click("button[value=issue]")
        maker.sees("结果已出具")
        maker.page.locator(".gp-decide a[href^='/desk/licences/']").click()
        return maker.page.locator("main a[href^='/verify/']").get_attribute("href") or ""


def fetch_licence(citizen: Person, case: str) -> bytes:
    """Open the case as its applicant, wait until the licence is sealed, download it."""
    citizen.go(f"/space/cases/{case}/")
    return citizen.download("a:has-text('下载证照')")
