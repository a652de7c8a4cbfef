"""网址。"""

from django.urls import path

from tongban.doors.api import opening, views

app_name = "api"
urlpatterns = [
    path("", views.root, name="root"),
    path("open", opening.about, name="open"),
    path("open/catalogue.json", opening.catalogue_json, name="open_json"),
    path("open/catalogue.csv", opening.catalogue_csv, name="open_csv"),
    path("open/catalogue/<code>.json", opening.item_json, name="open_item"),
]
