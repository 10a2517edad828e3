"""Named reads of the public face."""

from cases.models import Document
from spaces.models import Licence


def verified_thing(code: str) -> Licence | Document | None:
    """The licence or official paper printed with this verification code."""
    licence = Licence.objects.select_related("issuer", "holder", "file").filter(verify_code=code).first()
    if licence is not None:
        return licence
    return (
        Document.objects.select_related("case__department", "file")
        .filter(verify_code=code, made_at__isnull=False)
        .first()
    )
