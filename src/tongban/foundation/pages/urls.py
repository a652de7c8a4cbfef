"""Owns the addresses of the display choice and of the component gallery."""

from django.urls import path

from tongban.foundation.pages import views

app_name = "pages"
urlpatterns = [
    path("_display", views.display_page, name="display"),
    path("_display/set", views.display_set, name="display_set"),
    path("_components", views.gallery, name="gallery"),
    path("_components/_suggest", views.suggest, name="suggest"),
    path("_components/_draft", views.draft, name="draft"),
    path("_components/_sheet.csv", views.sheet, name="sheet"),
    path("_components/<slug:name>", views.component, name="component"),
]
