"""The commands that keep the office's data: db, export, import, backup, restore, roles (design.md 3)."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.console import Mistake
from bot.given import given_clock, given_database_url, given_office
from bot.kinds import KINDS
from bot.private_file import write_private

if TYPE_CHECKING:
    from storage.office import Office

FILE = click.Path(path_type=Path)
READABLE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)


@click.group()
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
        upgrade_database(given_database_url())
    except NotReady as error:
        raise Mistake(str(error)) from None
    click.echo("数据库结构已是最新。")


@click.command("export")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.option("--format", "form", type=click.Choice(["json", "xlsx", "csv"]), default="json", show_default=True)
@click.option("--out", type=FILE, default=None, help="写到文件；xlsx 默认 KIND.xlsx，其余默认标准输出")
@click.option("--as", "userid", default=None, help="记在谁的名下（账号），默认记操作系统账号；audit 须为审计员")
def export_(kind: str, form: str, out: Path | None, userid: str | None) -> None:
    """导出一类数据；谁何时导出了什么，记入审计。

    KIND：incoming outgoing tasks meetings receipts bookings bulletins items registers reminders outbox audit figures

    例：zhongshu export incoming --format xlsx --out 收文登记簿.xlsx
    """
    from bot import exports
    from bot.schema import NotReady

    office = given_office()
    try:
        actor = _taker(office, userid, kind)
        data = exports.render(kind, form, given_database_url(), office, given_clock(), actor=actor)
        if out is None and form != "xlsx":
            sys.stdout.buffer.write(data)
        else:
            write_private(out or Path(f"{kind}.xlsx"), data)
    except NotReady as error:
        raise Mistake(str(error)) from None
    except OSError as error:
        raise Mistake(f"写不了 {out or f'{kind}.xlsx'}（{os.strerror(error.errno or 0)}），请换一个位置") from None


def _taker(office: "Office", userid: str | None, kind: str) -> str:
    """In whose name data is taken out. Mistake for nobody of the office, or for the audit without its role (7.7)."""
    from bot.exports import console_actor
    from storage.office import Role

    if userid is None:
        return console_actor()
    person = office.person(userid)
    if person is None:
        raise Mistake(f"--as 不对：办公室配置文件中没有 {userid} 这个账号")
    if kind == "audit" and not person.has(Role.AUDITOR):
        raise Mistake(f"{person.name}不是审计员，不能导出审计日志")
    return person.userid


@click.command("import")
@click.argument("kind", metavar="KIND")
@click.argument("file", type=READABLE, metavar="FILE")
@click.option("--as", "userid", default="import", show_default=True, help="记在谁的名下（账号）")
@click.option("--preview", is_flag=True, help="只看会新增、更改、不导入哪些行，不写入")
@click.option("--yes", is_flag=True, help="看过以后直接写入，不再询问")
@click.option(
    "--column", "columns", multiple=True, metavar="表头=字段", help="指明一列是哪个字段，可写多次；字段留空为不导入"
)
def import_(kind: str, file: Path, userid: str, preview: bool, yes: bool, columns: tuple[str, ...]) -> None:
    """从 xlsx 导入一类数据（KIND：incoming 收文登记簿，tasks 督办台账）；重复导入不会重复登记。

    incoming 认得 OA 导出的各种表头，先列出对应的列和会有的变化，确认后才写入。

    例：zhongshu import incoming OA收文.xlsx --as zhangmin --column 发文处室=来文单位
    """
    from bot import imports
    from bot.progress import shown
    from bot.schema import NotReady

    if kind not in imports.importable():
        raise Mistake(f"不能导入 {kind}，可导入：{'、'.join(imports.importable()) or '无'}")
    office = given_office()
    if userid != "import" and office.person(userid) is None:
        raise Mistake(f"--as 不对：办公室配置文件中没有 {userid} 这个账号")
    wishes = dict(_pair(column) for column in columns)
    asks = preview or imports.asks_first(kind)

    def agreed(lines: list[str]) -> bool:
        click.echo("\n".join(lines))
        return not preview and (yes or _confirmed())

    try:
        result = imports.import_file(
            file,
            kind,
            given_database_url(),
            office,
            given_clock(),
            actor=userid,
            wishes=wishes,
            track=shown if asks else imports.quietly,
            agreed=agreed if asks else None,
            waits=asks and not (preview or yes),
        )
    except (NotReady, imports.ImportRefused) as error:
        raise Mistake(str(error)) from None
    if result is None:
        click.echo("没有写入。")
        return
    click.echo(f"导入完成：新增{result.new}，更新{result.changed}，未变{result.same}。")


def _pair(column: str) -> tuple[str, str]:
    heading, mark, field = column.partition("=")
    if not mark:
        raise Mistake(f"--column 写法不对：{column}，应为 表头=字段，例如 发文处室=来文单位")
    return heading.strip(), field.strip()


def _confirmed() -> bool:
    try:
        return click.confirm("写入吗？", default=False)
    except click.Abort:
        raise Mistake("没有写入：没人确认。加 --yes 直接写入，加 --preview 只看") from None


@click.command("backup")
@click.argument("file", type=FILE, metavar="FILE")
def backup_(file: Path) -> None:
    """把数据库的全部内容写进一个文件，机器人不用停。文件里有全部台账，请妥善保管。

    例：zhongshu backup 中枢-20260930.backup
    """
    from bot.backup import backup
    from bot.schema import NotReady

    try:
        counts = backup(given_database_url(), file, given_clock().now())
    except NotReady as error:
        raise Mistake(str(error)) from None
    except OSError as error:
        raise Mistake(f"写不了 {file}（{os.strerror(error.errno or 0)}），请换一个位置") from None
    click.echo(f"备份完成：{sum(counts.values())}行，{len(counts)}张表。")


@click.command("restore")
@click.argument("file", type=READABLE, metavar="FILE")
def restore_(file: Path) -> None:
    """把备份文件恢复到一个空的数据库（可以换成另一种数据库），核对行数，不成则一行不写。

    例：ZHONGSHU_DATABASE_URL=postgresql+asyncpg://… zhongshu restore 中枢-20260930.backup
    """
    from bot.backup import CannotRestore, restore
    from bot.schema import NotReady

    try:
        counts = restore(given_database_url(), file)
    except (NotReady, CannotRestore) as error:
        raise Mistake(str(error)) from None
    except OSError as error:
        raise Mistake(f"读不了 {file}（{os.strerror(error.errno or 0)}），请检查文件") from None
    click.echo(f"恢复完成：{sum(counts.values())}行，{len(counts)}张表，行数与备份一致。")


@click.command()
def roles() -> None:
    """列出办公室配置文件里的角色，以及各由谁担任；没有人的角色也列出。

    例：zhongshu roles
    """
    from bot.role_names import held_by

    for title, people in held_by(given_office()):
        click.echo(f"{title}：{'、'.join(people) or '（空缺）'}")


DATA = (db, export_, import_, backup_, restore_, roles)
