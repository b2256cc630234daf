"""Settings: one file, read from the environment once; see docs/settings.md."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.contrib.messages import constants as message_levels

from tuntas.config import environment as env
from tuntas.gateways.storage import read_storage_url

PACKAGE = Path(__file__).resolve().parent.parent
TUNTAS_HOME = Path(env.text("TUNTAS_HOME", "var")).resolve()
PORT = env.number("PORT", 8000)
PUBLIC_URL = env.text("TUNTAS_PUBLIC_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
TUNTAS_MASTER_KEY = env.text("TUNTAS_MASTER_KEY")
STORAGE_URL = env.text("TUNTAS_STORAGE_URL", "file:")
MAIL_URL = env.text("TUNTAS_MAIL_URL", "outbox:")
SMS_URL = env.text("TUNTAS_SMS_URL", "outbox:")
SMS_TOKEN = env.text("TUNTAS_SMS_TOKEN")
SMS_AUTH = env.text("TUNTAS_SMS_AUTH", "Authorization: Bearer {token}")
SMS_FIELDS = env.text("TUNTAS_SMS_FIELDS", '{"to": "{to}", "text": "{text}", "reference": "{key}"}')
SMS_ID_PATH = env.text("TUNTAS_SMS_ID_PATH", "id")
SMS_FORM = env.flag("TUNTAS_SMS_FORM")
SMS_PLUS = env.flag("TUNTAS_SMS_PLUS", default=True)
SMS_DROPS_DOUBLES = env.flag("TUNTAS_SMS_DROPS_DOUBLES")
WHATSAPP_URL = env.text("TUNTAS_WHATSAPP_URL", "simulator:")
WHATSAPP_TOKEN = env.text("TUNTAS_WHATSAPP_TOKEN")
WHATSAPP_PHONE_ID = env.text("TUNTAS_WHATSAPP_PHONE_ID")
WHATSAPP_APP_SECRET = env.text("TUNTAS_WHATSAPP_APP_SECRET")  # two with a comma while the secret is being changed
WHATSAPP_BUSINESS_ID = env.text("TUNTAS_WHATSAPP_BUSINESS_ID")  # of the account, for its templates
WHATSAPP_VERIFY_TOKEN = env.text("TUNTAS_WHATSAPP_VERIFY_TOKEN")
# Solution providers differ here: some have no phone id in the path, some a header of their own.
WHATSAPP_PATH = env.text("TUNTAS_WHATSAPP_PATH", "{phone_id}/messages")
WHATSAPP_AUTH = env.text("TUNTAS_WHATSAPP_AUTH", "Authorization: Bearer {token}")
WHATSAPP_BURST = env.number("TUNTAS_WHATSAPP_BURST", 5)  # messages to one person in 30 seconds
WHATSAPP_SILENCE = env.number("TUNTAS_WHATSAPP_SILENCE", 6)  # seconds after the last photo until we answer
WHATSAPP_DOUBT = env.number("TUNTAS_WHATSAPP_DOUBT", 120)  # seconds until an unanswered message is sent again
WHATSAPP_MEDIA_HOSTS = env.text("TUNTAS_WHATSAPP_MEDIA_HOSTS", "lookaside.fbsbx.com,graph.facebook.com")
QUIET_HOURS = env.text("TUNTAS_QUIET_HOURS", "20:00-07:00")  # an office's switch `quiet_hours` goes before it
NOTICE_SILENCE = env.number("TUNTAS_NOTICE_SILENCE", 12)  # hours without a delivery until the next channel is used
NOTICE_HOURLY = env.number("TUNTAS_NOTICE_HOURLY", 20)  # messages to one number or address in an hour
PUSH_HOSTS = env.text(
    "TUNTAS_PUSH_HOSTS",
    "fcm.googleapis.com,push.services.mozilla.com,notify.windows.com,push.apple.com",
)
ESIGN_URL = env.text("TUNTAS_ESIGN_URL", "local:")
CIVIL_REGISTRY_URL = env.text("TUNTAS_CIVIL_REGISTRY_URL", "")

DEBUG = env.flag("TUNTAS_DEBUG")


def _secret_key() -> str:
    """`TUNTAS_SECRET_KEY`, else `keys/secret.key`, made on first start with mode 0600."""
    if given := env.text("TUNTAS_SECRET_KEY"):
        return given
    folder = TUNTAS_HOME / "keys"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "secret.key"
    if not path.exists():  # several processes may start at once: the file appears complete, and the first one wins
        draft = folder / f"secret.{os.getpid()}"
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return path.read_text()


SECRET_KEY = _secret_key()


def _database() -> dict[str, Any]:
    url = urlsplit(env.text("TUNTAS_DATABASE_URL", f"sqlite:///{TUNTAS_HOME}/tuntas.sqlite3"))
    if url.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(url.hostname or "") or _query_value(url.query, "host"),
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    return {
        "ENGINE": "tuntas.config.sqlite",
        "NAME": unquote(url.path.removeprefix("/")) if url.path.startswith("//") else unquote(url.path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
            "PRAGMA temp_store=MEMORY;PRAGMA mmap_size=0;",
        },
    }


def _query_value(query: str, name: str) -> str:
    pairs = (part.partition("=") for part in query.split("&"))
    return next((unquote(value) for key, _, value in pairs if key == name), "")


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

ALLOWED_HOSTS = ["*"] if DEBUG else ["127.0.0.1", "localhost", "[::1]", urlsplit(PUBLIC_URL).hostname or "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
_HTTPS = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "tuntas.screens.shared",
    "tuntas.screens.public",
    "tuntas.screens.resident",
    "tuntas.screens.desk",  # before allauth, whose pages it dresses
    "tuntas.screens.admin",
    "tuntas.screens.demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "ninja",
    "tuntas.vault",
    "tuntas.jobs",
    "tuntas.offices",
    "tuntas.people",
    "tuntas.catalog",
    "tuntas.intake",
    "tuntas.cases",
    "tuntas.letters",
    "tuntas.notices",
    "tuntas.handover",
    "tuntas.api",
    "tuntas.chat",
    "tuntas.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tuntas.screens.shared.compression.CompressText",
    "tuntas.screens.shared.sheet.RememberSheet",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tuntas.api.heads.AnswerHead",
    "tuntas.api.problems.SpeakProblems",
]

ROOT_URLCONF = "tuntas.config.urls"
WSGI_APPLICATION = "tuntas.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tuntas.screens.shared.context.page",
            ],
        },
    }
]

AUTH_USER_MODEL = "offices.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["tuntas.offices.passwords.PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "name", "nip")},
    },
]
MESSAGE_TAGS = {message_levels.SUCCESS: "ok", message_levels.WARNING: "warn", message_levels.ERROR: "no"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:start"
LOGOUT_REDIRECT_URL = "resident:home"

ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "tuntas.config.accounts.OfficerAdapter"
ACCOUNT_FORMS = {
    "login": "tuntas.config.account_forms.OfficerLoginForm",
    "reauthenticate": "tuntas.config.account_forms.OfficerReauthenticateForm",
    "change_password": "tuntas.config.account_forms.OfficerChangePasswordForm",
}
# Guesses are counted per account in the database (offices.passwords); these only break a flood. A whole city's
# offices may share one address.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "5/300s/key",
    "reauthenticate": "30/m/user",
    "change_password": "10/m/user",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
ACCOUNT_PRESERVE_USERNAME_CASING = False
ACCOUNT_SESSION_REMEMBER = False  # counters share a computer: the session ends with the browser
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
MFA_FORMS = {
    "authenticate": "tuntas.config.account_forms.OfficerCodeForm",
    "reauthenticate": "tuntas.config.account_forms.OfficerReauthenticateByCodeForm",
    "activate_totp": "tuntas.config.account_forms.OfficerActivateTOTPForm",
    "add_webauthn": "tuntas.config.account_forms.OfficerAddKeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # addresses come from the administrator
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RATE_LIMITS = {"webauthn_login": "300/m/ip"}
MFA_ADAPTER = "tuntas.config.accounts.OfficerMFAAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _HTTPS

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia")]
LOCALE_PATHS = [TUNTAS_HOME / "locale"]  # the languages of this installation, see docs/how-to/add-a-language.md
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Jakarta"
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATIC_ROOT = TUNTAS_HOME / "static"
STORAGES = {
    "default": read_storage_url(STORAGE_URL, home=TUNTAS_HOME),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]  # nothing unencrypted on disk
FILE_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
UPLOAD_LIMIT = 25 * 1024 * 1024  # bytes a single file may have

SESSION_COOKIE_AGE = 10 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_NAME = "tuntas_officer"
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "tuntas_csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "tuntas.screens.shared.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
# "no-referrer" would also blank the Origin of our own forms, and their check would refuse every one of them.
SECURE_REFERRER_POLICY = "same-origin"
if _HTTPS:  # the web process listens on this machine only: whoever reaches it is the proxy
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
# The proxy in front turns http into https; the other names under a city's domain are not ours to bind.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W008", "security.W021"]
X_FRAME_OPTIONS = "DENY"
# What each page inlines (its sheet) carries a nonce; nothing comes from another origin.
from csp.constants import NONCE, NONE, SELF  # noqa: E402 -- the constants belong to the block below

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    }
}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
LOGGING_CONFIG = "tuntas.config.logs.set_up"
LOGGING: dict[str, Any] = {"version": 1}  # not empty: for an empty one Django would not call the line above
