"""办事人的门：网址。"""

from django.urls import path

from tongban.doors.portal import views

app_name = "portal"
urlpatterns = [path("", views.home, name="home")]
