"""The fixture `live_admin`: the admin API of the test's own live server."""


def test_what_the_client_does_is_done_to_the_tests_sandbox(live_admin, sandbox):
    live_admin.add_profile(external_id="ada", first_name="Ada")
    assert sandbox.braze.profile("ada") is not None
    sandbox.advance(minutes=5)
    assert live_admin.clock()["now"] == sandbox.clock.now().isoformat(timespec="milliseconds").replace(
        "+00:00", "Z"
    )


def test_a_snapshot_of_the_tests_world_is_restored(live_admin):
    users = len(live_admin.profiles())
    live_admin.snapshot("start")
    live_admin.add_profile(external_id="ada")
    live_admin.restore("start")
    assert len(live_admin.profiles()) == users
