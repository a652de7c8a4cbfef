"""装入随产品带来的行政许可事项清单和划转批次：一份一份地办，办过的不动；生效日已过的批次随即生效。"""

from datetime import datetime

from tongban.foundation.clock import law_date
from tongban.rooms.catalogue import queries
from tongban.rooms.catalogue.acts.licence_lists import publish_licence_list
from tongban.rooms.catalogue.acts.transfers import plan_transfer, take_effect


def load_licence_lists(*, by: str, at: datetime) -> int:
    """公布随产品带来的各版清单，返回这一次公布了几版。 Refuses: ContentInvalid, LicenceListInvalid."""
    given = queries.licence_list_content()
    return sum(publish_licence_list(given=each, by=by, at=at) is not None for each in given)


def load_transfers(*, by: str, at: datetime) -> int:
    """印发随产品带来的划转方案，返回这一次印发了几批。 Refuses: ContentInvalid, TransferInvalid."""
    fresh = 0
    for given in queries.transfer_content():
        fresh += plan_transfer(given=given, by=by, at=at) is not None
        if given.effective_on <= law_date(at):
            take_effect(region=given.region, no=given.no, by=by, at=at)
    return fresh
