"""Several people sign one application: named by the applicant, asked, signed or declined, void when it changes."""

from django.utils.translation import gettext as _

from cases.events import SignaturesVoided, SignerAsked, SignerDeclined, SignerSigned
from cases.models import Case, Signature, Signer, SigningWay
from cases.queries.signing import digest_of_content, signers_of, signings_visible_to
from cases.rules.signing import MOST_SIGNERS, NONE
from cases.services.drafts import EDITABLE, must_be_editable
from cases.services.life import locked
from cases.services.window import may_mend_here
from core import clock
from core.encryption import blind_index
from core.events import Doer
from core.identifiers import id_number, mobile
from core.outbox import publish
from core.ratelimits import Rate, count_try
from core.refusal import Refusal
from identity.actors import Actor

ASKING = (Rate(20, 3600), Rate(60, 86400))
REASON_LEAST, REASON_MOST = 5, 300
FACE_TO_FACE = 5
"""The level of proof of somebody who signs at a window (A-03)."""


def name_signer(case: Case, *, name: str, code: str, phone: str, by: Actor) -> Signer:
    """Name somebody who must sign as well, and ask him (message and SMS). Online before the filing, at a window before
    the acceptance.

    Refuses `no_signers` for an item that asks for none, `too_many_signers`, `own_number` for the applicant himself,
    `named_already`, `not_editable` and `too_many_tries`. Raises InvalidIdentifier. Publishes SignerAsked.
    """
    number = id_number(code)
    index = blind_index(number, "party.code")
    count_try(f"signers:{by.account_id}", ASKING)
    with locked(case) as case:
        _must_be_open(case, by)
        if case.version.signers == NONE:
            raise Refusal("no_signers", _("Nobody else has to sign for this item."), conflict=True)
        if case.signers.count() >= MOST_SIGNERS:
            raise Refusal("too_many_signers", _("At most %(count)d people can sign.") % {"count": MOST_SIGNERS})
        if index in {case.applicant.code_index, by.is_citizen and case.agent and case.agent.code_index}:
            raise Refusal("own_number", _("Whoever files signs by filing; name the others."), field="code")
        if case.signers.filter(code_index=index).exists():
            raise Refusal("named_already", _("This person is named already."), field="code")
        facts = {"name": name.strip()[:60], "code": number, "code_index": index, "phone": mobile(phone)}
        signer = Signer.objects.create(case=case, **facts, asked_at=clock.now())
        publish(SignerAsked(case_id=case.pk, signer_id=signer.pk), by=by)
    return signer


def drop_signer(signer: Signer, *, by: Actor) -> None:
    """Take somebody off the list again, with what he signed. Refuses `not_editable`."""
    with locked(signer.case) as case:
        _must_be_open(case, by)
        Signer.objects.filter(pk=signer.pk).delete()


def ask_again(case: Case, *, by: Actor) -> int:
    """Void what holds no longer for the application as it is now, and ask everybody whose signature is missing; returns
    how many were asked. Refuses `not_editable` and `too_many_tries`. Publishes SignaturesVoided and SignerAsked.
    """
    count_try(f"signers:{by.account_id}", ASKING)
    with locked(case) as case:
        _must_be_open(case, by)
        _void_outdated(case, by)
        asked = [signer for signer in signers_of(case) if not signer.standing]  # type: ignore[attr-defined]
        for signer in asked:
            signer.asked_at, signer.declined_at, signer.reason = clock.now(), None, ""
            signer.save(update_fields=["asked_at", "declined_at", "reason"])
            publish(SignerAsked(case_id=case.pk, signer_id=signer.pk), by=by)
    return len(asked)


def sign(signer: Signer, *, seen: str, by: Actor) -> Signature:
    """The named person signs in his own account, `seen` being the digest of what he was shown.

    Refuses `assurance` below the level the item asks (A-03), `content_changed` when it is something else by now,
    `signed_already`, `not_editable` after the filing, and `not_yours`. Publishes SignerSigned.
    """
    with locked(signer.case) as case:
        signer = _own(signer, by)
        must_be_editable(case)
        if by.assurance_level < case.version.min_assurance_level:
            sentence = _("This item needs a verified identity (level %(level)d). Please verify your identity first.")
            raise Refusal("assurance", sentence % {"level": case.version.min_assurance_level})
        if seen != digest_of_content(case):
            sentence = _("The application was changed while you read it. Please read it again before you sign.")
            raise Refusal("content_changed", sentence, conflict=True)
        return _signed(case, signer, SigningWay.ONLINE, by.assurance_level, by=by)


def decline(signer: Signer, *, reason: str, by: Actor) -> None:
    """The named person does not sign, and says why; a signature he gave before is void. Refuses `reason` below
    REASON_LEAST characters, `not_editable` and `not_yours`. Publishes SignerDeclined."""
    if len(reason.strip()) < REASON_LEAST:
        raise Refusal(
            "reason", _("Say why in at least %(count)d characters.") % {"count": REASON_LEAST}, field="reason"
        )
    with locked(signer.case) as case:
        signer = _own(signer, by)
        must_be_editable(case)
        signer.signatures.filter(voided_at=None).update(voided_at=clock.now())
        signer.declined_at, signer.reason = clock.now(), reason.strip()[:REASON_MOST]
        signer.save(update_fields=["declined_at", "reason"])
        publish(SignerDeclined(case_id=case.pk, signer_id=signer.pk), by=by)


def note_signature(signer: Signer, *, by: Actor) -> Signature:
    """Somebody who stands at the window signed there; the clerk saw his identity document (C-03). Refuses
    `signed_already` and `not_at_window` once the case is accepted. Publishes SignerSigned."""
    with locked(signer.case) as case:
        signer = Signer.objects.select_for_update(of=("self",)).get(pk=signer.pk)
        _must_be_open(case, by)
        return _signed(case, signer, SigningWay.WINDOW, FACE_TO_FACE, by=by, noted_by=by.label)


def _signed(case: Case, signer: Signer, way: SigningWay, level: int, *, by: Doer, noted_by: str = "") -> Signature:
    digest = digest_of_content(case)
    before = signer.signatures.filter(voided_at=None).first()
    if before is not None and before.digest == digest:
        raise Refusal("signed_already", _("This is signed already."), conflict=True)
    now = clock.now()
    signer.signatures.filter(voided_at=None).update(voided_at=now)
    facts = {"way": way, "level": level, "noted_by": noted_by[:120], "signed_at": now}
    signature = Signature.objects.create(signer=signer, digest=digest, **facts)
    if signer.declined_at is not None:
        signer.declined_at, signer.reason = None, ""
        signer.save(update_fields=["declined_at", "reason"])
    publish(SignerSigned(case_id=case.pk, signer_id=signer.pk, way=way, digest=digest), by=by)
    return signature


def _void_outdated(case: Case, by: Doer) -> None:
    digest = digest_of_content(case)
    outdated = Signature.objects.filter(signer__case=case, voided_at=None).exclude(digest=digest)
    count = outdated.update(voided_at=clock.now())
    if count:
        publish(SignaturesVoided(case_id=case.pk, count=count), by=by)


def _own(signer: Signer, by: Actor) -> Signer:
    found = signings_visible_to(by).filter(pk=signer.pk).first()
    if found is None:
        raise Refusal("not_yours", _("Somebody else was asked to sign this."))
    return found


def _must_be_open(case: Case, by: Actor) -> None:
    """Online while it can be edited, at a window also before the acceptance."""
    if case.state in EDITABLE or (by.is_staff and may_mend_here(case)):
        return
    raise Refusal("not_editable", _("This application was filed and can no longer be changed."), conflict=True)
