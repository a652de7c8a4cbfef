"""命令：导入打印报告，搜索打印一个列表，拒绝是一句话。"""

import json
from pathlib import Path

import pytest

from tests.factories.catalogue import AT, BY, FOOD, bare, content
from tongban.rooms.catalogue import acts
from tongban.wiring.commands.import_items import import_items_command
from tongban.wiring.commands.lint_items import lint_items_command
from tongban.wiring.commands.search import search_command

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path: Path) -> str:
    written = tmp_path / "items.json"
    dirty = bare(name="", item_code="自编-1")
    placeholder = bare(item_code="511A0014300001-511602000000-000-2222222222222-1-00", name="公墓审批")
    written.write_text(json.dumps([bare(), dirty, placeholder], ensure_ascii=False), encoding="utf-8")
    return str(written)


def test_an_import_reports_every_row_and_the_same_twice(file: str, capsys: pytest.CaptureFixture[str]):
    reports = []
    for _ in range(2):
        assert import_items_command([file, "--json"]) == 0
        reports.append(json.loads(capsys.readouterr().out))
    for report in reports:
        assert [report[k] for k in ("read", "imported", "quarantined")] == [3, 2, 1]
        assert report["findings_by_kind"] == {"placeholder": 1}
        assert [(r["row"], r["kind"]) for r in report["reasons"]] == [(2, "missing_name")]
    assert [r["unchanged"] for r in reports] == [0, 2]
    by_code = {"TB101": 1, "TB106": 1, "TB107": 1, "TB801": 3}
    assert [r["lint"] for r in reports] == [{"error": 3, "warning": 0, "notice": 3, "by_code": by_code}] * 2


def test_an_import_can_be_read_by_people(file: str, capsys: pytest.CaptureFixture[str]):
    import_items_command([file, "--region", "990102"])
    told = capsys.readouterr().out
    assert "读到 3 行：新增 2，变更 0，不变 0，隔离 1" in told
    assert "目录检查：错误 3 处，警告 0 处，提示 3 处。" in told


def test_a_search_prints_a_ranked_list_of_names_and_codes(capsys: pytest.CaptureFixture[str]):
    acts.publish(content=content(), by=BY, at=AT)
    assert search_command(["开小饭馆", "--region", "990102", "--limit", "3", "--json"]) == 0
    [hit] = json.loads(capsys.readouterr().out)
    assert (hit["name"], hit["code"]) == ("食品经营许可（餐饮服务经营者新办）", FOOD)
    search_command(["开小饭馆", "--region", "511602", "--json"])
    assert json.loads(capsys.readouterr().out) == []
    search_command(["开小饭馆"])
    assert FOOD in capsys.readouterr().out


def test_a_file_is_linted_row_by_row_and_errors_are_the_exit_code(
    file: str, capsys: pytest.CaptureFixture[str]
):
    assert lint_items_command([file, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["items"], told["error"], told["notice"]) == (3, 3, 3)
    assert told["by_code"] == {"TB101": 1, "TB106": 1, "TB107": 1, "TB801": 3}
    lint_items_command([file])
    assert "查了3个事项：错误3，警告0，提示3" in capsys.readouterr().out


def test_the_catalogue_of_a_region_is_linted_and_a_clean_one_exits_with_nothing(
    capsys: pytest.CaptureFixture[str],
):
    acts.publish(content=content(), by=BY, at=AT)
    assert lint_items_command(["--region", "990102", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["items"], told["error"], told["by_code"]) == (1, 0, {"TB814": 1})  # no licence list yet
