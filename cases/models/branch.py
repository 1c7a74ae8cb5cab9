"""Branches of the economy: the sections of ISIC (revision 4), read by group events and by forms of exploitation."""

from __future__ import annotations

from django.db import models
from django.utils.translation import pgettext_lazy


class Branch(models.TextChoices):
    """In which branch of the economy: the sections of ISIC (revision 4)."""

    A = "A", pgettext_lazy("branch", "agriculture, forestry and fishing")
    B = "B", pgettext_lazy("branch", "mining and quarrying")
    C = "C", pgettext_lazy("branch", "manufacturing")
    D = "D", pgettext_lazy("branch", "electricity and gas supply")
    E = "E", pgettext_lazy("branch", "water supply, sewerage and waste")
    F = "F", pgettext_lazy("branch", "construction")
    G = "G", pgettext_lazy("branch", "trade and repair of vehicles")
    H = "H", pgettext_lazy("branch", "transport and storage")
    I = "I", pgettext_lazy("branch", "hotels and restaurants")  # noqa: E741
    J = "J", pgettext_lazy("branch", "information and communication")
    K = "K", pgettext_lazy("branch", "finance and insurance")
    L = "L", pgettext_lazy("branch", "real estate")
    M = "M", pgettext_lazy("branch", "professional and technical services")
    N = "N", pgettext_lazy("branch", "cleaning, staffing and other support services")
    O = "O", pgettext_lazy("branch", "public administration")  # noqa: E741
    P = "P", pgettext_lazy("branch", "education")
    Q = "Q", pgettext_lazy("branch", "health and social work")
    R = "R", pgettext_lazy("branch", "culture and recreation")
    S = "S", pgettext_lazy("branch", "other services, such as nails, hair and massage")
    T = "T", pgettext_lazy("branch", "work in private households")
    U = "U", pgettext_lazy("branch", "international organisations and embassies")
