"""网址。"""

from django.urls import path

from tongban.doors.peers import views

app_name = "peers"
urlpatterns = [path("", views.root, name="root")]
