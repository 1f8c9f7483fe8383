"""Pure jobs, run one after the other, in a pool of processes, or on a dask cluster whose machines see the same folders."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

Given = TypeVar("Given")
Made = TypeVar("Made")

Progress = Callable[[int, int, str], None]
"""Is told how many are done, of how many, and the name of the last one."""
_AHEAD = 3
"""Jobs handed out beyond those being worked on, for each worker: enough to keep it busy, few enough for memory."""
_GARBAGE = 50_000
"""Objects made before a worker looks for garbage: most are thrown away by themselves."""
_TRIES = 5
"""How often a job may lose its worker before it counts as the cause."""
_PATIENCE = "20s"


def count_workers(wanted: int | None) -> int:
    """How many processes to use: as many as wanted, else one a core."""
    return max(1, wanted or os.cpu_count() or 1)


def run(make: Callable[[Given], Made], inputs: Iterable[Given], workers: int) -> Iterator[Made]:
    """The results of ``make`` for every input, in the order in which they are ready; serially with one worker."""
    if workers == 1:
        with _seldom_looking_for_garbage():
            yield from map(make, inputs)
        return
    import multiprocessing  # noqa: PLC0415 - half of a short run would be the start of what it does not use
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    context = multiprocessing.get_context("fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(make,)) as executor:
        yield from run_on(lambda given: executor.submit(_make, given), inputs, workers)


@contextmanager
def _seldom_looking_for_garbage() -> Iterator[None]:
    """Nearly everything a job makes is thrown away by itself; looking for the rest all the time takes an eighth of it."""
    before = gc.get_threshold()
    gc.set_threshold(_GARBAGE)
    try:
        yield
    finally:
        gc.set_threshold(*before)


_given: list[Callable[[Any], Any]] = []
"""What a worker process is there for: handed over once at its start, for it may hold a whole theme and catalogue."""


def _begin(make: Callable[[Any], Any]) -> None:
    _given[:] = [make]
    gc.freeze()  # what was there before processes parted is no garbage, and looking at it would copy it
    gc.set_threshold(_GARBAGE)
    from threading import Thread  # noqa: PLC0415 - only workers need it

    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A worker whose parent was killed would wait for work for ever."""
    from multiprocessing import connection, parent_process  # noqa: PLC0415 - the same

    parent = parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _make(given: Any) -> Any:
    return _given[0](given)


def run_on(submit: Callable[[Given], Future[Made]], inputs: Iterable[Given], workers: int) -> Iterator[Made]:
    """The same by whatever takes a job and promises its result; at most a few a worker are under way, so memory stays flat."""
    from concurrent.futures import FIRST_COMPLETED, wait  # noqa: PLC0415

    waiting = iter(inputs)
    running: set[Future[Made]] = {submit(given) for given in islice(waiting, workers * _AHEAD)}
    while running:
        done, running = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            yield future.result()
            running |= {submit(given) for given in islice(waiting, 1)}


# ---- on other machines ---------------------------------------------------------------------------------------------------


class OtherProgramError(RuntimeError):
    """A worker runs another version of the program, and would make other bytes: its address."""


def run_on_cluster(
    address: str, make: Callable[[Given], Made], inputs: Iterable[Given], derive_program: Callable[[], str]
) -> Iterator[Made]:
    """The results of ``make`` for every input, in the order in which they are ready; what a lost worker had begun is done by
    another one.

    ``derive_program`` tells one version of the program from another, here and on each worker. Raises ``OSError`` when nobody
    answers at ``address``, :class:`OtherProgramError`, ``ModuleNotFoundError`` without the parts of the ``cluster`` extra.
    """
    from concurrent.futures import CancelledError  # noqa: PLC0415 - only here

    from distributed import Client, KilledWorker  # noqa: PLC0415 - two seconds, and an extra

    left = dict(enumerate(inputs))
    with Client(address, set_as_default=False, timeout=_PATIENCE) as client:  # type: ignore[no-untyped-call]
        own = derive_program()
        for worker, program in client.run(derive_program).items():
            if program != own:
                raise OtherProgramError(worker)
        executor = client.get_executor(pure=False, retries=_TRIES)
        for tries in range(1, _TRIES + 1):
            # Once to each worker, not with each job: it may hold a whole theme and catalogue.
            held = client.scatter(make, broadcast=True, hash=False)
            submit = partial(executor.submit, _call, held)
            try:
                for number, made in run_on(submit, tuple(left.items()), sum(client.nthreads().values())):
                    del left[number]
                    yield made
                return
            except (CancelledError, KilledWorker):  # what was held went with the last worker that had it
                if tries == _TRIES:
                    raise


def _call(make: Callable[[Given], Made], given: tuple[int, Given]) -> tuple[int, Made]:
    number, each = given
    return number, make(each)
