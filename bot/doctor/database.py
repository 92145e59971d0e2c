"""The database: can it be reached and written, is its schema this program's, and does work pile up in it?"""

import os
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import psycopg
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, func, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.doctor.finding import Finding, Situation, error, note, warning
from bot.schedules import SETTING as CALENDAR
from handlers.registry import branches
from storage import migrate, settings
from storage.db import driver_url, make_engine
from storage.tables import outbox, reminder

WHAT = "数据库"
VARIABLE = "ZHONGSHU_DATABASE_URL"
LATE = timedelta(minutes=10)
NETWORK_FILES = ("nfs", "cifs", "smb", "fuse.sshfs", "9p")
CHECK_BELOW = 200 << 20
"""Bytes up to which the whole SQLite file is checked: that reads it once."""


@dataclass
class Records:
    """What was found. `usable`: at this program's schema; `calendar`: the app's calendar in WeCom."""

    findings: list[Finding] = field(default_factory=list)
    usable: bool = False
    calendar: str | None = None


def look_at_database(situation: Situation) -> Records:
    """Look; nothing is created or changed."""
    records = Records()
    if not situation.knows("database_url"):
        return records
    url = driver_url(situation.settings.database_url)
    if url.get_backend_name() == "sqlite":
        records.findings += _file(url)
        if records.findings:
            return records
    else:
        url = url.update_query_dict({"connect_timeout": "5"})
        records.findings += _server(url)
        if records.findings:
            return records
    engine = make_engine(url)
    try:
        with engine.connect() as tx:
            _inside(tx, engine, situation, records)
    except SQLAlchemyError as failed:
        records.findings.append(_unusable(failed, url))
    finally:
        engine.dispose()
    return records


def _file(url: URL) -> Iterator[Finding]:
    """What the file system says of an SQLite file; a finding here is the last one."""
    path = Path(url.database or "")
    folder = path.absolute().parent
    if not folder.is_dir():
        yield error("database.folder", WHAT, f"目录 {folder} 不存在", f"请建立该目录，或改正 {VARIABLE}")
    elif path.is_dir():
        yield error("database.folder", WHAT, f"{path} 是目录，不是文件", f"请在 {VARIABLE} 中写到文件名")
    elif reason := _unwritable(folder):
        owner = "请把目录交给运行机器人的账号：chown zhongshu 目录；磁盘只读的请重新挂载"
        yield error("database.readonly", WHAT, f"目录 {folder} 不能写入（{reason}）", owner)
    elif not path.exists():
        yield note("database.new", WHAT, f"{path} 还没有建立，首次启动时自动建立")
    elif not os.access(path, os.R_OK | os.W_OK):
        yield error(
            "database.readonly", WHAT, f"{path} 不能读写", "请把该文件交给运行机器人的账号：chown zhongshu 文件"
        )
    elif path.stat().st_size and not _is_sqlite(path):
        yield error(
            "database.damaged", WHAT, f"{path} 不是 SQLite 数据库文件", f"请核对 {VARIABLE}；文件损坏的请用备份恢复"
        )


def _is_sqlite(path: Path) -> bool:
    """Asked of SQLite, never by opening the file: closing it again drops every lock that this process holds on it.

    The morning's look runs inside the server. The next command to close the database would then take the server's log
    away, with what was written since (sqlite.org/howtocorrupt.html 2.2).
    """
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        connection.execute("PRAGMA schema_version")
    except sqlite3.DatabaseError as failed:
        return failed.sqlite_errorcode != sqlite3.SQLITE_NOTADB
    finally:
        connection.close()
    return True


def _unwritable(folder: Path) -> str:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as failed:
        return os.strerror(failed.errno or 0)


def _inside(tx: Connection, engine: Engine, situation: Situation, records: Records) -> None:
    if engine.dialect.name == "sqlite":
        records.findings += _sqlite(tx, Path(engine.url.database or ""))
    if records.findings:
        return
    records.findings += _schema(tx, engine.dialect.name)
    if records.findings:
        return
    records.usable = True
    records.calendar = settings.get(tx, CALENDAR)
    records.findings += _work(tx, situation)


def _sqlite(tx: Connection, path: Path) -> Iterator[Finding]:
    if path.stat().st_size < CHECK_BELOW:
        found = tx.execute(text("PRAGMA quick_check(1)")).scalar_one()
        if found != "ok":
            yield error(
                "database.damaged", WHAT, "数据库文件已损坏", "请停止服务，用最近的备份恢复：zhongshu restore 备份文件"
            )
    if (kind := _mounted(path)) in NETWORK_FILES:
        yield warning(
            "database.network",
            WHAT,
            f"数据库文件放在网络磁盘（{kind}）上，断网时会丢数据",
            "请移到本机磁盘，或改用 PostgreSQL",
        )


def _mounted(path: Path) -> str:
    """The kind of file system that holds the path, where the system tells."""
    best, kind = "", ""
    with suppress(OSError):
        for line in Path("/proc/mounts").read_text(encoding="utf-8", errors="replace").splitlines():
            point, type_ = line.split()[1:3]
            if path.absolute().is_relative_to(point) and len(point) > len(best):
                best, kind = point, type_.rstrip("34")
    return kind


def _server(url: URL) -> Iterator[Finding]:
    """PostgreSQL itself; the driver alone says best what is wrong with it."""
    try:
        with psycopg.connect(url.set(drivername="postgresql").render_as_string(hide_password=False)) as connection:
            encoding = connection.info.parameter_status("server_encoding")
    except psycopg.Error as failed:
        yield _unusable(failed, url)
        return
    if encoding != "UTF8":
        fix = "请新建编码为 UTF8 的库：createdb -E UTF8 -T template0 库名"
        yield error("database.encoding", WHAT, f"库的编码是 {encoding}，存不了中文", fix)


def _schema(tx: Connection, kind: str) -> Iterator[Finding]:
    scripts = ScriptDirectory.from_config(migrate.config(branches()))
    known = {revision.revision for revision in scripts.walk_revisions()}
    current = migrate.current_heads(tx)
    if current - known:
        yield error(
            "database.ahead",
            WHAT,
            "结构比程序新，程序被换成了旧版本",
            "请装回新版本；确要退回旧版本的，用升级前的备份恢复",
        )
    elif current != set(scripts.get_heads()) and not (kind == "sqlite" and not current):
        cause = "还没有建表" if not current else "结构比程序旧"
        yield error("database.behind", WHAT, cause, "请先备份，再运行：zhongshu db upgrade，然后重启服务")


def _work(tx: Connection, situation: Situation) -> Iterator[Finding]:
    before = situation.now - LATE
    due = select(func.count()).where(reminder.c.state == "planned", reminder.c.due_at < before)
    if late := tx.execute(due).scalar_one():
        yield error(
            "work.reminders",
            "提醒",
            f"有{late}条提醒过了时间还没有发出",
            "请确认服务在运行、没有卡住；必要时重启服务，会自动补发",
        )
    waiting = select(func.count()).where(outbox.c.state.in_(("queued", "sending")), outbox.c.not_before < before)
    if stuck := tx.execute(waiting).scalar_one():
        newest = select(outbox.c.error).where(outbox.c.state == "queued", outbox.c.error.is_not(None)).limit(1)
        reason = tx.execute(newest).scalar_one_or_none()
        yield error(
            "work.outbox",
            "待发消息",
            f"有{stuck}条消息等了10分钟以上没有发出{f'（最近的原因：{reason}）' if reason else ''}",
            "请看本次体检中企业微信接口的结果；接口正常时重启服务",
        )


_POSTGRES = (
    ("starting up", "down", "PostgreSQL 正在启动或恢复", "请稍候再查"),
    (
        "password authentication failed",
        "login",
        "用户名或口令不对",
        f"请核对 {VARIABLE} 中的用户名和口令（特殊字符要写成 %XX）",
    ),
    ("no pg_hba.conf entry", "login", "服务器不许本机用这个账号连接", "请在 PostgreSQL 的 pg_hba.conf 中放行本机地址"),
    ("role", "login", "没有这个用户", f"请核对 {VARIABLE} 中的用户名，或在 PostgreSQL 中建立该用户"),
    ("database", "missing", "没有这个库", "请先建库：createdb -E UTF8 库名，再运行 zhongshu db upgrade"),
    ("resolve host", "host", "数据库主机名解析不到地址", f"请核对 {VARIABLE} 中的主机名"),
    ("translate host", "host", "数据库主机名解析不到地址", f"请核对 {VARIABLE} 中的主机名"),
    (
        "connection refused",
        "down",
        "PostgreSQL 没有在该地址和端口运行",
        f"请启动 PostgreSQL，并核对 {VARIABLE} 中的主机和端口",
    ),
    ("timeout", "down", "连接 PostgreSQL 超时", "请检查数据库主机是否开机、防火墙是否放行"),
    ("too many", "full", "PostgreSQL 的连接数用完了", "请调大 max_connections，或减少同时运行的服务"),
)


def _unusable(failed: Exception, url: URL) -> Finding:
    original = failed.orig if isinstance(failed, DBAPIError) else failed
    said = str(original).lower()
    if isinstance(original, sqlite3.Error):
        if "locked" in said:
            return error(
                "database.locked", WHAT, "数据库被别的程序长时间占用", "请找出占用它的程序（fuser 文件），停掉后再查"
            )
        return error(
            "database.damaged",
            WHAT,
            "数据库文件打不开或已损坏",
            "请停止服务，用最近的备份恢复：zhongshu restore 备份文件",
        )
    for words, code, cause, fix in _POSTGRES:
        if words in said:
            return error(f"database.{code}", f"{WHAT} {_shown(url)}", cause, fix)
    return error(
        "database.unusable", f"{WHAT} {_shown(url)}", f"连不上（{type(original).__name__}）", f"请核对 {VARIABLE}"
    )


def _shown(url: URL) -> str:
    """Host and port, never a user or a password."""
    return f"{url.host or '本机'}:{url.port or 5432}"
