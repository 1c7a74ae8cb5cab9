"""The container files can be read, and name what exists."""

from __future__ import annotations

import re

import yaml

from tests.house.reading import ROOT


def test_the_compose_file_has_every_part_with_two_logins() -> None:
    said = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    assert set(said["services"]) == {"database", "broker", "web", "worker", "beat"}
    assert "./nsp/roles.sql:/docker-entrypoint-initdb.d/10-roles.sql:ro" in said["services"]["database"]["volumes"]
    assert said["services"]["database"]["image"] == "postgres:18"


def test_what_the_image_copies_and_runs_exists() -> None:
    text = (ROOT / "Dockerfile").read_text()
    for name in re.findall(r"requirements\.lock|package\.json|package-lock\.json|\.npmrc|tools/\w+\.py", text):
        assert (ROOT / name).exists(), name
