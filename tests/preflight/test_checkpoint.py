"""A run that is stopped goes on where it was, to the same report."""

import pytest

from mockserver.errors import UsageError
from mockserver.preflight import partitions, run_preflight, spec
from mockserver.preflight.checkpoint import Checkpoint, key_of
from tests.preflight.audiences import shows
from tests.preflight.synthetic_audience import write_audience


@pytest.fixture
def audience(tmp_path, monkeypatch):
    monkeypatch.setattr(partitions.cut, "__kwdefaults__", {"piece": 10_000})
    path = tmp_path / "audience.jsonl"
    write_audience(path, 100, 12)
    return path


def run(tmp_path, audience, *, rows=None, **options):
    asked = shows(keeps_rows=True)
    kept = Checkpoint(tmp_path, key_of(asked, [audience]))
    listen = [] if rows is None else [lambda result: rows.extend(result.rows)]
    return run_preflight(asked, [audience], checkpoint=kept, listen=listen, **options), kept


def after(partitions_done):
    count = iter(range(partitions_done - 1))
    return lambda: next(count, None) is None


def test_a_stopped_run_reports_what_it_has_and_says_so(tmp_path, audience):
    report, kept = run(tmp_path, audience, stop=after(2))
    assert 0 < report.users < 100
    assert not report.complete
    assert not report.passes
    assert kept.path.is_file()


def test_a_resumed_run_ends_as_if_it_had_never_been_stopped(tmp_path, audience):
    once_rows, again_rows = [], []
    once, _ = run(tmp_path, audience, rows=once_rows)
    run(tmp_path, audience, stop=after(3))
    again, kept = run(tmp_path, audience, rows=again_rows, resume=True)
    assert again.record() == once.record()
    assert again_rows == once_rows
    assert not kept.path.exists()


def test_a_line_torn_by_a_crash_is_done_again(tmp_path, audience):
    once, _ = run(tmp_path, audience)
    _, kept = run(tmp_path, audience, stop=after(3))
    kept.path.write_bytes(kept.path.read_bytes()[:-20])
    again, _ = run(tmp_path, audience, resume=True)
    assert again.record() == once.record()


def test_without_resume_a_run_starts_anew(tmp_path, audience):
    run(tmp_path, audience, stop=after(3))
    report, _ = run(tmp_path, audience)
    assert report.users == 100


def test_nothing_to_resume_is_a_mistake(tmp_path, audience):
    with pytest.raises(UsageError, match="nothing to resume"):
        run(tmp_path, audience, resume=True)


def test_another_template_audience_or_option_is_another_run(tmp_path, audience):
    keys = {key_of(asked, [audience]) for asked in (shows(), shows(samples=1), shows(by=("plan",)))}
    keys.add(key_of(shows(calls=spec.Calls.EACH), [audience]))
    audience.write_text(audience.read_text(encoding="utf-8") + "\n")
    keys.add(key_of(shows(), [audience]))
    assert len(keys) == 5
    assert shows() == shows()
