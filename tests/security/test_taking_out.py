"""What leaves by the command line is in the audit: exports, backups; the audit itself only for its role (7.7)."""

from pathlib import Path

import pytest

from storage.db import driver_url, make_engine
from tests.console import export, refused, zhongshu


def test_exports_and_backups_are_audited(database_url: str, tmp_path: Path) -> None:
    assert export("tasks", database_url) == []
    assert zhongshu("export", "incoming", "--as", "zhangmin", "--format", "csv", url=database_url).exit_code == 0
    assert zhongshu("backup", str(tmp_path / "a.backup"), url=database_url).exit_code == 0
    first, second, third = export("audit", database_url)
    assert first["actor"].startswith("os:")
    assert (first["action"], first["object"], first["channel"]) == ("导出", "export:tasks", "cli")
    assert first["after"] == {"kind": "tasks", "format": "json", "rows": 0}
    assert (second["actor"], second["object"]) == ("zhangmin", "export:incoming")
    assert third["action"] == "备份"
    assert [row["object"] for row in export("audit", database_url)][-1] == "export:audit", "the look at it, too"


def test_in_a_name_only_for_whoever_may(sqlite_url: str) -> None:
    refused(zhongshu("export", "audit", "--as", "zhangmin", url=sqlite_url), "不是审计员")
    refused(zhongshu("export", "tasks", "--as", "nobody", url=sqlite_url), "nobody", "--as")
    assert zhongshu("export", "audit", "--as", "admin-audit", url=sqlite_url).exit_code == 0


def test_a_database_that_keeps_nothing_still_gives(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever rescues the data of a full disk is told that it was not noted."""
    from bot import exports

    def locked(url: str) -> object:
        engine = make_engine(driver_url(url) if isinstance(url, str) else url)
        begin = engine.connect

        def connect() -> object:
            found = begin()
            found.exec_driver_sql("PRAGMA query_only=1")
            found.rollback()
            return found

        monkeypatch.setattr(engine, "connect", connect)
        return engine

    monkeypatch.setattr(exports, "make_engine", locked)
    result = zhongshu("export", "tasks", url=sqlite_url)
    assert (result.exit_code, result.stdout) == (0, "[]\n")
    assert "没有记入审计" in result.stderr
