"""Which of the two logins may change the schema."""

from typing import Any


class OwnerMigrates:
    """Migrations run by the owner's login only: `manage.py migrate --database owner`."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Whether migrations run on this alias."""
        return db == "owner"
