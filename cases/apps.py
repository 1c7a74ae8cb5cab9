from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = "Cases"

    def ready(self) -> None:
        """Register keys, access and handlers."""
        from cases import (
            access,
            access_journal,
            access_lists,
            access_talk,
            access_task,
            deadlines_of_consents,
            deadlines_of_endings,
            deadlines_of_periods,
            deadlines_of_persons,
            deadlines_of_requests,
            deadlines_of_retention,
            deadlines_of_society,
            deadlines_of_tasks,
            deadlines_shown,
            handlers,
            keys,
        )

        assert access and access_journal and access_lists and access_talk and access_task
        assert deadlines_of_consents and deadlines_of_endings and deadlines_of_persons and deadlines_of_requests
        assert deadlines_of_periods and deadlines_of_retention and deadlines_of_society and deadlines_of_tasks
        assert deadlines_shown and handlers and keys
