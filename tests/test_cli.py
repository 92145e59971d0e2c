"""The command line (design.md 3): what it prints, how it fails, what it never prints."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from handlers.registry import branches
from storage import migrate
from tests.console import HEAD, ROAD, opened, refused, sheet, zhongshu

COMMANDS = ("serve", "demo", "chat", "db", "db upgrade", "explain", "export", "import", "bench")


@pytest.fixture(autouse=True)
def _own_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str) -> None:
    result = zhongshu(*command.split(), "--help")
    assert result.exit_code == 0
    assert "例：" in result.stdout
    assert f"zhongshu {command.split(maxsplit=1)[0]}" in result.stdout.split("例：")[1]


def test_no_command_at_all_shows_the_help() -> None:
    result = zhongshu()
    assert result.exit_code == 0
    assert [name for name in ("serve", "demo", "chat", "db", "explain", "export") if name not in result.stdout] == []


WRONG = [
    (["frobnicate"], "没有 frobnicate 这个命令"),
    (["serve", "--fast"], "--fast"),
    (["export"], "KIND"),
    (["export", "nothing"], "incoming"),
    (["export", "tasks", "--format", "pdf"], "xlsx"),
    (["import", "tasks", "no-such-file.xlsx"], "找不到这个文件"),
    (["chat"], "--as"),
    (["explain", "--now"], "--now"),
    (["demo", "--port", "99999"], "65535"),
    (["db", "upgrade", "more"], "zhongshu db upgrade --help"),
]


@pytest.mark.parametrize(("args", "word"), WRONG)
def test_a_wrong_command_line(args: list[str], word: str) -> None:
    refused(zhongshu(*args), word, "--help", code=2)


MISTAKES = [
    (["explain"], {}, "--jsonl"),
    (["explain", "--now", "soon", "明天"], {}, "--now"),
    (["explain", "明天"], {"OFFICE": "nowhere.yaml"}, "ZHONGSHU_OFFICE"),
    (["explain", "明天"], {"OFFICE": "."}, "ZHONGSHU_OFFICE"),
    (["explain", "明天"], {"CLOCK": "soon"}, "ZHONGSHU_CLOCK"),
    (["chat", "--as", "nobody"], {}, "zhangmin"),
    (["demo", "--at", "soon"], {}, "--at"),
    (["export", "tasks"], {"DATABASE_URL": "mysql://x:top-secret@h/x"}, "ZHONGSHU_DATABASE_URL"),
    (["export", "tasks"], {"DATABASE_URL": "nonsense"}, "ZHONGSHU_DATABASE_URL"),
    (["export", "tasks"], {"DATABASE_URL": "sqlite+aiosqlite://"}, "ZHONGSHU_DATABASE_URL"),
    (["export", "tasks"], {"DATABASE_URL": "postgresql+asyncpg://u:top-secret@127.0.0.1:x/x"}, "ZHONGSHU_DATABASE_URL"),
    (["export", "tasks"], {"DATABASE_URL": "postgresql+asyncpg://u:top-secret@127.0.0.1:1/x"}, "ZHONGSHU_DATABASE_URL"),
    (["export", "tasks"], {"DATABASE_URL": "sqlite+aiosqlite:///nowhere.db"}, "zhongshu db upgrade"),
    (["db", "upgrade"], {"DATABASE_URL": "postgresql+asyncpg://u:top-secret@127.0.0.1:1/x"}, "ZHONGSHU_DATABASE_URL"),
    (["db", "upgrade"], {"DATABASE_URL": "sqlite+aiosqlite:///no/such/folder/x.db"}, "ZHONGSHU_DATABASE_URL"),
]


@pytest.mark.parametrize(("args", "env", "word"), MISTAKES)
def test_a_mistake_is_one_line_that_says_where(args: list[str], env: dict[str, str], word: str, tmp_path: Path) -> None:
    result = zhongshu(*args, **env)
    refused(result, word)
    assert "top-secret" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_read_or_imported_without_a_schema(postgres: str, tmp_path: Path) -> None:
    url = postgres.replace("/postgres?", "/template1?").replace("postgresql://", "postgresql+asyncpg://")
    refused(zhongshu("export", "tasks", url=url), "zhongshu db upgrade")
    refused(zhongshu("import", "tasks", str(sheet(tmp_path / "a.xlsx", HEAD, ROAD)), url=url), "zhongshu db upgrade")


def test_db_upgrade_creates_and_may_be_repeated(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'new.db'}"
    for _ in range(2):
        result = zhongshu("db", "upgrade", url=url)
        assert (result.exit_code, result.stderr) == (0, "")
    with opened(url) as tx:
        assert migrate.at_head(tx, branches())


def test_explain_changes_nothing_and_answers_in_order(tmp_path: Path) -> None:
    asked = [{"id": n, "text": text} for n, text in enumerate(("今天下班前", "机密★1年", "督办0101号到哪了"))]
    stdin = "\n".join(json.dumps(line) for line in [*asked, {"id": 9}]) + "\n\nno json\n"
    result = zhongshu("explain", "--jsonl", "--now", "2026-09-18T15:20:00+08:00", stdin=stdin)
    assert result.exit_code == 0
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer.get("guard") for answer in answers] == ["ok", "hard", "ok", None, None]
    assert answers[0]["times"][0]["end"] == "2026-09-18T17:30:00+08:00"
    assert answers[2]["intent"] == "query_task"
    assert [("error" in answer) for answer in answers] == [False, False, False, True, True]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.process
def test_the_processes_time_zone_does_not_matter() -> None:
    """Two real processes, far east and far west of Beijing, under a plain C locale."""
    answers = set()
    for zone in ("Pacific/Kiritimati", "America/Los_Angeles"):
        command = [
            str(Path(sys.executable).with_name("zhongshu")),
            "explain",
            "--now",
            "2026-09-18T23:50:00",
            "明天下午3点",
        ]
        done = subprocess.run(command, env={"TZ": zone, "LC_ALL": "C"}, capture_output=True, check=True, timeout=180)
        answers.add(done.stdout)
    [answer] = answers
    assert json.loads(answer)["times"][0]["start"] == "2026-09-19T15:00:00+08:00"
