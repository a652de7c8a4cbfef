"""网址：哪条路通哪扇门。"""

from django.urls import include, path

from tongban.wiring import health

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("accounts/", include("allauth.urls")),
    path("desk/", include("tongban.doors.desk.urls")),
    path("hall/", include("tongban.doors.hall.urls")),
    path("board/", include("tongban.doors.board.urls")),
    path("api/", include("tongban.doors.api.urls")),
    path("peers/", include("tongban.doors.peers.urls")),
    path("backstage/", include("tongban.doors.backstage.urls")),
    path("", include("tongban.doors.portal.urls")),
    path("", include("tongban.foundation.pages.urls")),
]
handler400 = "tongban.foundation.pages.views.bad_request"
handler403 = "tongban.foundation.pages.views.forbidden"
handler404 = "tongban.foundation.pages.views.not_found"
handler500 = "tongban.foundation.pages.views.server_error"
