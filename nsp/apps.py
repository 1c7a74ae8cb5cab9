"""The project itself as an app: its system checks and commands."""

from django.apps import AppConfig, apps
from django.db.models.signals import pre_migrate


class NspConfig(AppConfig):
    name = "nsp"
    label = "nsp_project"

    def ready(self) -> None:
        """Register the checks, make Celery's app the one that tasks belong to, look at a database before it is laid.

        Django says pre_migrate only for apps that have tables: accounts stands for all.
        """
        from nsp import celery, checks  # noqa: F401
        from nsp.older import refuse_half_laid

        pre_migrate.connect(refuse_half_laid, sender=apps.get_app_config("accounts"))
