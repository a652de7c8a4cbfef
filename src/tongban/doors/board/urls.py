"""网址。"""

from django.urls import path

from tongban.doors.board import figures, views

app_name = "board"
urlpatterns = [
    path("", views.home, name="home"),
    path("catalogue", figures.figures, name="figures"),
    path("catalogue/<slug:key>", figures.figure, name="figure"),
]
