"""Canned answers to Connected Content."""

import pytest

from mockserver.errors import YamlError
from mockserver.http import Failure, NoResponse, Request
from mockserver.preflight import Calls, run_preflight
from mockserver.preflight.answers import ContentCalls, load_answers
from tests.preflight.audiences import body, lines, profile

ANSWERS = """
answers:
  - {url: "https://price.example.test/gold/*", json: {price: 5}}
  - {url: "https://price.example.test/*", method: post, status: 404, body: no}
"""


@pytest.fixture
def canned(tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_text(ANSWERS)
    return path


def nobody(request, timeout):
    raise NoResponse(Failure.UNKNOWN_HOST, request.host)


def test_the_first_answer_that_fits_is_given(canned):
    calls = ContentCalls(nobody, load_answers(canned), Calls.EACH)
    gold = calls.send(Request("GET", "https://price.example.test/gold/7"), 2)
    assert (gold.status, gold.text, gold.headers["content-type"]) == (200, '{"price": 5}', "application/json")
    other = calls.send(Request("POST", "https://price.example.test/tin"), 2)
    assert (other.status, other.text) == (404, "no")


@pytest.mark.parametrize("calls", Calls)
def test_who_has_no_answer_is_asked_in_vain(canned, calls):
    made = ContentCalls(nobody, load_answers(canned), calls)
    for _ in range(2):
        with pytest.raises(NoResponse, match="elsewhere"):
            made.send(Request("GET", "https://elsewhere.example.test/"), 2)


def test_templates_get_canned_answers(tmp_path, canned):
    url = (
        "{% connected_content https://price.example.test/gold/{{${user_id}}} :save p %}"
        "{% if p.price != 5 %}{% abort_message('no price') %}{% endif %}https://example.test/"
    )
    report = run_preflight(body("x", url=url, answers=canned), [lines(tmp_path / "a.jsonl", [profile()])])
    assert report.passes


def test_a_mistake_in_the_file_is_told_with_its_place(tmp_path):
    path = tmp_path / "answers.yaml"
    path.write_text("answers:\n  - {url: x, stauts: 3}\n")
    with pytest.raises(YamlError, match=r"answers.yaml:2:\d+: unknown key 'stauts'"):
        load_answers(path)
