"""A pytest plugin: one embedded PostgreSQL and Valkey for the whole run, shared by all parallel workers,
each of which has its own database and its own store in the broker.

Loaded before Django's settings are (`-p tests.servers`), so that they find the addresses in the environment. With
`DATABASE_URL`, `DATABASE_OWNER_URL` and `REDIS_URL` given, nothing is started.
"""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

os.environ.setdefault("NSP_MODE", "test")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from nsp import embedded, environment

_servers: embedded.Servers | None = None


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Start the servers in the process that steers the run; its workers inherit the addresses and the keys."""
    global _servers
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ["REDIS_URL"] = own_store(os.environ["REDIS_URL"], int(worker.removeprefix("gw")) + 1)
        return
    if early_config.known_args_namespace.collectonly:
        return
    for name, value in environment.new_secrets().items():
        os.environ.setdefault(name, value)
    if "DATABASE_URL" in os.environ:
        return
    _servers = embedded.take("test")
    if _servers is None:
        pytest.exit("Too many test runs at once in this data directory; set NSP_DATA to another.", returncode=3)
    os.environ.update(_servers.start())


def own_store(url: str, number: int) -> str:
    """A broker's store for each worker as each has its database: no test reads what another's processes say."""
    if url.startswith("unix://"):
        return f"{url}?db={number}"
    return urlunsplit(urlsplit(url)._replace(path=f"/{number}"))


@pytest.hookimpl(trylast=True)
def pytest_unconfigure() -> None:
    """Stop what was started, after the test databases are dropped."""
    if _servers:
        _servers.stop()
