"""Requests made by schemathesis from an OpenAPI page, and the answers held against it.

Slow to load, so it is loaded by the test that needs it.
"""

from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis import checks as found
from schemathesis.core.result import Err
from schemathesis.specs.openapi import checks as told

CHECKS = [
    found.not_a_server_error,
    told.status_code_conformance,
    told.content_type_conformance,
    told.response_headers_conformance,
    told.response_schema_conformance,
]
EXAMPLES = 4
SOON = {"to": "2026-09-18T17:00:00+08:00", "step": "next"}
"""A clock that is moved by years has years of an office to live through."""


def ask(page: dict[str, Any], wanted: set[tuple[str, str]], address: str, *, keeping: bool) -> set[int]:
    """Ask for each (method, path) in ways that keep to the page or break it; returns the statuses that came.

    Raises schemathesis' FailureGroup for a fault, a status, a type, a header or a body that the page does not know.
    """
    mode = GenerationMode.POSITIVE if keeping else GenerationMode.NEGATIVE
    statuses: set[int] = set()
    with requests.Session() as session:
        session.headers["Origin"] = address
        for result in schemathesis.openapi.from_dict(page).get_all_operations():
            if isinstance(result, Err):
                raise result.err()
            operation = result.ok()
            breakable = operation.query or operation.body or operation.path_parameters
            if (operation.method.upper(), operation.path) not in wanted or not (keeping or breakable):
                continue

            @settings(
                max_examples=EXAMPLES,
                database=None,
                derandomize=True,
                deadline=None,
                suppress_health_check=list(HealthCheck),
            )
            @given(operation.as_strategy(generation_mode=mode))
            def one(case: Case[Any]) -> None:
                if isinstance(case.body, dict):
                    case.body |= {name: value for name, value in SOON.items() if name in case.body}
                answer = case.call(base_url=address, session=session, timeout=60)
                case.validate_response(answer, checks=CHECKS)
                statuses.add(answer.status_code)

            one()
    return statuses
