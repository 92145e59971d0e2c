"""A technician with a clean folder follows the administrator's page word for word and ends with a healthy server."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.bench.processes import free_port
from tests.handbook.pages import HANDBOOK

pytestmark = pytest.mark.process

PAGE = HANDBOOK / "admin.md"
CURL = shutil.which("curl")
BIN = Path(sys.executable).parent
_CONSOLE = re.compile(r"^```console( background)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SERVING = "curl --silent --fail http://127.0.0.1:8080/readyz >/dev/null"
READY = """
for attempt in $(seq 1 900); do
  {probe} && break
  sleep 0.1
done
"""


def script(ports: dict[str, str]) -> str:
    """The console blocks as one shell script. What runs on is waited for as a person waits: until it answers."""
    lines = ["set -e", "trap 'kill $(jobs -p) 2>/dev/null; wait' EXIT"]
    for background, block in _CONSOLE.findall(PAGE.read_text(encoding="utf-8")):
        text = block.strip()
        if text == "make install":  # what runs this test is that install
            continue
        if not background:
            lines.append(text)
            continue
        lines.append(f"{text} &" if ">" in text else f"{text} > serve.log 2>&1 &")
        lines.append(READY.format(probe="test -s sandbox.env" if "sandbox" in text else SERVING))
    whole = "\n".join(lines)
    for told, free in ports.items():
        whole = whole.replace(told, free)
    return whole


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A clean machine's folder with the install in it."""
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "bin").symlink_to(BIN)
    yield tmp_path
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.mark.skipif(CURL is None, reason="the page uses curl, which is not on this machine")
def test_the_page_leads_to_a_healthy_server(folder: Path) -> None:
    bot, wecom = str(free_port()), str(free_port())
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ZHONGSHU_")}
    free = {
        "--port 8091": f"--port {wecom} --callback http://127.0.0.1:{bot}/wecom/callback",
        "127.0.0.1:8091": f"127.0.0.1:{wecom}",
        "127.0.0.1:8080": f"127.0.0.1:{bot}",
    }
    ran = subprocess.Popen(
        ["bash", "-c", script(free)],
        cwd=folder,
        env={**kept, "ZHONGSHU_PORT": bot},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        said, wrong = ran.communicate(timeout=170)
    except subprocess.TimeoutExpired:
        os.killpg(ran.pid, signal.SIGKILL)
        raise
    assert ran.returncode == 0, wrong
    assert '{"database": true, "schema": true, "wecom": true}' in said
    assert "您可以直接这样说" in said
    assert "文书：张敏(zhangmin)" in said
    assert (folder / "zhongshu.backup").stat().st_size > 1000
    assert "已通过验证" in wrong
