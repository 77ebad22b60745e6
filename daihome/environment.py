"""What the outside may set, read once and refused with a sentence when it is wrong.

Every reader raises `ImproperlyConfigured` with a Chinese sentence that says what is wanted,
so that a bad value stops the start instead of surfacing later as something else.
"""

import base64
import hashlib
import ipaddress
import os
import re
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
DATABASE_SCHEMES = {"sqlite", "postgres", "postgresql", "pgsql", "psql"}
MAIL_SCHEMES = {"smtp", "smtp+tls", "smtp+ssl", "consolemail"}
NO_MAIL = {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
KEY_BYTES = 32
MOST_DAYS = 3660  # ten years


def flag(name: str, default: bool) -> bool:
    """A yes-or-no variable: 1/0, true/false, yes/no, on/off."""
    value = os.environ.get(name, "").strip().lower()
    if value == "":
        return default
    if value in TRUE | FALSE:
        return value in TRUE
    raise ImproperlyConfigured(
        f"环境变量 {name} 只能是 1 或 0，现在是“{value}”。请改正后重新启动。"
    )


def port(name: str, default: int) -> int:
    """A TCP port from 1 to 65535."""
    value = os.environ.get(name, "").strip() or str(default)
    if value.isascii() and value.isdigit() and 1 <= int(value) <= 65535:
        return int(value)
    raise ImproperlyConfigured(f"环境变量 {name} 应是 1 到 65535 之间的端口号，现在是“{value}”。")


def hosts(name: str, default: list[str]) -> list[str]:
    """Host names, separated by commas, without scheme or port."""
    names = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
    for host in names:
        if any(mark in host for mark in "/ @") or host.count(":") == 1:
            raise ImproperlyConfigured(
                f"环境变量 {name} 应是用逗号分开的域名或地址，不带 http:// 和端口，现在有“{host}”。"
            )
    return names or default


def is_loopback(host: str) -> bool:
    """True when only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def throttle(host: str) -> bool:
    """Whether public forms are limited per address; switching off is for measuring only."""
    limited = flag("THROTTLE", True)
    if not limited and not is_loopback(host):
        raise ImproperlyConfigured(
            "THROTTLE=0 只用于本机测速，HOST 必须是本机地址（127.0.0.1）。请去掉 THROTTLE=0 再启动。"
        )
    return limited


def clock_days(host: str) -> int:
    """By how many whole days the site's clock is moved, for tests on this machine only."""
    value = os.environ.get("CLOCK_DAYS", "").strip() or "0"
    if not re.fullmatch(r"-?[0-9]{1,4}", value) or abs(int(value)) > MOST_DAYS:
        raise ImproperlyConfigured(
            f"环境变量 CLOCK_DAYS 应是 -{MOST_DAYS} 到 {MOST_DAYS} 之间的整数（把时间拨快几天），"
            f"现在是“{value}”。"
        )
    if int(value) and not is_loopback(host):
        raise ImproperlyConfigured(
            "CLOCK_DAYS 只用于本机测试，HOST 必须是本机地址（127.0.0.1）。请去掉 CLOCK_DAYS 再启动。"
        )
    return int(value)


def data_dir(default: Path) -> Path:
    """The folder for database, uploads, keys and made papers; made when it is missing.

    A relative path is taken from the folder that `default` lies in, beside manage.py.
    """
    folder = default.parent / (os.environ.get("DATA_DIR", "").strip() or default)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(
            f"建不了数据文件夹“{folder}”（{error.strerror}）。请换一个可以写入的文件夹。"
        ) from error
    if not os.access(folder, os.W_OK):
        raise ImproperlyConfigured(f"数据文件夹“{folder}”不能写入。请改权限或换一个文件夹。")
    return folder


def database(default: str) -> dict:
    """Django's database settings from DATABASE_URL: SQLite or PostgreSQL."""
    url = os.environ.get("DATABASE_URL", "").strip() or default
    wanted = (
        "环境变量 DATABASE_URL 应以 sqlite:/// 或 postgres:// 开头，"
        "例如 postgres://用户:密码@127.0.0.1:5432/daihome。"
    )
    if urlsplit(url).scheme not in DATABASE_SCHEMES:
        raise ImproperlyConfigured(wanted)
    try:
        settings = environ.Env.db_url_config(url)
    except ValueError as error:
        raise ImproperlyConfigured(f"环境变量 DATABASE_URL 看不懂。{wanted}") from error
    if not settings["NAME"]:
        raise ImproperlyConfigured(f"环境变量 DATABASE_URL 缺少数据库名。{wanted}")
    return settings


def site_url(name: str) -> str:
    """The address under which people open this site, without a path; empty when not set."""
    url = os.environ.get(name, "").strip().rstrip("/")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        usable = parts.scheme in {"http", "https"} and parts.hostname and (parts.port or True)
    except ValueError:
        usable = False
    if not usable or parts.username or url != f"{parts.scheme}://{parts.netloc}":
        raise ImproperlyConfigured(
            f"环境变量 {name} 应是打开本网站的网址，不带后面的路径，例如 https://daihome.example.cn。"
        )
    return url


def mail() -> dict:
    """Django's mail settings from EMAIL_URL and EMAIL_FROM; without them no mail is sent.

    The sentences never repeat EMAIL_URL: a password is in it.
    """
    url = os.environ.get("EMAIL_URL", "").strip()
    sender = os.environ.get("EMAIL_FROM", "").strip()
    if not url:
        return NO_MAIL
    wanted = (
        "环境变量 EMAIL_URL 应是发信服务器的网址，例如 "
        "smtp+ssl://账号%40example.cn:密码@smtp.example.cn:465；账号和密码里的特殊符号要写成 %40 这样。"
    )
    try:
        settings = environ.Env.email_url_config(url)
        parts = urlsplit(url)
        usable = parts.scheme in MAIL_SCHEMES and not (parts.path.strip("/") or parts.query)
    except (ValueError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(wanted) from error
    if not usable or not (settings["EMAIL_HOST"] or url.startswith("consolemail:")):
        raise ImproperlyConfigured(wanted)
    return settings | {"DEFAULT_FROM_EMAIL": _sender(sender or settings["EMAIL_HOST_USER"] or "")}


def _sender(address: str) -> str:
    try:
        validate_email(address)
    except ValidationError as error:
        raise ImproperlyConfigured(
            "环境变量 EMAIL_FROM 应是发信的邮箱地址，例如 daihome@example.cn。"
        ) from error
    return address


def kept_secret(folder: Path, name: str) -> str:
    """The secret kept in `folder/keys/name`, made on first use, readable by its owner only."""
    keys = folder / "keys"
    keys.mkdir(mode=0o700, exist_ok=True)
    path = keys / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read_secret(path)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode())
        file.flush()
        os.fsync(file.fileno())
    return _read_secret(path)


def _read_secret(path: Path) -> str:
    value = path.read_text(encoding="ascii").strip()
    if len(value) < KEY_BYTES:
        raise ImproperlyConfigured(
            f"密钥文件“{path}”是空的或不完整。请从备份恢复它；不要删除，否则加密的资料再也读不出来。"
        )
    return value


def secret_key(folder: Path) -> str:
    """SECRET_KEY from the environment, else the kept one."""
    given = os.environ.get("SECRET_KEY", "")
    if given and (len(given) < 50 or len(set(given)) < 5):
        raise ImproperlyConfigured(
            "环境变量 SECRET_KEY 太短，至少 50 个字符；不设则自动生成并保存。"
        )
    return given or kept_secret(folder, "secret_key") + "-django-secret-key"


def vault_keys(folder: Path) -> dict[str, bytes]:
    """Keys of the vault by a fingerprint, the present one first; files `vault_key.*` are older ones."""
    older = [_read_secret(path) for path in sorted((folder / "keys").glob("vault_key.*"))]
    keys = map(base64.urlsafe_b64decode, [kept_secret(folder, "vault_key"), *older])
    return {hashlib.sha256(key).hexdigest()[:8]: key for key in keys}
