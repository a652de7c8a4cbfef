"""安装脚本：找 Python、按指纹盖章、许可证、系统软件的去留 (the scripts that run before anything is installed)."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CLONE = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CLONE / "setup"))

import environment  # noqa: E402
import licences  # noqa: E402
import suite  # noqa: E402


def _find_python(*, path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    command = ["/bin/sh", str(CLONE / "setup" / "find_python")]
    known = {"PATH": str(path), "SYSTEM_PYTHON": "", **variables}
    return subprocess.run(command, env=known, capture_output=True, text=True, check=False)


def _pretend_python(folder: Path, *, name: str, body: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{body}\n")
    (folder / name).chmod(0o755)


def test_a_machine_without_python_is_told_so_in_two_languages(tmp_path: Path) -> None:
    done = _find_python(path=tmp_path)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 2)
    assert (
        done.stderr.splitlines()[1]
        == "No Python 3.11 or newer was found. Install one, or name it with PYTHON=<path>."
    )


def test_an_old_python_does_not_count(tmp_path: Path) -> None:
    _pretend_python(tmp_path, name="python3", body="exit 1")
    assert _find_python(path=tmp_path).returncode == 1


def test_a_python_without_venv_is_named_with_the_package_it_lacks(tmp_path: Path) -> None:
    body = 'case "$2" in *ensurepip*) exit 1;; *print*) echo 3.12;; esac'
    _pretend_python(tmp_path, name="python3.12", body=body)
    done = _find_python(path=tmp_path)
    assert (done.returncode, "apt install python3.12-venv" in done.stderr) == (1, True)


def test_a_shim_that_fails_is_passed_over_for_one_that_works(tmp_path: Path) -> None:
    _pretend_python(tmp_path, name="python3.13", body="exit 127")
    (tmp_path / "python3.11").symlink_to(sys.executable)
    done = _find_python(path=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_distributions_own_python_comes_before_the_others(tmp_path: Path) -> None:
    for name, told in (("own", "the-distributions"), ("python3.13", "another")):
        _pretend_python(tmp_path, name=name, body=f'case "$2" in *ensurepip*) echo {told};; esac')
    done = _find_python(path=tmp_path, SYSTEM_PYTHON=str(tmp_path / "own"))
    assert (done.stdout, done.stderr) == ("the-distributions\n", "")


def test_a_distributions_own_python_that_lacks_venv_is_passed_over(tmp_path: Path) -> None:
    _pretend_python(tmp_path, name="own", body='case "$2" in *ensurepip*) exit 1;; *print*) echo 3.11;; esac')
    (tmp_path / "python3.11").symlink_to(sys.executable)
    done = _find_python(path=tmp_path, SYSTEM_PYTHON=str(tmp_path / "own"))
    assert (done.returncode, done.stderr) == (0, "")


def test_the_python_named_by_the_person_is_the_one_taken(tmp_path: Path) -> None:
    assert _find_python(path=tmp_path, PYTHON=sys.executable).returncode == 0


@pytest.fixture
def step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> environment.Step:
    """A step whose input and product lie in a folder of its own; `done` counts how often it was carried out."""
    monkeypatch.setattr(environment, "STAMPS", tmp_path / "stamps")
    monkeypatch.setattr(environment, "CLONE", tmp_path)
    (tmp_path / "input").write_text("1")
    product, log = tmp_path / "product", tmp_path / "done"

    def do() -> None:
        product.write_text("made")
        log.write_text(log.read_text() + "x" if log.exists() else "x")

    return environment.Step("demo", "演示", do, inputs=(tmp_path / "input",), needs=(product,))


def _carry_out_if_needed(step: environment.Step) -> None:
    if not step.is_done():
        environment._carry_out(step)


@pytest.mark.parametrize(
    ("between", "times"),
    [
        ("nothing", 1),
        ("the input changes", 2),
        ("the product is deleted", 2),
        ("the input is touched only", 1),
    ],
)
def test_a_step_is_done_again_only_when_it_must(
    step: environment.Step, tmp_path: Path, between: str, times: int
) -> None:
    _carry_out_if_needed(step)
    if between == "the input changes":
        (tmp_path / "input").write_text("2")
    elif between == "the product is deleted":
        (tmp_path / "product").unlink()
    elif between == "the input is touched only":
        os.utime(tmp_path / "input", (0, 0))
    _carry_out_if_needed(step)
    assert (tmp_path / "done").read_text() == "x" * times


def test_a_step_that_fails_is_not_stamped(step: environment.Step, tmp_path: Path) -> None:
    def fail() -> None:
        raise environment.SetupFailed("不通")

    broken = environment.Step(step.name, step.says, fail, inputs=step.inputs)
    with pytest.raises(environment.SetupFailed):
        environment._carry_out(broken)
    assert broken.is_done() is False


@pytest.mark.parametrize(
    ("licence", "verdict"),
    [
        ("MIT", None),
        ("LGPL-3.0-only", None),
        ("GNU Lesser General Public License v3 (LGPLv3)", None),
        ("MIT AND OFL-1.1", None),
        ("GPL-2.0-only OR MIT", None),
        ("AGPL-3.0-or-later", "不允许 not allowed"),
        ("GPL-3.0-or-later", "不允许 not allowed"),
        ("GNU General Public License v3 (GPLv3)", "不允许 not allowed"),
        ("GNU Affero General Public License v3", "不允许 not allowed"),
        ("MIT AND GPL-2.0-only", "不允许 not allowed"),
        ("", "不明 unknown"),
        ("Proprietary", "不明 unknown"),
    ],
)
def test_licences_are_judged(licence: str, verdict: str | None) -> None:
    assert licences.problem(licence) == verdict


def test_a_front_end_package_under_the_agpl_is_seen() -> None:
    lock = '{"packages": {"": {"license": "MulanPSL-2.0"}, "node_modules/planted": {"license": "AGPL-3.0"}}}'
    found = licences.front_end_licences(lock)
    assert {name: licences.problem(licence) for name, licence in found.items()} == {
        "planted": "不允许 not allowed"
    }


def test_every_requirement_is_pinned_with_a_digest_and_names_no_host() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (CLONE / name).read_text(encoding="utf-8")
        requirements = [block for block in re.split(r"\n(?=[a-z])", text) if "==" in block]
        without_digest = [block[:60] for block in requirements if "--hash=sha256:" not in block]
        assert (len(requirements) > 40, without_digest, "://" in text, "--index" in text) == (
            True,
            [],
            False,
            False,
        )


def _nowhere(*packages: str) -> list[suite.Need]:
    return [need for need in suite.NEEDS if need.package in packages]


def test_without_a_browser_its_tests_are_left_out_and_the_last_line_says_why() -> None:
    missing = _nowhere("chromium", "fonts-noto-cjk", "poppler-utils")
    assert suite.selection(nightly=False, missing=missing) == "not nightly and not browser"
    assert suite.left_out(missing, why="不是 root") == (
        "没有运行 left out: 浏览器测试 browser tests（缺 missing chromium, fonts-noto-cjk）；"
        "PDF 对照测试 PDF cross-checks（缺 missing poppler-utils）：不是 root"
    )


def test_with_everything_there_every_test_but_the_nightly_ones_is_chosen() -> None:
    chosen = [suite.selection(nightly=nightly, missing=[]) for nightly in (False, True)]
    assert chosen == ["not nightly", "nightly"]


def test_what_is_timed_by_night_is_not_run_beside_another_test() -> None:
    cores = len(os.sched_getaffinity(0))
    assert [suite.side_by_side(nightly=nightly) for nightly in (False, True)] == [min(cores, 4), 0]


def test_the_continuous_integration_counts_and_fails_when_nothing_passed(tmp_path: Path) -> None:
    """`.ci/run` with a `make` that only pretends: the verdict must follow both exit codes and the closing line."""
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "run").write_text((CLONE / ".ci" / "run").read_text(encoding="utf-8"))
    verdicts = {}
    for name, body in {
        "good": 'echo "===== 3 passed, 1 skipped in 0.10s ====="',
        "check fails": '[ "$1" = check ] && exit 2; echo "===== 3 passed in 0.10s ====="',
        "test fails": 'echo "===== 1 failed, 2 passed in 0.10s ====="; [ "$1" = check ]',
        "none counted": 'echo "===== no tests ran in 0.01s ====="',
    }.items():
        folder = tmp_path / name
        folder.mkdir()
        _pretend_python(folder, name="make", body=body)
        environment = {"PATH": f"{folder}:/usr/bin:/bin"}
        command = ["/bin/sh", str(tmp_path / ".ci" / "run")]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        verdicts[name] = (done.returncode == 0, done.stdout.strip().splitlines()[-1])
    assert verdicts == {
        "good": (True, "===== 3 passed, 1 skipped in 0.10s ====="),
        "check fails": (False, "===== 3 passed in 0.10s ====="),
        "test fails": (False, "===== 1 failed, 2 passed in 0.10s ====="),
        "none counted": (False, "no tests were counted"),
    }
