"""网址。"""

from django.urls import path

from tongban.doors.hall import views

app_name = "hall"
urlpatterns = [path("", views.home, name="home")]
