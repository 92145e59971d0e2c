"""The corpora hold, and so do some hundred changes of them, the same in every run (tests/security/fuzzing.py)."""

from itertools import islice

import pytest

from tests.security.fuzzing import TARGETS, check, corpus, mutations

CHANGES = {"envelope": 1500, "guard": 1500, "times": 300, "importer": 150}


@pytest.mark.parametrize("target", TARGETS)
def test_what_reads_foreign_input_keeps_its_promises(target: str) -> None:
    kept = corpus(target)
    assert len(kept) >= 12
    TARGETS[target](kept[-1])  # what is built at the first use is not counted
    for text in kept:
        check(target, text)
    for text in islice(mutations(kept, seed=20260918), CHANGES[target]):
        check(target, text)
