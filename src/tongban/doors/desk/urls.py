"""网址。"""

from django.urls import path

from tongban.doors.desk import views

app_name = "desk"
urlpatterns = [path("", views.home, name="home")]
