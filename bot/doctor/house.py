"""The house: disk, backups and the holidays of the year ahead."""

import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.doctor.finding import Finding, Situation, error, note, warning
from storage.db import driver_url

FULL, TIGHT = 200 << 20, 1 << 30
"""Bytes left: below the first nothing may be written soon, below the second somebody should look."""
STALE = 36 * 3600
"""Seconds after which the newest backup is too old: a day and a night's delay."""
ANNOUNCED = (12, 1)
"""Month and day by which next year's holidays are published and should be here."""
BACKUP_HOW = "每天一次：zhongshu backup 文件（ops/systemd 里有现成的定时任务）"


def look_at_house(situation: Situation) -> list[Finding]:
    """Everything that can be seen without a network and without the database."""
    return [*_disk(situation), *_backups(situation), *_holidays(situation)]


def _disk(situation: Situation) -> Iterator[Finding]:
    folder = Path.cwd()
    url = driver_url(situation.settings.database_url)
    if url.get_backend_name() == "sqlite" and situation.knows("database_url"):
        folder = Path(url.database or "").absolute().parent
    if not folder.is_dir():
        return
    usage, clear = shutil.disk_usage(folder), "请清理日志、旧备份等，或扩大磁盘"
    free, nodes = usage.free, os.statvfs(folder)
    if usage.total == 0:  # nothing is stored there
        return
    if free < FULL:
        yield error("disk.full", "磁盘", f"{folder} 所在磁盘只剩{free >> 20}MB，将不能登记", clear)
    elif free < TIGHT:
        yield warning("disk.tight", "磁盘", f"{folder} 所在磁盘只剩{free >> 20}MB", clear)
    elif nodes.f_files and nodes.f_favail < nodes.f_files // 100:
        yield warning("disk.nodes", "磁盘", f"{folder} 所在磁盘的文件数快用完了（inode）", "请清理大量的小文件")


def _backups(situation: Situation) -> Iterator[Finding]:
    folder = situation.settings.backup_dir
    if folder is None or not situation.knows("backup_dir"):
        yield note("backup.unknown", "备份", "没有设置 ZHONGSHU_BACKUP_DIR，没有检查备份", BACKUP_HOW)
        return
    if not folder.is_dir():
        cause = f"{folder} 是文件，不是目录" if folder.exists() else f"备份目录 {folder} 不存在"
        yield error("backup.folder", "备份", cause, "请建立该目录，或改正 ZHONGSHU_BACKUP_DIR")
        return
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield error(
            "backup.folder", "备份", f"备份目录 {folder} 不能读写", "请交给运行机器人的账号：chown zhongshu 目录"
        )
        return
    files = [file.stat() for file in folder.iterdir() if file.is_file() and file.name.endswith(".backup")]
    if not files:
        yield error("backup.none", "备份", f"{folder} 里没有备份文件（*.backup）", BACKUP_HOW)
        return
    newest = max(files, key=lambda file: file.st_mtime)
    age = situation.real() - newest.st_mtime
    if age > STALE:
        yield warning(
            "backup.old", "备份", f"最近的备份是{_age(age)}前的", f"请查看备份任务为什么没有运行。{BACKUP_HOW}"
        )
    elif newest.st_size == 0:
        yield error("backup.empty", "备份", "最近的备份文件是空的", "请查看备份任务的日志，重做一次备份")


def _age(seconds: float) -> str:
    hours = int(seconds // 3600)
    return f"{hours // 24}天" if hours >= 48 else f"{hours}小时"


def _holidays(situation: Situation) -> Iterator[Finding]:
    today = situation.today
    how = "请升级 chinesecalendar：pip install -U chinesecalendar，再重启服务"
    if not situation.calendar.is_published(today.year):
        yield error("holidays.now", "放假安排", f"没有{today.year}年的放假安排，工作日按周末和法定节日推算", how)
    elif not situation.calendar.is_published(today.year + 1) and today >= date(today.year, *ANNOUNCED):
        yield warning("holidays.next", "放假安排", f"没有{today.year + 1}年的放假安排，跨年的时限会算错", how)
