"""Addresses of the public face."""

from django.conf import settings
from django.urls import path

from portal.views import (
    account,
    catalogue,
    desk,
    embed,
    gallery,
    guide,
    life_events,
    mandates,
    papers,
    preferences,
    progress,
    shown,
    signin,
    trial,
    verify,
)

app_name = "portal"
urlpatterns = [
    path("", catalogue.home, name="home"),
    path("search/", catalogue.search, name="search"),
    path("search/suggest/", catalogue.suggest, name="suggest"),
    path("departments/", catalogue.departments, name="departments"),
    path("towns/", catalogue.towns, name="towns"),
    path("life-events/", life_events.overview, name="life_events"),
    path("life-events/<slug:key>/", life_events.show, name="life_event"),
    path("items/", catalogue.items, name="items"),
    path("items/<slug:code>/", guide.guide, name="guide"),
    path("items/<slug:code>/held/", guide.held, name="held"),
    path("items/<slug:code>/papers/", papers.order, name="order_guide_paper"),
    path("guide-papers/<int:paper_id>/", papers.show, name="guide_paper"),
    path("guide-papers/<int:paper_id>/file/", papers.download, name="guide_paper_file"),
    path("progress/", progress.ask, name="progress"),
    path("progress/code/", progress.send_code, name="progress_code"),
    path("embed/items/", embed.items, name="embed_items"),
    path("embed/progress/", embed.progress, name="embed_progress"),
    path("verify/", verify.ask, name="verify_ask"),
    path("verify/file/", verify.check_file, name="verify_file"),
    path("verify/shown/", shown.shown, name="shown"),
    path("verify/shown/<slug:code>/", shown.scan, name="scan"),
    path("verify/<slug:code>/", verify.show, name="verify"),
    path("sign-in/", signin.sign_in, name="sign_in"),
    path("sign-in/code/", signin.send_code, name="send_code"),
    path("sign-in/password/", signin.password_sign_in, name="password_sign_in"),
    path("register/", signin.register, name="register"),
    path("sign-out/", signin.sign_out, name="sign_out"),
    path("staff/sign-in/", signin.staff_sign_in, name="staff_sign_in"),
    path("staff/token/", signin.staff_token, name="staff_token"),
    path("space/sessions/", account.own_sessions, name="space_sessions"),
    path("space/sessions/others/end/", account.own_others_end, name="space_others_end"),
    path("space/sessions/<int:sign_in_id>/end/", account.own_session_end, name="space_session_end"),
    path("space/password/", account.password, name="password"),
    path("space/mandates/", mandates.overview, name="mandates"),
    path("space/mandates/new/", mandates.grant, name="mandate_grant"),
    path("space/mandates/<int:mandate_id>/end/", mandates.end, name="mandate_end"),
    path("desk/", desk.desk, name="desk"),
    path("desk/password/", account.staff_password, name="desk_password"),
    path("desk/sessions/", account.staff_sessions, name="desk_sessions"),
    path("desk/sessions/others/end/", account.staff_others_end, name="desk_others_end"),
    path("desk/sessions/<int:sign_in_id>/end/", account.staff_session_end, name="desk_session_end"),
    path("preferences/elder/", preferences.choose_elder_mode, name="elder"),
]
if getattr(settings, "TRIAL", False):
    urlpatterns += [
        path("dev/components/", gallery.components, name="components"),
        path("trial/messages/", trial.messages, name="trial_messages"),
    ]
