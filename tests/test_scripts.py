"""The scripts by which people start, prepare and test the project."""

import fcntl
import os
import re
import runpy
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = ["script/setup", "script/server", "script/test", ".ci/run"]
PACKAGES = [
    "python3-venv",
    "tzdata",
    "libpango-1.0-0",
    "libpangoft2-1.0-0",
    "libharfbuzz-subset0",
    "fontconfig",
    "fonts-noto-cjk",
    "fonts-hanazono",
]


def make_machine(tmp_path, *, user="1000", installed=(), apt="exit 100"):
    """A checkout with the scripts alone, and commands that pretend to be the machine's."""
    checkout = tmp_path / "checkout"
    shutil.copytree(ROOT / "script", checkout / "script")
    (checkout / "script/requirements.txt").write_text("# nothing\n")
    fakes = tmp_path / "bin"
    fakes.mkdir()
    lines = "".join(f"installed {name}\\n" for name in installed)
    make_command(fakes / "id", f"echo {user}")
    make_command(fakes / "dpkg-query", f"printf '{lines}'")
    make_command(fakes / "apt-get", f'echo "$@" >>{tmp_path}/apt-calls\n{apt}')
    make_command(fakes / "fc-list", "echo FandolFang; echo FandolKai")
    return checkout


def make_command(path, body):
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def command_environ(checkout, **more):
    path = f"{checkout.parent / 'bin'}:{os.environ['PATH']}"
    return {"PATH": path, "HOME": str(checkout.parent), **more}


def run_script(checkout, name, *args):
    return subprocess.run(
        [checkout / "script" / name, *args],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=command_environ(checkout),
        timeout=120,
        check=False,
    )


def run_preflight(tmp_path, **environ):
    return subprocess.run(
        [sys.executable, ROOT / "script/preflight.py"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={"DATA_DIR": str(tmp_path / "data"), "PYTHONUTF8": "1", **environ},
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def gunicorn_conf():
    return runpy.run_path(str(ROOT / "script/gunicorn.conf.py"))


@pytest.mark.parametrize("name", SCRIPTS)
def test_script_is_executable_sh(name):
    result = subprocess.run(["sh", "-n", ROOT / name], capture_output=True, text=True, check=False)

    assert result.stderr == ""
    assert os.access(ROOT / name, os.X_OK)
    assert (ROOT / name).read_text(encoding="utf-8").startswith("#!/bin/sh\n")


def test_requirements_for_development_contain_those_of_the_server():
    pins = [
        set(re.findall(r"^[A-Za-z0-9_.\[\]-]+==\S+", (ROOT / "script" / name).read_text(), re.M))
        for name in ("requirements.txt", "requirements-dev.txt")
    ]

    assert pins[0]
    assert pins[0] - pins[1] == set()


def test_setup_without_root_names_the_missing_packages_and_the_command(tmp_path):
    checkout = make_machine(tmp_path, installed=PACKAGES[2:])

    result = run_script(checkout, "setup")

    assert result.returncode == 1
    assert "缺少系统软件包：python3-venv tzdata。" in result.stderr
    command = "apt-get update && apt-get install -y --no-install-recommends python3-venv tzdata\n"
    assert command in result.stderr
    assert not (tmp_path / "apt-calls").exists()


def test_setup_for_tests_wants_more_packages(tmp_path):
    checkout = make_machine(tmp_path, installed=PACKAGES)

    result = run_script(checkout, "setup", "--dev")

    assert "缺少系统软件包：chromium libatomic1 poppler-utils postgresql。" in result.stderr
    assert "再运行 script/test" in result.stderr


def test_setup_as_root_shows_why_a_package_could_not_be_had(tmp_path):
    checkout = make_machine(tmp_path, user="0", apt="echo E: Unable to fetch; exit 100")

    result = run_script(checkout, "setup")

    assert result.returncode == 1
    assert "E: Unable to fetch" in result.stderr
    assert "系统软件包没有装好" in result.stderr
    assert "--no-install-recommends python3-venv" in result.stderr
    calls = (tmp_path / "apt-calls").read_text().splitlines()
    assert [re.sub(r" ?-\S+( \S+::\S+)?", "", call).split()[0] for call in calls] == [
        "update",
        "install",
    ]


def test_setup_refuses_an_unknown_argument(tmp_path):
    result = run_script(make_machine(tmp_path), "setup", "--all")

    assert result.returncode == 1
    assert "只认识一个参数 --dev" in result.stderr


def test_setup_twice_works_once(tmp_path):
    checkout = make_machine(tmp_path, installed=PACKAGES)

    first = run_script(checkout, "setup")
    made = (checkout / ".venv/pyvenv.cfg").stat().st_mtime_ns
    second = run_script(checkout, "setup")

    assert (first.returncode, first.stderr) == (0, "")
    assert "建立 Python 环境" in first.stdout
    assert (second.returncode, second.stderr) == (0, "")
    assert "第 4/5 步：Python 环境 .venv，已有。" in second.stdout
    assert "第 5/5 步：Python 组件，已齐全。" in second.stdout
    assert (checkout / ".venv/pyvenv.cfg").stat().st_mtime_ns == made


def test_second_setup_waits_for_the_first(tmp_path):
    checkout = make_machine(tmp_path)

    with (checkout / "script/setup").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        waiting = subprocess.Popen(
            [checkout / "script/setup"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=command_environ(checkout),
        )
        line = waiting.stdout.readline().decode()
        still_waiting = waiting.poll() is None
    waiting.communicate(timeout=30)

    assert "等它做完再继续" in line
    assert still_waiting
    assert waiting.returncode == 1


def test_server_takes_no_arguments(tmp_path):
    result = run_script(make_machine(tmp_path), "server", "8001")

    assert result.returncode == 1
    assert "PORT=8001 script/server" in result.stderr


def test_preflight_prints_address_static_folder_and_demo(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]

    result = run_preflight(tmp_path, PORT=str(port), DEMO="0")

    assert result.stderr == ""
    assert result.stdout.splitlines() == [f"127.0.0.1:{port}", f"{tmp_path}/data/static", "0"]


def test_preflight_says_that_the_port_is_taken(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run_preflight(tmp_path, PORT=str(port))

    assert result.returncode == 1
    assert result.stdout == ""
    assert f"端口 {port} 已被别的程序占用" in result.stderr


@pytest.mark.parametrize(
    ("environ", "words"),
    [
        ({"PORT": "80a"}, "端口号，现在是“80a”"),
        ({"PORT": "0"}, "端口号，现在是“0”"),
        ({"HOST": "no such host"}, "环境变量 HOST 应是本机的地址"),
        ({"HOST": "192.0.2.1"}, "这台机器没有地址 192.0.2.1"),
        ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL 应以"),
    ],
)
def test_preflight_refuses_a_bad_value_with_one_sentence(tmp_path, environ, words):
    result = run_preflight(tmp_path, **environ)

    assert result.returncode == 1
    assert words in result.stderr
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    ("path", "logged"),
    [
        ("/suggestions/new/", "/suggestions/new/"),
        ("/suggestions/reply/Zm9vYmFyYmF6cXV4cXV1eA/", "/suggestions/reply/***/"),
        ("/a\n127.0.0.1 GET /b 200\x1b[31m", "/a%0A127.0.0.1%20GET%20/b%20200%1B%5B31m"),
        ("/张三".encode().decode("latin-1"), "/%E5%BC%A0%E4%B8%89"),
        (None, "-"),
    ],
)
def test_access_log_shows_a_path_on_one_line_without_secrets(gunicorn_conf, path, logged):
    assert gunicorn_conf["loggable_path"](path) == logged


def test_access_log_cuts_an_endless_path(gunicorn_conf):
    assert len(gunicorn_conf["loggable_path"]("/a" * 5000)) == 200


@pytest.mark.parametrize(
    ("line", "logged"),
    [
        ("Error handling request GET /x?phone=13800138000", "Error handling request GET /x"),
        ("Invalid request from ip=1.2.3.4: 'GE\x01T /?name=x'", "Invalid request"),
        ("Booting worker with pid: 7", "Booting worker with pid: 7"),
    ],
)
def test_error_log_keeps_nothing_that_a_client_typed(gunicorn_conf, line, logged):
    assert gunicorn_conf["loggable_line"](line) == logged


def test_access_log_format_has_no_query(gunicorn_conf):
    assert re.findall(r"%\((\w)\)s", gunicorn_conf["access_log_format"]) == list("thmUsL")
