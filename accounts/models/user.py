from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.acts import FIELD, Role
from accounts.door import inside


class PasswordHash(models.CharField):  # type: ignore[type-arg]
    """A password's hash, which is read while somebody signs in and never behind the door: no role there has a right to
    the column (``accounts.policies.SECRET``), so a row that is read along with a person's comes without it."""

    def select_format(self, compiler: Any, sql: str, params: Any) -> tuple[str, Any]:
        """The column itself outside the door, nothing inside."""
        return ("''", ()) if inside() else (sql, params)

    def deconstruct(self) -> Any:
        """The database knows of no difference, so migrations know of none."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class UserManager(BaseUserManager["User"]):
    """Finds users by e-mail, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, name: str, password: str | None = None, **fields: Any) -> User:
        """Make an account. Only services, commands and tests call this: there is no sign-up."""
        user = self.model(email=self.normalize_email(email).lower(), name=name, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody who signs in. Never an exposed person."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    password = PasswordHash("password", max_length=128)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    employer = models.ForeignKey(
        "accounts.Actor", null=True, blank=True, on_delete=models.PROTECT, related_name="employees"
    )
    language = models.CharField(max_length=2, default="sv")
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


ROLE_LABELS = {
    Role.CASEWORKER: _("caseworker"),
    Role.MANAGER: _("actor manager"),
    Role.COOPERATING: _("cooperating staff"),
    Role.COORDINATOR: _("coordinator"),
    Role.FUNDER: _("funder"),
    Role.PROTECTION_OFFICER: _("data protection officer"),
    Role.ADMINISTRATOR: _("administrator"),
}


class Appointment(models.Model):
    """That somebody has a role, for an actor where the role is one of an actor's."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(max_length=20, choices=[(r.value, ROLE_LABELS[r]) for r in Role])
    actor = models.ForeignKey("accounts.Actor", null=True, on_delete=models.PROTECT, related_name="appointments")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "actor"], name="appointed_once", nulls_distinct=False),
            models.CheckConstraint(
                condition=Q(role__in=sorted(FIELD), actor__isnull=False) | ~Q(role__in=sorted(FIELD)),
                name="field_roles_have_an_actor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}"
