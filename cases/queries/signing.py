"""Who signs an application with its applicant, what he signs, and how far he is."""

from typing import Any

from django.db.models import Prefetch, QuerySet

from cases.models import HELD_BY_GOVERNMENT, Case, Signature, Signer
from cases.queries.drafting import materials_of
from cases.rules.signing import Standing, signed_digest
from identity.actors import Actor
from identity.models import Party

STANDING = Prefetch("signatures", queryset=Signature.objects.filter(voided_at=None), to_attr="standing")


def signings_visible_to(actor: Actor) -> QuerySet[Signer]:
    """What a citizen is or was asked to sign in his own name, whoever he acts for at the moment; the newest first."""
    if not actor.is_citizen or actor.self_party_id is None:
        return Signer.objects.none()
    mine = Party.objects.filter(pk=actor.self_party_id).values("code_index")
    found = Signer.objects.filter(code_index__in=mine).select_related("case__version", "case__department")
    return found.prefetch_related(STANDING).order_by("-pk")


def signers_of(case: Case) -> list[Signer]:
    """The further signers of a case with the signature that was not voided (`standing`), in the order of naming."""
    return list(Signer.objects.filter(case=case).prefetch_related(STANDING).order_by("pk"))


def digest_of_content(case: Case) -> str:
    """The digest of what is signed: item, applicant, situation, answers, and the files handed in, each by its own
    digest.

    What government holds and fetches itself is not signed: fetching it changes nothing the signers said.
    """
    content: dict[str, Any] = {
        **{"version": case.version_id, "handling": case.handling_id, "subject": case.subject_id},
        **{"applicant": case.applicant_id, "choices": case.choices, "answers": case.answers},
        "materials": [
            [material.spec_id, [one.file.digest for one in material.files.all()]]
            for material in materials_of(case)
            if material.resolver not in HELD_BY_GOVERNMENT and material.files.all()
        ],
    }
    return signed_digest(content)


def standings_of(case: Case) -> list[Standing]:
    """How far each signer of a case is, with regard to what the case says now."""
    found = signers_of(case)
    digest = digest_of_content(case) if found else ""
    return [standing_of(signer, digest) for signer in found]


def standing_of(signer: Signer, digest: str) -> Standing:
    """How far one signer is, `digest` being that of the present content."""
    given = next(iter(signer.standing), None)  # type: ignore[attr-defined]
    return Standing(
        name=signer.name,
        signed=given is not None,
        current=given is not None and given.digest == digest,
        declined=signer.declined_at is not None,
    )
