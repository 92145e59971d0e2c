"""The conversation of `zhongshu init`, from the first question to the files."""

import asyncio
import secrets
import string
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import click

from bot.doctor.walk import examine_profile
from bot.settings import AES_KEY_LENGTH, Settings
from bot.starting.answers import Answers
from bot.starting.asking import Asker, database, free_port, new_folder, setting
from bot.starting.console_page import to_paste
from bot.starting.directory import Directory, fetch
from bot.starting.env_file import load_env, write_env
from bot.starting.office_questions import ask_office
from bot.starting.profile_yaml import written
from scheduler.clock import Clock, local

TOKEN_LENGTH = 24
API = "https://qyapi.weixin.qq.com"
WECOM = ("corp_id", "agent_id", "secret", "token", "encoding_aes_key", "wecom_api_base")
PROFILE, ENVIRONMENT = "office.yaml", "zhongshu.env"
OVERWRITE = "  {0} 已经有了，覆盖吗（原文件改名为 {0}.old）"
_ALPHABET = string.ascii_letters + string.digits


def run(folder: Path, clock: Clock) -> None:
    """Ask, check, write and show. Interrupted at any point, it goes on there the next time."""
    folder.mkdir(parents=True, exist_ok=True)
    asker = Asker(Answers(folder))
    _greet(asker)
    directory = _wecom(asker)
    machine = _machine(asker, folder)
    draft = ask_office(asker, directory, local(clock.now()).year)
    click.echo("\n—— 写文件 ——")
    profile = _place(asker, folder, PROFILE, "办公室配置文件")
    environment = _place(asker, folder, ENVIRONMENT, "环境文件（含 Secret，只有本人可读）")
    _replace(profile)
    profile.write_text(written(draft), encoding="utf-8")
    _replace(environment)
    write_env(environment, _sections(asker, machine, profile))
    asker.answers.done()
    _finish(directory, _settings(environment), profile, environment)


def _greet(asker: Asker) -> None:
    click.echo("中枢安装向导。直接回车取方括号里的值；随时可按 Ctrl-C 中断，下次在同一目录运行会接着填。\n")
    known = asker.answers.found()
    if known and not asker.yes(f"上次已填{known}项，接着填吗", default=True):
        asker.answers.done()


def _wecom(asker: Asker) -> Directory:
    """Corp id, agent id and Secret, tried at once; wrong ones are asked again."""
    while True:
        click.echo("—— 企业微信 ——")
        asker.ask("corp_id", "企业ID（管理后台“我的企业”页面底部）", setting("corp_id"))
        asker.ask("agent_id", "AgentId（应用管理—本应用）", setting("agent_id"))
        asker.ask("secret", "Secret（应用管理—本应用，输入时不显示）", setting("secret"), secret=True)
        asker.ask("wecom_api_base", "接口地址（政务微信请改）", setting("wecom_api_base"), default=API)
        for name, length in (("token", TOKEN_LENGTH), ("encoding_aes_key", AES_KEY_LENGTH)):
            if name not in asker.answers:
                asker.answers.keep(name, "".join(secrets.choice(_ALPHABET) for _ in range(length)))
        directory = asyncio.run(fetch(_try(asker)))
        if not directory.trouble:
            click.echo(f"连接正常：应用能看到{len(directory.members)}人，{len(directory.units())}个部门。\n")
            return directory
        click.echo(f"  {directory.trouble}")
        if not asker.yes("重新填写企业ID、AgentId 和 Secret 吗", default=directory.wrong_secret):
            click.echo("先往下填，人员请写成 姓名=账号。\n")
            return directory
        asker.answers.forget("corp_id", "agent_id", "secret", "wecom_api_base")


def _try(asker: Asker) -> Settings:
    given: dict[str, Any] = {name: asker.answers[name] for name in WECOM}
    return Settings(**given, office=Path(PROFILE), clock=None, port=8080)


def _settings(environment: Path) -> Settings:
    """The settings as they now stand in the file."""
    variables = load_env(environment)
    given: dict[str, Any] = {name.removeprefix("ZHONGSHU_").lower(): value for name, value in variables.items()}
    return Settings(**given, clock=None)


def _machine(asker: Asker, folder: Path) -> dict[str, str]:
    click.echo("—— 服务器 ——")
    here = folder.resolve()
    defaults = {
        "public_url": ("外网地址（如 https://bot.example.gov.cn，还没有就回车）", ""),
        "host": ("监听地址（前面有代理服务器就用 127.0.0.1）", "127.0.0.1"),
        "port": ("端口", "8080"),
        "database_url": ("数据库", f"sqlite+aiosqlite:///{here / 'zhongshu.db'}"),
        "backup_dir": ("备份目录", str(here / "backups")),
    }
    checks = {"port": free_port, "database_url": database, "backup_dir": new_folder}
    answers = {
        name: asker.ask(name, words, checks.get(name, setting(name)), default=default)
        for name, (words, default) in defaults.items()
    }
    return {name: value for name, value in answers.items() if value}


def _sections(asker: Asker, machine: dict[str, str], profile: Path) -> list[tuple[str, dict[str, str]]]:
    def variables(names: Iterable[str], values: Mapping[str, str]) -> dict[str, str]:
        return {f"ZHONGSHU_{name.upper()}": values[name] for name in names}

    known = {name: str(asker.answers[name]) for name in WECOM}
    return [
        ("中枢的环境文件，由 zhongshu init 生成。含 Secret，不要发给别人，也不要放进代码库。", {}),
        ("企业微信：企业ID、应用的 AgentId 和 Secret、接收消息的 Token 和 EncodingAESKey。", variables(WECOM, known)),
        ("服务器：监听地址、端口、数据库、备份目录；外网地址供体检和下载用。", variables(machine, machine)),
        ("办公室配置文件。", {"ZHONGSHU_OFFICE": str(profile.resolve())}),
    ]


def _place(asker: Asker, folder: Path, name: str, what: str) -> Path:
    """Where to write. What stands there is replaced only after a yes, and kept beside."""
    default = name
    while True:
        typed: str = click.prompt(f"{what}写到", default=default, prompt_suffix="：").strip()
        path = folder / typed
        if path.is_dir() or not path.parent.is_dir():
            click.echo("  不行：请写文件名")
        elif not path.exists() or asker.yes(OVERWRITE.format(path.name), default=False):
            return path
        else:
            default = f"new-{name}"


def _replace(path: Path) -> None:
    if path.exists():
        path.replace(path.with_name(f"{path.name}.old"))


def _finish(directory: Directory, settings: Settings, profile: Path, environment: Path) -> None:
    click.echo(f"已写好：{profile}、{environment}\n")
    _, findings = examine_profile(profile)
    if findings:
        click.echo("配置文件里还可以补的（不急，体检会一直提示）：")
        click.echo("".join(f"· {found.cause}\n" for found in findings))
    click.echo(to_paste(settings, directory))
    click.echo("\n下一步：")
    click.echo(f"1. 启动：set -a; . {environment}; set +a; zhongshu serve（正式运行用 ops/systemd）")
    click.echo("2. 按上面各项填好管理后台，“接收消息”要在服务启动以后再点保存")
    click.echo(
        f"3. 备份一次：zhongshu backup {settings.backup_dir or '.'}/first.backup（以后每天自动备份，见 ops/systemd）"
    )
    click.echo(f"4. 体检：zhongshu doctor --env {environment}")
