"""网址。"""

from django.urls import path

from tongban.doors.backstage import views
from tongban.doors.backstage.designing import beginning
from tongban.doors.backstage.designing import views as designing

app_name = "backstage"
urlpatterns = [
    path("", views.home, name="home"),
    path("new", beginning.new_item, name="new_item"),
    path("versions/<uid>/design", designing.design, name="design"),
    path("versions/<uid>/design/back", designing.step, {"way": "back"}, name="design_back"),
    path("versions/<uid>/design/again", designing.step, {"way": "again"}, name="design_again"),
    path("versions/<uid>/design/see/<what>", designing.preview, name="design_preview"),
    path("versions/<uid>/design/<name>", designing.part, name="design_part"),
    path("versions/<uid>/design/<name>/save", designing.autosave, name="design_save"),
    path("versions/<uid>/design/<name>/rows", designing.rows, name="design_rows"),
    path("versions/<uid>/design/<name>/row/<told>", designing.row, name="design_row"),
    path("versions/<uid>/design/<name>/row/<told>/save", designing.autosave, name="design_row_save"),
]
