"""The commands for whoever installs and runs the bot: doctor and init (design.md 3)."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.console import Mistake
from bot.given import given_clock

if TYPE_CHECKING:
    from scheduler.clock import Clock

READABLE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.command()
@click.option("--json", "as_json_", is_flag=True, help="给监控用：输出 JSON，code 不随版本改变")
@click.option("--env", "file", type=READABLE, default=None, help="先读这个环境文件（zhongshu init 写的那个）")
def doctor(as_json_: bool, file: Path | None) -> None:
    """体检：顺着企业微信的来路和回路走一遍，再看数据库、配置、磁盘、备份和放假安排，每个问题给出原因和下一步。

    各项正常时退出码为0，有问题为1。什么都不改动。

    例：zhongshu doctor --env /etc/zhongshu/zhongshu.env
    """
    import asyncio

    import orjson

    from bot.doctor.text import as_json, shown
    from bot.doctor.walk import examine
    from bot.starting.env_file import EnvError, load_env

    if file is not None:
        try:
            os.environ.update(load_env(file))
        except EnvError as error:
            raise Mistake(str(error)) from None
    clock = _clock()
    report = asyncio.run(examine(os.environ, clock))
    if as_json_:
        sys.stdout.buffer.write(orjson.dumps(as_json(report, clock.now()), option=orjson.OPT_INDENT_2) + b"\n")
    else:
        click.echo(shown(report, clock.now()))
    sys.exit(0 if report.healthy else 1)


@click.command()
@click.option(
    "--dir", "folder", type=click.Path(file_okay=False, path_type=Path), default=Path(), help="文件写到哪个目录"
)
def init(folder: Path) -> None:
    """安装向导：一问一答，生成办公室配置文件和环境文件，列出要填到企业微信管理后台的各项。

    每一项当场检查；中断后再运行会接着填；已有的文件不经同意不覆盖。

    例：zhongshu init --dir /etc/zhongshu
    """
    from bot.starting.flow import run

    try:
        run(folder, _clock())
    except OSError as error:
        raise Mistake(f"写不了 {error.filename or folder}（{os.strerror(error.errno or 0)}），请换一个目录") from None


def _clock() -> "Clock":
    """The office's clock; one whose setting is wrong is told of by the examination itself."""
    from scheduler.clock import SystemClock

    try:
        return given_clock()
    except Mistake:
        return SystemClock()


OPS = (doctor, init)
