"""办事人的门：网址。"""

from django.urls import path

from tongban.doors.portal.views import finding, following, guide, identity

app_name = "portal"
_finding = [
    path("", finding.home, name="home"),
    path("search", finding.search, name="search"),
    path("suggest", finding.suggest, name="suggest"),
    path("shelf/<slug:kind>/<str:key>", finding.shelf, name="shelf"),
    path("items/<str:code>", guide.guide, name="guide"),
    path("items/<str:code>/notice", guide.notice_sheet, name="notice_sheet"),
]
_applying: list = []
_following = [
    path("my", following.my, name="my"),
]
_licences: list = []
_rating: list = []
_identity = [
    path("register", identity.register, name="register"),
    path("register/received", identity.registered, name="registered"),
    path("my/acting", identity.acting, name="acting"),
    path("my/acting/choose", identity.act_for, name="act_for"),
    path("my/mandates/new", identity.give_mandate, name="give_mandate"),
    path("my/mandates/<int:mandate_id>", identity.mandate, name="mandate"),
    path("my/mandates/<int:mandate_id>/accept", identity.accept_mandate, name="accept_mandate"),
    path("my/mandates/<int:mandate_id>/revoke", identity.revoke_mandate, name="revoke_mandate"),
    path("my/record", identity.my_record, name="my_record"),
    path("my/record/look", identity.look, name="look"),
]
urlpatterns = [*_finding, *_applying, *_following, *_licences, *_rating, *_identity]
