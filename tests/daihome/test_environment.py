"""What the outside may set: good values are read, bad ones stop the start with a sentence."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from daihome import environment

ROOT = Path(__file__).resolve().parent.parent.parent


def refusal(read, *args):
    with pytest.raises(ImproperlyConfigured) as error:
        read(*args)
    return str(error.value)


@pytest.mark.parametrize(
    ("value", "read"), [("1", True), ("Yes", True), ("off", False), ("", True)]
)
def test_flag(monkeypatch, value, read):
    monkeypatch.setenv("DEMO", value)

    assert environment.flag("DEMO", True) is read


def test_flag_refuses_anything_else(monkeypatch):
    monkeypatch.setenv("DEBUG", "maybe")

    assert "DEBUG" in refusal(environment.flag, "DEBUG", False)


@pytest.mark.parametrize("value", ["0", "65536", "-1", "八千", "８０００", "80 80"])
def test_port_refuses_what_is_none(monkeypatch, value):
    monkeypatch.setenv("PORT", value)

    assert "PORT" in refusal(environment.port, "PORT", 8000)


@pytest.mark.parametrize("value", ["http://a.cn", "a.cn:8000", "a.cn/x", "a b"])
def test_hosts_refuse_scheme_port_and_path(monkeypatch, value):
    monkeypatch.setenv("ALLOWED_HOSTS", value)

    assert "ALLOWED_HOSTS" in refusal(environment.hosts, "ALLOWED_HOSTS", [])


def test_hosts_are_split_at_commas(monkeypatch):
    monkeypatch.setenv("ALLOWED_HOSTS", "a.cn, 10.0.0.5 ,[::1]")

    assert environment.hosts("ALLOWED_HOSTS", []) == ["a.cn", "10.0.0.5", "[::1]"]


def test_throttle_may_be_off_on_loopback_only(monkeypatch):
    monkeypatch.setenv("THROTTLE", "0")

    assert environment.throttle("127.0.0.1") is False
    assert "THROTTLE" in refusal(environment.throttle, "0.0.0.0")


@pytest.mark.parametrize(
    "url", ["mysql://a/b", "daihome", "postgres://u:p@h:port/d", "postgres://u:p@h/"]
)
def test_database_refuses_what_it_cannot_use(monkeypatch, url):
    monkeypatch.setenv("DATABASE_URL", url)

    assert "DATABASE_URL" in refusal(environment.database, "sqlite:////x")


def test_data_dir_is_made_and_a_relative_one_lies_beside_manage_py(monkeypatch, tmp_path):
    monkeypatch.setenv("DATA_DIR", "elsewhere")

    assert environment.data_dir(tmp_path / "data") == tmp_path / "elsewhere"
    assert (tmp_path / "elsewhere").stat().st_mode & 0o077 == 0
    assert (tmp_path / "elsewhere").is_dir()


def test_data_dir_that_cannot_be_made_is_named(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("x")
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "file" / "data"))

    assert "文件夹" in refusal(environment.data_dir, tmp_path)


def test_secret_is_made_once_and_is_the_owners_only(tmp_path):
    first = environment.kept_secret(tmp_path, "vault_key")

    assert environment.kept_secret(tmp_path, "vault_key") == first
    assert stat.S_IMODE((tmp_path / "keys" / "vault_key").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_damaged_secret_is_never_replaced(tmp_path):
    environment.kept_secret(tmp_path, "vault_key")
    (tmp_path / "keys" / "vault_key").write_text("")

    assert "备份" in refusal(environment.kept_secret, tmp_path, "vault_key")


def test_short_secret_key_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("SECRET_KEY", "abc")

    assert "SECRET_KEY" in refusal(environment.secret_key, tmp_path)


def test_a_command_says_what_is_wrong_in_one_sentence(tmp_path):
    asked = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env=os.environ | {"PORT": "abc", "DATA_DIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert asked.returncode == 1
    assert asked.stderr.strip() == "环境变量 PORT 应是 1 到 65535 之间的端口号，现在是“abc”。"


def test_mail_is_off_until_it_is_set_up(monkeypatch):
    monkeypatch.delenv("EMAIL_URL", raising=False)

    assert environment.mail() == {"EMAIL_BACKEND": "django.core.mail.backends.dummy.EmailBackend"}


def test_mail_is_read_from_one_address(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "smtp+ssl://rd%40example.cn:a%2Fb@smtp.example.cn:465")

    settings = environment.mail()

    assert settings["EMAIL_HOST"] == "smtp.example.cn"
    assert settings["EMAIL_PORT"] == 465
    assert settings["EMAIL_USE_SSL"] is True
    assert settings["EMAIL_HOST_USER"] == settings["DEFAULT_FROM_EMAIL"] == "rd@example.cn"
    assert settings["EMAIL_HOST_PASSWORD"] == "a/b"


@pytest.mark.parametrize(
    "url",
    [
        "smtp.example.cn", "http://smtp.example.cn", "smtp://", "smtp://rd:geheim@host:port",
        "filemail:///tmp/geheim", "smtp://rd:geheim@smtp.example.cn/?EMAIL_BACKEND=x",
        "smtp://[geheim",
    ],
)  # fmt: skip
def test_mail_refuses_what_is_no_server_and_repeats_no_password(monkeypatch, url):
    monkeypatch.setenv("EMAIL_URL", url)
    monkeypatch.setenv("EMAIL_FROM", "rd@example.cn")

    sentence = refusal(environment.mail)
    assert "EMAIL_URL" in sentence
    assert "geheim" not in sentence


@pytest.mark.parametrize("sender", ["", "代表之家", "rd@", "rd@example.cn\nBcc: x@example.cn"])
def test_mail_wants_a_sender(monkeypatch, sender):
    monkeypatch.setenv("EMAIL_URL", "smtp://smtp.example.cn")
    monkeypatch.setenv("EMAIL_FROM", sender)

    assert "EMAIL_FROM" in refusal(environment.mail)


@pytest.mark.parametrize(
    ("value", "url"),
    [("", ""), ("https://a.cn/", "https://a.cn"), ("http://10.0.0.5:8000", "http://10.0.0.5:8000")],
)
def test_site_url(monkeypatch, value, url):
    monkeypatch.setenv("SITE_URL", value)

    assert environment.site_url("SITE_URL") == url


@pytest.mark.parametrize(
    "value",
    ["a.cn", "ftp://a.cn", "https://a.cn/x", "https://u:p@a.cn", "https://a.cn:x", "//a.cn"],
)
def test_site_url_refuses_anything_else(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)

    assert "SITE_URL" in refusal(environment.site_url, "SITE_URL")
