"""The command `zhongshu bench`."""

import click

WHAT = ("broadcast", "callbacks", "documents", "explain", "meetings", "report")


@click.command()
@click.argument("what", type=click.Choice(WHAT), default="callbacks", metavar=f"[{'|'.join(WHAT)}]")
@click.option("--postgres/--no-postgres", default=True, show_default=True, help="也在 PostgreSQL 上测")
@click.option("--rows", type=click.IntRange(1000), default=100_000, show_default=True, help="documents：最多多少件收文")
def bench(what: str, postgres: bool, rows: int) -> None:
    """性能测试。

    broadcast：一期信息推送五万人，中途断电重启，不重不漏；callbacks：与同一次运行中的空服务器相比；
    documents：收文从一千件起越来越多时的快慢；explain：理解一句话要多久，
    并与一个现有的中文时间库比较；meetings：三百人同时在卡片上回执；
    report：十万件收文、两万项督办、五千次会议时的工作总结。

    例：zhongshu bench documents --rows 1000000
    """
    from bot.bench import broadcast, callbacks, documents, explain, meetings, report

    match what:
        case "broadcast":
            broadcast.run(with_postgres=postgres)
        case "documents":
            documents.run(most=rows, with_postgres=postgres)
        case "explain":
            explain.run()
        case "meetings":
            meetings.run(with_postgres=postgres)
        case "report":
            report.run(with_postgres=postgres)
        case _:
            callbacks.run(with_postgres=postgres)
