"""The command line `zhongshu` (design.md 3). Commands load what they need when they run: `--help` answers at once."""

import os
import sys
from datetime import datetime
from pathlib import Path

import click

from bot.cli_bench import bench
from bot.cli_data import DATA
from bot.cli_ops import OPS
from bot.cli_sandbox import sandbox
from bot.console import Console, Mistake
from bot.given import given_clock, given_database_url, given_instant, given_office, given_settings
from bot.private_file import write_private

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
    from bot.serving import AlreadyServed, CannotListen, serve_forever

    settings = given_settings()
    try:
        serve_forever(settings, given_office())
    except (AlreadyServed, NotReady, CannotListen) as error:
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
        run_demo(host, port, data, given_instant(start, "--at"))
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
    run_chat(userid, given_instant(start, "--at"))


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

    office = given_office()
    now = local(given_instant(at, "--now") if at else given_clock().now())
    if jsonl:
        explain_stream(sys.stdin.buffer, sys.stdout.buffer, office, now)
    elif text is None:
        raise Mistake("请写上要解释的话，或用 --jsonl 从标准输入读")
    else:
        sys.stdout.buffer.write(explain_line(text, now, office, indent=True))


@main.command("report")
@click.argument("period", metavar="PERIOD")
@click.option(
    "--cut-off",
    "cut_off",
    type=click.DateTime(["%Y-%m-%d"]),
    default=None,
    help="截止日，默认为期末，还没到期末的为今天",
)
@click.option(
    "--format", "form", type=click.Choice(["docx", "json", "text", "xlsx"]), default=None, help="默认按 --out 的扩展名"
)
@click.option("--out", type=FILE, default=None, help="写到文件；docx 旁边另存数据来源表")
def report_(period: str, cut_off: datetime | None, form: str | None, out: Path | None) -> None:
    """生成工作总结草稿和数据来源表。PERIOD：2026Q3、2026-09、2026H1、2026Q1-3（前三季度）或 2026。

    例：zhongshu report 2026Q3 --cut-off 2026-09-30 --out 三季度总结.docx
    """
    from bot import reporting
    from bot.schema import NotReady

    form = form or reporting.form_of(out)
    if out is None and form in ("docx", "xlsx"):
        raise Mistake(f"请用 --out 写明文件名，例如 --out {period}.{form}；只看数据用 --format json")
    try:
        about = reporting.asked(period, cut_off.date() if cut_off else None)
        made = reporting.read(about, given_database_url(), given_office(), given_clock(), until_today=cut_off is None)
        data = reporting.FORMS[form](made)
        if out is None:
            sys.stdout.buffer.write(data)
            return
        write_private(out, data)
        if form == "docx":
            write_private(reporting.sources_beside(out), reporting.FORMS["xlsx"](made))
    except (ValueError, NotReady) as error:
        raise Mistake(str(error)) from None
    except OSError as error:
        raise Mistake(f"写不了 {out}（{os.strerror(error.errno or 0)}），请换一个位置") from None
    click.echo(
        f"已写入 {out}：{made.ready}项数据，{len(made.checks)}处提示。{reporting.FONTS if form == 'docx' else ''}"
    )


for _command in (*DATA, *OPS, sandbox, bench):
    main.add_command(_command)
