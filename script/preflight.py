"""Reads the settings and tries the address before gunicorn does.

Run by script/server. Prints three lines: the address to bind, the folder of collected static
files, 1 or 0 for DEMO. What is wrong is said in one sentence on stderr, with exit code 1.
"""

import errno
import os
import socket
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from django.core.exceptions import ImproperlyConfigured

REASONS = {
    errno.EADDRINUSE: "端口 {port} 已被别的程序占用（也许本程序已经在运行）。请先停掉它，或换一个端口，例如 PORT=8001 script/server。",
    errno.EACCES: "没有权限使用端口 {port}。请换一个 1024 以上的端口，例如 PORT=8000 script/server。",
    errno.EADDRNOTAVAIL: "这台机器没有地址 {host}。HOST 应是本机的地址：127.0.0.1 只供本机，0.0.0.0 供所有网卡。",
}


class AddressError(Exception):
    """The server cannot listen there; the text says why and what to do."""


def try_address(host, port):
    """Listen for a moment on `host`:`port`; raises AddressError when that cannot be done."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            # Like gunicorn: a port that was closed a moment ago is free.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except (socket.gaierror, UnicodeError) as error:
        message = f"环境变量 HOST 应是本机的地址，例如 127.0.0.1 或 0.0.0.0，现在是“{host}”。"
        raise AddressError(message) from error
    except OSError as error:
        message = REASONS.get(
            error.errno, f"不能在 {host} 的端口 {port} 上监听（{error.strerror}）。"
        )
        raise AddressError(message.format(host=host, port=port)) from error


def bracketed(host):
    """`host` as it is written before a port: IPv6 addresses in brackets."""
    return f"[{host}]" if ":" in host else host


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daihome.settings")
    try:
        from daihome import settings

        try_address(settings.HOST, settings.PORT)
    except (ImproperlyConfigured, AddressError) as error:
        sys.exit(f"\n没有完成：{error}")
    address = f"{bracketed(settings.HOST)}:{settings.PORT}"
    print(address, settings.STATIC_ROOT, int(settings.DEMO), sep="\n")  # noqa: T201


if __name__ == "__main__":
    main()
