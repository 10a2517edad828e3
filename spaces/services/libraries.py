"""Facts and documents of a party: learning, keeping for the next time, forgetting."""

from django.db import transaction

from core import clock
from core.events import Doer
from core.models import StoredFile
from core.outbox import publish
from identity.models import Party
from spaces.events import DocumentForgotten
from spaces.models import LibraryFact, TrustLevel, WalletDocument


def keep_document(party: Party, *, name: str, stored: StoredFile, file_name: str, trust: TrustLevel) -> WalletDocument:
    """Keep a handed-in document for the next application; the same file under the same name is kept once (L-05)."""
    document, created = WalletDocument.objects.get_or_create(
        party=party,
        name=name,
        file=stored,
        defaults={"file_name": file_name, "trust_level": trust, "added_at": clock.now()},
    )
    if not created and trust < document.trust_level:
        document.trust_level = trust
        document.save(update_fields=["trust_level"])
    return document


def forget_document(document: WalletDocument, *, by: Doer) -> None:
    """Take a document out of its owner's library; cases it was handed in with keep their file. Publishes
    DocumentForgotten."""
    with transaction.atomic():
        publish(DocumentForgotten(party_id=document.party_id, trust_level=document.trust_level), by=by)
        document.delete()


def learn_fact(party: Party, key: str, value: str, *, source: str, verified: bool) -> LibraryFact:
    """Store or renew one known fact; a verified fact is never replaced by an unverified one."""
    with transaction.atomic():
        known = LibraryFact.objects.select_for_update().filter(party=party, key=key).first()
        if known is not None and known.verified and not verified:
            return known
        fact, _was_new = LibraryFact.objects.update_or_create(
            party=party,
            key=key,
            defaults={"value": value, "source": source, "verified": verified, "updated_at": clock.now()},
        )
    return fact
