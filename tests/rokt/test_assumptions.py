"""The open questions about Rokt Calendar."""

import ast
from pathlib import Path

import pytest

from mockserver import rokt
from mockserver.contracts import CONTRACT_ASSUMPTIONS
from mockserver.rokt import ROKT_ASSUMPTIONS

OWN = [one for one in ROKT_ASSUMPTIONS if one not in CONTRACT_ASSUMPTIONS]
TESTS = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.rglob("test_*.py"))
ROOM = Path(rokt.__file__).parent
SOURCES = [path for path in ROOM.rglob("*.py") if not path.name.endswith("assumptions.py")]


def test_the_questions_of_payloads_come_first():
    payloads = [one for one in CONTRACT_ASSUMPTIONS if one.name.startswith("rokt.")]
    assert list(ROKT_ASSUMPTIONS[: len(payloads)]) == payloads


def test_every_name_is_used_once():
    assert len({one.name for one in ROKT_ASSUMPTIONS}) == len(ROKT_ASSUMPTIONS)


@pytest.mark.parametrize("assumption", OWN, ids=lambda one: one.name)
def test_every_question_can_be_answered_by_its_default_and_cites_a_page(assumption):
    assert assumption.accept(assumption.default) == assumption.default
    assert assumption.source.startswith("https://")
    assert assumption.question.rstrip(")").endswith(("?", "."))


@pytest.mark.parametrize("assumption", OWN, ids=lambda one: one.name)
def test_every_question_is_asked_by_the_code_and_set_by_a_test(assumption):
    strings = {
        node.value
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    assert assumption.name in strings
    assert f"{assumption.name.removeprefix('rokt.')}=" in TESTS
