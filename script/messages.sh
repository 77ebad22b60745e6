# What the scripts share; sourced, not run. Needs: the checkout as working directory.

# PYTHONUTF8: with a terminal set to another encoding Python could not print Chinese.
export PYTHONUTF8=1 PYTHONUNBUFFERED=1
PYTHON="$PWD/.venv/bin/python"
SETUP_LOG=.venv/setup.log

say() { printf '%s\n' "$*"; }

warn() { printf '提醒：%s\n' "$*" >&2; }

# Ends the script with a sentence that says what to do next.
stop() {
    printf '\n没有完成：%s\n' "$*" >&2
    exit 1
}
