"""The archive: ended cases to be packed, packages with their test, hand-overs to the archives (2.10)."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.forms_archives import FurtherVersionForm, TransferForm
from cases.models import ArchivePackage, PackageState
from cases.pages import archives as pages
from cases.queries.archives import (
    archived_packages,
    cases_to_archive,
    packages_at_work,
    packages_to_transfer,
    packages_visible_to,
    transfers_visible_to,
)
from cases.queries.paging import page_of
from cases.services.archiving import hand_to_archives, order_package, retry_package
from cases.services.reads import record_read
from cases.views.space import attachment
from core import clock
from core.keys import key_in
from core.queries.counting import counts_of
from core.refusal import Refusal
from identity.access import for_staff
from identity.models import Role

TABS = {
    "todo": gettext_lazy("To be archived"),
    "work": gettext_lazy("Being packed, failed"),
    "archived": gettext_lazy("Archived"),
}
WHY_EMPTY = {
    "todo": gettext_lazy("Every ended case of your body is archived."),
    "work": gettext_lazy("No package is being made, and none failed its test."),
    "archived": gettext_lazy("Nothing is archived yet."),
}
MOST_AT_ONCE = 50
DUE_SHOWN = 200


@for_staff(Role.ARCHIVIST)
@require_GET
def archive_list(request: HttpRequest) -> HttpResponse:
    """Ended cases of my body by how far their archiving is, page by key."""
    actor, tab = request.actor, request.GET.get("tab", "todo")  # type: ignore[attr-defined]
    tab = tab if tab in TABS else "todo"
    counts = counts_of([cases_to_archive(actor), packages_at_work(actor), archived_packages(actor)])
    context: dict[str, Any] = {
        **{"title": _("Archive"), "tab": tab, "why": WHY_EMPTY[tab]},
        "tabs": [
            {"label": label, "href": f"?tab={key}", "current": key == tab, "count": count}
            for (key, label), count in zip(TABS.items(), counts, strict=True)
        ],
    }
    if tab == "todo":
        waiting = page_of(cases_to_archive(actor), request.GET)
        context |= {"rows": pages.case_rows(waiting.rows), "page": waiting}
    else:
        packages = archived_packages(actor) if tab == "archived" else packages_at_work(actor)
        page = page_of(packages, request.GET)
        context |= {"rows": pages.package_rows(page.rows), "page": page}
    return render(request, "cases/archives.html", context)


@for_staff(Role.ARCHIVIST)
@require_POST
def order(request: HttpRequest) -> HttpResponse:
    """Have the ticked cases packed; a worker makes and tests their packages."""
    actor = request.actor  # type: ignore[attr-defined]
    keys = [key for text in request.POST.getlist("case")[:MOST_AT_ONCE] if (key := key_in(text)) is not None]
    ordered = 0
    for case in cases_to_archive(actor).filter(pk__in=keys):
        try:
            order_package(case, by=actor)
            ordered += 1
        except Refusal as refusal:
            messages.error(request, f"{case.receipt_no}：{refusal.sentence}")
    if ordered:
        said = ngettext("%(count)d package is being made.", "%(count)d packages are being made.", ordered)
        messages.success(request, said % {"count": ordered})
    elif not keys:
        messages.error(request, _("Tick the cases to be archived."))
    return redirect(f"{reverse('cases:archives')}?tab={'work' if ordered else 'todo'}")


@for_staff(Role.ARCHIVIST)
@require_http_methods(["GET", "POST"])
def package(request: HttpRequest, package_id: int) -> HttpResponse:
    """One package with its test; packing it again after a failure, or a further version of an archived one."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(packages_visible_to(actor).select_related("file"), pk=package_id)
    further = FurtherVersionForm(request.POST or None)
    if request.method == "POST":
        try:
            if found.state == PackageState.FAILED:
                made = retry_package(found, by=actor)
            elif further.is_valid():
                made = order_package(found.case, reason=further.cleaned_data["reason"], by=actor)
            else:
                return _package_page(request, found, further, 422)
            messages.success(request, _("The package is being made; look again in a moment."))
            return redirect("cases:archive_package", made.pk)
        except Refusal as refusal:
            further.add_error(refusal.field if refusal.field in further.fields else None, refusal.sentence)
            return _package_page(request, found, further, 422)
    record_read(found.case, by=actor, what=_("Archive package"), why=_("Keeping the archive"))
    return _package_page(request, found, further, 200)


@for_staff(Role.ARCHIVIST)
@require_GET
def download(request: HttpRequest, package_id: int) -> HttpResponseBase:
    """The package itself; the look is recorded."""
    actor = request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(archived_packages(actor).select_related("file"), pk=package_id)
    record_read(found.case, by=actor, what=_("Archive package, downloaded"), why=_("Keeping the archive"))
    return attachment(found.file, f"{found.archive_no}-v{found.version}.zip")


@for_staff(Role.ARCHIVIST)
@require_http_methods(["GET", "POST"])
def transfers(request: HttpRequest) -> HttpResponse:
    """Packages whose years are over, to be handed to the archives; earlier hand-overs, page by key."""
    actor = request.actor  # type: ignore[attr-defined]
    due = list(packages_to_transfer(actor, clock.today()).order_by("transfer_on", "pk")[:DUE_SHOWN])
    form = TransferForm(request.POST or None, packages=[pages.choice_of(each) for each in due])
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        chosen = {int(key) for key in typed["packages"]}
        try:
            hand_to_archives(chosen, archives=typed["archives"], receipt=typed["receipt"], by=actor)
            messages.success(request, _("The hand-over is written down."))
            return redirect("cases:archive_transfers")
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    page = page_of(transfers_visible_to(actor).annotate(count=Count("lines")), request.GET)
    context = {
        **{"title": _("Hand over to the archives"), "form": form, "due": due, "page": page},
        **{"rows": pages.transfer_rows(page.rows), "back_href": reverse("cases:archives")},
        "submit_label": _("Write down the hand-over"),
    }
    return render(request, "cases/archive_transfers.html", context, status=422 if form.errors else 200)


def _package_page(request: HttpRequest, found: ArchivePackage, form: FurtherVersionForm, status: int) -> HttpResponse:
    context = {**pages.package_page(found), "form": form, "submit_label": _("Make a further version")}
    return render(request, "cases/archive_package.html", context, status=status)
