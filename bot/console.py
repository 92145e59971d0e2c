"""How the command line fails: one clear line on stderr and a non-zero code, never a traceback (design.md 3)."""

import sys
from collections.abc import Sequence
from typing import Any

import click


class Mistake(click.ClickException):
    """A user's mistake. Its text is one Chinese line: what is wrong and what to do."""


class Console(click.Group):
    """The root command: every complaint of click becomes one line, and no command at all shows the help."""

    def main(self, args: Sequence[str] | None = None, prog_name: str | None = None, *_: Any, **extra: Any) -> Any:
        """Run and exit: 0, 1 for a mistake, 2 for a wrong command line, 130 for Ctrl-C."""
        own = {name: value for name, value in extra.items() if name != "standalone_mode"}
        alone: bool = False
        try:
            code = super().main(args, prog_name, None, alone, **own)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.ctx.get_help() if error.ctx else "")
            sys.exit(0)
        except click.ClickException as error:
            click.echo(" ".join(_line(error).split()), err=True)
            sys.exit(error.exit_code)
        except click.Abort:
            click.echo("已中断", err=True)
            sys.exit(130)
        sys.exit(code if isinstance(code, int) else 0)


def _line(error: click.ClickException) -> str:
    if not isinstance(error, click.UsageError):
        return error.format_message()
    command = error.ctx.command_path if error.ctx else "zhongshu"
    return f"{_complaint(error)}。用法见 {command} --help"


def _complaint(error: click.UsageError) -> str:
    match error:
        case click.MissingParameter():
            return f"还缺 {_name(error.param)}"
        case click.NoSuchOption():
            return f"没有 {error.option_name} 这个选项"
        case click.NoSuchCommand():
            return f"没有 {error.command_name} 这个命令"
        case click.BadOptionUsage():
            return f"{error.option_name} 后面要写值"
        case click.BadParameter():
            return f"{_name(error.param)} 不对：{_wanted(error)}"
        case _:
            return f"命令写法不对（{error.format_message().rstrip('.')}）"


def _name(parameter: click.Parameter | None) -> str:
    if isinstance(parameter, click.Option):
        return parameter.opts[-1]
    return parameter.make_metavar(click.Context(click.Command(""))) if parameter else "参数"


def _wanted(error: click.BadParameter) -> str:
    kind = error.param.type if error.param else None
    match kind:
        case click.Choice():
            return f"应为{'、'.join(map(str, kind.choices))}之一"
        case click.Path():
            return "找不到这个文件"
        case click.IntRange():
            return f"应为{kind.min}到{kind.max}的整数"
        case _:
            return error.format_message().rstrip(".")
