"""Every planted mistake is found, and nothing else; the benchmarks do the same among a million users."""

from collections import Counter

from mockserver.preflight import run_preflight
from tests.preflight.audiences import shows
from tests.preflight.synthetic_audience import MISTAKES, write_audience


def test_sixty_mistakes_of_twelve_kinds_among_twelve_hundred_users(tmp_path):
    path, rows, kinds = tmp_path / "audience.jsonl", [], Counter(one.code for one in MISTAKES)
    planted = write_audience(path, 1_200, 60)
    report = run_preflight(shows(keeps_rows=True), [path], listen=[lambda result: rows.extend(result.rows)])
    expected = {user: (mistake.fate, [mistake.code]) for user, mistake in planted.items()}
    assert {row["user"]: (row["fate"], row["codes"]) for row in rows} == expected
    assert {problem.code: problem.group.users for problem in report.problems} == dict.fromkeys(kinds, 5)
    assert len(kinds) == 12
    assert (report.users, report.failed) == (1_200, 60)
