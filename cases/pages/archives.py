"""The archive as view models: what waits, what is archived, one package with its test."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import ArchivePackage, ArchiveTransfer, Case, PackageState, PropertyKind
from core import clock
from core.badges import Badge, Tone, badge_of, register_badges
from core.datewords import date_words, datetime_words, full_date

CHECKS = {
    "origin": gettext_lazy("Where it comes from is told: body, item, applicant, steps"),
    "unchanged": gettext_lazy("Every file is what came in"),
    "seals": gettext_lazy("The seals of all papers hold"),
    "signature": gettext_lazy("The body's signature proves the list of files"),
    "history": gettext_lazy("The history has no gap"),
    "papers": gettext_lazy("Every paper such a case must have is there"),
    "materials": gettext_lazy("Every required material is there"),
    "list": gettext_lazy("The list names every file, and no other is there"),
    "digests": gettext_lazy("Every file agrees with its digest"),
    "pages": gettext_lazy("The pages are as the list of the case file says"),
    "formats": gettext_lazy("All formats can be kept for long"),
    "opens": gettext_lazy("Every file can be opened"),
    "metadata": gettext_lazy("The metadata follow their published schema"),
    "content": gettext_lazy("No file acts when it is opened"),
    "names": gettext_lazy("All names are safe"),
    "stored": gettext_lazy("What was stored is what was packed"),
}
PASSED = Badge(gettext_lazy("Passed"), Tone.OK, "circle-check")
FAILED = Badge(gettext_lazy("Failed"), Tone.BAD, "alert-octagon")
BYTES_PER_KB = 1024


def register_archive_badges() -> None:
    """Called once, from ready()."""
    register_badges(
        "package",
        {
            PackageState.ORDERED: Badge(PackageState.ORDERED.label, Tone.RUN, "package"),
            PackageState.FAILED: Badge(PackageState.FAILED.label, Tone.BAD, "alert-octagon"),
            PackageState.ARCHIVED: Badge(PackageState.ARCHIVED.label, Tone.OK, "archive"),
        },
    )


def case_rows(cases: Sequence[Case]) -> list[dict[str, Any]]:
    """Ended cases of which no package exists."""
    return [
        {
            **{"key": case.pk, "name": case.version.name, "applicant": case.applicant_name},
            **{"number": case.case_no or case.receipt_no, "badge": badge_of("case", case.state)},
            "when": _("ended %(day)s") % {"day": _day(case)},
        }
        for case in cases
    ]


def package_rows(packages: Sequence[ArchivePackage]) -> list[dict[str, Any]]:
    """Packages, whatever state they are in."""
    return [
        {
            **{"name": package.case.version.name, "applicant": package.case.applicant_name},
            "number": package.archive_no or package.case.case_no or package.case.receipt_no,
            "href": reverse("cases:archive_package", args=[package.pk]),
            "badge": badge_of("package", package.state),
            "when": _("version %(number)d") % {"number": package.version} + " · " + _moment(package),
        }
        for package in packages
    ]


def package_page(package: ArchivePackage) -> dict[str, Any]:
    """One package: what it is of, its test check by check, its versions."""
    case = package.case
    tests = package.checks.filter(test=package.tests_made).order_by("pk")
    return {
        "title": package.archive_no or _("Package of %(number)s") % {"number": case.receipt_no},
        **{"package": package, "badge": badge_of("package", package.state), "pairs": _pairs(package)},
        "groups": [
            {"title": PropertyKind(key).label, "checks": [_check(check) for check in checks]}
            for key, checks in groupby(tests, key=lambda check: check.property)
        ],
        "versions": package_rows(_versions(package)),
    }


def transfer_rows(transfers: Sequence[ArchiveTransfer]) -> list[dict[str, Any]]:
    """Hand-overs to the archives."""
    return [
        {
            **{"archives": row.archives, "receipt": row.receipt, "who": row.made_by.name},
            **{"packages": getattr(row, "count", 0), "when": datetime_words(row.made_at, today=clock.today())},
        }
        for row in transfers
    ]


def choice_of(package: ArchivePackage) -> tuple[str, str]:
    """A package as one may tick it."""
    return str(package.pk), f"{package.archive_no} {package.case.version.name}（{package.case.applicant_name}）"


def _versions(package: ArchivePackage) -> list[ArchivePackage]:
    found = package.case.packages.select_related("case__version").exclude(pk=package.pk)
    return list(found.order_by("-version"))


def _pairs(package: ArchivePackage) -> list[dict[str, Any]]:
    case, today = package.case, clock.today()
    size = f"{max(package.file.size // BYTES_PER_KB, 1):,} KB" if package.file else ""
    test = _("%(passed)d of %(all)d checks passed, test %(number)d") % {
        **{"passed": package.checks_passed, "all": package.checks_made, "number": package.tests_made},
    }
    return [
        {"label": _("Item"), "value": case.version.name},
        {"label": _("Applicant"), "value": case.applicant_name},
        {"label": _("Case number"), "value": case.case_no or case.receipt_no, "number": True},
        {"label": _("Ended"), "value": f"{case.get_state_display()} · {_day(case)}"},
        {"label": _("Version"), "value": str(package.version), "note": package.reason},
        {
            "label": _("Ordered by"),
            "value": f"{package.orderer} · {datetime_words(package.ordered_at, today=today)}",
        },
        {"label": _("Four-property test"), "value": test if package.tests_made else "", "missing": _("not tested yet")},
        {"label": _("Pieces and pages"), "value": f"{package.pieces} / {package.pages}" if package.tests_made else ""},
        {
            "label": _("Archived"),
            "value": datetime_words(package.archived_at, today=today) if package.archived_at else "",
            "missing": _("not archived"),
        },
        {"label": _("Kept for"), "value": package.get_term_display()},
        {"label": _("To the archives from"), "value": full_date(package.transfer_on), "note": _handed_over(package)},
        *([{"label": _("File"), "value": size}] if size else []),
        *([{"label": "SM3", "value": package.digest, "number": True}] if package.digest else []),
    ]


def _handed_over(package: ArchivePackage) -> str:
    line = getattr(package, "transferred", None)
    if line is None:
        return ""
    return _("handed over to %(archives)s, receipt %(receipt)s") % {
        **{"archives": line.transfer.archives, "receipt": line.transfer.receipt},
    }


def _check(check: Any) -> dict[str, Any]:
    return {
        **{"title": CHECKS.get(check.key, check.key), "note": check.note},
        "badge": PASSED if check.passed else FAILED,
    }


def _moment(package: ArchivePackage) -> str:
    moment = package.archived_at or package.tested_at or package.ordered_at
    return datetime_words(moment, today=clock.today())


def _day(case: Case) -> str:
    return date_words(case.closed_at, today=clock.today(), weekday=False) if case.closed_at else ""
