"""The item workshop as its people use it: going to sections, filling rows, handing a draft on."""

import re
from collections.abc import Mapping

from playwright.sync_api import Page, expect

SAVED = re.compile(r"已自动保存 \d\d:\d\d$")


def section(page: Page, name: str) -> None:
    """To another section, by the list at the left."""
    page.locator(".gp-parts").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()


def add_row(page: Page, table: str) -> None:
    """One more row of a table such as `materials` or `routes.1.stages`; it stands there, open, afterwards."""
    button = page.locator(f"button[value='add:{table}']")
    count = int(page.locator(f"[name='{table}.rows']").input_value())
    button.click()
    expect(page.locator(f"[name='{table}.rows']")).to_have_value(str(count + 1))


def fill(page: Page, values: Mapping[str, str | bool]) -> None:
    """Inputs by their names: text, an option by its words, a tick; what lies in a closed row is opened first."""
    for name, value in values.items():
        place = page.locator(f"#editor [name='{name}']")
        for closed in page.locator(f"details:not([open]):has([name='{name}'])").all():
            closed.locator("> summary").click()
        if isinstance(value, bool):
            place.set_checked(value)
        elif place.first.evaluate("one => one.tagName") == "SELECT":
            place.select_option(label=value)
        else:
            place.fill(value)


def tick(page: Page, name: str, *words: str) -> None:
    """Tick these words of an element with several codes."""
    for word in words:
        page.locator("label").filter(has=page.locator(f"[name='{name}']")).get_by_text(word, exact=True).click()


def saved(page: Page) -> None:
    """With the button, and nothing was refused."""
    page.locator("#editor .gp-btn--primary").click()
    expect(page.locator(".gp-notice--bad")).to_have_count(0)


def errors(page: Page) -> int:
    """How many errors the panel of checks shows."""
    return page.locator(".gp-findings > li[data-k=bad]").count()
