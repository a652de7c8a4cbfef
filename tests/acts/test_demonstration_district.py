"""示范区：随产品发布的机构文件整套装得进去。"""

from pathlib import Path

import pytest

from tests.factories.organisation import AT, COUNTY, INSTALLER
from tests.factories.standing import standing
from tongban import rooms
from tongban.foundation.identifiers import parse_region_code
from tongban.rooms.organisation import acts, models, queries
from tongban.rooms.organisation.words import ADMINISTRATORS, Role

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("demonstration_district")]

CONTENT = Path(rooms.__path__[0]) / "catalogue" / "content"


@pytest.fixture(scope="module")
def facts(django_db_setup, django_db_blocker):
    with standing(django_db_blocker):
        found = queries.organisation_files(folder=CONTENT, county=COUNTY)
        acts.load_organisation(facts=found, password=None, by=INSTALLER, at=AT)
        yield found


def test_the_demonstration_district_loads_whole(facts):
    assert len(queries.windows(hall="main")) == 75
    assert len({w.department for w in queries.windows(hall="main")}) == 29
    assert {d.code for d in facts.departments} <= {d.code for d in queries.departments(region=COUNTY)}
    assert all(parse_region_code(r.code).valid for r in queries.region_subtree(code=COUNTY))
    assert acts.load_organisation(facts=facts, password=None, by=INSTALLER, at=AT) is None


def test_the_three_administrators_of_the_district_are_three_people(facts):
    held = models.Holding.objects.filter(post__role__in=ADMINISTRATORS).values_list("officer", "post__role")
    assert (len({officer for officer, _ in held}), {Role(role) for _, role in held}) == (3, ADMINISTRATORS)
