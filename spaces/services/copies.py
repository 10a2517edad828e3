"""Copies of a licence with a watermark that says for whom, for what and until when (加注件, L-06)."""

import base64
from datetime import date, timedelta
from io import BytesIO

from django.db import transaction
from django.utils.translation import gettext as _
from pypdf import PdfWriter

from core import clock
from core.events import Doer
from core.outbox import publish
from core.papers import render_pdf, verification_address
from core.pictures import page_count, page_picture
from core.refusal import Refusal
from core.sealing import seal_provider
from core.services.files import store_file
from spaces.events import CopyOrdered
from spaces.models import Licence, LicenceCopy, UseKind
from spaces.rules import is_valid_on
from spaces.services.uses import Purpose, record_use

LONGEST = timedelta(days=366)
PAGES = 20


def order_copy(licence: Licence, *, user: str, purpose: str, until: date, by: Doer) -> LicenceCopy:
    """The holder wants a copy for `user`; a worker draws it. It is written down as a use of the licence.

    Refuses `not_valid`, `no_file` while the licence's own file is not drawn yet, and `until` for a day that is past or
    more than a year away. Publishes CopyOrdered.
    """
    today = clock.today()
    if not is_valid_on(licence.state, licence.valid_from, licence.valid_until, today):
        raise Refusal("not_valid", _("This licence is not valid now."), conflict=True)
    if licence.file_id is None:
        raise Refusal("no_file", _("The file of this licence is still being made."), conflict=True)
    if not today <= until <= today + LONGEST:
        raise Refusal("until", _("Choose a day within a year from today."), field="until")
    with transaction.atomic():
        licence = Licence.objects.select_for_update(of=("self",)).get(pk=licence.pk)
        copy = LicenceCopy.objects.create(
            **{"licence": licence, "user": user.strip(), "purpose": purpose.strip(), "until": until},
            ordered_at=clock.now(),
        )
        words = _("Copy for %(user)s") % {"user": copy.user}
        record_use(licence, UseKind.COPIED, Purpose(words), by=by)
        publish(CopyOrdered(licence_id=licence.pk, copy_id=copy.pk), by=by)
    return copy


def make_copy(copy_id: int) -> LicenceCopy:
    """Draw and seal an ordered copy; one that is made stays as it is.

    Its pages are pictures, so that the watermark cannot be lifted off; the file's properties carry the JZ* fields.
    """
    with transaction.atomic():
        rows = LicenceCopy.objects.select_for_update(of=("self",)).select_related("licence__file", "licence__issuer")
        copy = rows.get(pk=copy_id)
        if copy.file_id:
            return copy
        issuer = copy.licence.issuer.name
        sealed = seal_provider().seal(draw_copy(copy), seal_name=issuer, reason=_("Copy for a purpose"))
        copy.file = store_file(sealed, name=f"copy-{copy.pk}.pdf")
        copy.save(update_fields=["file"])
    return copy


def draw_copy(copy: LicenceCopy) -> bytes:
    """The copy before it is sealed."""
    stored = copy.licence.file
    if stored is None:
        raise LookupError(f"licence {copy.licence_id} has no file")
    pages = [page_picture(stored, number) for number in range(1, min(page_count(stored), PAGES) + 1)]
    context = {
        "copy": copy,
        "pages": [f"data:image/jpeg;base64,{base64.b64encode(page).decode()}" for page in pages],
        "verify_url": verification_address(copy.licence.verify_code),
    }
    writer = PdfWriter(clone_from=BytesIO(render_pdf("papers/licence_copy.html", context)))
    writer.add_metadata(
        {
            "/JZJZZSJ": clock.local(copy.ordered_at).isoformat(timespec="seconds"),
            **{"/JZJZZZ": copy.user, "/JZJZZSY": copy.purpose, "/JZJYXQJZSJ": copy.until.isoformat()},
        }
    )
    out = BytesIO()
    writer.write(out)
    return out.getvalue()
