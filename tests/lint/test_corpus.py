"""Every template of the corpus gives the codes expected at their places, and is mended where that is safe."""

import pytest

from mockserver.fixes import apply_fixes
from mockserver.lint import lint_webhook, parse_webhook
from tests.lint.corpus import Case, load_corpus

CORPUS = list(load_corpus())


def linted(case: Case, template: str):
    return lint_webhook(parse_webhook(template, name="t", kind=case.kind))


def places(case: Case, findings) -> list[str]:
    return [f"{finding.location.line}:{finding.location.column}" for finding in findings]


@pytest.mark.parametrize("case", CORPUS, ids=lambda case: case.id)
def test_a_template_gives_exactly_the_codes_expected(case: Case):
    findings = linted(case, case.template).findings
    assert sorted({finding.code for finding in findings}) == sorted(case.codes)


@pytest.mark.parametrize("case", [case for case in CORPUS if case.places], ids=lambda case: case.id)
def test_a_finding_stands_where_its_mistake_does(case: Case):
    findings = sorted(linted(case, case.template).findings, key=lambda finding: finding.code)
    assert places(case, findings) == case.places


@pytest.mark.parametrize("case", [case for case in CORPUS if case.fixed], ids=lambda case: case.id)
def test_a_template_is_mended_where_that_is_safe(case: Case):
    assert apply_fixes(case.template, linted(case, case.template).fixes).text == case.fixed


def test_mending_leaves_no_fix_and_adds_no_finding():
    for case in CORPUS:
        before = linted(case, case.template)
        mended = apply_fixes(case.template, before.fixes)
        after = linted(case, mended.text) if mended.applied else before
        assert len(after.findings) == len(before.findings) - len(mended.applied), case.id
        assert not after.fixes, case.id


def test_the_corpus_is_large():
    assert len(CORPUS) >= 150
    assert len({case.id for case in CORPUS}) == len(CORPUS)
