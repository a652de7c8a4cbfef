"""真实的目录：一百行由人逐行看过，检查出来的和看出来的一处不多、一处不少。

The real directory (795 rows of one district) is an input of the project and no part of this repository: where ``../shared``
does not lie beside the clone, the tests are left out with that reason.
"""

from functools import cache
from pathlib import Path

import yaml

from tests.conftest import SHARED, needs_shared
from tongban.rooms.catalogue import queries
from tongban.rooms.catalogue.words import LintReport

REAL = SHARED / "data" / "items-511602.json"
SAMPLE = yaml.safe_load((Path(__file__).parent / "lint-sample-511602.yml").read_text(encoding="utf-8"))[
    "rows"
]
pytestmark = needs_shared


@cache
def report() -> LintReport:
    return queries.lint_rows(rows=queries.rows_of(path=REAL))


def test_the_sample_is_a_hundred_rows_spread_over_the_whole_file() -> None:
    assert report().items == 795
    assert list(SAMPLE) == list(range(1, 796, 8))


def test_the_linter_finds_in_the_sample_what_a_reader_found_and_nothing_else() -> None:
    found: dict[int, list[str]] = {row: [] for row in SAMPLE}
    for finding in report().findings:
        if finding.row in found and finding.code != "TB801":
            found[finding.row].append(finding.code)
    assert found == SAMPLE


def test_every_row_that_is_not_compiled_says_so_once() -> None:
    assert [f.row for f in report().findings if f.code == "TB801"] == list(range(1, 796))
