"""System checks: what papers need on this machine, and how to install it."""

from ctypes.util import find_library

from django.core.checks import Error, Warning, register

from daihome.tools import fonts

# Without these there is no paper; without the others some characters change their face.
INDISPENSABLE = {"fonts-noto-cjk"}


@register()
def check_fonts(app_configs, **kwargs):
    """Every font family that the style sheets in static/print/ rely on is installed."""
    try:
        installed = fonts.installed_families()
    except FileNotFoundError:
        return [
            Error(
                "找不到 fontconfig，文书和登记簿打印不了。",
                hint="请以 root 运行：apt-get install fontconfig",
                id="daihome.E001",
            )
        ]
    missing = sorted(set(fonts.FREE_FAMILIES) - installed)
    return [font_message(family, fonts.FREE_FAMILIES[family]) for family in missing]


def font_message(family, package):
    """An error for a font that papers cannot do without, else a warning."""
    hint = f"请以 root 运行：apt-get install {package}"
    if package == "texlive-lang-chinese":
        hint = (
            f"请把 {package} 软件包里的 {family}-Regular.otf 复制到 "
            "/usr/local/share/fonts/daihome/，再运行 fc-cache（script/server 会自动做）。"
        )
    if package in INDISPENSABLE:
        return Error(
            f"没有安装字体“{family}”，文书和登记簿打印不了。", hint=hint, id="daihome.E002"
        )
    return Warning(
        f"没有安装字体“{family}”，文书上的一些字会换成别的字体。", hint=hint, id="daihome.W001"
    )


@register()
def check_subsetting(app_configs, **kwargs):
    """HarfBuzz can cut fonts down; without it a notice takes 12 seconds instead of 0.3."""
    if find_library("harfbuzz-subset"):
        return []
    return [
        Error(
            "没有安装 libharfbuzz-subset0，打印一张公告要十几秒。",
            hint="请以 root 运行：apt-get install libharfbuzz-subset0",
            id="daihome.E003",
        )
    ]


@register()
def check_pango(app_configs, **kwargs):
    """Pango is there: without it WeasyPrint cannot even be imported."""
    if find_library("pango-1.0") and find_library("pangoft2-1.0"):
        return []
    return [
        Error(
            "没有安装 Pango，文书和登记簿打印不了。",
            hint="请以 root 运行：apt-get install libpango-1.0-0 libpangoft2-1.0-0",
            id="daihome.E004",
        )
    ]
