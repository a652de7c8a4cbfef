"""网址。"""

from django.urls import path

from tongban.doors.board import views

app_name = "board"
urlpatterns = [path("", views.home, name="home")]
