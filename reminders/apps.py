from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class RemindersConfig(AppConfig):
    name = "reminders"
    verbose_name = "Reminders"

    def ready(self) -> None:
        """Find what every floor offers in its ``deadlines.py``; register access, handlers and wordings."""
        from reminders import (
            access,
            account_handlers,
            board_handlers,
            handlers,
            money_handlers,
            talk_handlers,
            task_handlers,
            wordings,
        )

        assert access and account_handlers and board_handlers and handlers and money_handlers
        assert talk_handlers and task_handlers and wordings
        autodiscover_modules("deadlines")
