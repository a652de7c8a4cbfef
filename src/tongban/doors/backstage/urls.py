"""网址。"""

from django.urls import path

from tongban.doors.backstage import views

app_name = "backstage"
urlpatterns = [path("", views.home, name="home")]
