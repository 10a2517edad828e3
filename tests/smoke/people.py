"""What a person does in a browser, again and again: signing in, uploading, deciding."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pypdf import PdfReader, PdfWriter

from tests.smoke.product import Product

PASSWORD = "Demo-2026-hall"
WAIT = 20_000
MAKING_SECONDS = 40


class Person:
    """One person with a browser of his own."""

    def __init__(self, product: Product, context: BrowserContext) -> None:
        self.product, self.context = product, context
        self.page: Page = context.new_page()

    def go(self, path: str) -> None:
        """Open a page of the product."""
        self.page.goto(path if path.startswith("http") else f"{self.product.site}{path}")

    def sees(self, text: str) -> None:
        """Fail unless the page shows the text soon."""
        expect(self.page.locator("body")).to_contain_text(text, timeout=WAIT)

    def sign_in(self, phone: str) -> None:
        """A citizen: phone, and the code from the trial message page."""
        page = self.page
        page.locator("input[name=phone]").first.fill(phone)
        page.locator("button[formaction*='sign-in/code']").first.click()
        page.locator("input[name=code]").fill(self.code())
        page.locator("main button[type=submit]:not([formaction])").last.click()
        page.wait_for_url(re.compile(r"^(?!.*/sign-in/)"))

    def sign_in_by_password(self, phone: str) -> None:
        """A citizen with his password, acting for his enterprise, in his space."""
        self.go("/sign-in/password/?next=/space/")
        self.page.fill("[name=phone]", phone)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.act_for_enterprise()

    def act_for_enterprise(self) -> None:
        """Switch from oneself to the enterprise."""
        self.page.locator(".gp-switch button").nth(1).click()

    def download(self, link: str) -> bytes:
        """Follow a link to a file that a worker may still be making: the page is opened again until it is there."""
        for _try in range(MAKING_SECONDS):
            if self.page.locator(link).count():
                break
            self.page.wait_for_timeout(1000)
            self.page.reload()
        with self.page.expect_download() as found:
            self.page.locator(link).first.click()
        return Path(found.value.path()).read_bytes()

    def paper(self, name: str) -> str:
        """What an official paper of the case on this page says, without white space."""
        pages = PdfReader(BytesIO(self.download(f".gp-docs a:has-text('{name}')"))).pages
        return "".join("".join(page.extract_text().split()) for page in pages)

    def code(self) -> str:
        """The newest six digits of the trial message page."""
        other = self.context.new_page()
        other.goto(f"{self.product.site}/trial/messages/")
        text = other.locator("[data-sms]").first.inner_text()
        other.close()
        found = re.findall(r"(?<!\d)\d{6}(?!\d)", text)
        return found[-1]

    def sign_in_staff(self, username: str, then: str) -> None:
        """Staff: password, then the code of the authenticator from the trial message page. Whoever signed in before is
        still signed in: a code works once, and the next one comes after half a minute.
        """
        known = self.product.signed_in.get(username)
        if known is not None:
            self.context.add_cookies(known)
            return self.go(then)
        self.go(f"/staff/sign-in/?next={then}")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.fill("[name=token]", self._token(username))
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(re.compile(r"^(?!.*/staff/(sign-in|token)/)"))
        self.product.signed_in[username] = self.context.cookies()  # type: ignore[assignment]

    def _token(self, username: str) -> str:
        """What the authenticator shows now."""
        other = self.context.new_page()
        other.goto(f"{self.product.site}/trial/messages/?username={username}")
        token = other.locator("[data-token]").inner_text()
        other.close()
        return token

    def upload_everything(self, files: Path) -> None:
        """Hand in a PDF or a photo for every material that is still asked."""
        inputs = self.page.locator("section.gp-field input[type=file]")
        for place in range(inputs.count()):
            with self.page.expect_response(re.compile(r"/materials/")):
                inputs.nth(place).set_input_files(files / ("photo.jpg" if place % 2 else "plan.pdf"))
            self.page.wait_for_timeout(300)


@contextmanager
def person(product: Product, browser: Browser, *, phone: bool = False) -> Iterator[Person]:
    """A person with a fresh browser; a script error or a broken policy on any page ends the journey."""
    size = {"width": 390, "height": 844} if phone else {"width": 1366, "height": 768}
    context = browser.new_context(viewport=size, locale="zh-CN")  # type: ignore[arg-type]
    context.set_default_timeout(WAIT)
    problems: list[str] = []
    context.on("weberror", lambda error: problems.append(str(error.error)))
    context.on("console", lambda m: problems.append(m.text) if "Content Security Policy" in m.text else None)
    try:
        yield Person(product, context)
    finally:
        context.close()
    assert problems == [], problems


def make_files(folder: Path) -> Path:
    """A real PDF, a real photo and a file that only pretends to be a PDF."""
    writer = PdfWriter()
    writer.add_blank_page(300, 400)
    writer.write(folder / "plan.pdf")
    Image.new("RGB", (1200, 900), "#7799bb").save(folder / "photo.jpg")
    (folder / "disguised.pdf").write_bytes(b"MZ not a pdf at all")
    return folder
