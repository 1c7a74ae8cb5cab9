"""What somebody signs in with, in words that they know it by: a browser and a system from two short lists.

The browser's own long description is not kept: it tells machines apart, which nobody here needs."""

from __future__ import annotations

from django.utils.translation import gettext as _

# The first that is found: many browsers name others beside themselves.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrom", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Mac OS", "Mac"),
    ("CrOS", "Chromebook"),
    ("Linux", "Linux"),
)


def device_of(user_agent: str) -> str:
    """``Firefox/Windows``; a part that is not known is left out."""
    return "/".join(next((name for sign, name in known if sign in user_agent), "") for known in (BROWSERS, SYSTEMS))


def device_words(device: str) -> str:
    """``Firefox on Windows``, in the language that is active."""
    browser, _slash, system = device.partition("/")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("A device that the program does not know")
