"""Which answer every address gives to every kind of actor; rows name only who differs from a stranger.

A stranger who is signed in gets 404, never 403; whoever is not signed in is sent to sign in. Whoever may not open an
address may not post to it either; `POSTS` names the addresses whose form is open to fewer people than the page.
"""

IN, OK, NO, GO, LATER, GONE = 302, 200, 404, 302, 405, 410
UNKNOWN = ("anonymous", "client", "device")
"""Nobody is signed in: a visitor, a connected system with its key, a machine of the hall with its token."""
CITIZENS = ("owner", "agent", "agent_elsewhere", "stranger")
"""Who acts for the firm by law, by a mandate for the item, by one for another item; somebody else."""
HANDLERS = ("clerk", "leader", "certifier")
STAFF = (
    *HANDLERS,
    *("other_clerk", "reviewer", "other_reviewer", "supervisor"),
    *("hall_manager", "catalogue_admin", "system_admin", "security_admin", "auditor"),
    *("keeper", "legal_reviewer", "list_keeper", "publisher", "archivist", "finance"),
)
"""The posts of the body that handles the case, the same posts of another body, the administrators, and those who keep
the catalogue: the keeper is the catalogue administrator of the body itself.
"""
OFFICES = ("legal_reviewer", "list_keeper", "publisher")
GROUPS = {
    **{"citizens": CITIZENS, "firm": ("owner", "agent"), "handlers": HANDLERS, "staff": STAFF},
    **{"keepers": ("keeper", "catalogue_admin"), "offices": OFFICES, "overseers": (*OFFICES, "leader", "supervisor")},
}
ACTORS = (*UNKNOWN, *CITIZENS, *STAFF)


def row(*, anonymous: int = IN, rest: int = NO, **named: int) -> dict[str, int]:
    """`anonymous` for whoever is not signed in, `rest` for whoever is; groups, then single actors, differ."""
    answers = dict.fromkeys(UNKNOWN, anonymous) | dict.fromkeys((*CITIZENS, *STAFF), rest)
    for group, answer in named.items():
        answers |= dict.fromkeys(GROUPS.get(group, ()), answer)
    return answers | {name: answer for name, answer in named.items() if name not in GROUPS}


PUBLIC = row(anonymous=OK, rest=OK)
FORM = row(anonymous=LATER, rest=LATER)
AWAY = row(anonymous=GO, rest=GO)
"""Open to all, but nobody came the way that leads here."""
SIGNED = row(rest=OK)
OWN = row(firm=OK)
OWN_DEED = row(firm=LATER)
OWN_UPLOAD = row(owner=OK)
SPACE = row(citizens=OK)
DEED = row(citizens=LATER)
ANSWERING = row(certifier=OK, leader=OK)
"""Those who answer for the licences of the body."""
WINDOW = row(clerk=OK, other_clerk=OK)
DESK = row(staff=OK)
DESK_DEED = row(staff=LATER)
FILE = row(handlers=OK, reviewer=OK)
SHEET = FILE | {"supervisor": OK}
WATCH = row(supervisor=OK, leader=OK)
MONEY_WATCH = row(supervisor=OK, leader=OK, finance=OK)
WORKSHOP = row(keepers=OK, overseers=OK)
DRAFT = row(keeper=OK, overseers=OK)
DRAFT_DEED = row(keepers=LATER, overseers=LATER)
API = row(anonymous=401, rest=401, client=OK)
MACHINE = row(anonymous=NO, device=OK)
NOBODY = row(anonymous=NO)
KEEPER = row(catalogue_admin=OK, keeper=OK)
AT_WINDOW = row(clerk=GO, other_clerk=GO)
"""A clerk who has not said yet where he sits is asked first."""
AT_WINDOW_NAMES = (
    *("counter", "call", "deed", "transfer", "pause", "resume", "queue", "come_back", "first"),
    *("identify", "look_for_card", "items", "begin", "visitor_cases"),
    *("scan_code", "visitor_library", "next_visitor", "begin_several"),
)
WINDOW_DEEDS = ("fetch_all", "take_paper", "compare", "name_project", "file_batch")
KIOSK_DEEDS = ("card", "take", "cancel", "come_back", "wipe")
IMPORTER = row(catalogue_admin=OK)
IMPORTS = row(keepers=OK, publisher=OK)
KEEPER_DEED = row(keepers=LATER, publisher=LATER)
MATRIX: dict[str, dict[str, int]] = {
    "catalogue:import_list": IMPORTS, "catalogue:export_list": IMPORTS,
    **{f"catalogue:import_{name}": IMPORTER for name in ("book", "progress", "report")},
    **{f"catalogue:import_{name}": KEEPER_DEED for name in ("columns", "map_again", "start")},
    **{f"catalogue:export_{name}": IMPORTER for name in ("progress", "file")},
    "portal:home": PUBLIC, "portal:search": PUBLIC, "portal:items": PUBLIC, "portal:guide": PUBLIC,
    "portal:suggest": PUBLIC, "portal:held": SPACE, "portal:departments": PUBLIC, "portal:towns": PUBLIC,
    **{f"catalogue:{name}": KEEPER for name in ("words", "phrases", "misses")},
    **{f"catalogue:{name}": KEEPER for name in ("life_events", "life_event")},
    "portal:order_guide_paper": FORM, "portal:guide_paper": PUBLIC, "portal:guide_paper_file": PUBLIC,
    "portal:life_events": PUBLIC, "portal:life_event": PUBLIC,
    "portal:progress": PUBLIC, "portal:progress_code": FORM, "portal:verify_ask": PUBLIC, "portal:verify": PUBLIC,
    "portal:embed_items": PUBLIC, "portal:embed_progress": PUBLIC,
    "portal:sign_in": PUBLIC, "portal:send_code": FORM, "portal:password_sign_in": PUBLIC,
    "portal:register": AWAY, "portal:sign_out": FORM, "portal:staff_sign_in": PUBLIC,
    "portal:staff_token": AWAY, "portal:elder": FORM,
    "cases:join_pages": OWN, "cases:take_apart": OWN_DEED,
    "cases:desk_join_pages": row(clerk=GO), "cases:desk_take_apart": row(clerk=LATER, other_clerk=LATER),
    "cases:signers": row(owner=OK), "cases:signings": SPACE,
    "cases:ask_signers": row(owner=LATER), "cases:drop_signer": row(owner=LATER),
    **{f"cases:{name}": row(stranger=OK) for name in ("signing", "refuse_signing", "signing_file")},
    "cases:desk_signers": row(clerk=OK), "cases:sign_at_window": row(clerk=OK),
    "cases:talk": OWN, "cases:talk_file": OWN, "cases:desk_talk": SHEET, "cases:desk_talk_file": SHEET,
    "cases:questions": row(handlers=OK, other_clerk=OK, reviewer=OK, other_reviewer=OK, supervisor=OK),
    "cases:projects": SPACE, "cases:project": OWN, "cases:desk_project": SHEET,
    "cases:data_quality": row(supervisor=OK, hall_manager=OK),
    "portal:upload_begin": row(rest=LATER), "portal:upload": OWN_UPLOAD,
    "portal:components": PUBLIC, "portal:trial_messages": PUBLIC,
    "portal:desk": row(staff=GO),
    "portal:space_sessions": SPACE, "portal:space_session_end": DEED, "portal:space_others_end": DEED,
    "portal:desk_sessions": DESK, "portal:desk_session_end": DESK_DEED, "portal:desk_others_end": DESK_DEED,
    "portal:desk_password": DESK, "portal:password": SPACE, "portal:mandates": SPACE,
    "portal:mandate_end": row(firm=OK), "portal:mandate_grant": row(owner=OK),
    "health-live": PUBLIC, "set_language": AWAY, "schema": PUBLIC, "docs": PUBLIC,
    **{f"catalogue:api_{name}": PUBLIC for name in ("items", "changes", "item", "versions", "materials")},
    "catalogue:form_schema": PUBLIC, "cases:api_cases": API, "cases:api_case": API,
    "cases:space": SPACE, "cases:switch": DEED, "cases:space_cases": SPACE, "cases:wallet": SPACE,
    "cases:wallet_document": row(owner=OK), "cases:remove_document": DEED, "cases:use_kept": OWN_DEED,
    "cases:my_data": SPACE,
    "cases:space_case": OWN, "cases:apply_done": OWN, "cases:withdraw": OWN, "cases:document_file": OWN,
    "cases:keep_case": DEED,
    "cases:material_file": OWN, "cases:answer_file": OWN, "cases:desk_answer_file": SHEET,
    "cases:desk_answers": FILE, "cases:answer_at_window": row(clerk=OK), "cases:situate_at_window": row(clerk=OK),
    "cases:licence_file": OWN, "cases:receive_refusal": DEED,
    "cases:begin": SPACE, "cases:apply_situation": OWN, "cases:apply_form": OWN, "cases:apply_materials": OWN,
    "cases:apply_check": OWN, "cases:autosave": OWN_DEED, "cases:add_file": OWN_DEED,
    "cases:remove_file": OWN_DEED,
    "cases:discard": OWN, "cases:move_draft": row(firm=GO),
    "cases:desk": row(handlers=OK, other_clerk=OK), "cases:desk_case": FILE, "cases:full_view": FILE,
    "cases:desk_paper": SHEET,
    "cases:propose": row(handlers=OK, reviewer=OK), "cases:resume": row(handlers=GO, reviewer=GO),
    "cases:begin_proceeding": ANSWERING, "cases:proceeding_evidence": FILE,
    "cases:amend": row(handlers=GO, reviewer=GO), "cases:amendment_evidence": FILE,
    "cases:hearing": row(handlers=OK, reviewer=OK), "cases:my_hearing": row(firm=GO),
    "cases:supplement": row(handlers=OK, reviewer=OK),
    "cases:pledge": row(firm=GO), "cases:pledge_at_window": row(clerk=GO),
    "cases:pledge_checks": row(handlers=OK, other_clerk=OK, reviewer=OK, other_reviewer=OK),
    "cases:pledge_check": FILE, "cases:pledge_evidence": FILE,
    "cases:credit_list": WATCH, "cases:credit_record": WATCH,
    "cases:site_visit": FILE, "cases:site_photo": SHEET,
    "cases:higher_decision": row(handlers=GO, reviewer=GO),
    "cases:proposals": row(leader=OK, supervisor=OK), "cases:proposal": row(leader=OK),
    "cases:withdrawals": row(handlers=OK, other_clerk=OK, reviewer=OK, other_reviewer=OK),
    "cases:withdrawal": row(handlers=OK, reviewer=OK),
    "cases:limits": row(legal_reviewer=OK), "cases:limit": row(legal_reviewer=OK),
    "cases:calendar": row(legal_reviewer=OK), "cases:change_calendar": row(legal_reviewer=OK),
    "cases:calendar_change": row(legal_reviewer=OK),
    "cases:case_dates": SHEET | {"owner": OK, "agent": OK},
    "cases:desk_file": SHEET, "cases:scan": row(clerk=OK),
    "cases:thumbnail": OWN, "cases:desk_material": SHEET,
    "cases:desk_page": SHEET, "cases:desk_licence": SHEET,
    "cases:judge": row(clerk=LATER, other_clerk=LATER),
    "cases:decide": row(handlers=LATER, other_clerk=LATER),
    "cases:correct": row(clerk=OK), "cases:decline": row(clerk=OK),
    "cases:return_at_precheck": row(clerk=OK), "cases:accept_on_promise": row(clerk=OK),
    **{f"cases:{name}": ANSWERING for name in ("issued_licence", "change_licence", "take_in_licence")},
    **{f"cases:{name}": ANSWERING for name in ("kept_licences", "licence_kinds", "licence_kind", "decide_correction")},
    **{f"cases:{name}": ANSWERING for name in ("stock", "stock_deed", "stock_act")},
    "cases:capture_batches": row(handlers=OK, other_clerk=OK),
    **{f"cases:{name}": row(handlers=OK) for name in ("capture_batch", "capture", "capture_scan")},
    "cases:reject_capture": row(handlers=LATER, other_clerk=LATER),
    "cases:holder_codes": row(clerk=OK), "cases:fetch_licence": row(clerk=LATER, other_clerk=LATER),
    **{f"cases:{name}": row(clerk=LATER, other_clerk=LATER) for name in WINDOW_DEEDS},
    "cases:batches": WINDOW, "cases:batch_sheet": AT_WINDOW, "cases:batch": row(clerk=OK),
    "cases:demand": row(clerk=OK), "cases:desk_library": row(clerk=OK),
    "cases:print_papers": row(handlers=OK), "cases:desk_papers": row(handlers=OK),
    "cases:demands": WATCH, "cases:own_code": SPACE,
    "cases:my_licence": OWN, "cases:my_uses": SPACE, "cases:lent_licence": row(stranger=OK),
    **{f"cases:{name}": row(owner=OK) for name in ("show_licence", "copy_licence", "lend_licence", "ask_correction")},
    "cases:licence_copy": row(owner=OK), "cases:revoke_grant": DEED,
    "cases:api_verify_licence": PUBLIC,
    **{f"cases:api_{name}_licence": row(anonymous=401, rest=401, client=LATER) for name in ("shown", "fetch")},
    "portal:verify_file": FORM, "portal:shown": NOBODY, "portal:scan": row(anonymous=GONE, rest=GONE),
    "cases:archives": row(archivist=OK), "cases:order_packages": row(archivist=LATER),
    **{f"cases:{name}": row(archivist=OK) for name in ("archive_package", "archive_file", "archive_transfers")},
    **{f"cases:retention{end}": row(security_admin=OK) for end in ("", "_act", "_rule")},
    "cases:publications": row(leader=OK, supervisor=OK), "cases:publication": row(leader=OK, supervisor=OK),
    **{f"portal:publication{end}": PUBLIC for end in ("s", "", "_feed")},
    "cases:owed": row(firm=GO),
    "cases:choose_delivery": OWN, "cases:mail_papers": OWN, "cases:hand_in_scans": row(firm=GO),
    **{f"cases:{name}": row(clerk=OK, other_clerk=OK) for name in ("handing_out", "parcels")},
    **{f"cases:{name}": row(clerk=OK) for name in ("hand_over", "deliver_otherwise", "parcel", "papers_scan")},
    "cases:transfers": row(clerk=OK, other_clerk=OK), "cases:take_over": row(clerk=LATER, other_clerk=LATER),
    "cases:hand_on": row(),
    "deliveries:accounts": row(hall_manager=OK, supervisor=OK),
    "deliveries:carrier_events": row(anonymous=401, rest=401),
    "payments:space": SPACE, "payments:space_charge": row(owner=OK),
    "payments:desk": row(clerk=OK, leader=OK, other_clerk=OK, finance=OK),
    "payments:desk_charge": row(clerk=OK, leader=OK, finance=OK), "payments:desk_deed": row(clerk=OK),
    "payments:ledger": MONEY_WATCH, "payments:reconciliation": MONEY_WATCH, "payments:difference": MONEY_WATCH,
    "payments:notice": FORM,
    "linkage:reviews": row(reviewer=OK, other_reviewer=OK, leader=OK),
    "linkage:review": row(reviewer=OK), "linkage:procedure": row(reviewer=OK),
    "linkage:extension": row(reviewer=OK),
    "linkage:held": row(leader=OK), "linkage:reassign": row(leader=OK),
    "linkage:claim_next": row(reviewer=LATER, other_reviewer=LATER, leader=LATER),
    **{f"linkage:{name}": row(reviewer=LATER, other_reviewer=LATER, leader=LATER) for name in ("claim", "release")},
    "linkage:partner_results": row(anonymous=401, rest=401),
    "supervision:dashboard": WATCH, "supervision:alarms": WATCH,
    "supervision:cases": WATCH, "supervision:case": WATCH,
    "supervision:rate": OWN,
    "supervision:orders": WATCH, "supervision:order": WATCH, "supervision:order_paper": WATCH,
    "supervision:issue_order": row(supervisor=OK),
    "supervision:callbacks": WATCH, "supervision:callback": WATCH,
    **{f"hall_devices:{name}": AT_WINDOW for name in AT_WINDOW_NAMES},
    "hall_devices:choose_window": WINDOW, "hall_devices:trial_reader": PUBLIC, "hall_devices:screen": MACHINE,
    "hall_devices:pad": MACHINE, "hall_devices:pad_waiting": row(anonymous=NO, device=204),
    "hall_devices:follow": NOBODY, "hall_devices:kiosk": MACHINE,
    **{f"hall_devices:kiosk_{name}": MACHINE for name in ("number", "choose")},
    **{f"hall_devices:kiosk_{name}": row(anonymous=NO, device=GO) for name in ("mine", "cases")},
    **{f"hall_devices:kiosk_{name}": row(anonymous=NO, device=LATER) for name in KIOSK_DEEDS},
    "hall_devices:kiosk_ticket": NOBODY,
    **{f"catalogue:{name}": WORKSHOP for name in ("overview", "items", "item", "directory", "entry", "official_list")},
    **{f"catalogue:statistics{name}": WORKSHOP for name in ("", "_limits", "_changes", "_file")},
    **{f"catalogue:{name}": WORKSHOP for name in ("quality", "spot_checks")},
    **{f"catalogue:spot_check{name}": row(offices=OK, supervisor=OK) for name in ("", "_item")},
    "catalogue:spot_check_finish": row(legal_reviewer=LATER, list_keeper=LATER),
    "catalogue:confirm": row(keepers=LATER),
    "catalogue:bulk": row(keepers=LATER, leader=LATER, offices=LATER), "catalogue:bulk_act": row(),
    **{f"catalogue:{name}": row(list_keeper=OK) for name in ("new_entry", "edit_entry")},
    **{f"catalogue:{name}": row(list_keeper=LATER) for name in ("entry_state", "entry_split")},
    "catalogue:new": row(keepers=OK), "catalogue:open_draft": row(keepers=LATER),
    "catalogue:state": row(publisher=LATER), "catalogue:compare": row(),
    "catalogue:draft": row(keeper=GO, overseers=GO), "catalogue:draft_preview": row(),
    **{f"catalogue:draft_{name}": DRAFT for name in ("review", "history", "wordings")},
    "catalogue:draft_section": row(keeper=OK),
    **{f"catalogue:draft_{name}": DRAFT_DEED for name in ("move", "step", "settle", "wording")},
    "notices:inbox": SIGNED, "notices:open": FORM,
}  # fmt: skip
ELSEWHERE = {"health-ready", "metrics"}
"""Answer by what else runs and from where; tests/govportal covers them."""
POSTERS = (
    *("anonymous", "stranger", "agent_elsewhere", "other_clerk", "other_reviewer", "certifier", "supervisor"),
    *("hall_manager", "catalogue_admin", "system_admin", "auditor", "legal_reviewer"),
)
"""Who tries to post: one of each kind that must be refused somewhere (every try costs time in every run)."""
POSTS: dict[str, tuple[str, ...]] = {
    "cases:judge": ("clerk",),
    **{f"linkage:{name}": ("reviewer",) for name in ("claim", "release")},
    "cases:publication": ("leader",),
    "cases:decide": HANDLERS,
    "cases:receive_refusal": ("owner", "agent"),
    "cases:remove_document": ("owner",),
    "portal:space_session_end": ("owner",),
    "portal:desk_session_end": (),
    "notices:open": ("owner", "agent"),
    "cases:revoke_grant": ("owner",),
    **{f"cases:{name}": ("clerk",) for name in ("fetch_licence", *WINDOW_DEEDS)},
    "cases:reject_capture": HANDLERS,
    "cases:desk_take_apart": ("clerk",),
    **{f"catalogue:draft_{name}": ("keeper",) for name in ("move", "step", "settle", "wording")},
    "catalogue:open_draft": ("keeper",),
    "catalogue:confirm": ("keeper",),
    **{f"catalogue:spot_check{name}": ("legal_reviewer", "list_keeper") for name in ("s", "_item", "_finish")},
    "catalogue:official_list": ("list_keeper",),
}
"""Who may post where more may open the page, or at least know the address; keys are the owner's."""
