"""网址。"""

from django.urls import path

from tongban.doors.api import views

app_name = "api"
urlpatterns = [path("", views.root, name="root")]
