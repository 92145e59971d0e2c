"""The command line `zhongshu` (design.md 3): one clear line on stderr and a non-zero code for a user's mistake."""

import sys
from datetime import datetime
from pathlib import Path

import click
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot import exports
from bot.settings import Settings, SettingsError, load_settings
from handlers.registry import branches
from scheduler.clock import SHANGHAI, Clock, SteerableClock, SystemClock
from storage import migrate
from storage.db import driver_url, make_engine
from storage.office import Office, OfficeError, load_office


class Mistake(click.ClickException):
    """A user's mistake: its one line goes to stderr."""

    def show(self, file: object = None) -> None:
        del file
        click.echo(self.format_message().replace("\n", " "), err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
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
    from bot.serving import NotAtHead, serve_forever

    settings = _settings()
    try:
        serve_forever(settings, _office(settings.office))
    except NotAtHead as error:
        raise Mistake(str(error)) from None


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="演示页面监听的本机地址")
@click.option("--port", default=8090, show_default=True, help="演示页面的端口，0 为任选")
@click.option("--data", type=click.Path(path_type=Path), default=None, help="演示数据库文件，默认每次重新开始")
@click.option("--at", "start", default="2026-09-18T15:20:00+08:00", show_default=True, help="演示时钟的起点")
def demo(host: str, port: int, data: Path | None, start: str) -> None:
    """启动演示：机器人、仿真企业微信和虚构的云湾区办公室，打印要打开的网址。

    例：zhongshu demo --port 8090
    """
    from bot.sandbox.demo import run_demo

    run_demo(host, port, data, _instant(start))


@main.command()
@click.option("--as", "userid", required=True, help="以谁的身份说话，例如 zhangmin")
@click.option("--at", "start", default="2026-09-18T15:20:00+08:00", show_default=True, help="演示时钟的起点")
def chat(userid: str, start: str) -> None:
    """终端里的手机：和机器人对话（演示办公室）。/help 看可用的命令。

    例：zhongshu chat --as zhangmin
    """
    from bot.sandbox.terminal import run_chat

    office = load_office(None)
    if office.person(userid) is None:
        raise Mistake(f"演示办公室里没有 {userid} 这个账号，可用 zhangmin、like、chenxi、fengkai 等")
    run_chat(userid, _instant(start))


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
    engine = make_engine(driver_url(_database_url()))
    try:
        migrate.upgrade(engine, branches())
    except (SQLAlchemyError, OSError) as error:
        raise Mistake(
            f"数据库升级失败（{type(error).__name__}），请检查 ZHONGSHU_DATABASE_URL 与数据库是否可连接"
        ) from None
    finally:
        engine.dispose()
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

    office = _office(_office_path())
    now = _instant(at) if at else SystemClock().now().astimezone(SHANGHAI)
    if jsonl:
        explain_stream(sys.stdin.buffer, sys.stdout.buffer, office, now)
    elif text is None:
        raise Mistake("请写上要解释的话，或用 --jsonl 从标准输入读")
    else:
        sys.stdout.buffer.write(explain_line(text, now, office, indent=True))


@main.command("export")
@click.argument("kind", type=click.Choice(exports.KINDS))
@click.option("--format", "form", type=click.Choice(["json", "xlsx", "csv"]), default="json", show_default=True)
@click.option("--out", type=click.Path(path_type=Path), default=None, help="写到文件；xlsx 默认 KIND.xlsx")
def export_(kind: str, form: str, out: Path | None) -> None:
    """导出一类数据。

    例：zhongshu export incoming --format xlsx --out 收文登记簿.xlsx
    """
    office = _office(_office_path())
    engine = make_engine(driver_url(_database_url()))
    try:
        with engine.connect() as tx:
            rows = exports.rows_of(kind, tx, office)
    except (SQLAlchemyError, OSError) as error:
        raise Mistake(
            f"读不到数据（{type(error).__name__}），请检查 ZHONGSHU_DATABASE_URL，或先运行 zhongshu db upgrade"
        ) from None
    finally:
        engine.dispose()
    if form == "xlsx":
        exports.write_xlsx(kind, rows, out or Path(f"{kind}.xlsx"))
        return
    data = exports.as_json(rows) if form == "json" else exports.as_csv(kind, rows)
    if out is None:
        sys.stdout.buffer.write(data)
    else:
        out.write_bytes(data)


@main.command("import")
@click.argument("kind")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--as", "userid", default="import", show_default=True, help="记在谁的名下")
def import_(kind: str, file: Path, userid: str) -> None:
    """从 xlsx 导入一类数据；重复导入不会重复登记。

    例：zhongshu import tasks 督办台账.xlsx --as duheng
    """
    from bot import imports

    if kind not in imports.importable():
        raise Mistake(f"不能导入 {kind}，可导入：{'、'.join(imports.importable()) or '无'}")
    office = _office(_office_path())
    clock = _clock()
    engine = make_engine(driver_url(_database_url()))
    try:
        rows = imports.read_rows(file)
        imports.screen_rows(file, rows)
        with engine.connect().execution_options(write=True) as tx, tx.begin():
            result = imports.run_import(tx, kind, rows, clock=clock, office=office, actor=userid)
    except imports.ImportRefused as refused:
        with engine.connect().execution_options(write=True) as tx, tx.begin():
            imports.count_hits(tx, refused, clock.now().astimezone(SHANGHAI))
        raise Mistake(str(refused)) from None
    finally:
        engine.dispose()
    click.echo(f"导入完成：新增{result.new}，更新{result.changed}，未变{result.same}。")


@main.command()
@click.argument("what", type=click.Choice(["callbacks"]), default="callbacks")
@click.option("--postgres/--no-postgres", default=True, show_default=True, help="也在 PostgreSQL 上测")
def bench(what: str, postgres: bool) -> None:
    """性能测试：与同一次运行中的空服务器相比。

    例：zhongshu bench callbacks --no-postgres
    """
    del what
    from bot.bench import callbacks

    callbacks.run(with_postgres=postgres)


def _settings() -> Settings:
    try:
        return load_settings()
    except SettingsError as error:
        raise Mistake(str(error)) from None


def _office(path: Path | None) -> Office:
    try:
        return load_office(path)
    except OfficeError as error:
        raise Mistake(str(error)) from None


def _office_path() -> Path | None:
    import os

    value = os.environ.get("ZHONGSHU_OFFICE")
    return Path(value) if value else None


def _database_url() -> str:
    import os

    value = os.environ.get("ZHONGSHU_DATABASE_URL") or "sqlite+aiosqlite:///zhongshu.db"
    try:
        driver_url(value)
    except (ArgumentError, ValueError):
        raise Mistake("ZHONGSHU_DATABASE_URL：不是可用的数据库地址，例如 sqlite+aiosqlite:///zhongshu.db") from None
    return value


def _clock() -> Clock:
    import os

    start = os.environ.get("ZHONGSHU_CLOCK")
    return SteerableClock(_instant(start)) if start else SystemClock()


def _instant(value: str) -> datetime:
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        raise Mistake(f"“{value}”不是时间，请写成 2026-09-18T15:20:00+08:00") from None
    return instant.replace(tzinfo=SHANGHAI) if instant.tzinfo is None else instant
