"""Bugs of the guide's traps: a report becomes a scenario that fails, and passes once the bug is mended.

The reports lie in ``inputs``, the scenarios they become in ``produced``. After a change that is meant,
write those anew with ``mockserver capture INPUT > PRODUCED``.
"""

from pathlib import Path

import pytest
import yaml

from mockserver.capture.reading import KINDS, kind_of, parse_report
from mockserver.capture.scenario import render_scenario
from mockserver.scenarios.loader import Loader
from mockserver.scenarios.runner import Outcome, run_scenario

HERE = Path(__file__).parent
INPUTS = {path.stem: path for path in sorted((HERE / "inputs").iterdir())}
BUGS = yaml.safe_load((HERE / "bugs.yaml").read_text(encoding="utf-8"))


def captured(path, workspace):
    text = path.read_text(encoding="utf-8")
    kind = kind_of(text)
    story = parse_report(text, kind=kind, account="acme")
    return render_scenario(story, workspace, source=KINDS[kind], default=True)


def run(text, folder):
    file = folder / "captured.scenario.yaml"
    file.write_text(text, encoding="utf-8")
    (scenario,) = Loader().load(file).scenarios
    return run_scenario(scenario)


def test_ten_traps_are_captured_from_every_kind_of_report():
    assert len({name.partition("-")[0] for name in INPUTS}) == 10
    assert len({bug["told"] for bug in BUGS.values()}) == len(INPUTS)
    assert {kind_of(path.read_text(encoding="utf-8")) for path in INPUTS.values()} == set(KINDS)


@pytest.mark.parametrize("name", INPUTS)
def test_a_report_becomes_the_scenario_beside_it(name, acme):
    assert captured(INPUTS[name], acme) == (HERE / "produced" / f"{name}.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", INPUTS)
def test_the_scenario_fails_for_its_trap_before_the_mend_and_passes_after_it(name, acme, tmp_path):
    text = captured(INPUTS[name], acme)
    before = run(text, tmp_path)
    assert before.outcome is Outcome.FAILED
    told = f"then.findings: {BUGS[name]['told']} was not expected"
    assert told in [failure.headline for failure in before.failures]
    for broken, mended in BUGS[name]["mend"].items():
        assert broken in text
        text = text.replace(broken, mended)
    assert run(text, tmp_path).outcome is Outcome.PASSED


@pytest.mark.parametrize("name", INPUTS)
def test_no_credential_is_written_down(name, acme):
    text = captured(INPUTS[name], acme)
    for secret in ("c2VjcmV0", "0123456789abcdef", "acme-secret"):
        assert secret not in text
