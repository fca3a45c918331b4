import json
from urllib.parse import urlsplit

from click.testing import CliRunner

from mockserver.braze import Braze
from mockserver.cli import main
from mockserver.cli.operations import known_operations
from mockserver.rokt import RoktCalendar
from mockserver.simulator.known import shape_of


def run(*arguments):
    return CliRunner().invoke(main, ["operations", *arguments]).output


def test_every_simulated_operation_is_listed_as_such():
    listed = {(one.service, one.method, one.path) for one in known_operations() if one.simulated}
    for service in (RoktCalendar, Braze):
        assert {(service.name, one.method, one.path) for one in service.operations} <= listed


def test_no_operation_is_listed_twice():
    listed = [(one.service, one.method, shape_of(one.path)) for one in known_operations() if one.path]
    assert len(listed) == len(set(listed))


def test_every_operation_cites_a_public_page():
    for one in known_operations():
        assert urlsplit(one.source).scheme == "https", one


def test_the_table_counts_what_is_simulated():
    covered = [one for one in known_operations() if one.service == "rokt"]
    simulated = sum(one.simulated for one in covered)
    assert run().startswith(f"rokt: {simulated} of {len(covered)} known operations are simulated\n")


def test_a_line_shows_whether_it_is_simulated_how_it_is_known_and_where_from():
    lines = run().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("  * POST   /users/track  "))
    assert lines[at + 1].startswith("      documented: https://www.braze.com/docs/api/endpoints/")
    assert any(line.startswith("    GET    /kpi/dau/data_series") for line in lines)


def test_json_holds_every_field():
    told = json.loads(run("--json"))
    assert len(told) == len(known_operations())
    assert set(told[0]) == {"service", "method", "path", "title", "simulated", "evidence", "source"}
