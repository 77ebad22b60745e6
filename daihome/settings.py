"""Settings of daihome. `git clone` and one command run it on SQLite; the environment changes it.

Promised variables: DATABASE_URL, SECRET_KEY, DEBUG, ALLOWED_HOSTS, DATA_DIR, HOST, PORT, DEMO,
THROTTLE, CLOCK_DAYS, SITE_URL, EMAIL_URL, EMAIL_FROM. Each bad value stops the start with a sentence (see
`daihome/environment.py`).
"""

import os
from pathlib import Path

from csp.constants import NONE, SELF

from daihome import environment
from daihome.tools import moved_clock
from daihome.tools.import_formats import SafeCSV, SafeXLSX

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = environment.data_dir(BASE_DIR / "data")

DEBUG = environment.flag("DEBUG", False)
HOST = os.environ.get("HOST", "").strip() or "127.0.0.1"
PORT = environment.port("PORT", 8000)
DEMO = environment.flag("DEMO", True)
THROTTLE = environment.throttle(HOST)
CLOCK_DAYS = environment.clock_days(HOST)
# Here, before any app is loaded: some take the function itself and would keep the unmoved one.
moved_clock.move(CLOCK_DAYS)
ALLOWED_HOSTS = environment.hosts("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
SECRET_KEY = environment.secret_key(DATA_DIR)
VAULT_KEYS = environment.vault_keys(DATA_DIR)
# Set only behind a proxy of one's own that overwrites X-Forwarded-For and X-Forwarded-Proto.
TRUSTED_PROXY = environment.flag("TRUSTED_PROXY", False)

INSTALLED_APPS = [
    "daihome.apps.DaihomeAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "axes",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "import_export",
    "simple_history",
    "representatives.apps.RepresentativesConfig",
    "suggestions.apps.SuggestionsConfig",
    "reception.apps.ReceptionConfig",
    "inspections.apps.InspectionsConfig",
    # Last: roles are written after Django has made the permissions of all apps.
    "daihome.apps.DaihomeConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "daihome.middleware.GuardRequest",
    "daihome.middleware.DatabaseDown",
    "daihome.middleware.Unprintable",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "representatives.middleware.IdleSignOut",
    "representatives.middleware.ForcePasswordChange",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "daihome.urls"
WSGI_APPLICATION = "daihome.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

# --- Database -------------------------------------------------------------------------------
# SQLite is the embedded default, PostgreSQL the server database. With two workers Django's
# default SQLite settings answer "database is locked"; a commit must survive a power cut (FULL);
# recursive_triggers closes INSERT OR REPLACE as a way past triggers.
DATABASES = {"default": environment.database(f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA recursive_triggers=ON;"
            "PRAGMA secure_delete=ON;PRAGMA cache_size=-8000;"
            "PRAGMA journal_size_limit=67108864;"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        **DATABASES["default"].get("OPTIONS", {}),
        "connect_timeout": 5,
        "options": "-c statement_timeout=15000 -c idle_in_transaction_session_timeout=30000",
    }

# --- Sign-in --------------------------------------------------------------------------------
AUTH_USER_MODEL = "representatives.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "representatives.passwords.GuessableValidator"},
    {"NAME": "representatives.passwords.NotPreviousValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "accounts:landing"
LOGOUT_REDIRECT_URL = "front"
# A sign-in slip is handed over on paper, often at the next meeting: two weeks.
PASSWORD_RESET_TIMEOUT = 14 * 24 * 3600
# An office behind one address must not be locked out by one person: user and address together.
AXES_FAILURE_LIMIT = 5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_COOLOFF_TIME = 0.25
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "daihome.errors.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = ["username", "password", "next"]

# --- Sessions and headers -------------------------------------------------------------------
SESSION_COOKIE_AGE = 8 * 3600
SESSION_IDLE_MINUTES = 30
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "daihome.errors.csrf_failure"
# HTTPS is on unless only this machine can reach the server; a loopback start has no certificate.
HTTPS = environment.flag("HTTPS", not environment.is_loopback(HOST))
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS and TRUSTED_PROXY
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
# Other hosts of the office's domain are not ours to promise HTTPS for (W005, W021).
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
if not SECURE_SSL_REDIRECT:
    # Without a proxy of one's own Django cannot tell HTTPS from HTTP; a redirect would never end.
    SILENCED_SYSTEM_CHECKS.append("security.W008")
if not HTTPS:
    # On loopback nobody else can listen, and there is no certificate to be had.
    SILENCED_SYSTEM_CHECKS += ["security.W004", "security.W012", "security.W016"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY else None
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

# --- Language -------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
# Django's zh_Hans list of date formats has one that strptime does not know.
FORMAT_MODULE_PATH = ["daihome.formats"]

# --- Files and forms ------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = DATA_DIR / "static"
MEDIA_ROOT = DATA_DIR / "uploads"
STORAGES = {
    "default": {"BACKEND": "daihome.tools.uploads.PrivateStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_NUMBER_FILES = 20
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
REQUEST_MAX_BYTES = 45 * 1024 * 1024
# Every spreadsheet passes the same guard, in and out.
IMPORT_FORMATS = EXPORT_FORMATS = IMPORT_EXPORT_FORMATS = [SafeXLSX, SafeCSV]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- Messages to the outside ----------------------------------------------------------------
# A message that is read in a mailbox or a group has no request to take the site's address from.
SITE_URL = environment.site_url("SITE_URL")
MAIL = environment.mail()
SENDS_MAIL = MAIL is not environment.NO_MAIL
vars().update(MAIL)  # Django's own names: EMAIL_BACKEND, EMAIL_HOST, …
# One mail server that does not answer must not hold up all that waits behind it.
EMAIL_TIMEOUT = 15

# --- Logging --------------------------------------------------------------------------------
# Never query strings, form values or names: paths and what went wrong, nothing of a person.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_personal_data": {"()": "daihome.logs.NoPersonalData"}},
    "formatters": {
        "line": {
            "()": "daihome.logs.OneLine",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["no_personal_data"],
        }
    },
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "axes": {"level": "ERROR"},
        # Both write the address they call, and its key is the robot's password.
        "apprise": {"level": "CRITICAL"},
        "urllib3": {"level": "CRITICAL"},
        "weasyprint": {"level": "WARNING"},
        "fontTools": {"level": "ERROR"},
    },
}
