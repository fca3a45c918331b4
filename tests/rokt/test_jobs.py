"""The log of background work."""

from tests.rokt.rokt_calls import ADA


def test_a_job_remembers_the_request_it_came_from(create, rokt, sandbox):
    create()
    [job] = rokt.jobs
    request = sandbox.journal[-1]
    assert (job.operation, job.account, job.subject) == ("create_event", "acme", "Event_0001_cust-1")
    assert (job.exchange, job.accepted_at, job.outcome) == (request.number, request.at, "pending")
    sandbox.advance(seconds=5)
    assert (job.outcome, job.finished_at) == ("applied", sandbox.clock.now())


def test_jobs_are_done_in_the_order_of_their_requests(create, update, call, rokt, sandbox):
    create(title="first")
    update(title="second")
    call("DELETE", "/v1/subscriptionevent/acme/Event_0001_cust-1")
    create(title="third")
    sandbox.settle()
    assert [job.outcome for job in rokt.jobs] == ["applied"] * 4
    assert [shown["title"] for shown in rokt.visible_events(ADA)] == ["third"]


def test_a_job_reads_as_a_sentence(create, rokt, sandbox):
    create()
    sandbox.settle()
    assert str(rokt.jobs[0]) == (
        "job 1 create_event acme Event_0001_cust-1 -> applied: created and given to 1 subscription"
    )


def test_two_sandboxes_do_not_meet(create, rokt, sandbox):
    other = type(sandbox)(seed=7)
    create()
    sandbox.settle()
    assert (len(rokt.jobs), other.rokt.jobs) == (1, ())
