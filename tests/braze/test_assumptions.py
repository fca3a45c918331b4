"""The open questions about Braze."""

from mockserver.braze import BRAZE_ASSUMPTIONS


def test_every_assumption_has_a_name_of_its_own_and_a_public_source():
    names = [assumption.name for assumption in BRAZE_ASSUMPTIONS]
    assert len(names) == len(set(names))
    assert all(assumption.source.startswith("https://") for assumption in BRAZE_ASSUMPTIONS)


def test_every_default_is_a_choice():
    for assumption in BRAZE_ASSUMPTIONS:
        assert assumption.accept(assumption.default) == assumption.default


def test_the_questions_of_payloads_and_of_liquid_are_among_them():
    prefixes = {assumption.name.partition(".")[0] for assumption in BRAZE_ASSUMPTIONS}
    assert prefixes == {"braze", "liquid"}
