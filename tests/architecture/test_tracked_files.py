"""Tracked files: they name no package registry's host and no path of anybody's machine; documents name what exists."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.sources import hold
from tests.conftest import REPOSITORY
from tongban.wiring.commands import all_commands

# Written in two pieces, so that this file does not name them either.
HOSTS = (
    "pythonhosted" + ".org",
    "registry." + "npm",
    "npm" + "mirror",
    "mirrors" + ".",
    "pypi.org/" + "simple",
    "artifact" + "ory",
)
MACHINE = re.compile(r"(?<![\w.])/(work|home|Users)/\w+/|/root/" + r"\.\w+")
SHELL = re.compile(r"^```(?:sh|bash|shell|console)\n(.*?)^```", re.S | re.M)
MAKE = re.compile(r"(?:^|\s)make ([a-z][\w-]*)", re.M)
TONGBAN = re.compile(r"(?:^|[\s/])tongban ([a-z][\w-]*)", re.M)
SCRIPT = re.compile(r"python3? ((?:setup|bench)/[\w/]+\.py)")


def tracked() -> dict[str, str]:
    """Every tracked text file."""
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    files = [REPOSITORY / name for name in listed.stdout.split("\0") if name]
    return {f.relative_to(REPOSITORY).as_posix(): f.read_text(errors="replace") for f in files if f.is_file()}


def addresses(files: dict[str, str]) -> list[str]:
    """Registry hosts and machine paths."""
    return [
        f"{name}: {found}"
        for name, text in files.items()
        for found in [*(h for h in HOSTS if h in text), *(m.group() for m in MACHINE.finditer(text))]
    ]


def commands_that_do_not_exist(
    documents: dict[str, str], *, targets: set[str], commands: set[str]
) -> list[str]:
    """`make x`, `tongban x` and `python setup/x.py` in the shell blocks of documents that nobody has written."""
    found = []
    for name, text in documents.items():
        shell = "\n".join(SHELL.findall(text))
        found += [f"{name}: make {x}" for x in MAKE.findall(shell) if x not in targets]
        found += [f"{name}: tongban {x}" for x in TONGBAN.findall(shell) if x not in commands]
        found += [f"{name}: {x}" for x in SCRIPT.findall(shell) if not (REPOSITORY / x).is_file()]
    return found


def make_targets(makefile: Path) -> set[str]:
    """What `make` can make."""
    return set(re.findall(r"^([a-z][\w-]*):", makefile.read_text(), re.M)) if makefile.is_file() else set()


@pytest.mark.skipif(not (REPOSITORY / ".git").exists(), reason="not a git clone")
def test_no_tracked_file_names_a_registry_or_a_machine() -> None:
    hold(addresses(tracked()))


@pytest.mark.skipif(not (REPOSITORY / ".git").exists(), reason="not a git clone")
def test_every_command_in_the_documents_exists() -> None:
    documents = {name: text for name, text in tracked().items() if name.endswith(".md")}
    targets = make_targets(REPOSITORY / "Makefile")
    hold(commands_that_do_not_exist(documents, targets=targets, commands={*all_commands(), "help"}))


@pytest.mark.parametrize(
    "text", ["/" + "home/somebody/x", "/" + "work/main/x", "https://files." + HOSTS[0] + "/x"]
)
def test_an_address_is_caught(text: str) -> None:
    assert len(addresses({"x": f"see {text}"})) == 1


@pytest.mark.parametrize(
    "line", ["make tea", "$ make tea", "tongban tea", ".venv/bin/tongban tea", "python setup/tea.py"]
)
def test_a_command_that_does_not_exist_is_caught(line: str) -> None:
    document = {"README.md": f"```sh\n{line}\n```\n"}
    assert len(commands_that_do_not_exist(document, targets={"run"}, commands={"up"})) == 1


def test_a_command_that_exists_is_welcome() -> None:
    document = {
        "README.md": "make tea\n```sh\nPORT=1 make run\n.venv/bin/tongban up\npython setup/glossary.py\n```\n"
    }
    assert commands_that_do_not_exist(document, targets={"run"}, commands={"up"}) == []
