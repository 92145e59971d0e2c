"""The command `zhongshu bench`."""

import click

WHAT = ("callbacks", "documents", "explain", "meetings")


@click.command()
@click.argument("what", type=click.Choice(WHAT), default="callbacks", metavar=f"[{'|'.join(WHAT)}]")
@click.option("--postgres/--no-postgres", default=True, show_default=True, help="也在 PostgreSQL 上测")
@click.option("--rows", type=click.IntRange(1000), default=100_000, show_default=True, help="documents：最多多少件收文")
def bench(what: str, postgres: bool, rows: int) -> None:
    """性能测试。

    callbacks：与同一次运行中的空服务器相比；documents：收文从一千件起越来越多时的快慢；explain：理解一句话要多久，
    并与一个现有的中文时间库比较；meetings：三百人同时在卡片上回执。

    例：zhongshu bench documents --rows 1000000
    """
    from bot.bench import callbacks, documents, explain, meetings

    match what:
        case "documents":
            documents.run(most=rows, with_postgres=postgres)
        case "explain":
            explain.run()
        case "meetings":
            meetings.run(with_postgres=postgres)
        case _:
            callbacks.run(with_postgres=postgres)
