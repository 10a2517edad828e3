"""What the addresses of licences are asked with: one of everything that hangs on the firm's licence."""

from datetime import timedelta
from typing import Any

from cases.models import Case
from core import clock
from core.outbox import drain
from identity.actors import SYSTEM, Actor
from identity.models import Party
from spaces.models import LicenceType, StockAct
from spaces.services import LicenceOrder, issue_licence
from spaces.services.captures import add_scan, open_batch
from spaces.services.changes import transfer_licence
from spaces.services.copies import order_copy
from spaces.services.corrections import ask_correction
from spaces.services.kinds import set_stock_rules
from spaces.services.stock import receive_blanks
from spaces.services.uses import Lending, grant_licence
from tests import world


def keys(done: Case, owner: Actor, stranger: Actor, clerk: Actor) -> dict[str, dict[str, Any]]:
    """A copy, a licence lent to the stranger, a correction asked, one transferred to the body, one scanned."""
    licence, today = done.licence, clock.today()
    assert licence is not None
    licence.refresh_from_db()
    borrower = Party.objects.get(pk=stranger.self_party_id)
    copy = order_copy(licence, user="银行", purpose="开户", until=today, by=owner)
    drain(["pdf"])
    lending = Lending(borrower.name, borrower.code, "投标", today, today + timedelta(days=9), 3)
    grant = grant_licence(licence, lending)
    asked = ask_correction(licence, field="经营场所", wanted="别处", reason="门牌号换了", by=owner)
    order = LicenceOrder("摊位证", licence.holder, world.department("便民中心"), today, None)
    offered = transfer_licence(issue_licence(order, by=SYSTEM), world.department(), reason="职责划转", by=SYSTEM)
    batch = open_batch("旧证", issuer=world.department(), licence_name="卫生许可证", fields=["地址"], by=clerk)
    scan = add_scan(batch, world.pdf(), name="1.pdf").pk
    mine = ("my_licence", "show_licence", "copy_licence", "lend_licence", "ask_correction", "issued_licence")
    return {
        **{f"cases:{name}": {"licence_id": licence.pk} for name in mine},
        "cases:change_licence": {"licence_id": licence.pk, "deed": "withhold"},
        "cases:take_in_licence": {"licence_id": offered.pk},
        "cases:licence_copy": {"copy_id": copy.pk},
        **{f"cases:{name}": {"grant_id": grant.pk} for name in ("lent_licence", "revoke_grant")},
        "cases:decide_correction": {"correction_id": asked.pk},
        "cases:licence_kind": {"kind_id": LicenceType.objects.get(code=licence.type_code).pk},
        "cases:capture_batch": {"batch_id": batch.pk},
        **{f"cases:{name}": {"capture_id": scan} for name in ("capture", "capture_scan", "reject_capture")},
        "cases:begin_proceeding": {"licence_id": licence.pk, "word": "rescind"},
        "cases:stock_deed": {"word": "receive"},
        "cases:stock_act": {"act_id": received(done).pk},
        "cases:api_verify_licence": {"code": licence.verify_code},
    }


def received(done: Case) -> StockAct:
    """A delivery of blanks for the firm's kind of licence."""
    assert done.licence is not None
    kind, maker = LicenceType.objects.get(code=done.licence.type_code), world.staff("制证岗")
    set_stock_rules(kind, needs_stock=True)
    return receive_blanks(kind, done.licence.issuer, first="JS0001", last="JS0003", by=maker)
