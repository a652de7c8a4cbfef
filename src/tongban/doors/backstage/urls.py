"""网址。"""

from django.urls import path

from tongban.doors.backstage import excel, listing, moving, powers, views
from tongban.doors.backstage.designing import beginning
from tongban.doors.backstage.designing import views as designing
from tongban.doors.backstage.golden import pages as golden
from tongban.doors.backstage.life import lists, pages
from tongban.doors.backstage.publishing import drafts, editions

app_name = "backstage"
urlpatterns = [
    path("", views.home, name="home"),
    path("new", beginning.new_item, name="new_item"),
    path("transfers", powers.transfers, name="transfers"),
    path("transfers/moves", moving.moves, name="moves"),
    path("transfers/<int:no>/move", moving.move, name="move"),
    path("transfers/<int:no>", powers.transfer, name="transfer"),
    path("transfers/<int:no>/do/<act>", powers.transfer_step, name="transfer_step"),
    path("items", lists.items, name="items"),
    path("units", lists.units, name="units"),
    path("directory", lists.directory, name="directory"),
    path("directory/claim", lists.claim, name="claim"),
    path("items/<code>", pages.item, name="item"),
    path("items/<code>/compare", pages.compare, name="compare"),
    path("items/<code>/do/<act>", pages.item_step, name="item_step"),
    path("versions/<uid>", pages.version, name="version"),
    path("versions/<uid>/do/<act>", pages.version_step, name="version_step"),
    path("excel", excel.excel, name="excel"),
    path("excel/items.xlsx", excel.items_file, name="items_file"),
    path("excel/golden.xlsx", excel.golden_file, name="golden_file"),
    path("excel/lists/<kind>.xlsx", excel.list_file, name="list_file"),
    path("versions/<uid>/design", designing.design, name="design"),
    path("versions/<uid>/design/back", designing.step, {"way": "back"}, name="design_back"),
    path("versions/<uid>/design/again", designing.step, {"way": "again"}, name="design_again"),
    path("versions/<uid>/design/see/specimen.pdf", designing.specimen, name="design_specimen"),
    path("versions/<uid>/design/see/<what>", designing.preview, name="design_preview"),
    path("versions/<uid>/design/<name>", designing.part, name="design_part"),
    path("versions/<uid>/design/<name>/save", designing.autosave, name="design_save"),
    path("versions/<uid>/design/<name>/rows", designing.rows, name="design_rows"),
    path("versions/<uid>/design/<name>/row/<told>", designing.row, name="design_row"),
    path("versions/<uid>/design/<name>/row/<told>/save", designing.autosave, name="design_row_save"),
    path("lists", listing.lists, name="lists"),
    path("lists/baseline", listing.take_baseline, name="take_baseline"),
    path("lists/agreement/<int:number>/end", editions.end_agreement, name="agreement_end"),
    path("lists/<kind>", editions.kind_page, name="list_kind"),
    path("lists/<kind>/start", editions.start, name="list_start"),
    path("lists/<kind>/<int:number>", editions.edition, name="list_edition"),
    path("lists/<kind>/<int:number>/changes", editions.changes, name="list_changes"),
    path("drafts/<uid>", drafts.draft_page, name="list_draft"),
    path("drafts/<uid>/head", drafts.head, name="list_head"),
    path("drafts/<uid>/rows/<told>", drafts.row, name="list_row"),
    path("drafts/<uid>/pick/<name>", drafts.pick, name="list_pick"),
    path("drafts/<uid>/do/<act>", drafts.step, name="list_step"),
    path("items/<code>/golden", golden.golden, name="golden"),
    path("items/<code>/golden/form", golden.golden_form, name="golden_form"),
    path("items/<code>/golden/<uid>/<act>", golden.golden_step, name="golden_step"),
]
