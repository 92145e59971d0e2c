"""The command `zhongshu bench`."""

import click

WHAT = ("broadcast", "callbacks", "chaos", "demo", "documents", "explain", "growth", "meetings", "report")


@click.command()
@click.argument("what", type=click.Choice(WHAT), default="callbacks", metavar=f"[{'|'.join(WHAT)}]")
@click.option("--postgres/--no-postgres", default=True, show_default=True, help="也在 PostgreSQL 上测")
@click.option(
    "--rows", type=click.IntRange(1000), default=100_000, show_default=True, help="documents、growth：最多多少行"
)
@click.option(
    "--members", type=click.IntRange(1000), default=100_000, show_default=True, help="broadcast：推送给多少人"
)
@click.option("--seed", type=int, default=1, show_default=True, help="chaos：同一个数，同样的一天和同样的故障")
@click.option("--seconds", type=click.IntRange(5, 600), default=30, show_default=True, help="chaos：故障持续多少秒")
def bench(what: str, postgres: bool, rows: int, members: int, seed: int, seconds: int) -> None:
    """性能测试。

    broadcast：一期信息推送十万人，中途断电重启，不重不漏；callbacks：与同一次运行中的空服务器相比；
    chaos：三台服务器上的一个下午，处处出故障，然后逐条对账；growth：一至三台服务器、五千人同时按卡片、表从一千行到一百万行；
    demo：演示用到五百条消息、三十天以后的快慢和内存；documents：收文从一千件起越来越多时的快慢；explain：理解一句话要多久，
    并与一个现有的中文时间库比较；meetings：三百人同时在卡片上回执；
    report：十万件收文、两万项督办、五千次会议时的工作总结。

    例：zhongshu bench documents --rows 1000000
    """
    from bot.bench import broadcast, callbacks, demo, documents, explain, growth, meetings, report

    match what:
        case "broadcast":
            broadcast.run(members=members, with_postgres=postgres)
        case "chaos":
            from bot.chaos.run import main

            raise SystemExit(0 if main(seed, float(seconds)) else 1)
        case "demo":
            demo.run()
        case "documents":
            documents.run(most=rows, with_postgres=postgres)
        case "explain":
            explain.run()
        case "growth":
            growth.run(most=rows)
        case "meetings":
            meetings.run(with_postgres=postgres)
        case "report":
            report.run(with_postgres=postgres)
        case _:
            callbacks.run(with_postgres=postgres)
