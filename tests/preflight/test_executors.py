"""The same report, wherever partitions are worked on, and whatever is lost on the way."""

import os
import signal
from concurrent.futures.process import BrokenProcessPool
from time import perf_counter, sleep
from types import SimpleNamespace

import pytest

from mockserver.errors import UsageError
from mockserver.preflight import executors, partitions, run_preflight
from mockserver.preflight.executors import in_process, in_processes, on_dask
from tests.preflight.audiences import shows
from tests.preflight.synthetic_audience import write_audience


@pytest.fixture
def audience(tmp_path):
    path = tmp_path / "audience.jsonl"
    write_audience(path, 200, 24)
    return path


@pytest.fixture
def small_pieces(monkeypatch):
    monkeypatch.setattr(partitions.cut, "__kwdefaults__", {"piece": 10_000})


def record(audience, executor, **options):
    return run_preflight(shows(), [audience], executor=executor, **options).record()


def test_several_processes_give_the_same_report(audience, small_pieces):
    assert record(audience, in_processes(2)) == record(audience, in_process)


def test_the_size_of_partitions_changes_nothing_in_the_report(audience, monkeypatch):
    whole = record(audience, in_process)
    monkeypatch.setattr(partitions.cut, "__kwdefaults__", {"piece": 3_000})
    assert record(audience, in_process) == whole


def test_a_process_that_dies_is_told_of(audience, monkeypatch):
    def dying(*given):
        raise BrokenProcessPool

    monkeypatch.setattr(executors, "_in_order", dying)
    with pytest.raises(UsageError, match="a process that rendered messages died"):
        record(audience, in_processes(1))


@pytest.mark.skipif(not hasattr(signal, "pthread_sigmask"), reason="signals cannot be held back here")
def test_ctrl_c_ends_no_process_that_is_starting():
    with executors._pool(1) as pool:
        with executors._interrupts_kept_back():
            held_back = pool.submit(signal.pthread_sigmask, signal.SIG_BLOCK, ())
        assert signal.SIGINT in held_back.result()
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_nobody_waits_for_work_that_is_given_up():
    begin = perf_counter()
    with pytest.raises(KeyboardInterrupt), executors._pool(1) as pool:  # noqa: PT012
        pool.submit(sleep, 100)
        raise KeyboardInterrupt
    assert perf_counter() - begin < 50


def test_no_more_is_handed_out_than_keeps_workers_busy():
    class Done:
        def result(self):
            return open_now.discard(self)

    open_now, most = set(), []

    def submit():
        for _ in range(20):
            done = Done()
            open_now.add(done)
            most.append(len(open_now))
            yield done

    list(executors._in_order(submit(), 4))
    assert max(most) == 4


def test_no_scheduler_at_an_address_is_a_mistake(audience, monkeypatch):
    pytest.importorskip("distributed")
    monkeypatch.setattr(executors, "_PATIENCE", "0.2s")
    with pytest.raises(UsageError, match="no Dask scheduler answers at"):
        record(audience, on_dask("tcp://127.0.0.1:9"))


def test_a_partition_that_ends_every_worker_is_told_of(audience, monkeypatch):
    distributed = pytest.importorskip("distributed")

    class Cluster:
        def __enter__(self):
            return self

        def __exit__(self, *given):
            return None

        def nthreads(self):
            return {"worker": 1}

        def submit(self, *given, **options):
            raise distributed.KilledWorker("partition", SimpleNamespace(address="tcp://one"), 3)

    monkeypatch.setattr(executors, "_client", lambda address: Cluster())
    with pytest.raises(UsageError, match="ended several workers"):
        record(audience, on_dask("tcp://127.0.0.1:9"))


def test_dask_that_is_not_installed_is_told_of(audience, monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install 'mockserver\[scale\]'"):
        record(audience, on_dask("tcp://127.0.0.1:9"))


@pytest.mark.skipif("MOCKSERVER_DASK" not in os.environ, reason="takes ten seconds: MOCKSERVER_DASK=1")
@pytest.mark.filterwarnings("ignore")
def test_a_worker_lost_half_way_changes_nothing_in_the_report(audience, small_pieces):
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(2, threads_per_worker=1, dashboard_address=None) as cluster:
        seen = []

        def kill_one(result):
            seen.append(result)
            if len(seen) == 5:
                os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)

        assert record(audience, on_dask(cluster.scheduler_address), listen=[kill_one]) == record(
            audience, in_process
        )
        assert len(seen) > 8
