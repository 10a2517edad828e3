"""Every page of the journeys, for whoever works there, wide and narrow: no serious axe finding, nothing our own content
policy stops, nothing wider than the screen, no English among the Chinese."""

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, ViewportSize
from pytest_django.live_server_helper import LiveServer

from cases.models import Material
from identity.actors import SYSTEM, Actor
from items.services.life_events import save_item, save_question
from items.services.words import add_phrase, save_synonyms
from spaces.models import LicenceType
from supervision.models import AlarmLevel
from supervision.orders import issue_order
from tests import world
from tests.architecture.access_town import guide_paper, life_event
from tests.browser.chromium import AXE, DESKTOP, PHONE, serious_findings
from tests.browser.town import Town, open_review
from tests.browser.visits import findings, opened

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.journey,
    pytest.mark.skipif(not AXE.exists(), reason="the front end is not built: npm ci && npm run build"),
]


def public_pages(town: Town) -> list[str]:
    code = town.version.item.implementing_code
    return [
        *("/", "/search/?q=食品", "/search/?q=没有的事", "/items/", "/items/?audience=enterprise", f"/items/{code}/"),
        *("/embed/items/", "/embed/items/?lang=en", "/embed/progress/", "/embed/progress/?lang=en"),
        *("/progress/", "/verify/", reverse("portal:verify", args=[town.licence.verify_code])),
        *("/items/?instant=1&no_visit=1", "/departments/", "/towns/", "/life-events/", "/life-events/shop/"),
        reverse("portal:guide_paper", args=[guide_paper(town.version).pk]),
        *("/sign-in/", "/sign-in/password/", "/staff/sign-in/", "/trial/messages/"),
    ]


def pages_of_keepers(town: Town) -> list[str]:
    event = life_event()
    return [
        *("/catalogue/words/", "/catalogue/phrases/?q=食品", "/catalogue/misses/?words=没有的事&q=食品"),
        *("/catalogue/life-events/", f"/catalogue/life-events/{event.pk}/?find=食品"),
    ]


ON_A_LICENCE = ("my_licence", "show_licence", "copy_licence", "lend_licence", "ask_correction")


def pages_of_citizens(town: Town) -> list[str]:
    on_draft = ["apply_situation", "apply_form", "apply_materials", "apply_check", "discard"]
    return [
        *("/space/", "/space/cases/", "/space/wallet/", "/messages/", "/space/data/", "/space/sessions/"),
        *("/space/password/", "/space/mandates/", "/space/mandates/new/"),
        reverse("cases:begin", args=[town.version.pk]),
        *(reverse(f"cases:{name}", args=[town.draft.pk]) for name in on_draft),
        reverse("cases:apply_materials", args=[town.correcting.pk]),
        reverse("cases:apply_done", args=[town.filed.pk]),
        *(reverse("cases:space_case", args=[case.pk]) for case in (town.correcting, town.reviewed, town.issued)),
        reverse("cases:withdraw", args=[town.reviewed.pk]),
        reverse("supervision:rate", args=[town.issued.pk]),
        reverse("cases:my_uses"),
        *(reverse(f"cases:{name}", args=[town.licence.pk]) for name in ON_A_LICENCE),
    ]


def pages_of_clerks(town: Town) -> list[str]:
    material = Material.objects.filter(case=town.filed)[0]
    return [
        *("/desk/cases/", "/desk/cases/?tab=running", "/desk/cases/?q=沙洲", "/messages/", "/desk/sessions/"),
        *(reverse("cases:desk_case", args=[case.pk]) for case in (town.filed, town.reviewed, town.issued)),
        *(reverse(f"cases:{name}", args=[town.filed.pk]) for name in ("correct", "decline")),
        *(reverse(f"cases:{name}", args=[town.filed.pk, material.pk]) for name in ("scan", "desk_material")),
    ]


def pages_of_reviewers(town: Town) -> list[str]:
    review = open_review(town.reviewed)
    return [
        *("/desk/reviews/", "/desk/reviews/?tab=done"),
        *(reverse(f"linkage:{name}", args=[review.pk]) for name in ("review", "procedure", "extension")),
        reverse("linkage:review", args=[town.issued.reviews.first().pk]),  # type: ignore[union-attr]
    ]


def pages_of_makers(town: Town) -> list[str]:
    waiting, issued = (reverse("cases:desk_case", args=[case.pk]) for case in (town.granted, town.issued))
    licence, kind = reverse("cases:issued_licence", args=[town.licence.pk]), LicenceType.objects.get().pk
    desk = reverse("cases:kept_licences")
    deeds = [f"{licence}{deed}/" for deed in ("change", "print", "withhold", "transfer", "rescind", "revoke", "cancel")]
    paper = [desk, f"{desk}?q={town.licence.number}", f"{desk}paper/", f"{desk}kinds/", f"{desk}kinds/{kind}/"]
    return ["/desk/cases/?tab=issue", waiting, issued, licence, *deeds, *paper]


def pages_of_supervisors(town: Town) -> list[str]:
    case = reverse("supervision:case", args=[town.reviewed.pk])
    matter = "该办件审查环节超期，请说明原因并提出整改措施"
    order = issue_order(town.reviewed, level=AlarmLevel.RED, matter=matter, by=town.supervisor)
    orders = ["/supervision/orders/", reverse("supervision:order", args=[order.pk]), f"{case}order/"]
    return [
        "/supervision/",
        "/supervision/alarms/",
        "/supervision/cases/",
        "/supervision/cases/?due=late",
        case,
        *orders,
    ]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_every_page_is_for_everybody(
    town_with_papers: Town, browser: Browser, live_server: LiveServer, size: ViewportSize
) -> None:
    town = town_with_papers
    found_by_words(town)
    desks: list[tuple[Actor | None, list[str]]] = [
        *((None, public_pages(town)), (town.boss, pages_of_citizens(town)), (town.clerk, pages_of_clerks(town))),
        *((town.reviewer, pages_of_reviewers(town)), (town.supervisor, pages_of_supervisors(town))),
        *((town.maker, pages_of_makers(town)), (world.keeper(), pages_of_keepers(town))),
    ]
    assert [one for actor, paths in desks for one in seen(browser, live_server, actor, size, paths)] == []


def found_by_words(town: Town) -> None:
    """Words of every kind, and a life event that leads somewhere."""
    save_synonyms(None, ["饭店", "馆子"], by=SYSTEM)
    add_phrase(town.version.item.entry, "开饭店", by=SYSTEM)
    event = life_event()
    question = save_question(event, None, "开什么店？", ["饭店", "超市"], by=SYSTEM)
    save_item(event, town.version.item.entry, "做餐饮须取得许可", [question.options.all()[0].pk], by=SYSTEM)


def seen(
    browser: Browser, live_server: LiveServer, actor: Actor | None, size: ViewportSize, paths: list[str]
) -> list[str]:
    """What is wrong on these pages, all at once."""
    with opened(browser, live_server.url, actor, size) as page:
        return [one for path in paths for one in findings(page, path)]


def test_the_description_of_the_interface_is_for_everybody(browser: Browser, live_server: LiveServer) -> None:
    with opened(browser, live_server.url, None, DESKTOP) as page:
        page.goto("/api/docs/")
        page.locator(".opblock").first.wait_for()
        assert page.locator("html").get_attribute("lang") == "en"
        assert [*serious_findings(page), *page.complaints] == []
