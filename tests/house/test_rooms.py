"""What does not belong in a room is not there."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house.reading import ROOT, calls, functions, modules, tree, where

# Rooms in which rows are written: services, and what stands beside them by name.
WRITING_ROOMS = ("services", "seed", "commands", "sql")
WRITING_FILES = {
    "services.py",
    "record.py",  # audit: access events and the outbox
    "keys.py",  # the key of a person, a user
    "account_handlers.py",
    "handlers.py",  # what follows from events
    "user.py",  # the manager that makes accounts for services and commands
}
WRITES = {"save", "create", "bulk_create", "bulk_update", "delete", "get_or_create", "update_or_create"}

# Doors, where the clock is asked: views, API, tasks, commands, the middleware, the gate and the door.
CLOCK_ROOMS = ("views", "api", "commands")
CLOCK_FILES = {
    "views.py",
    "api.py",
    "api_person.py",
    "api_absences.py",
    "api_drafts.py",
    "keeping.py",  # around the views that keep a draft, and in the page that shows it
    "tasks.py",
    "health.py",  # a view that stands alone
    "context.py",  # the frame round every page says at once when the background work is silent
    "pulse.py",  # what the worker and beat leave from their own processes
    "middleware.py",
    "door.py",
    "clock.py",
    "nsp.py",
    "gate.py",
    "log.py",
    "proof.py",
    "adapter.py",  # allauth's: signing in is a door
}
CLOCKS = {"now", "today", "utcnow", "localdate", "localtime"}


def _in(path: Path, rooms: tuple[str, ...], files: set[str]) -> bool:
    return path.name in files or bool(set(rooms) & set(path.relative_to(ROOT).parts))


def _is_queryset_update(call: ast.Call) -> bool:
    """``….filter(…).update(…)`` or ``….objects….update(…)``, not a dict's."""
    inner = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(inner, ast.Call | ast.Attribute) and "objects" in ast.dump(inner)


def test_only_services_write() -> None:
    found = []
    for path in modules():
        if _in(path, WRITING_ROOMS, WRITING_FILES):
            continue
        for call in calls(path):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            on_super = isinstance(call.func, ast.Attribute) and "super" in ast.dump(call.func.value)
            if (name in WRITES and not on_super) or (name == "update" and _is_queryset_update(call)):
                found.append(f"{where(path, call)} .{name}()")
    assert found == []


def test_the_clock_is_asked_only_at_the_door() -> None:
    found = []
    for path in modules():
        if _in(path, CLOCK_ROOMS, CLOCK_FILES):
            continue
        for call in calls(path):
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in CLOCKS:
                found.append(f"{where(path, call)} {name}()")
    assert found == []


def test_no_module_past_400_lines_and_no_function_past_60() -> None:
    long_modules = [f"{p.relative_to(ROOT)} {n}" for p in modules() if (n := len(p.read_text().splitlines())) > 400]
    long_functions = [
        f"{where(path, node)} {node.name}"
        for path in modules()
        for node in functions(path)
        if (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert (long_modules, long_functions) == ([], [])


def test_no_template_past_150_lines() -> None:
    templates = (ROOT / "templates").rglob("*.html")
    assert [str(t.relative_to(ROOT)) for t in templates if len(t.read_text().splitlines()) > 150] == []


def test_rules_know_no_django_no_database_and_no_clock() -> None:
    for name in ("cases/rules.py", "cases/periods.py", "cases/states.py", "cases/codes.py", "reports/cells.py"):
        imported = {node.module or "" for node in ast.walk(tree(ROOT / name)) if isinstance(node, ast.ImportFrom)} | {
            a.name for n in ast.walk(tree(ROOT / name)) if isinstance(n, ast.Import) for a in n.names
        }
        assert not [m for m in imported if m.split(".")[0] == "django" and m != "django.utils.translation"], name


def test_every_public_function_says_what_it_promises() -> None:
    found = []
    for path in modules():
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and not ast.get_docstring(node):
                found.append(f"{where(path, node)} {node.name}")
    assert found == []


def test_no_signals_between_our_apps_and_no_admin() -> None:
    found = []
    for path in modules():
        text = path.read_text()
        if "django.contrib.admin" in text or ("@receiver" in text) or ("ModelForm" in text and ".save(" in text):
            found.append(str(path.relative_to(ROOT)))
    assert found == []


def test_a_service_takes_the_moment_and_the_viewer_as_arguments() -> None:
    """The acts of a service are keyword-only, so that nobody mixes up who and when."""
    found = []
    for path in modules():
        if "services" not in path.parts:
            continue
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and node.name[0] != "_" and any(a.arg == "by" for a in node.args.args):
                found.append(f"{where(path, node)} {node.name}")
    assert found == []
