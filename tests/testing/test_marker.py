"""The marker ``mockserver`` and the ini options."""

import pytest

import mockserver

TEST = """
import pytest

{marker}
def test_one(sandbox):
    {body}
"""


@pytest.fixture
def marked(pytester):
    """Run one test under a marker."""

    def run(marker, body="pass", *arguments):
        pytester.makepyfile(TEST.format(marker=f"@pytest.mark.mockserver({marker})", body=body))
        return pytester.runpytest(*arguments)

    return run


def test_the_marker_sets_the_time(marked):
    body = "assert sandbox.clock.now().year == 2027"
    marked("now='2027-01-01T00:00:00Z'", body).assert_outcomes(passed=1)


def test_the_marker_sets_assumptions_and_seed(marked):
    body = "assert sandbox.assumptions['rokt.notify_before'] == 'number' and sandbox.ids.hex(9) == '{}'"
    code = mockserver.default_workspace().open(seed="s").ids.hex(9)
    options = "assumptions={'rokt.notify_before': 'number'}, seed='s'"
    marked(options, body.format(code)).assert_outcomes(passed=1)


def test_a_workspace_is_found_beside_the_test_file(pytester, marked):
    pytester.path.joinpath("own.yaml").write_text("now: 2028-01-01T00:00:00Z\n")
    marked("workspace='own.yaml'", "assert sandbox.clock.now().year == 2028").assert_outcomes(passed=1)


def test_the_closest_marker_goes_first_and_assumptions_are_put_together(pytester):
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.mockserver(seed=1, now="2027-01-01T00:00:00Z", assumptions={"rokt.gap_time": "reject"})
        class TestAll:
            @pytest.mark.mockserver(now="2028-01-01T00:00:00Z", assumptions={"rokt.overlap_time": "reject"})
            def test_one(self, sandbox):
                assert sandbox.clock.now().year == 2028
                assert sandbox.assumptions["rokt.gap_time"] == "reject"
                assert sandbox.assumptions["rokt.overlap_time"] == "reject"
        """
    )
    pytester.runpytest().assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("marker", "told"),
    [
        ("workspce='a'", "*takes no 'workspce'*"),
        ("'a.yaml'", "*takes keywords only*"),
        ("now='2027-01-01'", "*now='2027-01-01' is no moment*"),
        ("now=5", "*now=5 is no moment*"),
        ("seed=1.5", "*seed=1.5 is neither*"),
        ("assumptions=['a']", "*is no mapping*"),
        ("assumptions={'rokt.notify': 1}", "*there is no assumption 'rokt.notify'*"),
        ("unhandled='fial'", "*'fial' is no policy*"),
        ("workspace=3", "*workspace=3 is no path*"),
        (
            "workspace='none.yaml'",
            "*hint: the marker mockserver names it, from the folder of the test's file on",
        ),
    ],
)
def test_a_marker_that_cannot_be_meant_is_an_error_without_a_traceback(marked, marker, told):
    result = marked(marker)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([told])
    result.stdout.no_fnmatch_line("*During handling*")
    result.stdout.no_fnmatch_line("*settings.py*")


def test_a_wrong_marker_is_an_error_on_a_test_without_a_sandbox_too(pytester):
    pytester.makepyfile("import pytest\n\n@pytest.mark.mockserver(sead=1)\ndef test_one():\n    pass\n")
    result = pytester.runpytest()
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*did you mean seed?*"])


def test_the_marker_is_known_to_pytest(pytester):
    pytester.runpytest("--markers").stdout.fnmatch_lines(["@pytest.mark.mockserver(workspace=None, *"])
