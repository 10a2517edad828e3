"""Addresses of the hall: window, kiosk, screens."""

from django.conf import settings
from django.urls import path

from hall_devices.views import counter, intakes, kiosk, pad, screen, trial, visitors

app_name = "hall_devices"
urlpatterns = [
    path("desk/window/", counter.counter, name="counter"),
    path("desk/window/choose/", counter.choose_window, name="choose_window"),
    path("desk/window/call/", counter.call, name="call"),
    path("desk/window/deed/", counter.deed, name="deed"),
    path("desk/window/transfer/", counter.transfer, name="transfer"),
    path("desk/window/pause/", counter.pause, name="pause"),
    path("desk/window/resume/", counter.resume, name="resume"),
    path("desk/window/queue/", counter.queue, name="queue"),
    path("desk/window/queue/<int:ticket_id>/", counter.come_back, name="come_back"),
    path("desk/window/queue/<int:ticket_id>/first/", counter.first, name="first"),
    path("desk/window/identify/", visitors.identify, name="identify"),
    path("desk/window/code/", intakes.scan_code, name="scan_code"),
    path("desk/window/library/", intakes.visitor_library, name="visitor_library"),
    path("desk/window/next/", intakes.next_visitor, name="next_visitor"),
    path("desk/window/begin/", visitors.begin_several, name="begin_several"),
    path("desk/window/card/", visitors.look_for_card, name="look_for_card"),
    path("desk/window/items/", visitors.items, name="items"),
    path("desk/window/begin/<int:version_id>/", visitors.begin, name="begin"),
    path("desk/window/visitor/", visitors.visitor_cases, name="visitor_cases"),
    path("kiosk/<str:token>/", kiosk.home, name="kiosk"),
    path("kiosk/<str:token>/card/", kiosk.look_for_card, name="kiosk_card"),
    path("kiosk/<str:token>/number/", kiosk.number, name="kiosk_number"),
    path("kiosk/<str:token>/choose/", kiosk.choose, name="kiosk_choose"),
    path("kiosk/<str:token>/take/", kiosk.take, name="kiosk_take"),
    path("kiosk/<str:token>/tickets/", kiosk.mine, name="kiosk_mine"),
    path("kiosk/<str:token>/tickets/<int:ticket_id>/", kiosk.ticket, name="kiosk_ticket"),
    path("kiosk/<str:token>/tickets/<int:ticket_id>/cancel/", kiosk.cancel, name="kiosk_cancel"),
    path("kiosk/<str:token>/tickets/<int:ticket_id>/back/", kiosk.come_back, name="kiosk_come_back"),
    path("kiosk/<str:token>/cases/", kiosk.cases, name="kiosk_cases"),
    path("kiosk/<str:token>/wipe/", kiosk.wipe, name="kiosk_wipe"),
    path("screens/<str:token>/", screen.screen, name="screen"),
    path("pad/<str:token>/", pad.pad, name="pad"),
    path("pad/<str:token>/waiting/", pad.waiting, name="pad_waiting"),
    path("tickets/<str:signed>/", screen.follow, name="follow"),
]
if getattr(settings, "TRIAL", False):
    urlpatterns += [path("trial/reader/", trial.reader, name="trial_reader")]
