"""The broker's address says which store is meant, and Celery and the pages read the same one."""

from __future__ import annotations

import pytest
from django.conf import settings
from redis import Redis

from nsp.celery import app, broker_of
from tests.servers import own_store

ELSEWHERE = 15
"""A store that no worker of the tests has."""


@pytest.mark.parametrize("url", ["redis://broker:6379/2", "rediss://name:word@broker:6380/0"])
def test_an_address_on_the_network_is_taken_as_it_is(url: str) -> None:
    assert broker_of(url) == url


def test_what_celery_sends_lies_in_the_store_of_the_address() -> None:
    here = settings.REDIS_URL.partition("?")[0]
    url = own_store(here, ELSEWHERE)
    try:
        with app.connection(broker_of(url)) as connection, connection.SimpleQueue("told") as queue:
            queue.put({"a": 1})
        with Redis.from_url(url) as store, Redis.from_url(settings.REDIS_URL) as ours:
            assert list(store.scan_iter("*told*"))
            assert not list(ours.scan_iter("*told*"))
    finally:
        with Redis.from_url(url) as store:
            store.flushdb()
