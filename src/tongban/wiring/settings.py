"""设置：全部来自数据文件夹和环境变量，本文件只接线 (every value comes from the data folder or the environment)."""

import os
from pathlib import Path

from tongban.foundation import database, home
from tongban.foundation.crypto.keyring import KeyRing

PACKAGE = Path(__file__).resolve().parent.parent
HOME = home.home()
KEYS_DIR = HOME / "keys"
FIELD_CIPHER, CRYPTO_PROVIDER = "aes-256-gcm", "software"
FILES_DIR = HOME / "files"
FONTS_DIR = Path(os.environ.get("FONTS_DIR", PACKAGE.parent.parent / "var" / "assets" / "fonts"))

# The demonstration district: relaxes the second factor of staff, prints its accounts, and says so on every page.
DEMO = os.environ.get("TONGBAN_DEMO", "1") == "1"
DEBUG = False
SECRET_KEY, *SECRET_KEY_FALLBACKS = KeyRing(KEYS_DIR).secret_texts()
ALLOWED_HOSTS = os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
SITE_ADDRESS = os.environ.get("SITE_ADDRESS", f"http://127.0.0.1:{os.environ.get('PORT', '8000')}")

DATABASE_URL = home.database_url()
DATABASES = {"default": database.django_database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "tongban.foundation.accounts",
    "tongban.foundation.files",
    "tongban.foundation.pages",
    "tongban.foundation.tries",
    "tongban.rooms.journal",
    "tongban.rooms.calendar",
    "tongban.rooms.organisation",
    "tongban.rooms.people",
    "tongban.rooms.catalogue",
    "tongban.rooms.cases",
    "tongban.rooms.licences",
    "tongban.rooms.notices",
    "tongban.rooms.rating",
    *(f"tongban.doors.{door}" for door in ("portal", "desk", "hall", "board", "api", "peers", "backstage")),
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "tongban.wiring",
]

MIDDLEWARE = [
    "tongban.foundation.http.middleware.Arrival",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tongban.foundation.http.middleware.Refusals",
    "tongban.wiring.announcing.Announcing",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tongban.foundation.accounts.recognition.Recognition",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tongban.wiring.identity.Identity",
    "tongban.wiring.gate.Gate",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tongban.wiring.urls"
WSGI_APPLICATION = "tongban.wiring.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "tongban.foundation.pages.settled.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tongban.foundation.pages.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "tongban.foundation.pages.forms.PageFormRenderer"

AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("MinimumLengthValidator", {"min_length": 10}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "login"
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_FORMS = {"login": "tongban.foundation.pages.forms.login.SignIn"}
ACCOUNT_ADAPTER = "tongban.wiring.identity.AccountAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_TOTP_ISSUER = "通办"
MFA_FORMS = {
    "add_webauthn": "tongban.foundation.pages.forms.login.NewKey",
    "edit_webauthn": "tongban.foundation.pages.forms.login.RenamedKey",
}
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "province",
                "name": "省统一身份认证",
                "client_id": os.environ.get("OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("OIDC_SECRET", ""),
                "settings": {"server_url": os.environ["OIDC_SERVER_URL"]},
            }
        ]
        if os.environ.get("OIDC_SERVER_URL")
        else []
    }
}
# Five wrong passwords lock an account name (not an address: a hall's machines share one) for fifteen minutes.
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username"]
AXES_RESET_ON_SUCCESS = True
# allauth would count by address and lock a whole hall out: axes alone counts, by name.
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}
AXES_USERNAME_CALLABLE = "tongban.wiring.identity.attempted_login"
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

SESSION_ENGINE = "tongban.foundation.accounts.sessions"
SESSION_COOKIE_AGE = 20 * 3600  # a citizen filling in a long form is not thrown out (WCAG 2.2.1)
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SECURE_COOKIES = SITE_ADDRESS.startswith("https://")
SESSION_COOKIE_SECURE = SECURE_COOKIES
CSRF_COOKIE_SECURE = SECURE_COOKIES
SECURE_CONTENT_TYPE_NOSNIFF = True
CSRF_FAILURE_VIEW = "tongban.foundation.pages.views.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_621_440

LANGUAGE_CODE = "zh-hans"
# English joins when its catalogue is complete: a page in two languages is none.
LANGUAGES = [("zh-hans", "简体中文")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# Letters go to the console, addressee hidden, until a mail server and an SMS gateway are named.
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
_MAIL = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "tongban.foundation.messaging.console.MailConsole"
)
EMAIL_BACKEND = os.environ.get("EMAIL_BACKEND", _MAIL)
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "465"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 3
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", "tongban@localhost")
SMS_GATEWAY_URL = os.environ.get("SMS_GATEWAY_URL", "")
SMS_GATEWAY_ACCOUNT = os.environ.get("SMS_GATEWAY_ACCOUNT", "")
SMS_GATEWAY_SECRET = os.environ.get("SMS_GATEWAY_SECRET", "")
SILENCED_SYSTEM_CHECKS = [
    "axes.W003",
    "axes.W006",  # by account name only: a hall's machines share one address (see AXES_LOCKOUT_PARAMETERS)
]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "tongban.foundation.logs.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL", "WARNING")},
}
