"""How far materials are trusted: raised by a check at a window, and every change written down (L-05, 6.5)."""

from django.utils.translation import gettext as _

from cases.events import OriginalCompared
from cases.models import Material, TrustChange, TrustGround
from cases.services.life import locked
from core import clock
from core.events import Doer
from core.outbox import publish
from core.refusal import Refusal
from identity.actors import Actor
from spaces.models import TrustLevel


def note_trust(material: Material, was: str, ground: TrustGround, *, by: Doer) -> None:
    """Write down that the level of a material is another one now; callers saved it and hold the lock of the case."""
    if was and was != material.trust_level:
        TrustChange.objects.create(
            material=material, was=was, now=material.trust_level, ground=ground, who=by.label[:120], at=clock.now()
        )


def compare_with_original(material: Material, *, by: Actor) -> Material:
    """A clerk has the original in hand and the file agrees with it: level C becomes B, with who and when (L-05).

    Refuses `nothing_there` while nothing was handed in, and `not_raised` for a level a look at an original does not
    change: what an authority sealed, what was compared already, what the user made himself. Publishes OriginalCompared.
    """
    with locked(material.case):
        material = Material.objects.select_for_update(of=("self",)).get(pk=material.pk)
        if not material.is_at_hand:
            raise Refusal("nothing_there", _("Nothing has been handed in for this material yet."), conflict=True)
        if material.trust_level != TrustLevel.C:
            raise Refusal("not_raised", _("Only what the applicant uploaded is compared with its original."))
        was, material.trust_level = material.trust_level, TrustLevel.B
        material.save(update_fields=["trust_level"])
        note_trust(material, was, TrustGround.ORIGINAL_SEEN, by=by)
        publish(
            OriginalCompared(case_id=material.case_id, material_id=material.pk, was=was, now=material.trust_level),
            by=by,
        )
    return material
