"""What a stranger's clone depends on: locks that name no registry, settings that refuse to start half given."""

from __future__ import annotations

import base64
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from nsp import embedded, environment

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(ROOT.glob("requirements*.lock"))
GOOD = {
    **environment.new_secrets(),
    "NSP_MODE": "production",
    "NSP_HOSTS": "nsp.example",
    "DATABASE_URL": "postgresql://nsp_app@/nsp?host=/nowhere",
    "REDIS_URL": "redis://localhost:1/0",
}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_hashes_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    packages = re.findall(r"^\S+==\S+", text, re.MULTILINE)
    assert packages
    assert text.count("--hash=sha256:") >= len(packages)
    assert "://" not in text
    assert "index-url" not in text
    assert "find-links" not in text


def test_the_front_end_lock_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_the_bootstrap_needs_nothing_but_python() -> None:
    imported = set(re.findall(r"^(?:import|from) (\w+)", (ROOT / "tools" / "bootstrap.py").read_text(), re.MULTILINE))
    assert imported <= sys.stdlib_module_names


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SECRET_KEY", "", "SECRET_KEY"),
        ("SECRET_KEY", "a" * 60, "SECRET_KEY"),
        ("NSP_KEYS", "", "NSP_KEYS"),
        ("NSP_KEYS", "k1:c2hvcnQ=", "NSP_KEYS"),
        ("NSP_HASH_KEY", "c2hvcnQ=", "NSP_HASH_KEY"),
        ("NSP_AUDIT_KEY", "", "NSP_AUDIT_KEY"),
        ("NSP_AUDIT_KEY", "a1:c2hvcnQ=", "NSP_AUDIT_KEY"),
        ("NSP_HOSTS", "*", "NSP_HOSTS"),
        ("DATABASE_URL", "", "DATABASE_URL"),
        ("REDIS_URL", "", "REDIS_URL"),
    ],
)
def test_production_refuses_to_start_without(name: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for key, good in GOOD.items():
        monkeypatch.setenv(key, good)
    assert environment.read("production").hosts == ["nsp.example"]
    monkeypatch.setenv(name, value)
    with pytest.raises(ImproperlyConfigured, match=told) as refused:
        environment.read("production")
    assert not value or value not in str(refused.value).replace("NSP_HOSTS is missing or open", "")


KEY, OTHER = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2))


@pytest.mark.parametrize("mode", ["production", "test"])
@pytest.mark.parametrize(
    ("ring", "told"),
    [
        (KEY, "part 1 has no id"),
        (f"k1:{KEY},{OTHER}", "part 2 has no id"),
        (f"k 1:{KEY}", "part 1 has no id"),
        (f"k1:{KEY},k2:{OTHER[:-4]}", "the key k2 is not base64 of 32 bytes"),
        (f"k1:{KEY},k2:!{OTHER[1:]}", "the key k2 is not base64 of 32 bytes"),
        (f"k1:{KEY},k1:{OTHER}", "the id k1 stands there twice"),
        (f"k1:{KEY},k2:{KEY}", "the key k2 is the same as k1"),
    ],
)
def test_a_malformed_ring_is_refused_in_a_sentence_that_gives_no_key_away(
    mode: str, ring: str, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, good in GOOD.items():
        monkeypatch.setenv(key, good)
    monkeypatch.setenv("NSP_KEYS", f"k1:{KEY}, k2:{OTHER}")
    assert len(environment.read(mode).keys) == 2
    monkeypatch.setenv("NSP_KEYS", ring)
    with pytest.raises(ImproperlyConfigured, match=f"NSP_KEYS: {told}") as refused:
        environment.read(mode)
    assert KEY[:8] not in str(refused.value) and OTHER[:8] not in str(refused.value)


def test_the_mode_is_production_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NSP_MODE")
    assert environment.mode() == "production"


def test_settings_stand_the_deployment_check(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)  # the browser's tests set it
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**os.environ, **GOOD},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr


def test_a_socket_in_a_deep_directory_moves_to_a_short_one(tmp_path: Path) -> None:
    deep = tmp_path / ("d" * 120)
    assert len(os.fsencode(embedded.socket_dir(deep))) < 60
    assert embedded.socket_dir(Path("/srv/nsp/.data/demo")) == Path("/srv/nsp/.data/demo/run")


def test_two_runs_do_not_share_a_directory(tmp_path: Path) -> None:
    first, second = embedded.Servers(tmp_path), embedded.Servers(tmp_path)
    assert first.try_lock()
    assert not second.try_lock()
    first.stop()
    assert second.try_lock()
    second.stop()
