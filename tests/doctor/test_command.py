"""`zhongshu doctor` as it is typed, and the nightly backup that it looks for."""

import asyncio
import json
import os
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.starting.env_file import write_env
from tests.day import SECRET, START
from tests.doctor.world import World
from tests.process.serving import PROGRAM

SCRIPT = Path(__file__).parents[2] / "ops/backup.sh"
MODULE = pytest.mark.asyncio(loop_scope="module")


async def run(world: World, changes: dict[str, str | None], *args: str) -> Result:
    """The command beside the running server; its environment is its own."""
    cleared = {name: None for name in os.environ if name.startswith("ZHONGSHU_")}
    environment = {**cleared, **dict.fromkeys(world.environ), "ZHONGSHU_CLOCK": START.isoformat(), **changes}
    return await asyncio.to_thread(CliRunner(env=environment).invoke, main, ["doctor", *args])


@MODULE
async def test_healthy_and_not(world: World, tmp_path: Path) -> None:
    file = tmp_path / "zhongshu.env"
    write_env(file, [("A comment.", world.environ)])
    healthy = await run(world, {}, "--env", str(file))
    assert healthy.exit_code == 0, healthy.output
    assert healthy.output.splitlines()[-1] == "各项正常。"
    write_env(file, [("", {**world.environ, "ZHONGSHU_SECRET": "wrong", "ZHONGSHU_COLOUR": "red"})])
    ill = await run(world, {"ZHONGSHU_COLOUR": None}, "--env", str(file))
    assert ill.exit_code == 1
    lines = [line for line in ill.output.splitlines() if "[info" not in line]  # the server logs in this process
    assert lines[2].startswith("✗ 企业微信接口 gettoken：应用凭证无效")
    assert lines[2].endswith("[wecom.secret]")
    assert lines[3].startswith("    处理：请核对 ZHONGSHU_CORP_ID 与 ZHONGSHU_SECRET 是否配套")
    assert lines[-1] == "发现2个问题，其中1个须马上处理。"
    for_monitoring = await run(world, {"ZHONGSHU_COLOUR": None}, "--env", str(file), "--json")
    assert for_monitoring.exit_code == 1
    told = json.loads(for_monitoring.output[for_monitoring.output.index("{") :])
    assert (told["healthy"], told["errors"], told["warnings"]) == (False, 1, 1)
    assert [set(finding) for finding in told["findings"]] == [{"code", "severity", "what", "cause", "fix"}] * 2
    assert SECRET not in ill.output + for_monitoring.output


@MODULE
async def test_mistakes_of_the_one_who_types(world: World, tmp_path: Path) -> None:
    missing = await run(world, {}, "--env", str(tmp_path / "none.env"))
    assert (missing.exit_code, missing.output.count("\n")) == (2, 1)
    (tmp_path / "bad.env").write_text("ZHONGSHU_PORT = 1\n", encoding="utf-8")
    bad = await run(world, {}, "--env", str(tmp_path / "bad.env"))
    assert (bad.exit_code, bad.output.count("\n")) == (1, 1)
    assert "第1行" in bad.output


def test_the_nightly_backup_keeps_the_newest(sqlite_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for n in range(4):
        old = folder / f"zhongshu-2026010{n}-000000.backup"
        old.write_bytes(b"old")
        os.utime(old, (n, n))
    environment = {
        **os.environ,
        "ZHONGSHU_PROGRAM": PROGRAM,
        "ZHONGSHU_BACKUPS_KEPT": "3",
        "ZHONGSHU_BACKUP_DIR": str(folder),
        "ZHONGSHU_DATABASE_URL": sqlite_url,
    }
    done = subprocess.run([str(SCRIPT)], env=environment, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    kept = sorted(file.name for file in folder.iterdir())
    assert len(kept) == 3
    assert kept[:2] == ["zhongshu-20260102-000000.backup", "zhongshu-20260103-000000.backup"]
    refused = subprocess.run(
        [str(SCRIPT)], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, timeout=60
    )
    assert refused.returncode != 0
    assert "ZHONGSHU_BACKUP_DIR" in refused.stderr
