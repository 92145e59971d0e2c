"""`zhongshu init` with a scripted terminal: what is typed is checked, and the files that come of it work."""

import asyncio
import os
import pty
import stat
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.bench.processes import free_port
from bot.cli import main
from bot.doctor.walk import examine_profile
from bot.sandbox.server import FakeWeCom
from bot.settings import Settings
from bot.starting.env_file import EnvError, load_env
from scheduler.clock import SteerableClock
from storage.office import Role, load_office
from tests.day import AES_KEY, AGENT, CORP, SECRET, START, TOKEN
from tests.process.serving import PROGRAM

END_OF_FILE = b"\x04"
"""Ctrl-D."""


class Served:
    """A fake WeCom on a loop of its own, for commands that run theirs."""

    def __init__(self) -> None:
        clock = SteerableClock(START)
        self.fake = FakeWeCom(CORP, SECRET, AGENT, TOKEN, AES_KEY, clock=lambda: clock.now().timestamp())
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.base = asyncio.run_coroutine_threadsafe(self.fake.start(), self._loop).result(60)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self.fake.stop(), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)
        self._loop.close()


@pytest.fixture(scope="module")
def wecom() -> Iterator[Served]:
    """A corp with an office, two units, and two people of one name."""
    served = Served()
    directory = served.fake.directory
    for number, name in ((2, "区委办公室"), (3, "区财政局"), (4, "金溪镇")):
        directory.add_department(number, name)
    people = {
        2: {"zhou": "周明远", "lin": "林知行", "shen": "沈岚", "zhangmin": "张敏", "qian": "钱进", "root": "唐薇"},
        3: {"cai": "李可", "caiju": "赵局长", "zhangmin2": "张敏"},
        4: {"jin": "江涛"},
    }
    for number, members in people.items():
        for userid, name in members.items():
            served.fake.add_member(userid, name, number)
    yield served
    assert served.fake.violations == []
    served.stop()


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("ZHONGSHU_"):
            monkeypatch.delenv(name)


def run(folder: Path, *typed: str) -> Result:
    """The command, with these lines typed. They run out: Ctrl-D."""
    return CliRunner().invoke(main, ["init", "--dir", str(folder)], input="".join(f"{line}\n" for line in typed))


def wecom_answers(base: str) -> list[str]:
    return [CORP, str(AGENT), SECRET, base]


PORT = str(free_port())
MACHINE = ["https://bot.example.gov.cn", "", PORT, "", ""]
OFFICE = ["云湾区委办公室", "云湾区", "南澜市", "粤东省", "", "区委办 区府办", "云湾信息", ""]
PHONES = ["8056", "8123456", "8031", "8056", "8061", "5楼512室"]
LEADERS = ["周明远 林知行", "书记", "钱进", "区长", ""]
ROLES = ["沈岚", "", "", "张敏=zhangmin", "", "", "", "", "", "", "", "", "唐薇", "", ""]
UNITS = ["2-3", "李可", "赵局长", "江涛", ""]
REST = ["301:60 多功能厅:120", "1202", "122"]
FILES = ["", ""]


def test_from_nothing_to_files_that_work(wecom: Served, tmp_path: Path) -> None:
    done = run(
        tmp_path, *wecom_answers(wecom.base), *MACHINE, *OFFICE, *PHONES, *LEADERS, *ROLES, *UNITS, *REST, *FILES
    )
    assert done.exit_code == 0, done.output
    assert "应用能看到10人，3个部门" in done.output
    assert SECRET not in done.output
    environment, profile = tmp_path / "zhongshu.env", tmp_path / "office.yaml"
    assert stat.S_IMODE(environment.stat().st_mode) == 0o600
    values = load_env(environment)
    settings = Settings(**{name.removeprefix("ZHONGSHU_").lower(): value for name, value in values.items()})  # type: ignore[arg-type]
    assert (settings.corp_id, settings.secret.get_secret_value(), str(settings.port)) == (CORP, SECRET, PORT)
    assert values["ZHONGSHU_TOKEN"] in done.output
    assert values["ZHONGSHU_ENCODING_AES_KEY"] in done.output
    for line in (
        "https://bot.example.gov.cn/wecom/callback",
        "企业可信IP",
        "可见范围",
        "自定义菜单",
        "办文督办",
        "日程",
    ):
        assert line in done.output
    office = load_office(profile)
    assert [leader.listed for leader in office.leaders] == ["周明远书记", "林知行区长"]
    assert [person.userid for person in office.people_with(Role.CLERK)] == ["zhangmin"]
    secretary = office.liaison_of("zhou")
    assert secretary is not None
    assert (secretary.name, secretary.unit) == ("钱进", "区委办")
    assert [unit.short for unit in office.units] == ["财政局", "金溪镇"]
    assert [unit.category for unit in office.units] == ["政府部门", "镇街"]
    assert [person.name for person in office.liaisons("财政局")] == ["李可"]
    assert [list(numbers.values()) for numbers in office.numbers.values()] == [[1203], [123]]
    left = {finding.code for finding in examine_profile(profile)[1]}
    assert left == {"profile.no_head", "profile.no_secretary", "profile.role"}
    assert "没有主要负责人" in done.output  # what may still be added is said
    assert not (tmp_path / "zhongshu-init.json").exists()


def test_what_will_not_do_is_said_and_asked_again(wecom: Served, tmp_path: Path) -> None:
    """Each wrong value has its reason; then Ctrl-D, and the next run goes on where this one was."""
    first = run(
        tmp_path,
        "",  # a corp id is needed
        CORP,
        "应用",
        str(AGENT),
        "of-another-app-43",
        wecom.base,
        "",  # wrong: typed again
        CORP,
        str(AGENT),
        SECRET,
        "ftp://x",
        wecom.base,
        "https://bot.example.gov.cn/wecom/callback",
        "https://bot.example.gov.cn",
        "",
        "99999",
        wecom.base.rpartition(":")[2],  # somebody listens there
        PORT,
        "mysql://h/x",
        "sqlite+aiosqlite:////nowhere/at/all/x.db",
        "",
        "/proc/nothing/here",
        "",
        *OFFICE[:-1],
        "17:30-08:30",
        "",
        *PHONES,
        "张敏",
        "王五",
        "周明远",
    )
    assert first.exit_code == 130
    for reason in (
        "应为整数",
        "不带路径",
        "太大",
        "不支持的数据库类型",
        "不能用",
        "目录 /nowhere/at/all 不存在",
        "建不了这个目录",
        "时段的起止颠倒了",
        "有2位张敏，请写明是哪一位：张敏=zhangmin（区委办公室）、张敏=zhangmin2（区财政局）",
        "没有“王五”",
        "http(s)://",
        "ZHONGSHU_SECRET",
    ):
        assert reason in first.output, reason
    assert "of-another-app-43" not in first.output
    kept = tmp_path / "zhongshu-init.json"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    second = run(tmp_path, "", *LEADERS[1:3], *ROLES, *UNITS, *REST, *FILES)
    assert second.exit_code == 0, second.output
    assert "接着填吗" in second.output
    assert SECRET not in second.output
    assert [leader.listed for leader in load_office(tmp_path / "office.yaml").leaders] == ["周明远书记"]


def test_nothing_is_overwritten_without_a_yes(wecom: Served, tmp_path: Path) -> None:
    (tmp_path / "office.yaml").write_text("mine", encoding="utf-8")
    (tmp_path / "zhongshu.env").write_text("MINE=1", encoding="utf-8")
    files = ["", "n", "other.yaml", "", "y"]
    done = run(
        tmp_path, *wecom_answers(wecom.base), *MACHINE, *OFFICE, *PHONES, *LEADERS, *ROLES, *UNITS, *REST, *files
    )
    assert done.exit_code == 0, done.output
    assert (tmp_path / "office.yaml").read_text(encoding="utf-8") == "mine"
    assert (tmp_path / "zhongshu.env.old").read_text(encoding="utf-8") == "MINE=1"
    assert load_env(tmp_path / "zhongshu.env")["ZHONGSHU_OFFICE"] == str(tmp_path / "other.yaml")


def test_where_wecom_is_out_of_reach_people_are_written_with_their_accounts(tmp_path: Path) -> None:
    people = ["", "沈岚=shen", "", "", "张敏=zhangmin", *[""] * 8, "唐薇", "唐薇=坏", "唐薇=root", "", ""]
    units = ["区财政局 金溪镇", "李可=cai", "", "", ""]
    done = run(
        tmp_path,
        *(CORP, str(AGENT), SECRET, "http://127.0.0.1:1", "n"),
        *(*MACHINE, *OFFICE, *PHONES, *people, *units, "", "", "", *FILES),
    )
    assert done.exit_code == 0, done.output
    for words in ("连不上企业微信", "请写成 姓名=账号，例如 唐薇=zhangmin", "账号“坏”写法不对"):
        assert words in done.output
    office = load_office(tmp_path / "office.yaml")
    assert [person.name for person in office.people_with(Role.SYSADMIN)] == ["唐薇"]


def test_an_untrusted_address_is_shown_where_it_must_be_pasted(wecom: Served, tmp_path: Path) -> None:
    wecom.fake.block_ip()
    people = ["", "沈岚=shen", "", "", "张敏=zhangmin", *[""] * 8, "唐薇=root", "", ""]
    try:
        done = run(
            tmp_path,
            *(*wecom_answers(wecom.base), "n", *MACHINE, *OFFICE, *PHONES, *people),
            *("金溪镇", "", "", "", "", "", *FILES),
        )
    finally:
        wecom.fake.block_ip(blocked=False)
    assert done.exit_code == 0, done.output
    assert "服务器IP 127.0.0.1 不在企业可信IP中" in done.output.split("【应用管理 → 本应用 → 企业可信IP】")[1]


def test_a_real_terminal_never_shows_the_secret(tmp_path: Path) -> None:
    """Typed on a terminal of its own, with its own echo; Ctrl-D ends it and what was typed is kept."""
    main_end, terminal = pty.openpty()
    command = [PROGRAM, "init", "--dir", str(tmp_path)]
    process = subprocess.Popen(command, stdin=terminal, stdout=terminal, stderr=terminal, start_new_session=True)
    os.close(terminal)
    shown = b""
    for prompt, typed in (("底部", CORP), ("AgentId", str(AGENT)), ("不显示", SECRET), ("接口地址", "")):
        while prompt.encode() not in shown.rpartition(b"\n")[2]:
            shown += os.read(main_end, 4096)
        os.write(main_end, f"{typed}\n".encode() if typed else END_OF_FILE)
    assert process.wait(20) == 130
    os.close(main_end)
    assert CORP in shown.decode()
    assert SECRET not in shown.decode()
    assert SECRET in (tmp_path / "zhongshu-init.json").read_text(encoding="utf-8")


ENV = [
    ("A=1\n# note\n\nexport B='x y'\nC=\"z\"\n", {"A": "1", "B": "x y", "C": "z"}),
    ("\ufeffA=b=c\n", {"A": "b=c"}),
]


@pytest.mark.parametrize(("text", "expected"), ENV)
def test_environment_files(tmp_path: Path, text: str, expected: dict[str, str]) -> None:
    path = tmp_path / "x.env"
    path.write_text(text, encoding="utf-8")
    assert load_env(path) == expected
    path.write_text("A = 1\n", encoding="utf-8")
    with pytest.raises(EnvError, match="第1行"):
        load_env(path)
