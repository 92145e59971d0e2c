"""Fuzzers for what reads foreign input: the envelope, the guard, the time grammar, the importer.

`python -m tests.security.fuzzing guard --seconds 60` goes on from the corpus with a seed that it prints; what breaks a
promise is added to tests/security/corpus/guard.txt (one JSON string a line; bytes as Latin-1) and is tested ever after.
"""

import argparse
import io
import json
import random
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from bot.dialogue.explain import explain
from bot.dialogue.times.find import find_times
from bot.sheet_reader import ImportRefused, read_cells
from bot.wecom.crypto import Codec, Rejected
from bot.wecom.events import parse
from scheduler.clock import SHANGHAI
from storage import guard
from storage.office import load_office
from tests.day import AES_KEY, CORP, TOKEN
from tests.effort import stays_within

CORPUS = Path(__file__).with_name("corpus")
NOW = datetime(2026, 9, 18, 15, 20, tzinfo=SHANGHAI)
SLOWEST = 0.5
"""Seconds of CPU for one input of these sizes; a hundred times what they take."""
TOKENS = (
    *(
        "机密",
        "秘密",
        "绝密",
        "★",
        "☆",
        "密级",
        "涉密",
        "件",
        "《",
        "》",
        "〔2026〕",
        "号",
        "登记收文",
        "提醒我",
        "督办",
    ),
    *("下周", "前", "以内", "个工作日", "二十", "廿", "30日", "2月", "除夕", "每月", "晚上", "25点", "９", "零", "半"),
    *("<xml>", "</xml>", "<![CDATA[", "]]>", "<!DOCTYPE", "<!ENTITY", "&#0;", "&amp;", "<Event>", "<MsgId>", "-1"),
    *(
        "\u200b",
        "\ufeff",
        "\u202e",
        "\x00",
        "\U0001f600",
        "\r\n",
        "\t",
        "。",
        "，",
        "：",
        "(",
        "[",
        "\\",
        "%",
        "{",
        "'",
    ),
)
_CODEC = Codec(TOKEN, AES_KEY, CORP)
_OFFICE = load_office(None)


def _envelope(data: str) -> None:
    """Only Rejected may come of a body, signed or not."""
    body = data.encode("latin-1", "replace")
    for attempt in (
        lambda: _CODEC.open(_CODEC.sign("1", "n", body), "1", "n", body),
        lambda: parse(body),
        lambda: parse(_CODEC.decrypt(_CODEC.encrypt(body))),
    ):
        try:
            attempt()
        except Rejected:
            continue


def _guard(text: str) -> None:
    """A HARD text stays HARD in every disguise; no disguise makes one of what is none in plain."""
    plain = guard.screen(text)
    assert plain.level in ("ok", "soft", "hard")
    assert (plain.rule is None) == (plain.level == "ok")
    if plain.level == "hard":
        for disguise in ("\u200b".join(text), text.replace("★", "☆"), f"\ufeff{text}", f"　{text}　"):
            assert guard.screen(disguise).level == "hard", disguise


def _times(text: str) -> None:
    """Spans inside the text and in order, instants aware, an end not before its start."""
    last = 0
    for found in find_times(text, NOW):
        start, stop = found.span
        assert last <= start < stop <= len(text)
        last = start
        for instant in (found.start, found.end):
            assert instant is None or instant.utcoffset() is not None
        if found.start is not None and found.end is not None:
            assert found.start <= found.end
    json.dumps(explain(text, NOW, _OFFICE), default=str)


def _importer(data: str) -> None:
    """Text cells, or ImportRefused; whatever stands in the sheet or in the archive."""
    content = data.encode("latin-1", "replace")
    with tempfile.TemporaryDirectory() as folder:
        for number, file in enumerate((content, _sheet(content))):
            path = Path(folder) / f"{number}.xlsx"
            path.write_bytes(file)
            try:
                cells = read_cells(path)
            except ImportRefused as refused:
                assert "\n" not in str(refused)
                continue
            assert all(isinstance(cell, str) for row in cells for cell in row)
        assert len(list(Path(folder).iterdir())) == 2


def _sheet(part: bytes) -> bytes:
    """A workbook whose one sheet is these bytes."""
    kinds = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    of = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kinds}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kinds}.worksheet+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r" Type="{of}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{of}"><sheets><sheet name="a" sheetId="1" r:id="r"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{rels}"><Relationship Id="r" Type="{of}/worksheet" '
        'Target="worksheets/sheet1.xml"/></Relationships>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
        archive.writestr("xl/worksheets/sheet1.xml", part)
    return buffer.getvalue()


TARGETS: dict[str, Callable[[str], None]] = {
    "envelope": _envelope,
    "guard": _guard,
    "times": _times,
    "importer": _importer,
}


def corpus(target: str) -> list[str]:
    """What is kept for a target."""
    return [json.loads(line) for line in (CORPUS / f"{target}.txt").read_text("utf-8").splitlines()]


def check(target: str, text: str) -> None:
    """Run a target on one input. AssertionError or whatever else escapes it is a finding."""
    allowed = SLOWEST + len(text) / 20_000
    assert stays_within(allowed, lambda: TARGETS[target](text)), f"more than {allowed:.2f} s"


def mutations(texts: list[str], seed: int) -> Iterator[str]:
    """Endless changes of the corpus: cut, doubled, spliced, with tokens and odd characters put in."""
    luck = random.Random(seed)
    while True:
        text = luck.choice(texts)
        for _ in range(luck.randint(1, 6)):
            at, to = sorted((luck.randint(0, len(text)), luck.randint(0, len(text))))
            match luck.randrange(6):
                case 0:
                    text = text[:at] + text[to:]
                case 1:
                    text = text[:to] + text[at:to] * luck.randint(1, 4) + text[to:]
                case 2:
                    other = luck.choice(texts)
                    text = text[:at] + other[luck.randint(0, len(other)) :]
                case 3 | 4:
                    text = text[:at] + luck.choice(TOKENS) + text[at:]
                case _:
                    text = (
                        text[:at]
                        + chr(luck.choice((luck.randrange(0x20, 0x7F), luck.randrange(0x3000, 0xA000))))
                        + text[at:]
                    )
        yield text[:4000]


def main() -> None:
    """Look for new findings."""
    parser = argparse.ArgumentParser()
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    asked = parser.parse_args()
    kept, tried = corpus(asked.target), 0
    TARGETS[asked.target](kept[-1])  # what is built at the first use is not counted
    until = time.monotonic() + asked.seconds
    print(f"seed {asked.seed}")  # noqa: T201
    for text in mutations(kept, asked.seed):
        if time.monotonic() > until:
            break
        tried += 1
        try:
            check(asked.target, text)
        except Exception as error:  # noqa: BLE001 - a finding, whatever it is
            print(f"{type(error).__name__}: {error!s:.200}\n  {text!r}")  # noqa: T201
            with (CORPUS / f"{asked.target}.txt").open("a", encoding="utf-8") as file:
                file.write(json.dumps(text) + "\n")
    print(f"{tried} inputs")  # noqa: T201


if __name__ == "__main__":
    main()
