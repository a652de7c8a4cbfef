"""A toy house: the smallest package called tongban that keeps every contract, to plant breaches in."""

import os
import subprocess
import sys
from pathlib import Path

from tests.conftest import REPOSITORY

ROOMS = ("journal", "calendar", "people", "organisation", "cases")
FLOORS = ("apps", "jobs", "acts", "queries", "models", "rules", "events", "errors", "words")
DOORS = ("portal", "desk")


def build(at: Path) -> Path:
    """A fresh toy house below this folder; returns the package's folder."""
    house = at / "tongban"
    packages = [house, house / "wiring", house / "doors", house / "rooms", house / "foundation"]
    packages += [house / "rooms" / room for room in ROOMS] + [house / "doors" / door for door in DOORS]
    for package in packages:
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
    modules = [f"rooms/{room}/{floor}" for room in ROOMS for floor in FLOORS]
    modules += [f"doors/{door}/views" for door in DOORS]
    for module in [*modules, "foundation/word", "foundation/clock", "wiring/settings", "wiring/urls"]:
        (house / f"{module}.py").touch()
    return house


def plant(house: Path, breach: dict[str, str]) -> None:
    """Write the files of a breach, overwriting what stood there."""
    for path, text in breach.items():
        file = house / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)


def broken_contracts(house: Path | None) -> set[str]:
    """The names of the contracts that `lint-imports` finds broken; None asks it about the real house."""
    below = [str(house.parent)] if house else []
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", ".importlinter"],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([*below, str(REPOSITORY)]), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )
    verdicts = [
        line.rsplit(" ", 1) for line in done.stdout.splitlines() if line.endswith((" KEPT", " BROKEN"))
    ]
    assert verdicts, done.stdout + done.stderr
    return {name for name, verdict in verdicts if verdict == "BROKEN"}
