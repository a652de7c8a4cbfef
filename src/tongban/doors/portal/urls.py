"""办事人的门：网址。"""

from django.urls import include, path

from tongban.doors.portal.views import (
    applying,
    finding,
    following,
    guide,
    identity,
    inbox,
    licences,
    listing,
    powers,
    progress,
    rating,
)

app_name = "portal"
_finding = [
    path("licence-list", powers.licences, name="licences"),
    path("licence-list/<int:region>/<int:version>.pdf", powers.licences_pdf, name="licences_pdf"),
    path("transfers", powers.transfers, name="transfers"),
    path("transfers/<int:region>/<int:no>.pdf", powers.transfer_pdf, name="transfer_pdf"),
    path("", finding.home, name="home"),
    path("search", finding.search, name="search"),
    path("suggest", finding.suggest, name="suggest"),
    path("shelf/<slug:kind>/<str:key>", finding.shelf, name="shelf"),
    path("items/<str:code>", guide.guide, name="guide"),
    path("items/<str:code>/notice", guide.notice_sheet, name="notice_sheet"),
    path("items/<str:code>/form", guide.form_sheet, name="form_sheet"),
    path("lists", listing.published_lists, name="published_lists"),
    path("lists/<int:region>/<slug:kind>/<int:number>", listing.published_list, name="published_list"),
    path(
        "lists/<int:region>/<slug:kind>/<int:number>.pdf",
        listing.published_list_pdf,
        name="published_list_pdf",
    ),
]
_one_application = [
    path("save", applying.save, name="apply_save"),
    path("submit", applying.submit, name="apply_submit"),
    path("situation", applying.situation, name="apply_situation"),
    path("form", applying.form, name="apply_form"),
    path("materials", applying.materials, name="apply_materials"),
    path("files/<slug:key>", applying.file, name="apply_file"),
    path("check", applying.check, name="apply_check"),
    path("done", applying.done, name="apply_done"),
    path("receipt.pdf", applying.receipt, name="apply_receipt"),
]
_applying = [
    path("apply/<slug:uid>/", include(_one_application)),
    path("items/<str:code>/apply", applying.apply, name="apply"),
]
_following = [
    path("progress", progress.progress, name="progress"),
    path("my", following.my, name="my"),
    path("my/cases", following.my_cases, name="my_cases"),
    path("my/cases/<str:case_no>", following.my_case, name="my_case"),
    path("my/cases/<str:case_no>/withdraw", following.withdraw, name="withdraw"),
    path("my/cases/<str:case_no>/supplement", following.start_supplement, name="start_supplement"),
    path("my/cases/<str:case_no>/supplement/<slug:uid>", following.supplement, name="supplement"),
    path("my/cases/<str:case_no>/documents/<slug:uid>.pdf", following.my_document, name="my_document"),
    path("my/cases/<str:case_no>/materials/<slug:key>", following.my_material, name="my_material"),
    path("my/drafts/<slug:uid>", following.continue_draft, name="continue_draft"),
    path("my/drafts/<slug:uid>/discard", following.discard_draft, name="discard_draft"),
    path("my/inbox", inbox.inbox, name="inbox"),
    path("my/inbox/<slug:uid>", inbox.message, name="message"),
]
_licences = [
    path("my/licences", licences.wallet, name="wallet"),
    path("my/licences/<slug:uid>", licences.licence, name="licence"),
    path("my/licences/<slug:uid>/code", licences.show_code, name="show_code"),
    path("my/licences/<slug:uid>/copies", licences.copy_licence, name="copy_licence"),
    path("my/licences/<slug:uid>/copies/<slug:copy>.pdf", licences.copy_pdf, name="copy_pdf"),
    path("my/licences/<slug:uid>/licence.pdf", licences.licence_pdf, name="licence_pdf"),
    path("v", licences.verify_typed, name="verify_licence"),
    path("v/<str:token>", licences.verify, name="verify"),
    path("d/<str:code>", licences.verify_document, name="verify_document"),
]
_rating = [path("rate/<str:token>", rating.rate, name="rate")]
_identity = [
    path("register", identity.register, name="register"),
    path("register/received", identity.registered, name="registered"),
    path("my/acting", identity.acting, name="acting"),
    path("my/acting/choose", identity.act_for, name="act_for"),
    path("my/mandates/new", identity.give_mandate, name="give_mandate"),
    path("my/mandates/<int:mandate_id>", identity.mandate, name="mandate"),
    path("my/mandates/<int:mandate_id>/accept", identity.accept_mandate, name="accept_mandate"),
    path("my/mandates/<int:mandate_id>/revoke", identity.revoke_mandate, name="revoke_mandate"),
    path("my/record", identity.my_record, name="my_record"),
    path("my/record/look", identity.look, name="look"),
]
# The first that fits is taken: what is asked for most stands first.
urlpatterns = [*_applying, *_following, *_finding, *_licences, *_rating, *_identity]
