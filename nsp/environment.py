"""What the environment says: the mode, the addresses, the keys. Wrong or missing, and the program does not start."""

import base64
import binascii
import json
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

MODES = ("production", "demo", "test")
_RING_ID = re.compile(r"[A-Za-z0-9._-]{1,24}")
HINT = "To try the program on this machine: make demo (or NSP_MODE=demo). See docs/operations.md."


@dataclass(frozen=True)
class Given:
    """Everything that a machine must say about itself."""

    secret_key: str
    keys: list[str]
    hash_key: str
    audit_keys: list[str]
    hosts: list[str]
    database_url: str
    owner_url: str
    redis_url: str
    secret_key_fallbacks: list[str] = field(default_factory=list)


def mode() -> str:
    """`NSP_MODE`, production unless said otherwise. Raises ImproperlyConfigured for a word that is none."""
    said = os.environ.get("NSP_MODE", "production")
    if said not in MODES:
        raise ImproperlyConfigured(f"NSP_MODE is {said!r}; it must be one of {', '.join(MODES)}.")
    return said


def data_dir() -> Path:
    """Where the embedded servers and collected files live: `NSP_DATA`, else `.data` in the project."""
    said = os.environ.get("NSP_DATA")
    return Path(said).resolve() if said else Path(__file__).resolve().parent.parent / ".data"


def read(kind: str) -> Given:
    """The settings of this machine for one mode. Raises ImproperlyConfigured, naming every fault at once."""
    if kind == "production":
        return _production()
    given = _of_this_machine(kind)
    if faults := ring_faults("NSP_KEYS", given.keys) + ring_faults("NSP_AUDIT_KEY", given.audit_keys):
        raise ImproperlyConfigured("\n".join([f"NSP_MODE={kind} cannot start:", *faults]))
    return given


def _of_this_machine(kind: str) -> Given:
    from nsp import embedded

    running = embedded.addresses(kind)
    secret = _demo_secrets() if kind == "demo" else new_secrets()
    return Given(
        secret_key=os.environ.get("SECRET_KEY", secret["SECRET_KEY"]),
        keys=_words(os.environ.get("NSP_KEYS", secret["NSP_KEYS"])),
        hash_key=os.environ.get("NSP_HASH_KEY", secret["NSP_HASH_KEY"]),
        audit_keys=_words(os.environ.get("NSP_AUDIT_KEY", secret["NSP_AUDIT_KEY"])),
        hosts=["localhost", "127.0.0.1"] + (["testserver"] if kind == "test" else []),
        database_url=os.environ.get("DATABASE_URL", running["DATABASE_URL"]),
        owner_url=os.environ.get("DATABASE_OWNER_URL", running["DATABASE_OWNER_URL"]),
        redis_url=os.environ.get("REDIS_URL", running["REDIS_URL"]),
    )


def _production() -> Given:
    env = os.environ.get
    given = Given(
        secret_key=env("SECRET_KEY", ""),
        secret_key_fallbacks=_words(env("SECRET_KEY_FALLBACKS", "")),
        keys=_words(env("NSP_KEYS", "")),
        hash_key=env("NSP_HASH_KEY", ""),
        audit_keys=_words(env("NSP_AUDIT_KEY", "")),
        hosts=_words(env("NSP_HOSTS", "")),
        database_url=env("DATABASE_URL", ""),
        # The web server has no owner's login; the alias then fails when used, which is what one wants.
        owner_url=env("DATABASE_OWNER_URL", "") or "postgresql://nsp_owner@/nsp",
        redis_url=env("REDIS_URL", ""),
    )
    faults = [fault for fault in _faults(given) if fault]
    if faults:
        raise ImproperlyConfigured("\n".join(["NSP_MODE=production cannot start:", *faults, HINT]))
    return given


def _faults(given: Given) -> list[str]:
    faults = []
    if len(given.secret_key) < 50 or len(set(given.secret_key)) < 10:
        faults.append("SECRET_KEY is missing or weak: at least 50 random characters.")
    faults += ring_faults("NSP_KEYS", given.keys)
    if _decoded_length(given.hash_key) != 32:
        faults.append("NSP_HASH_KEY is missing or not base64 of 32 random bytes.")
    faults += ring_faults("NSP_AUDIT_KEY", given.audit_keys)
    if not given.hosts or "*" in given.hosts:
        faults.append("NSP_HOSTS is missing or open: the host names that the program answers to, comma between.")
    for name, said in (("DATABASE_URL", given.database_url), ("REDIS_URL", given.redis_url)):
        if not said:
            faults.append(f"{name} is missing.")
    return faults


def ring_faults(variable: str, parts: list[str]) -> list[str]:
    """What is wrong with the key ring, a sentence each; never a part of a key, which could be written down."""
    if not parts:
        return [f"{variable} is missing: id:base64 of 32 random bytes, newest first, comma between."]
    ids = [part.partition(":")[0] for part in parts]
    keys = [part.partition(":")[2] for part in parts]
    faults = []
    for place, (name, key) in enumerate(zip(ids, keys, strict=True), 1):
        if not _RING_ID.fullmatch(name) or ":" not in parts[place - 1]:
            faults.append(f"part {place} has no id: write id:base64, the id 1 to 24 letters, digits, dots, - or _.")
        elif _decoded_length(key) != 32:
            faults.append(f"the key {name} is not base64 of 32 bytes.")
        elif name in ids[: place - 1]:
            faults.append(f"the id {name} stands there twice; each key needs its own.")
        elif (twin := _bytes(key)) in (others := [_bytes(other) for other in keys[: place - 1]]):
            faults.append(f"the key {name} is the same as {ids[others.index(twin)]}: a rotation needs a new one.")
    return [f"{variable}: {fault}" for fault in faults]


def _bytes(encoded: str) -> bytes | None:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return None


def _decoded_length(encoded: str) -> int:
    return len(_bytes(encoded) or b"")


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def numbers(name: str, shipped: str) -> dict[str, int]:
    """A setting of several numbers, ``a=1,b=2``; what the environment leaves out is as shipped. Raises
    ImproperlyConfigured for a name that is none."""
    found = {part.split("=")[0]: int(part.split("=")[1]) for part in shipped.split(",")}
    for part in _words(os.environ.get(name, "")):
        key, _, value = part.partition("=")
        if key not in found or not value.isdecimal():
            raise ImproperlyConfigured(f"{name} has {part!r}; it is made like {shipped}.")
        found[key] = int(value)
    return found


def new_secrets() -> dict[str, str]:
    """A fresh set of secrets: SECRET_KEY, NSP_KEYS and NSP_AUDIT_KEY with one key each, NSP_HASH_KEY."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "NSP_KEYS": f"k{secrets.token_hex(3)}:{base64.b64encode(secrets.token_bytes(32)).decode()}",
        "NSP_HASH_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
        "NSP_AUDIT_KEY": f"a{secrets.token_hex(3)}:{base64.b64encode(secrets.token_bytes(32)).decode()}",
    }


def _demo_secrets() -> dict[str, str]:
    """The demo's secrets, made once and kept beside its data, readable by its user alone. One that an older demo had
    no use for is added."""
    path = data_dir() / "secrets.json"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = _written(path, new_secrets())
        try:
            os.link(part, path)  # whoever comes second reads the first one's
        except FileExistsError:
            pass
        finally:
            part.unlink()
    found: dict[str, str] = json.loads(path.read_text())
    if missing := new_secrets().keys() - found.keys():
        found |= {name: value for name, value in new_secrets().items() if name in missing}
        _written(path, found).replace(path)
    return found


def _written(path: Path, secret: dict[str, str]) -> Path:
    part = path.with_suffix(f".{os.getpid()}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        json.dump(secret, file)
    return part


def identity_providers(kind: str) -> list[dict[str, Any]]:
    """`NSP_OIDC`: a JSON list of objects with id, name, client_id, secret, server_url and domains (those that the
    provider speaks for). Raises ImproperlyConfigured, naming what is wrong."""
    said = os.environ.get("NSP_OIDC", "").strip()
    try:
        rows = json.loads(said or "[]")
        return [_identity_provider(row, kind) for row in rows]
    except (ValueError, TypeError, KeyError) as error:
        raise ImproperlyConfigured(f"NSP_OIDC is not as docs/operations.md says: {error}") from error


def _identity_provider(row: dict[str, Any], kind: str) -> dict[str, Any]:
    address, domains = str(row["server_url"]), [str(domain) for domain in row["domains"]]
    if kind == "production" and not address.startswith("https://"):
        raise ValueError("server_url must begin with https://")
    if not domains or isinstance(row["domains"], str):
        raise ValueError("domains must be a list of the mail domains that the provider speaks for")
    about = {"server_url": address, "domains": domains, "fetch_userinfo": False}
    names = {"provider_id": row["id"], "name": row["name"], "client_id": row["client_id"], "secret": row["secret"]}
    return {**names, "settings": about}


def database(url: str) -> dict[str, Any]:
    """Django's settings for one `postgresql://` address; `?host=/dir` names a socket's directory.

    A statement may take 60 seconds and a lock be waited for 10: whoever needs longer says so in a transaction.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ImproperlyConfigured("A database address must begin with postgresql:// : NSP runs on PostgreSQL only.")
    options = dict(parse_qsl(parts.query))
    host = options.pop("host", "") or parts.hostname or ""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "nsp",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or options.pop("port", "") or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 5,
            "application_name": "nsp",
            "options": "-c statement_timeout=60s -c lock_timeout=10s -c idle_in_transaction_session_timeout=120s",
            **options,
        },
    }
