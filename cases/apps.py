from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        """Register keys, access and handlers."""
        from cases import access, handlers, keys

        assert access and handlers and keys
