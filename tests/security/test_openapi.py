"""ops/openapi.yaml tells the truth about every HTTP door, and what is made from it breaks none."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml

from bot.sandbox import alone
from bot.server import BODY_LIMIT
from tests.day import Day
from tests.security.served import Served, all_served

PAGE: dict[str, Any] = yaml.safe_load((Path(__file__).parents[2] / "ops" / "openapi.yaml").read_text("utf-8"))
OF = {"serve": {"正式服务", "试用"}, "sandbox": {"沙箱"}, "demo": {"演示"}}
ENDLESS = "/demo/feed"
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND")


def _written(name: str) -> set[tuple[str, str]]:
    """(method, path) of what the page says of an application."""
    return {
        (method.upper(), path)
        for path, methods in PAGE["paths"].items()
        for method, about in methods.items()
        if OF[name] & set(about["tags"])
    }


@pytest.fixture(scope="module")
def served(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Served]]:
    path = tmp_path_factory.mktemp("doors") / "office.db"
    path.write_bytes(sqlite_template.read_bytes())
    with pytest.MonkeyPatch.context() as patch, all_served(Day(f"sqlite+aiosqlite:///{path}")) as doors:
        patch.setattr(alone, "PATIENCE", 1.0)
        yield doors


def test_the_page_names_every_route_and_no_other(served: dict[str, Served]) -> None:
    tags = {tag for methods in PAGE["paths"].values() for about in methods.values() for tag in about["tags"]}
    assert tags == set().union(*OF.values()) == {one["name"] for one in PAGE["tags"]}
    for name, application in served.items():
        routes = {(method, path) for method, path in application.routes if method != "*"}
        routes |= {(method, path) for any_, path in application.routes if any_ == "*" for method in ("GET", "POST")}
        assert routes == _written(name), name


@pytest.mark.parametrize("name", OF)
@pytest.mark.parametrize("keeping", [True, False], ids=["keeping", "breaking"])
def test_what_is_made_from_the_page_is_answered_as_it_says(
    served: dict[str, Served], name: str, *, keeping: bool
) -> None:
    from tests.security.asking import ask

    wanted = {(method, path) for method, path in _written(name) if path != ENDLESS}
    statuses = ask(PAGE, wanted, served[name].address, keeping=keeping)
    assert len(statuses) > 1, "the requests got somewhere, and not all to the same place"


def test_other_methods_are_refused_and_head_is_get_without_a_body(served: dict[str, Served]) -> None:
    with requests.Session() as session:
        for name in ("serve", "sandbox"):
            written = _written(name)
            for path in {path for _, path in written if path != "/cgi-bin/{path}"}:
                url = served[name].address + path.replace("{token}", "a" * 43)
                for method in METHODS:
                    if (method, path) not in written:
                        assert session.request(method, url).status_code == 405, (method, path)
                if ("GET", path) in written:
                    head = session.head(url)
                    assert head.content == b""
                    assert head.status_code == (405 if "/files/" in path else session.get(url).status_code), path
        assert session.get(served["serve"].address + "/docs").status_code == 404


def test_limits_hold_at_every_door_that_reads_a_body(served: dict[str, Served]) -> None:
    """The sandbox takes files as WeCom does, up to 24 MB."""
    serve, sandbox = served["serve"].address, served["sandbox"].address
    query = {"msg_signature": "a" * 40, "timestamp": "1789714800", "nonce": "1"}
    nested = b'{"to":' * 10_000
    with requests.Session() as session:
        for url, size in (
            (f"{serve}/wecom/callback", BODY_LIMIT),
            (f"{serve}/clock", BODY_LIMIT),
            (f"{sandbox}/say", 24 << 20),
        ):
            for status, body, headers in (
                (413, b"[" * (size + 1), {}),
                (400, nested, {}),
                (400, b"{}", {"X-Long": "a" * 9000}),
            ):
                answer = session.post(url, params=query, data=body, headers=headers, timeout=60)
                assert answer.status_code == status, (url, status)
        answer = session.post(f"{sandbox}/cgi-bin/message/send", data=nested, timeout=60)
        assert answer.status_code == 200
        assert answer.json()["errcode"] != 0


def test_a_page_in_a_browser_speaks_for_nobody(served: dict[str, Served]) -> None:
    """Neither to the sandbox's members nor to its WeCom: programs send no Origin. Names of elsewhere are refused."""
    said = {"user": "zhangmin", "text": "帮助"}
    url = f"{served['sandbox'].address}/say"
    for headers in ({"Origin": "http://evil.example"}, {"Origin": "null"}, {"Host": "evil.example"}):
        assert requests.post(url, json=said, headers=headers, timeout=60).status_code == 403
        assert (
            requests.post(url.replace("/say", "/cgi-bin/message/send"), headers=headers, timeout=60).status_code == 403
        )
    assert "您可以" in requests.post(url, json=said, timeout=60).json()["answer"]


def test_the_feed_is_what_the_page_says(served: dict[str, Served]) -> None:
    with requests.get(served["demo"].address + ENDLESS, stream=True, timeout=60) as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Type"] in PAGE["paths"][ENDLESS]["get"]["responses"]["200"]["content"]
        assert b"hello" in next(answer.iter_lines()) + b"".join(next(answer.iter_lines()) for _ in range(1))
