"""网址：哪条路通哪扇门。"""

from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.urls")),
]
try:  # while the rooms are being built
    from tongban.wiring import health

    urlpatterns += [
        path("healthz", health.healthz, name="healthz"),
        path("readyz", health.readyz, name="readyz"),
        path("", include("tongban.foundation.pages.urls")),
    ]
except ImportError:
    pass
handler400 = "tongban.foundation.pages.views.bad_request"
handler403 = "tongban.foundation.pages.views.forbidden"
handler404 = "tongban.foundation.pages.views.not_found"
handler500 = "tongban.foundation.pages.views.server_error"
