"""检查整个目录要多久：1,428 个事项，两个核的机器上 5 秒以内；夜里测，放宽一倍（机器上还有别的）。"""

import time

import pytest

from tongban.rooms.catalogue import queries

pytestmark = pytest.mark.nightly
MOST_SECONDS = 10.0


def test_the_whole_catalogue_is_linted_within_seconds() -> None:
    contents, facts = queries.catalogue_content(), queries.shipped_facts()
    began = time.process_time()
    report = queries.lint_contents(contents=contents, facts=facts)
    assert time.process_time() - began < MOST_SECONDS
    assert (report.items, report.errors) == (1428, 0)
