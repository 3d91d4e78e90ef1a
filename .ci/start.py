"""
Set the program up on a machine that has only Python, and run it.

    python3 .ci/start.py demo [DIR]    the main job on the sample data, end to end
    python3 .ci/start.py test [...]    the tests, on all cores; what follows goes to pytest
    python3 .ci/start.py window        the program itself

Standard library only. On Debian and Ubuntu the system packages that Qt and the tests need are installed first, when
some are missing and the person may install them.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WINDOWS = os.name == "nt"
PYTHON = ROOT / ".venv" / ("Scripts/python.exe" if WINDOWS else "bin/python")

QT = [
    "libegl1",
    "libgl1",
    "libglib2.0-0",
    "libfontconfig1",
    "libfreetype6",
    "libdbus-1-3",
    "libxkbcommon0",
    "libx11-6",
    "libxext6",
    "libxrandr2",
    "libxrender1",
    "libdrm2",
    "libgssapi-krb5-2",
    "libbrotli1",
    "libzstd1",
    "libpulse0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
]
FOR_TESTS = [
    "xvfb",
    "xauth",
    "xdotool",
    "poppler-utils",
    "libreoffice-calc",
    "softhsm2",
    "postgresql",
    "gcc",
    "libc6-dev",
]


def main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in ("demo", "test", "window"):
        print(__doc__)
        return 2
    what, rest = arguments[0], arguments[1:]
    system_packages(QT + (FOR_TESTS if what == "test" else []))
    python_packages()
    if what == "test":
        environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
        workers = ["-n", str(min(os.cpu_count() or 1, 8)), "--dist", "loadfile"] if not rest else []
        return run([PYTHON, "-m", "pytest", *workers, *rest], env=environment)
    if what == "window":
        return run([PYTHON, "-m", "ui", *rest])
    return run([PYTHON, "-m", "inspector", "demo", *rest])


def system_packages(names: list[str]) -> None:
    """Install what is missing of `names` where apt is the way to do it; elsewhere Qt brings what it needs."""
    if not shutil.which("apt-get"):
        return
    asked = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names]
    known = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
    present = {line.split()[0] for line in known.splitlines() if line.endswith(" installed")}
    missing = [name for name in names if name not in present]
    if not missing:
        return
    print(f"Installing system packages: {' '.join(missing)}", file=sys.stderr)
    before = [] if os.geteuid() == 0 else ["sudo"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    quiet = ["-qq", "-o", "Dpkg::Use-Pty=0"]
    subprocess.run([*before, "apt-get", "update", "-qq"], env=environment, check=True, stdout=sys.stderr)
    install = [*before, "apt-get", "install", "-y", *quiet, "--no-install-recommends", *missing]
    subprocess.run(install, env=environment, check=True, stdout=sys.stderr)


def python_packages() -> None:
    """Make `.venv` and install exactly what requirements.lock pins, once for each state of that file."""
    lock = ROOT / "requirements.lock"
    done = ROOT / ".venv" / "installed.lock"
    if done.exists() and done.read_bytes() == lock.read_bytes():
        return
    if not PYTHON.exists():
        venv.EnvBuilder(with_pip=True).create(ROOT / ".venv")
    pip = [PYTHON, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", lock], check=True, stdout=sys.stderr)
    subprocess.run([*pip, "--no-deps", "--no-build-isolation", "-e", ROOT], check=True, stdout=sys.stderr)
    shutil.copyfile(lock, done)


def run(command: list[str | Path], *, env: dict[str, str] | None = None) -> int:
    return subprocess.run(command, cwd=ROOT, env=env, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
