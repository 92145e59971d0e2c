"""The files under ops/ say what is true: units verify, every metric in them exists, every variable is known."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from prometheus_client.metrics import MetricWrapperBase

from bot.metrics import METRICS
from bot.robot.door import CONNECTED
from bot.settings import Settings

OPS = Path(__file__).parents[2] / "ops"
PROMETHEUS_OWN = {"up"}
ELSEWHERE = (CONNECTED,)
"""Metrics that stand with their part; naming them here has them made."""
NAME = re.compile(r"\b(?:zhongshu|process)_[a-z_]+\b|\bup\b")
LABEL = re.compile(r"by \((\w+)\)|\{(\w+)[=~]|\{\{\s*\$labels\.(\w+)")


def known() -> dict[str, set[str]]:
    """Every series that /metrics shows, with its labels."""
    found: dict[str, set[str]] = {}
    for family in METRICS.registry.collect():
        endings = {"counter": ("_total",), "histogram": ("_bucket", "_count", "_sum"), "info": ("_info",)}.get(
            family.type, ("",)
        )
        ours = METRICS.registry._names_to_collectors.get(family.name)
        labels = set(ours._labelnames) if isinstance(ours, MetricWrapperBase) else set()
        for ending in endings:
            name = family.name if family.name.endswith(ending) else family.name + ending
            found[name] = labels | ({"le"} if ending == "_bucket" else set())
    return found


def expressions() -> list[tuple[str, str]]:
    """Every expression of the dashboard and the rules."""
    panels = json.loads((OPS / "grafana/zhongshu.json").read_text(encoding="utf-8"))["panels"]
    rules = yaml.safe_load((OPS / "prometheus/alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    shown = [(panel["title"], target["expr"]) for panel in panels for target in panel["targets"]]
    return shown + [(rule["alert"], rule["expr"]) for rule in rules]


@pytest.mark.parametrize(("where", "expression"), expressions())
def test_every_metric_and_label_exists(where: str, expression: str) -> None:
    series = known()
    names = set(NAME.findall(expression))
    assert names, where
    assert names <= series.keys() | PROMETHEUS_OWN
    labels = {label for match in LABEL.findall(expression) for label in match if label}
    assert labels <= set().union(*(series.get(name, set()) for name in names)) | {"job"}


def test_every_metric_of_ours_is_on_the_dashboard_or_in_a_rule() -> None:
    used = {name for _, expression in expressions() for name in NAME.findall(expression)}
    ours = {name for name in known() if name.startswith("zhongshu_") and not name.endswith(("_count", "_sum", "_info"))}
    assert ours - used == set()


def test_every_alert_says_what_to_do() -> None:
    rules = yaml.safe_load((OPS / "prometheus/alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    for rule in rules:
        assert set(rule["annotations"]) == {"summary", "action"}, rule["alert"]
        assert rule["labels"]["severity"] in {"critical", "warning"}


UNITS = sorted((OPS / "systemd").iterdir())


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_verify(unit: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        assert unit.read_text(encoding="utf-8").count("[Unit]") == 1
        return
    said = subprocess.run(["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=180).stderr
    complaints = [line for line in said.splitlines() if "is not executable" not in line and str(unit.name) in line]
    assert complaints == []


def test_variables_in_the_files_are_settings() -> None:
    names = {f"ZHONGSHU_{name.upper()}" for name in Settings.model_fields}
    own = {"ZHONGSHU_PROGRAM", "ZHONGSHU_BACKUPS_KEPT"}
    for path in (file for file in OPS.rglob("*") if file.is_file() and file.parent.name != "nginx"):
        used = set(re.findall(r"ZHONGSHU_[A-Z_]+", path.read_text(encoding="utf-8")))
        assert used <= names | own, path.name


def test_the_container_is_what_its_files_say() -> None:
    compose = yaml.safe_load((OPS / "container/compose.yaml").read_text(encoding="utf-8"))
    service = compose["services"]["zhongshu"]
    assert (OPS / "container" / service["build"]["context"] / service["build"]["dockerfile"]).resolve().is_file()
    assert (OPS / "container/proxy.conf").is_file()
    recipe = (OPS / "container/Containerfile").read_text(encoding="utf-8")
    root = OPS.parent
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", recipe, re.MULTILINE)
    assert all((root / name).exists() for names in copied for name in names.split())
    assert {"bot", "handlers", "scheduler", "storage"} <= {name for names in copied for name in names.split()}
    assert "USER zhongshu" in recipe


def test_the_containers_proxy_is_read_by_nginx(tmp_path: Path) -> None:
    conf = (OPS / "container/proxy.conf").read_text(encoding="utf-8")
    assert "proxy_pass http://zhongshu:8080;" in conf
    if shutil.which("nginx") is None or shutil.which("openssl") is None:
        return
    pair = ["-keyout", str(tmp_path / "privkey.pem"), "-out", str(tmp_path / "fullchain.pem")]
    make = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-subj",
        "/CN=x",
    ]
    subprocess.run([*make, *pair], check=True, capture_output=True, timeout=180)
    conf = conf.replace("/etc/nginx/certificates", str(tmp_path)).replace("//zhongshu:", "//127.0.0.1:")
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ {conf} }}", encoding="utf-8")
    said = subprocess.run(["nginx", "-t", "-c", str(whole)], capture_output=True, text=True, timeout=180)
    assert said.returncode == 0, said.stderr
