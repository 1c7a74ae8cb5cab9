"""The project itself as an app: its system checks and commands."""

from django.apps import AppConfig


class NspConfig(AppConfig):
    name = "nsp"
    label = "nsp_project"

    def ready(self) -> None:
        """Register the checks, and make Celery's app the one that tasks belong to."""
        from nsp import celery, checks  # noqa: F401
