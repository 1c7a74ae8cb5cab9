"""The container files can be read, name what exists, and give the owner's login to nobody who serves pages."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tests.house.reading import ROOT


def compose() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return found


def test_the_compose_file_has_every_part_with_two_logins() -> None:
    services = compose()["services"]
    assert set(services) == {"database", "broker", "migrate", "web", "worker", "beat"}
    assert services["database"]["image"] == "postgres:18"
    for volume in services["database"]["volumes"]:
        source = volume.split(":")[0]
        assert not source.startswith("./") or (ROOT / source).exists(), source


def test_only_migrations_have_the_owners_login() -> None:
    services = compose()["services"]
    assert [name for name, said in services.items() if ".env.owner" in said.get("env_file", [])] == ["migrate"]


def test_secrets_stay_out_of_repository_and_image() -> None:
    for name in (".gitignore", ".dockerignore"):
        said = {line.strip("/") for line in (ROOT / name).read_text().splitlines()}
        assert {".env", ".env.*", ".secrets"} <= said, name


def test_what_the_image_copies_and_runs_exists() -> None:
    text = (ROOT / "Dockerfile").read_text()
    for name in re.findall(r"requirements\.lock|package\.json|package-lock\.json|\.npmrc|tools/\w+\.py", text):
        assert (ROOT / name).exists(), name
