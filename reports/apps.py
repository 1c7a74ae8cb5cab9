from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    verbose_name = "Reports"

    def ready(self) -> None:
        """Register access and handlers."""
        from reports import access, handlers

        assert access and handlers
