"""All settings, read once from the environment; differences between places are values, not files.

`.env.sample` lists every variable; a test keeps the two equal. Policy figures are not settings: see engine/policy.
"""

import os
import secrets
from pathlib import Path
from urllib.parse import unquote, urlparse

from django.utils.translation import gettext_lazy as _


def env(name: str, default: str = "") -> str:
    """Return a variable, or the content of the file that NAME_FILE points to."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text("utf-8").strip()
    return os.environ.get(name, default)


def env_flag(name: str, *, default: bool = False) -> bool:
    """Return a variable that is 1/0, true/false, yes/no; anything else stops the start with a sentence."""
    value = env(name, "1" if default else "0").lower()
    if value in ("1", "true", "yes"):
        return True
    if value in ("0", "false", "no", ""):
        return False
    raise SystemExit(f"{name} is {value!r}. Write 1 for yes or 0 for no, or leave it out.")


# Where this installation keeps its database, uploads, keys and queue: one folder to back up.
HOME = Path(env("ZHUCUN_HOME", "var")).resolve()
HOME.mkdir(parents=True, exist_ok=True)

# A demo has made-up people, says so on each page, and asks nobody for a second factor.
DEMO = env_flag("ZHUCUN_DEMO")
DEMO_PASSWORD = "zhucun-demo-2026"  # noqa: S105  (of made-up people; printed on a demo's sign-in page)
DEBUG = env_flag("ZHUCUN_DEBUG")


def kept_secret(name: str) -> str:
    """Return a secret from the environment, or make one once and keep it beside the database, readable by us only."""
    if value := env(name):
        return value
    path = HOME / name.lower()
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48), "utf-8")
    return path.read_text("utf-8")


SECRET_KEY = kept_secret("ZHUCUN_SECRET_KEY")
# Seals identity numbers, phones and accounts. Without it they cannot be read: back it up with the database.
IDENTITY_KEY = kept_secret("ZHUCUN_IDENTITY_KEY")

ALLOWED_HOSTS = env("ZHUCUN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if host not in ("*", "localhost", "127.0.0.1")]

INSTALLED_APPS = [
    "zhucun.ui",
    "zhucun.core",
    "zhucun.policy",
    "zhucun.registry",
    "zhucun.identification",
    "zhucun.visits",
    "zhucun.verification",
    "zhucun.postings",
    "zhucun.intake",
    "zhucun.dashboards",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "huey.contrib.djhuey",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # allauth's pages use it
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "zhucun.core.middleware.content_security_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "zhucun.core.middleware.without_nul",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "zhucun.core.middleware.own_password",
    "zhucun.core.middleware.second_factor",
    "zhucun.core.middleware.refusals",
]

ROOT_URLCONF = "zhucun.urls"
WSGI_APPLICATION = "zhucun.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "zhucun.core.context.frame",
            ],
            "builtins": [f"zhucun.ui.templatetags.{name}" for name in ("ui", "kept", "charts", "lists")],
        },
    },
]


def database(url: str) -> dict[str, object]:
    """Return Django's settings for postgresql://user:password@host:port/name, or for SQLite when the address is empty.

    SQLite is tuned as measured for one process and four threads: write-ahead log, immediate transactions, a busy wait.
    """
    if not url:
        pragmas = (
            "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA cache_size=-65536;"
            "PRAGMA temp_store=MEMORY;PRAGMA journal_size_limit=67108864;"
        )
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "zhucun.sqlite3",
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
            "CONN_MAX_AGE": None,
        }
    parts = urlparse(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise SystemExit(
            f"DATABASE_URL starts with {parts.scheme!r}. Give postgresql://user:password@host:5432/name, "
            "or leave it out to use SQLite."
        )
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # Compiling a page's question takes longer than answering it.
        "OPTIONS": {"options": "-c jit=off"},
    }


DATABASES = {"default": database(env("DATABASE_URL"))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The rate limits of sign-in must hold across processes, so they live in the database.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_cache"}}

# Which jobs an event sets off; by name, because core never imports an upper floor.
EVENT_JOBS = "zhucun.jobs.JOBS"

# Work that must not block a page: its own SQLite file, so that a long job never holds the main database's lock.
HUEY = {
    "huey_class": "huey.SqliteHuey",
    "name": "zhucun",
    "filename": str(HOME / "work.sqlite3"),
    "immediate": env_flag("ZHUCUN_WORK_AT_ONCE"),
    "consumer": {"workers": 2, "worker_type": "thread"},  # two: a long solving must not hold up an import,
}

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "zhucun.core.accounts.ClosedAccounts"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Zhucun 驻村"

FORM_RENDERER = "zhucun.ui.fields.Renderer"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Chinese")), ("en", _("English"))]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
FORMAT_MODULE_PATH = "zhucun.ui.formats"

STATIC_URL = "static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": HOME / "uploads"}},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or env_flag("ZHUCUN_PLAIN_STATIC")
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 30 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# How large a file the import wizard takes.
UPLOAD_MAX_BYTES = 30 * 1024 * 1024
# An import that nobody finishes is dropped after this time, and its file with it: it may hold identity numbers.
IMPORT_KEPT_DAYS = 30
# How long a whole import can be undone; then its journal, sealed, is deleted.
IMPORT_UNDO_DAYS = 30

# Behind https everything is locked down; plain http is for localhost and a demo only.
HTTPS = env_flag("ZHUCUN_HTTPS")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_flag("ZHUCUN_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 8 * 3600
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env("ZHUCUN_LOG", "WARNING")},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
