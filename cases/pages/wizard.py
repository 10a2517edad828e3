"""The pages of the application wizard as view models."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.forms import check_words
from cases.models import Case, CaseState, Material, MaterialState, Resolver
from cases.queries.limits import limit_of, regime_of
from cases.queries.migration import newer_version
from cases.queries.proceedings import handling_words
from cases.queries.subjects import last_day_to_renew
from core import clock
from core.datewords import date_words, datetime_words, due_words
from core.deadlines import due_on
from core.filerules import accepted_words
from core.queries.calendar import working_calendar
from identity.models import Department
from items.models import ItemVersion, VersionState
from items.notes import suspension_words
from items.queries import suspension_of
from items.rules.situations import Choices, Path
from spaces.models import Licence, WalletDocument

STEPS = [
    ("situation", gettext_lazy("Your situation")),
    ("form", gettext_lazy("Fill in the details")),
    ("materials", gettext_lazy("Materials")),
    ("check", gettext_lazy("Check and submit")),
]
ACCEPT = ".pdf,.jpg,.jpeg,.png"
SHOWN_DRAFTS = 3
"""How many open drafts the page before the wizard offers to go on with."""


def frame(request: HttpRequest, case: Case, here: str) -> dict[str, Any]:
    """What every page of the wizard shows: where one is, for whom one acts, when it was last saved."""
    places = [key for key, _title in STEPS]
    place = places.index(here)
    steps = [
        {
            "kind": "done" if n < place else "now" if n == place else "next",
            "title": title,
            "href": reverse(f"cases:apply_{key}", args=[case.pk]) if n < place else "",
        }
        for n, (key, title) in enumerate(STEPS)
    ]
    return {
        **{"case": case, "caption": caption(case), "steps": steps, "step_number": place + 1, "step_total": len(STEPS)},
        "next_title": STEPS[place + 1][1] if place + 1 < len(STEPS) else "",
        "previous_href": previous_href(case, here),
        **{"saved_at": case.saved_at, "acting": acting_words(request, case)},
        "newer": newer_notice(case) if newer_version(case) else closed_notice(case),
        "help_phone": case.department.phone,
        "helps": _helps(here),
    }


def acting_words(request: HttpRequest, case: Case) -> dict[str, str]:
    """In whose name the draft is written, for the head of its pages."""
    actor = request.actor  # type: ignore[attr-defined]
    return {"name": case.applicant_name, "agent": actor.name if case.agent_id else "", "kind": case.applicant.kind}


def newer_notice(case: Case) -> dict[str, str]:
    """What every page says while the draft follows a version that was replaced, with the way to what changed."""
    words = _("The item has changed since you began. Your draft is kept; take the changes over before you submit.")
    return {"words": words, "href": reverse("cases:move_draft", args=[case.pk]), "action": _("See what changed")}


def closed_notice(case: Case) -> dict[str, str] | None:
    """What every page says while nobody can file for the item (I-13), with the way to its guide; nothing while one can.
    What was filed before goes on."""
    if case.state != CaseState.DRAFT or case.version.state == VersionState.PUBLISHED:
        return None
    suspended = suspension_of(case.version)
    words = suspension_words(suspended) if suspended else _("This item cannot be applied for any more.")
    kept = _("Your draft is kept, but it cannot be submitted at present.")
    href = reverse("portal:guide", args=[case.version.item.implementing_code]) if suspended else reverse("portal:items")
    return {"words": f"{words} {kept}", "href": href, "action": _("See the guide") if suspended else _("All items")}


def rejected(path: Path, department: Department | None = None) -> dict[str, str]:
    """Why these answers rule an application out, and whom the applicant can ask; nothing while they do not."""
    return {"words": path.rejection, "phone": department.phone if department else ""} if path.rejection else {}


def previous_href(case: Case, here: str) -> str:
    """The page before; empty on the first."""
    place = [key for key, _title in STEPS].index(here)
    return reverse(f"cases:apply_{STEPS[place - 1][0]}", args=[case.pk]) if place else ""


def beginning(version: ItemVersion, carried: Choices, begun: Sequence[Case]) -> dict[str, Any]:
    """The page before the wizard: where it belongs, the answers that come along from the guide, and the drafts for the
    item that are open already, the newest first."""
    guide_href = reverse("portal:guide", args=[version.item.implementing_code])
    return {
        "crumbs": [
            {"label": _("All items"), "href": reverse("portal:items")},
            {"label": version.name, "href": guide_href},
            {"label": _("Apply online"), "href": ""},
        ],
        "guide_href": guide_href,
        "carried": [
            {"name": f"situation-{key}", "value": one}
            for key, value in carried.items()
            for one in ([value] if isinstance(value, int) else value)
        ],
        "begun": [
            {
                "words": caption(case),
                "when": _saved_words(case),
                "href": reverse("cases:apply_situation", args=[case.pk]),
            }
            for case in begun
        ],
        "beside": begun[0].pk if begun else "",
    }


def subject_words(licence: Licence) -> str:
    """A licence one may apply about, with the day until which a renewal is asked for in time (T-12)."""
    name, last = f"{licence.name} {licence.number}", last_day_to_renew(licence)
    if licence.valid_until is None or last is None:
        return name
    today = clock.today()
    words = {
        "until": date_words(licence.valid_until, today=today, weekday=False),
        "last": date_words(last, today=today, weekday=False),
    }
    if today > last:
        return _("%(name)s, valid until %(until)s; ask for a renewal now") % {"name": name, **words}
    return _("%(name)s, valid until %(until)s; a renewal is asked for by %(last)s") % {"name": name, **words}


def _saved_words(case: Case) -> str:
    return _("last saved %(when)s") % {"when": datetime_words(case.saved_at, today=clock.today())}


def reply_day(version: ItemVersion) -> str:
    """By when somebody who files now is told whether his application is complete (T-03, or the law of the item)."""
    calendar, today = working_calendar(), clock.today()
    day = due_on(calendar, today, limit_of(regime_of(version).reply).limit)
    words = due_words(day, today=today, provisional=not calendar.is_final(day), weekday=False)
    return _("By %(day)s") % {"day": words}


def situation_gaps(case: Case, path: Path) -> list[dict[str, str]]:
    """The same about the situation questions: what rules the application out, and what is not answered."""
    href = reverse("cases:apply_situation", args=[case.pk])
    if path.rejection:
        return [{"words": path.rejection, "href": href, "action": _("Change the answer")}]
    if path.open:
        words = _("Still to be answered: %(names)s.") % {"names": "、".join(question.title for question in path.open)}
        return [{"words": words, "href": href, "action": _("Answer now")}]
    return []


def gaps(case: Case, wrong: str, missing: Sequence[str]) -> list[dict[str, str]]:
    """What must still be done before the application can be filed, as the filing would refuse it, each with the way to
    its page. `wrong` says what is not answered or not right.
    """
    found = []
    if wrong:
        href = reverse("cases:apply_form", args=[case.pk])
        found.append({"words": wrong, "href": href, "action": _("Answer now")})
    if missing:
        words = _("Still to be uploaded or corrected: %(names)s.") % {"names": "、".join(missing)}
        href = reverse("cases:apply_materials", args=[case.pk])
        found.append({"words": words, "href": href, "action": _("Upload now")})
    return found


def discarding(case: Case) -> dict[str, Any]:
    """The question before a draft is deleted."""
    return {
        **{"case": case, "form": Form(), "title": _("Delete the draft"), "danger": True},
        "lead": _("What you filled in and uploaded is deleted and cannot be brought back."),
        **{"submit_label": _("Delete the draft"), "back_href": reverse("cases:space")},
    }


def caption(case: Case) -> str:
    """Item and handling option, or what the body began by itself: 食品经营许可 · 新办."""
    return " · ".join(filter(None, [case.version.name, handling_words(case)]))


def uploads(
    materials: Sequence[Material],
    errors: Mapping[int, str],
    kept: Mapping[int, Sequence[WalletDocument]],
    *,
    may_follow: bool,
) -> list[dict[str, Any]]:
    """Materials as places to upload to, each with the documents `kept` for it; those already held need nothing.
    `may_follow`: the item takes promises."""
    return [
        {
            **_upload(material, errors.get(material.pk, ""), may_follow=may_follow),
            "kept": [_kept(material, document) for document in kept.get(material.pk, ())],
        }
        for material in materials
    ]


def material_row(material: Material) -> dict[str, Any]:
    """A material as components/material.html draws it."""
    note = material.remark or material.why
    if material.licence and material.state != MaterialState.FAULTY:
        note = f"{material.licence.name} {material.licence.number}"
    elif names := [attached.name for attached in material.files.all()]:
        note = "、".join(names)
    row_state = look_of(material)
    note = "；".join(part for part in (copies_words(material.copies), note) if part)
    return {"state": row_state, "name": material.spec.name, "note": note, "trust": material.trust_level, "links": []}


def copies_words(count: int) -> str:
    """How many copies are needed; empty for none."""
    return ngettext("%(count)d copy", "%(count)d copies", count) % {"count": count} if count else ""


def look_of(material: Material) -> str:
    """The word of the material badges: held, done, later, pledged, bad or todo; a licence found wrong is not held."""
    if material.resolver == Resolver.LICENCE and material.state != MaterialState.FAULTY:
        return "held"
    looks = {
        MaterialState.PROVIDED: "done",
        MaterialState.PASSED: "done",
        MaterialState.FAULTY: "bad",
        MaterialState.DEFERRED: "later",
        MaterialState.PLEDGED: "pledged",
    }
    return looks.get(MaterialState(material.state), "todo")


def _upload(material: Material, error: str, *, may_follow: bool) -> dict[str, Any]:
    shown = {**material_row(material), "id": f"material-{material.pk}", "note": _asked(material)}
    if shown["state"] == "held":
        return {**shown, "note": material_row(material)["note"]}
    shown["word"] = _leave_words(material, may_follow=may_follow) if shown["state"] == "todo" else ""
    files = [
        {
            "name": attached.name,
            "note": filesizeformat(attached.file.size),
            "href": reverse("cases:material_file", args=[material.case_id, attached.pk]),
            "thumb_href": reverse("cases:thumbnail", args=[material.case_id, attached.pk]),
            "remove_href": reverse("cases:remove_file", args=[material.case_id, attached.pk]),
            "apart_href": reverse("cases:take_apart", args=[material.case_id, attached.pk])
            if attached.joined.all()
            else "",
        }
        for attached in material.files.all()
    ]
    shown["upload"] = {
        **{"id": f"upload-{material.pk}", "name": "file", "label": material.spec.name, "accept": ACCEPT},
        "href": reverse("cases:add_file", args=[material.case_id, material.pk]),
        "accepted": accepted_words(),
        **{"multiple": True, "error": error, "files": files},
        "join_href": reverse("cases:join_pages", args=[material.case_id, material.pk]) if len(files) > 1 else "",
    }
    return shown


def _kept(material: Material, document: WalletDocument) -> dict[str, str]:
    return {
        **{"name": document.file_name, "note": kept_words(document), "trust": document.trust_level},
        "href": reverse("cases:wallet_document", args=[document.pk]),
        "use_href": reverse("cases:use_kept", args=[material.case_id, material.pk, document.pk]),
    }


def kept_words(document: WalletDocument) -> str:
    """Since when a document is in the library."""
    return _("kept since %(day)s") % {"day": date_words(document.added_at, today=clock.today(), weekday=False)}


def _leave_words(material: Material, *, may_follow: bool) -> str:
    """Whether a missing material may be left out, or promised for later."""
    if not material.required:
        return _("If applicable")
    return _("May follow") if may_follow and material.spec.deferrable else ""


def _asked(material: Material) -> str:
    """Why it is asked and what is looked at."""
    if material.state == MaterialState.FAULTY:
        return material.remark
    why = _("Asked because: %(why)s") % {"why": material.why} if material.why else ""
    return " ".join(part for part in (copies_words(material.copies), why, check_words(material.spec)) if part)


def _helps(here: str) -> list[dict[str, str]]:
    helps = {
        "situation": _("Your answers decide which materials we ask for. You can change them until you submit."),
        "form": _("What we already know is filled in and marked with its source. Nothing is asked twice."),
        "materials": _("Licences issued by government are fetched for you. A photo taken with your phone is enough."),
        "check": _("Nothing is sent before you press the button at the end of this page."),
    }
    return [{"title": _("Good to know"), "words": helps[here]}]
