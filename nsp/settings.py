"""Settings. Everything that differs between machines comes from the environment; `NSP_MODE` says which kind it is.

production (the default)  refuses to start without its secrets, its hosts and its three addresses
demo                      this machine only, embedded servers, secrets of its own in `.data/`
test                      keys made up for the run, cheap passwords
"""

import os
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from nsp import environment

BASE_DIR = Path(__file__).resolve().parent.parent
NSP_MODE = environment.mode()
DEMO, TEST = NSP_MODE == "demo", NSP_MODE == "test"
PRODUCTION = NSP_MODE == "production"

_given = environment.read(NSP_MODE)
SECRET_KEY = _given.secret_key
SECRET_KEY_FALLBACKS = _given.secret_key_fallbacks
NSP_KEYS = _given.keys
NSP_HASH_KEY = _given.hash_key
NSP_AUDIT_KEY = _given.audit_keys
ALLOWED_HOSTS = _given.hosts
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if PRODUCTION else []
REDIS_URL = _given.redis_url
DEBUG = False

INSTALLED_APPS = [
    "nsp.desk",
    "reports",
    "reminders",
    "cases",
    "funding",
    "certification",
    "accounts",
    "audit",
    "nsp.apps.NspConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "nsp.headers.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "nsp.plain.NoNulMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "nsp.desk.language.ChosenLanguage",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "nsp.desk.keep.KeepMiddleware",
    # Last, so that its transaction is held around the view and the rendering of its body, and around nothing else.
    "accounts.middleware.DoorMiddleware",
]

ROOT_URLCONF = "nsp.urls"
WSGI_APPLICATION = "nsp.wsgi.application"

_context_processors = [
    "django.template.context_processors.request",
    "django.template.context_processors.i18n",
    "django.template.context_processors.static",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "nsp.desk.context.frame",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _context_processors},
    }
]

# Two logins to one database: `default` is the program's, `owner` is the owner's: migrations, backup, test set-up.
DATABASES = {
    "default": {**environment.database(_given.database_url), "TEST": {"MIRROR": "owner"}},
    "owner": environment.database(_given.owner_url),
}
DATABASE_ROUTERS = ["nsp.routers.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counts of attempts and codes that have been used must be one for all processes, and outlive Redis.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "KEY_FUNCTION": "accounts.sealing.cache_key",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Signing in. Accounts are made by invitation only (`accounts.adapter`).
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "guardian.backends.ObjectPermissionBackend",
]
GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "accounts.passwords.NotEasyValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]
# Where the program is found from outside: what an e-mail's link begins with.
_own_address = f"https://{ALLOWED_HOSTS[0]}" if PRODUCTION else f"http://localhost:{os.environ.get('PORT', '8000')}"
NSP_ADDRESS = os.environ.get("NSP_ADDRESS", _own_address).rstrip("/")
LOGIN_URL = "demo_people" if DEMO else "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.Adapter"
ACCOUNT_FORMS = {"login": "accounts.forms.sign_in.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
# The walk in the browser signs several people in within seconds from one address.
ACCOUNT_RATE_LIMITS: dict[str, str] | bool = False if TEST else {"login_failed": "10/m/ip,5/5m/key"}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
# So many proxies stand in front and may be believed about where somebody comes from.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("NSP_PROXIES", "1" if PRODUCTION else "0"))
# Identity providers of actors, where the machine has any: they stand for the password (accounts/oidc.py).
SOCIALACCOUNT_ADAPTER = "accounts.oidc.Providers"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a link: the policy lets no form lead to another host
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": environment.identity_providers(NSP_MODE)}
}
MFA_ADAPTER = "accounts.adapter.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]
MFA_FORMS = {
    "add_webauthn": "accounts.forms.sign_in.AddPasskeyForm",
    "edit_webauthn": "accounts.forms.sign_in.EditPasskeyForm",
    "authenticate_webauthn": "accounts.forms.sign_in.SignInByPasskeyForm",
    "reauthenticate_webauthn": "accounts.forms.sign_in.UnlockByPasskeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = False  # the password first, always
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO or TEST  # http://localhost
# What other programs show (authenticator, browser): it tells whoever looks over a shoulder nothing.
NSP_NEUTRAL_NAME = "Planering"
# Persons opened in an hour: past the first number the second factor is asked for, past the second nobody is opened.
# Tests that open many are about something else.
NSP_READING_QUOTA = None if TEST else tuple(int(n) for n in os.environ.get("NSP_READING_QUOTA", "30,60").split(","))
NSP_PASSKEY_ROLES = frozenset() if DEMO or TEST else frozenset({"COORDINATOR", "ADMINISTRATOR"})

# Sessions live in the database: pages must work when Redis is down. What a page says once ("Saved.") names a person's
# code name at times, so it stands there too and not in a cookie.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_ENGINE = "accounts.sessions"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
CSRF_USE_SESSIONS = False
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"

# What the browser is told.
SECURE_CONTENT_TYPE_NOSNIFF = True
# Nothing to anybody else. Not `no-referrer`: browsers then send `Origin: null` with our own forms, which CSRF refuses.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],  # the icons inside Designsystemet's CSS
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Secure-csrf"

# Language and time
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", _("Swedish")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
TIME_ZONE = "Europe/Stockholm"
USE_TZ = True

# Files. Front-end packages are copied to static/vendor by tools/frontend.py; nothing comes from another host.
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]  # nothing of other packages
STATIC_ROOT = environment.data_dir() / "static"
_static_storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
if TEST:
    _static_storage = "django.contrib.staticfiles.storage.StaticFilesStorage"
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": _static_storage},
}
FORM_RENDERER = "nsp.desk.forms.Renderer"

NSP_DATA_DIR = environment.data_dir()
# Mail: in the demo, files with a page that shows them.
MAIL_DIR = NSP_DATA_DIR / "mail"
EMAIL_BACKEND = "reminders.smtp.EmailBackend"
if DEMO or TEST:
    EMAIL_BACKEND = "reminders.spool.EmailBackend"
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587" if PRODUCTION else "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = PRODUCTION
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "nsp@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# What the data protection officer's standing checks of the access log call unusual (docs/operations.md).
NSP_OFFICE_HOURS = environment.numbers("NSP_OFFICE_HOURS", "opens=7,closes=18")
NSP_LOG_CHECKS = environment.numbers("NSP_LOG_CHECKS", "days=30,persons=15,refusals=10,sign_ins=5")

# The coordinators are reminded of a request that has waited for a decision so many working days.
NSP_WAIT_WORKING_DAYS = [int(n) for n in os.environ.get("NSP_WAIT_WORKING_DAYS", "1,3").split(",")]
# The same for an urgent request (the place is needed tonight), in hours of the clock.
NSP_WAIT_URGENT_HOURS = [int(n) for n in os.environ.get("NSP_WAIT_URGENT_HOURS", "2,6").split(",")]
# What Drift and `/health/` call late: minutes that worker and beat (`silent`) or a run (`sweep`) are silent, or that an
# event or an e-mail waits; messages in the queue; free disk in MB. A sweep more than `gap` minutes after the one before
# it tells the coordinators that the program was late.
NSP_HEALTH = environment.numbers("NSP_HEALTH", "silent=5,sweep=10,event=10,mail=60,queue=500,disk=1000,gap=120")
# So many months what is known of somebody is kept (domain §2.7): after an identification that led nowhere, after the
# closing of a case.
NSP_KEEP_MONTHS = environment.numbers("NSP_KEEP_MONTHS", "nowhere=12,closed=24")
# So many days pass from the confirmation of a bank account until somebody is paid to it.
NSP_ACCOUNT_DAYS = int(os.environ.get("NSP_ACCOUNT_DAYS", "3"))

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["accounts.api.Body"],
    "EXCEPTION_HANDLER": "accounts.api.refusal",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "NSP",
    "DESCRIPTION": "What a person can do on a page of the National Support Programme, a program can do here.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    # Choice sets that several fields share need a name of their own.
    "ENUM_NAME_OVERRIDES": {
        "AnswerEnum": "cases.models.choices.Answer",
        "FormEnum": "cases.models.choices.Form",
        "HowSaidEnum": "cases.models.consent.HowSaid",
        "RouteEnum": "cases.models.choices.Route",
        "LevelEnum": "cases.models.choices.Level",
        "ReportMadeEnum": "cases.models.choices.ReportMade",
        "SameStateEnum": "cases.models.same_person.SameState",
        "ThreatEnum": "cases.models.person.Threat",
        "SocietyProtectsEnum": "cases.models.choices.SocietyProtects",
    },
}

# History is written by triggers; who and when come from the door's settings, not from a thread of pghistory's.
PGHISTORY_CREATED_AT_FUNCTION = "CLOCK_TIMESTAMP()"
PGTRIGGER_INSTALL_ON_MIGRATE = False

# Logs carry event names and reference codes only, and go to stderr.
DEFAULT_EXCEPTION_REPORTER = "accounts.faults.Report"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO" if PRODUCTION else "WARNING"},
    "loggers": {
        "django.server": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
        # Its records hold the request, whose form may hold anything; accounts.faults writes what happened instead.
        "django.request": {"level": "CRITICAL"},
    },
}
