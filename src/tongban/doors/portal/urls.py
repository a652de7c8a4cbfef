"""办事人的门：网址。"""

from django.urls import path

from tongban.doors.portal.views import finding

app_name = "portal"
_finding = [path("", finding.home, name="home")]
_applying: list = []
_following: list = []
_licences: list = []
_rating: list = []
_identity: list = []
urlpatterns = [*_finding, *_applying, *_following, *_licences, *_rating, *_identity]
