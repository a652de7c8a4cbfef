"""工作人员的门：网址。"""

from django.urls import path

from tongban.doors.desk.views import casework, counter, files, intake, worklist

app_name = "desk"
urlpatterns = [
    path("", worklist.home, name="home"),
    path("next", worklist.open_next, name="next"),
    path("cases/<slug:case_no>", casework.case, name="case"),
    path("cases/<slug:case_no>/reveal", casework.reveal, name="reveal"),
    path("cases/<slug:case_no>/materials/<slug:key>", files.material, name="material"),
    path("cases/<slug:case_no>/documents/<slug:uid>.pdf", files.document, name="document"),
    path("cases/<slug:case_no>/<slug:act>", casework.act, name="act"),
    path("counter", counter.counter, name="counter"),
    path("counter/find", counter.find, name="counter_find"),
    path("counter/register", counter.register, name="counter_register"),
    path("counter/verify", counter.verify, name="counter_verify"),
    path("counter/firm", counter.register_firm, name="counter_firm"),
    path("counter/leave", counter.leave, name="counter_leave"),
    path("counter/items", counter.items, name="counter_items"),
    path("counter/start", counter.start, name="counter_start"),
    path("counter/drafts/<slug:uid>", intake.intake, name="intake"),
    path("counter/drafts/<slug:uid>/save", intake.save, name="intake_save"),
    path("counter/drafts/<slug:uid>/hand-in", intake.hand_in, name="intake_hand_in"),
]
