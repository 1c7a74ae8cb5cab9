"""From a fresh clone to a running command: the virtual environment, the packages, the system's libraries, the texts.

Runs with the system's own Python and nothing else, then replaces itself with the command inside `.venv`. Each step
leaves a stamp of what it was made from, so that it is done again only when that has changed.
"""

import hashlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
VENV = os.path.join(ROOT, ".venv")
PYTHON = os.path.join(VENV, "bin", "python")
STAMPS = os.path.join(VENV, "nsp-stamps.json")
PANGO = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
BEGAN = time.monotonic()

COMMANDS = {
    "demo": ["-m", "nsp.demo"],
    "test": ["tools/check.py"],
    "lint": ["tools/lint.py"],
    "prove": ["tools/prove.py"],
    "matrix": ["tools/matrix.py"],
    "messages": ["tools/messages.py", "check"],
    "screenshots": ["tools/screenshots.py"],
    "setup": ["-c", "print('Set up. Next: make demo, make test')"],
}
WITH_CHROMIUM = ("test", "prove", "screenshots")


class CannotInstall(Exception):
    """An installer failed; the text is the end of what it said."""


def main():
    """Set up what the command needs, then become it."""
    command, rest = sys.argv[1], sys.argv[2:]
    if sys.version_info < (3, 11):
        _use_a_newer_python()
    if command == "demo":
        _refuse_a_taken_port()
    _environment()
    _packages("requirements-demo.lock" if command == "demo" else "requirements-dev.lock")
    _frontend()
    _texts()
    _pango()
    if command in WITH_CHROMIUM:
        _chromium()
    os.chdir(ROOT)
    os.environ["NSP_BEGAN"] = str(BEGAN)
    os.environ["NSP_FROM_MAKE"] = "1"
    sys.stdout.flush()
    os.execv(PYTHON, [PYTHON, *COMMANDS[command], *rest])


def say(text):
    """One line of progress, with the seconds since the start."""
    print(f"{time.monotonic() - BEGAN:6.1f} s  {text}", flush=True)


def stop(text):
    """End with one clear sentence."""
    sys.exit(f"\n{text}")


def _use_a_newer_python():
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        found = shutil.which(name)
        if found:
            os.execv(found, [found, os.path.abspath(__file__), *sys.argv[1:]])
    stop(
        f"NSP needs Python 3.11 or newer; this is {sys.version.split()[0]}. Install one, or name it: make demo PYTHON=…"
    )


def _refuse_a_taken_port():
    said = os.environ.get("PORT") or "8000"
    if not said.isdigit() or not 1 <= int(said) <= 65535:
        stop(f"PORT={said} is no port: a number between 1 and 65535.")
    probe = socket.socket()
    probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        probe.bind(("127.0.0.1", int(said)))
    except PermissionError:
        stop(f"Port {said} is not for you to use (below 1024 only root may). Choose another: make demo PORT=8001")
    except OSError:
        stop(f"Port {said} is taken by another program. Choose another: make demo PORT={int(said) % 65535 + 1}")
    finally:
        probe.close()


def _environment():
    """`.venv`, made anew if its Python is gone or it was moved here from another place."""
    if _stamped("venv") == VENV and os.path.exists(PYTHON) and _quiet([PYTHON, "-m", "pip", "--version"]):
        return
    say("making the virtual environment .venv")
    if not _make_environment():
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        names = [f"python{version}-venv"]
        if not _apt(names) or not _make_environment():
            stop(
                "This Python cannot make virtual environments (ensurepip is missing). "
                f"Run as root: apt-get install {names[0]} — then the same command again."
            )
    _stamp("venv", VENV)


def _make_environment():
    shutil.rmtree(VENV, ignore_errors=True)
    return _quiet([sys.executable, "-m", "venv", VENV]) and os.path.exists(PYTHON)


def _packages(lock):
    """Everything in the lock file, each package checked against its hashes."""
    wanted = _digest(lock)
    if _stamped(lock) == wanted or (lock == "requirements-demo.lock" and _demo_is_in_dev()):
        return
    say(f"installing Python packages from {lock}")
    _install(lock)
    _stamp(lock, wanted)


def _demo_is_in_dev():
    """The tests' packages hold the demo's; both stamps must be of today's files."""
    return _stamped("requirements-dev.lock") == _digest("requirements-dev.lock")


def _install(lock):
    """With uv, which takes a tenth of the time and checks the same hashes; with pip where uv cannot (another index)."""
    uv = os.path.join(VENV, "bin", "uv")
    try:
        if not os.path.exists(uv):
            _pip("requirements-uv.lock")
        command = [uv, "pip", "install", "--python", PYTHON, "--require-hashes", "-r", lock, "--only-binary", ":all:"]
        command += ["--compile-bytecode", "--quiet", "--link-mode=copy"]
        if _quiet(command):
            return
    except CannotInstall:
        pass
    try:
        _pip(lock)
    except CannotInstall as error:
        stop(f"The Python packages could not be installed (is the network there?):\n{error}")


def _pip(lock):
    command = [PYTHON, "-m", "pip", "install", "--require-hashes", "-r", lock]
    command += ["--no-input", "--disable-pip-version-check", "--only-binary", ":all:", "--quiet", "--quiet"]
    done = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise CannotInstall(done.stderr[-3000:])


def _frontend():
    wanted = _digest("package-lock.json", ".npmrc", "tools/frontend.py")
    if _stamped("frontend") == wanted and os.path.isdir(os.path.join(ROOT, "static", "vendor", "htmx")):
        return
    say("installing front-end packages")
    command = [*_npm(), "ci", "--no-progress", "--loglevel=error"]
    env = {**os.environ, "PATH": os.path.join(VENV, "bin") + os.pathsep + os.environ.get("PATH", "")}
    done = subprocess.run(command, cwd=ROOT, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        stop(f"The front-end packages could not be installed (is the network there?):\n{done.stderr[-3000:]}")
    if subprocess.run([PYTHON, "tools/frontend.py"], cwd=ROOT).returncode:
        stop("The front-end files could not be laid in static/vendor.")
    _stamp("frontend", wanted)


def _npm():
    """The system's npm if it is new enough for our lock file, else one from a wheel."""
    if not os.environ.get("NSP_OWN_NODE"):
        found = shutil.which("npm")
        told = subprocess.run([found, "--version"], capture_output=True, text=True).stdout if found else ""
        if told.split(".")[0].isdigit() and int(told.split(".")[0]) >= 8:
            return [found]
    own = os.path.join(VENV, "bin", "npm")
    if not os.path.exists(own):
        _install("requirements-node.lock")
    return [own]


def _texts():
    source = os.path.join("locale", "sv", "LC_MESSAGES", "django.po")
    if not os.path.exists(os.path.join(ROOT, source)):
        return
    wanted = _digest(source)
    if _stamped("texts") == wanted and os.path.exists(os.path.join(ROOT, source[:-2] + "mo")):
        return
    if subprocess.run([PYTHON, "tools/messages.py", "compile"], cwd=ROOT, stdout=subprocess.DEVNULL).returncode:
        stop("The texts could not be compiled.")
    _stamp("texts", wanted)


def _pango():
    """WeasyPrint draws the PDFs with Pango, which no wheel brings."""
    load = "import ctypes,sys; [ctypes.CDLL(name) for name in sys.argv[1:]]"
    if _stamped("pango") == "there" or _quiet([PYTHON, "-c", load, *PANGO]):
        _stamp("pango", "there")
        return
    if os.getuid() == 0:
        say("installing Pango with apt, for the reports as PDF")
    if not (_apt(PANGO_PACKAGES) and _quiet([PYTHON, "-c", load, *PANGO])):
        say(f"Reports as PDF will not work until root has run: apt-get install {' '.join(PANGO_PACKAGES)}")


def _chromium():
    """The browser tests use Debian's Chromium; a wheel would fetch one from another place."""
    if any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        return
    if os.getuid() == 0:
        say("installing Chromium with apt, for the browser tests")
    if not _apt(["chromium"]):
        stop("The browser tests need Chromium. Run as root: apt-get install chromium — then the same command again.")


def _apt(packages):
    """Install Debian packages if we are root on such a system. Says whether that went well."""
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return False
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    options = {"env": env, "stdin": subprocess.DEVNULL, "capture_output": True}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if subprocess.run(install, **options).returncode == 0:
        return True
    subprocess.run(["apt-get", "update", "-q"], **options)
    return subprocess.run(install, **options).returncode == 0


def _quiet(command):
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, cwd=ROOT).returncode == 0
    except OSError:
        return False


def _digest(*names):
    found = hashlib.sha256()
    for name in names:
        with open(os.path.join(ROOT, name), "rb") as file:
            found.update(re.sub(rb"\r", b"", file.read()))
    return found.hexdigest()


def _stamps():
    try:
        with open(STAMPS) as file:
            return json.load(file)
    except (OSError, ValueError):
        return {}


def _stamped(name):
    return _stamps().get(name)


def _stamp(name, value):
    found = {**_stamps(), name: value}
    with open(STAMPS, "w") as file:
        json.dump(found, file, indent=1)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
