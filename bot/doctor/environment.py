"""The settings, every one of them: what is missing, misspelled, pasted with quotation marks or left as an example."""

import difflib
import re
import socket
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import ValidationError

from bot.doctor.finding import Finding, error, warning
from bot.settings import Settings, wrong_value
from storage.office import SAMPLE

PREFIX = "ZHONGSHU_"
PART = 5
"""Letters of a setting's name by which it is known: AESKEY."""
STAND_INS: dict[str, Any] = {
    "corp_id": "ww0000000000000000",
    "agent_id": 1,
    "secret": "unknown",
    "token": "unknown",
    "encoding_aes_key": "A" * 43,
    "wecom_api_base": "http://127.0.0.1",
    "office": SAMPLE,
}
WHERE = {
    "corp_id": "请到管理后台“我的企业”页面底部复制企业ID",
    "agent_id": "请到管理后台“应用管理”打开本应用，复制 AgentId",
    "secret": "请到管理后台“应用管理”打开本应用，查看并复制 Secret",
    "token": "请与管理后台本应用“接收消息—设置API接收”中的 Token 保持一致（不超过32位字母数字）",
    "encoding_aes_key": "请到管理后台本应用“接收消息—设置API接收”重新复制 EncodingAESKey（43位字母数字）",
    "wecom_api_base": "公有云企业微信不用设置；政务微信请填其接口地址，不带 /cgi-bin",
    "database_url": "例如 sqlite+aiosqlite:///zhongshu.db 或 postgresql+asyncpg://用户:口令@主机:5432/库名",
    "office": "请把 ZHONGSHU_OFFICE 设为办公室配置文件的路径，可用 zhongshu init 生成",
    "public_url": "例如 https://bot.example.gov.cn，不带 /wecom/callback",
    "host": "前面有代理服务器的填 127.0.0.1，直接对外的填 0.0.0.0",
    "port": "请填1至65535之间、没有别的程序占用的端口",
    "clock": "正式运行请去掉 ZHONGSHU_CLOCK",
    "robot_id": "请到管理后台“智能机器人”的长连接页面，把 Bot ID 和 Secret 一并复制",
}
_NAME = re.compile(r"[A-Z][A-Z_]+")
_EXAMPLE = re.compile(r"…|\.\.\.|^[xX×]{3,}$|^<.*>$|请填|your[-_ ]|changeme", re.IGNORECASE)


def read_settings(environ: Mapping[str, str]) -> tuple[Settings, frozenset[str], list[Finding]]:
    """The settings with stand-ins for what is wrong, the names of the wrong ones, and the findings.

    The environment of the process must be `environ`: pydantic-settings reads it.
    """
    findings = list(_badly_pasted(environ))
    wrong = {finding.code.removeprefix("settings.") for finding in findings}
    strangers = dict(_misspelled(environ))
    misspelled = {meant: stranger for stranger, meant in strangers.items() if meant}
    while True:
        try:
            settings = Settings(**{name: _stand_in(name) for name in wrong})
            break
        except ValidationError as failed:
            before = len(wrong)
            for names, cause in _complaints(failed):
                if misspelled.keys().isdisjoint(names):
                    findings.append(error(f"settings.{names[0]}", _variable(names[0]), cause, _where(names[0])))
                wrong |= {*names}
            if len(wrong) == before:  # a complaint that names nothing: no setting is believed
                wrong = {*Settings.model_fields}
    findings += [_unknown(name, meant) for name, meant in strangers.items()]
    if "host" not in wrong and not _ours(settings.host):
        findings.append(error("settings.host", "ZHONGSHU_HOST", "不是本机的地址，服务无法在上面监听", WHERE["host"]))
        wrong.add("host")
    if not wrong:
        findings += _mixed_up(settings)
    return settings, frozenset(wrong), findings


def _ours(host: str) -> bool:
    """Whether this machine can listen there."""
    try:
        with socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            return True
    except (OSError, UnicodeError):
        return False


def _stand_in(name: str) -> Any:
    return STAND_INS.get(name, Settings.model_fields[name].default)


def _variable(name: str) -> str:
    return f"{PREFIX}{name.upper()}"


def _where(name: str) -> str:
    return WHERE.get(name, "请改正后重试")


def _complaints(failed: ValidationError) -> Iterator[tuple[list[str], str]]:
    """The settings of each complaint; one about several names them before its colon."""
    for found in failed.errors(include_input=False, include_url=False):
        cause = wrong_value(found)
        if found["loc"]:
            yield [str(found["loc"][0])], cause
            continue
        head, _, rest = cause.partition("：")
        names = [name.removeprefix(PREFIX).lower() for name in _NAME.findall(head)]
        names = [name for name in names if name in Settings.model_fields]
        if names:
            yield names, rest.partition("，请")[0] if len(names) == 1 else cause


def _badly_pasted(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Quotation marks and blanks that `docker --env-file` and copying keep; examples that nobody replaced."""
    for name in Settings.model_fields:
        value = environ.get(_variable(name), "")
        if value and (value != value.strip() or value[0] in "\"'“‘" or value[-1] in "\"'”’"):
            yield error(
                f"settings.{name}",
                _variable(name),
                "值的两端带有引号、空格或换行",
                "请去掉引号和空格（docker 的 --env-file 会把引号当作值的一部分）",
            )
        elif _EXAMPLE.search(value):
            yield error(f"settings.{name}", _variable(name), "还是示例里的占位文字", WHERE.get(name, "请换成真实的值"))


def _misspelled(environ: Mapping[str, str]) -> Iterator[tuple[str, str | None]]:
    """Variables of ours that nobody reads, each with the setting that it may have meant and that has no value."""
    known = {_variable(name): name for name in Settings.model_fields}
    free = {name.upper().replace("_", ""): name for variable, name in known.items() if not environ.get(variable)}
    for variable in environ:
        if variable.upper().startswith(PREFIX) and variable.upper() not in known:
            rest = variable.upper().removeprefix(PREFIX).replace("_", "")
            alike = difflib.get_close_matches(rest, free, n=1, cutoff=0.75)
            alike += [name for name in free if len(rest) >= PART and rest in name]
            yield variable, free[alike[0]] if alike else None


def _unknown(name: str, meant: str | None) -> Finding:
    if meant is None:
        return warning("settings.unknown", name, "不认识这个变量，它不起作用", "请核对拼写，不用的请删去")
    return error(f"settings.{meant}", name, "不认识这个变量，它不起作用", f"是不是 {_variable(meant)}？请改正名称")


def _mixed_up(settings: Settings) -> Iterator[Finding]:
    secret, key = settings.secret.get_secret_value(), settings.encoding_aes_key.get_secret_value()
    if secret == key:
        yield error("settings.secret", "ZHONGSHU_SECRET", "与 EncodingAESKey 相同，两者必有一个填错", WHERE["secret"])
    if settings.wecom_api_base.startswith("http://") and not settings.on_loopback:
        yield warning(
            "settings.wecom_api_base",
            "ZHONGSHU_WECOM_API_BASE",
            "用的是 http://，凭证会明文经过网络",
            "请改为 https:// 开头的地址",
        )
