"""The command line `zhongshu` (design.md 3). Commands load what they need when they run: `--help` answers at once."""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.console import Console, Mistake
from bot.kinds import KINDS

if TYPE_CHECKING:
    from bot.settings import Settings
    from scheduler.clock import Clock
    from storage.office import Office

FILE = click.Path(path_type=Path)
DEMO_START = "2026-09-18T15:20:00+08:00"


@click.group(cls=Console, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="zhongshu", prog_name="zhongshu")
def main() -> None:
    """中枢：企业微信里的办公室助手。

    例：zhongshu demo
    """


@main.command()
def serve() -> None:
    """启动机器人。设置取自 ZHONGSHU_ 开头的环境变量。

    例：ZHONGSHU_CORP_ID=ww… ZHONGSHU_AGENT_ID=1000002 … zhongshu serve
    """
    from bot.schema import NotReady
    from bot.serving import CannotListen, serve_forever

    settings = _settings()
    try:
        serve_forever(settings, _office(settings.office))
    except (NotReady, CannotListen) as error:
        raise Mistake(str(error)) from None


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="演示页面监听的本机地址")
@click.option("--port", type=click.IntRange(0, 65535), default=8090, show_default=True, help="演示页面的端口，0 为任选")
@click.option("--data", type=FILE, default=None, help="演示数据库文件，默认每次重新开始")
@click.option("--at", "start", default=DEMO_START, show_default=True, help="演示时钟的起点")
def demo(host: str, port: int, data: Path | None, start: str) -> None:
    """启动演示：机器人、仿真企业微信和虚构的云湾区办公室，打印要打开的网址。

    例：zhongshu demo --port 8090
    """
    from bot.sandbox.demo import run_demo
    from bot.schema import NotReady

    try:
        run_demo(host, port, data, _instant(start, "--at"))
    except NotReady:
        raise Mistake(f"不能使用 {data} 作演示数据库，请换一个文件") from None


@main.command()
@click.option("--as", "userid", required=True, help="以谁的身份说话，例如 zhangmin")
@click.option("--at", "start", default=DEMO_START, show_default=True, help="演示时钟的起点")
def chat(userid: str, start: str) -> None:
    """终端里的手机：和机器人对话（演示办公室）。/help 看可用的命令。

    例：zhongshu chat --as zhangmin
    """
    from bot.sandbox.terminal import run_chat
    from storage.office import load_office

    if load_office(None).person(userid) is None:
        raise Mistake(f"演示办公室里没有 {userid} 这个账号，可用 zhangmin、like、chenxi、fengkai 等")
    run_chat(userid, _instant(start, "--at"))


@main.group()
def db() -> None:
    """数据库。

    例：zhongshu db upgrade
    """


@db.command()
def upgrade() -> None:
    """把数据库升级到本版本的结构。

    例：ZHONGSHU_DATABASE_URL=postgresql+asyncpg://… zhongshu db upgrade
    """
    from bot.schema import NotReady, upgrade_database

    try:
        upgrade_database(_database_url())
    except NotReady as error:
        raise Mistake(str(error)) from None
    click.echo("数据库结构已是最新。")


@main.command()
@click.option("--jsonl", is_flag=True, help="从标准输入逐行读 {id, text, now, user}，逐行回答")
@click.option("--now", "at", default=None, help="以此刻为说话时间，ISO 8601")
@click.argument("text", required=False)
def explain(jsonl: bool, at: str | None, text: str | None) -> None:
    """说明机器人如何理解一句话，不改动任何数据。

    例：zhongshu explain --now 2026-09-18T15:20:00+08:00 "登记收文：特急，市委办…"
    """
    from bot.dialogue.explain import explain_line, explain_stream
    from scheduler.clock import local

    office = _office(_office_path())
    now = local(_instant(at, "--now") if at else _clock().now())
    if jsonl:
        explain_stream(sys.stdin.buffer, sys.stdout.buffer, office, now)
    elif text is None:
        raise Mistake("请写上要解释的话，或用 --jsonl 从标准输入读")
    else:
        sys.stdout.buffer.write(explain_line(text, now, office, indent=True))


@main.command("export")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.option("--format", "form", type=click.Choice(["json", "xlsx", "csv"]), default="json", show_default=True)
@click.option("--out", type=FILE, default=None, help="写到文件；xlsx 默认 KIND.xlsx，其余默认标准输出")
def export_(kind: str, form: str, out: Path | None) -> None:
    """导出一类数据。

    KIND：incoming outgoing tasks meetings receipts bookings bulletins items registers reminders outbox audit figures

    例：zhongshu export incoming --format xlsx --out 收文登记簿.xlsx
    """
    from bot import exports
    from bot.schema import NotReady

    try:
        data = exports.render(kind, form, _database_url(), _office(_office_path()), _clock())
        if out is None and form != "xlsx":
            sys.stdout.buffer.write(data)
        else:
            (out or Path(f"{kind}.xlsx")).write_bytes(data)
    except NotReady as error:
        raise Mistake(str(error)) from None
    except OSError as error:
        raise Mistake(f"写不了 {out or f'{kind}.xlsx'}（{os.strerror(error.errno or 0)}），请换一个位置") from None


@main.command("import")
@click.argument("kind", metavar="KIND")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path), metavar="FILE")
@click.option("--as", "userid", default="import", show_default=True, help="记在谁的名下（账号）")
def import_(kind: str, file: Path, userid: str) -> None:
    """从 xlsx 导入一类数据（KIND：tasks 督办台账）；重复导入不会重复登记。

    例：zhongshu import tasks 督办台账.xlsx --as duheng
    """
    from bot import imports
    from bot.schema import NotReady

    if kind not in imports.importable():
        raise Mistake(f"不能导入 {kind}，可导入：{'、'.join(imports.importable()) or '无'}")
    office = _office(_office_path())
    if userid != "import" and office.person(userid) is None:
        raise Mistake(f"--as 不对：办公室配置文件中没有 {userid} 这个账号")
    try:
        result = imports.import_file(file, kind, _database_url(), office, _clock(), actor=userid)
    except (NotReady, imports.ImportRefused) as error:
        raise Mistake(str(error)) from None
    click.echo(f"导入完成：新增{result.new}，更新{result.changed}，未变{result.same}。")


@main.command()
@click.argument("what", type=click.Choice(["callbacks"]), default="callbacks", metavar="[callbacks]")
@click.option("--postgres/--no-postgres", default=True, show_default=True, help="也在 PostgreSQL 上测")
def bench(what: str, postgres: bool) -> None:
    """性能测试：与同一次运行中的空服务器相比。

    例：zhongshu bench callbacks --no-postgres
    """
    del what
    from bot.bench import callbacks

    callbacks.run(with_postgres=postgres)


def _settings() -> "Settings":
    from bot.settings import SettingsError, load_settings

    try:
        return load_settings()
    except SettingsError as error:
        raise Mistake(str(error)) from None


def _office(path: Path | None) -> "Office":
    from storage.office import OfficeError, load_office

    try:
        return load_office(path)
    except OfficeError as error:
        raise Mistake(f"ZHONGSHU_OFFICE：{error}") from None


def _office_path() -> Path | None:
    value = os.environ.get("ZHONGSHU_OFFICE")
    return Path(value) if value else None


def _database_url() -> str:
    from bot.settings import DEFAULT_DATABASE, known_database

    try:
        return known_database(os.environ.get("ZHONGSHU_DATABASE_URL") or DEFAULT_DATABASE)
    except ValueError as error:
        raise Mistake(f"ZHONGSHU_DATABASE_URL：{error}") from None


def _clock() -> "Clock":
    from scheduler.clock import SteerableClock, SystemClock

    start = os.environ.get("ZHONGSHU_CLOCK")
    return SteerableClock(_instant(start, "ZHONGSHU_CLOCK")) if start else SystemClock()


def _instant(value: str, where: str) -> datetime:
    from scheduler.clock import SHANGHAI

    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise Mistake(f"{where}：不是时间，请写成 2026-09-18T15:20:00+08:00") from None
    return instant.replace(tzinfo=SHANGHAI) if instant.tzinfo is None else instant
