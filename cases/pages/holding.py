"""One licence for its holder: what it says, what happened to it, who used it, whom he lets use it, as view models."""

from typing import Any

import segno
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.pages.licences import correction_line, licence_badge
from cases.queries.subjects import options_about
from core import clock
from core.badges import Badge, Tone
from core.datewords import date_words, datetime_words
from identity.actors import Actor
from identity.models import Party
from items.models import Effect
from spaces.models import Licence, LicenceCopy, LicenceGrant, LicenceUse
from spaces.queries.uses import copies_visible_to, grants_given_by, uses_visible_to
from spaces.rules import SHOWN_FOR, grant_counts, is_valid_on
from spaces.services.personcodes import PERSON_CODE

SHOWN = 20
ASKING_ICONS = {
    Effect.CHANGE: "edit",
    Effect.RENEWAL: "calendar-plus",
    Effect.REPLACEMENT: "copy",
    Effect.CANCELLATION: "file-x",
}


def my_licence(licence: Licence, actor: Actor) -> dict[str, Any]:
    """The page of one licence. An agent whose mandate is limited to some items sees no uses, grants and copies."""
    until = _day(licence.valid_until) if licence.valid_until else _("unlimited")
    valid = holds(licence)
    limited = bool(actor.acting and actor.acting.item_codes)
    return {
        **{"title": licence.name, "badge": licence_badge(licence), "trust": licence.trust_level, "limited": limited},
        "pairs": [
            {"label": _("Number"), "value": licence.number, "number": True},
            {"label": _("Holder"), "value": licence.named_holder},
            {"label": _("Issued by"), "value": licence.issuer.name},
            {"label": _("Valid from"), "value": _day(licence.valid_from)},
            {"label": _("Valid until"), "value": until},
            *({"label": label, "value": str(value)} for label, value in licence.data.items()),
            {"label": _("Licence identifier"), "value": licence.identifier, "number": True},
        ],
        "file_href": reverse("cases:licence_file", args=[licence.pk]) if licence.file_id else "",
        "deeds": [*_deeds(licence), *_asking(licence)] if valid and not limited else [],
        "uses": [use_line(row) for row in uses_visible_to(actor).filter(licence=licence)[:SHOWN]],
        "grants": [grant_line(row) for row in grants_given_by(actor).filter(licence=licence)[:SHOWN]],
        "copies": [copy_line(row) for row in copies_visible_to(actor).filter(licence=licence)[:SHOWN] if not limited],
        "corrections": [correction_line(row) for row in licence.corrections.order_by("-pk")[:SHOWN]],
    }


def holds(licence: Licence) -> bool:
    """Whether the licence proves anything today."""
    return is_valid_on(licence.state, licence.valid_from, licence.valid_until, clock.today())


def shown(licence: Licence, code: str) -> dict[str, Any]:
    """A licence on the phone with a code that lives a minute (L-12): the page makes the next one by itself."""
    address = f"{settings.SITE_URL}{reverse('portal:scan', args=[code])}"
    return {
        **{"licence": licence, "badge": licence_badge(licence), **_on_the_phone(address)},
        "mark": f"{licence.named_holder} {clock.local(clock.now()):%Y-%m-%d %H:%M}",
        **{"back_href": reverse("cases:my_licence", args=[licence.pk])},
    }


def shown_person(person: Party, code: str) -> dict[str, Any]:
    """Who somebody is, on his phone: the scanner of a window types what the code says."""
    return {
        **{"person": person, "masked": person.masked_code, **_on_the_phone(f"{PERSON_CODE}{code}")},
        **{"back_href": reverse("cases:space")},
    }


def _on_the_phone(words: str) -> dict[str, Any]:
    return {
        "seconds": int(SHOWN_FOR.total_seconds()),
        "qr": segno.make(words, error="m", micro=False).svg_inline(omitsize=True, border=2),
    }


def lent(grants: list[LicenceGrant]) -> list[dict[str, Any]]:
    """Licences others let me use (L-13)."""
    return [
        {
            **{"name": grant.licence.name, "holder": grant.licence.named_holder, "purpose": grant.purpose},
            "note": _("until %(day)s, %(left)d times left")
            % {"day": _day(grant.until), "left": grant.times - grant.used},
            "href": reverse("cases:lent_licence", args=[grant.pk]),
        }
        for grant in grants
    ]


def lent_pairs(licence: Licence) -> list[dict[str, Any]]:
    """What the one who was authorised sees."""
    until = _day(licence.valid_until) if licence.valid_until else _("unlimited")
    return [
        {"label": _("Number"), "value": licence.number, "number": True},
        {"label": _("Holder"), "value": licence.named_holder},
        {"label": _("Issued by"), "value": licence.issuer.name},
        {"label": _("Valid until"), "value": until},
        *({"label": label, "value": str(value)} for label, value in licence.data.items()),
    ]


def mark_of(actor: Actor) -> str:
    """The watermark over a licence somebody else looks at: who, and when."""
    return f"{actor.name} {clock.local(clock.now()):%Y-%m-%d %H:%M}"


def use_line(row: LicenceUse) -> dict[str, Any]:
    """One use in the holder's list: who, when, what for."""
    case = _("case %(number)s") % {"number": row.case_no} if row.case_no else ""
    words = [row.purpose, row.item, case]
    return {
        **{"who": row.who, "kind": row.get_kind_display(), "licence": row.licence.name},
        "when": datetime_words(row.at, today=clock.today()),
        "why": " · ".join(word for word in words if word),
        "fields": "、".join(row.fields),
    }


def grant_line(row: LicenceGrant) -> dict[str, Any]:
    """One authorisation in the holder's list."""
    counts = grant_counts(row, clock.today())
    over = Badge(_("Over"), Tone.NONE, "ban")
    return {
        **{"name": row.person_name, "purpose": row.purpose, "token": row.token if counts else ""},
        "note": _("%(since)s to %(until)s, used %(used)d of %(times)d times")
        % {"since": _day(row.since), "until": _day(row.until), "used": row.used, "times": row.times},
        "badge": Badge(_("In force"), Tone.OK, "circle-check") if counts else over,
        "revoke_href": reverse("cases:revoke_grant", args=[row.pk]) if row.revoked_at is None else "",
    }


def copy_line(row: LicenceCopy) -> dict[str, Any]:
    """One copy in the holder's list."""
    return {
        **{"name": row.user, "purpose": row.purpose, "until": _("until %(day)s") % {"day": _day(row.until)}},
        "href": reverse("cases:licence_copy", args=[row.pk]) if row.file_id else "",
    }


def _deeds(licence: Licence) -> list[dict[str, str]]:
    rows = [
        ("show_licence", _("Show it on the phone"), "qrcode", "primary"),
        ("copy_licence", _("Copy for a purpose"), "copy", "secondary"),
        ("lend_licence", _("Let somebody use it"), "share", "secondary"),
        ("ask_correction", _("Something is wrong"), "alert-circle", "plain"),
    ]
    offered = rows if licence.data else rows[:3]
    return [
        {"href": reverse(f"cases:{name}", args=[licence.pk]), "label": label, "icon": icon, "style": style}
        for name, label, icon, style in offered
    ]


def _asking(licence: Licence) -> list[dict[str, str]]:
    """What its holder may apply for about it: a change, a renewal … (C-23)."""
    return [
        {
            "href": f"{reverse('cases:begin', args=[option.version_id])}?handling={option.pk}&licence={licence.pk}",
            **{"label": option.name, "icon": ASKING_ICONS[option.effect], "style": "plain"},
        }
        for option in options_about(licence)
    ]


def _day(day: Any) -> str:
    return date_words(day, today=clock.today(), weekday=False)
