"""装入随产品带来的清单：逐份公布，已经公布过的不动。"""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

from tongban.foundation.clock import law_date
from tongban.rooms.catalogue import queries
from tongban.rooms.catalogue.acts import publish_list as acts
from tongban.rooms.catalogue.errors import DocumentExists
from tongban.rooms.catalogue.events import AgreementSigned, ListPublished
from tongban.rooms.catalogue.rules import list_files as files
from tongban.rooms.catalogue.words import ListHead, ListKind

Publishing = Callable[..., ListPublished | AgreementSigned]


def load_lists(*, region: str, by: str, at: datetime) -> list[ListPublished | AgreementSigned]:
    """公布随产品带来的全部清单；返回这一次公布的，第二次装入一份也没有。 Refuses: ListUnsound."""
    published = []
    for head, publish in _all(region, at):
        if queries.list_is_published(head=head):
            continue
        try:
            published.append(publish(head=head, by=by, at=at))
        except DocumentExists:  # another process was loading the same files
            continue
    return published


def _all(region: str, at: datetime) -> Iterator[tuple[ListHead, Publishing]]:
    yield from _tolerance(region)
    yield from _agreements(region)
    yield from _others(region, at)


def _tolerance(region: str) -> Iterator[tuple[ListHead, Publishing]]:
    for row in queries.list_content("tolerance")["batches"]:
        head = files.head_of(row, region=region, kind=ListKind.TOLERANCE)
        yield head, partial(acts.publish_tolerance, entries=files.tolerance_entries(row))


def _agreements(region: str) -> Iterator[tuple[ListHead, Publishing]]:
    content = queries.list_content("agreements")
    if frequent := content.get("high_frequency"):
        head = files.head_of(frequent, region=region, kind=ListKind.HIGH_FREQUENCY)
        yield head, partial(acts.publish_high_frequency, items=[str(each) for each in frequent["items"]])
    names = queries.region_names(region=region)
    for row in content["agreements"]:
        head = files.head_of(row, region=region, kind=ListKind.AGREEMENT)
        terms = files.agreement_terms(row, regions=names)
        entries = files.agreement_entries(row, sets=content.get("sets") or {})
        yield head, partial(acts.sign_agreement, terms=terms, entries=entries)


def _others(region: str, at: datetime) -> Iterator[tuple[ListHead, Publishing]]:
    departments = queries.department_names(region=region)
    for row in queries.list_content("negative")["lists"]:
        head = files.head_of(row, region=region, kind=ListKind.NEGATIVE)
        entries = files.negative_entries(row, departments=departments)
        yield head, partial(acts.publish_negative, entries=entries)
    for row in queries.list_content("intermediaries")["lists"]:
        head = files.head_of(row, region=region, kind=ListKind.INTERMEDIARY)
        services = files.intermediary_entries(row, departments=departments)
        yield head, partial(acts.publish_intermediaries, entries=services)
    for row in queries.list_content("duties")["lists"]:
        head = files.head_of(row, region=region, kind=ListKind.DUTY)
        if not queries.list_is_published(head=head):
            seen = queries.seen(region=region, on=law_date(at))
            yield head, partial(acts.publish_duties, entries=files.duty_entries(row, seen=seen))
    for row in queries.list_content("bundles")["lists"]:
        head = files.head_of(row, region=region, kind=ListKind.BUNDLE)
        entries_of = files.bundle_entries(row, departments=departments)
        yield head, partial(acts.publish_bundles, entries=entries_of)
