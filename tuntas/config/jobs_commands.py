"""What `tuntas jobs …` answers: the jobs that gave up, and another chance for them once the cause is mended."""

import argparse
from collections.abc import Callable, Sequence
from typing import TypeAlias

from tuntas.jobs.queue import list_dead, run_again

Answer: TypeAlias = tuple[Sequence[str], int]
Given: TypeAlias = argparse.Namespace


def add_words(commands: "argparse._SubParsersAction[argparse.ArgumentParser]", say: Callable[[Given], int]) -> None:
    """Adds the command; `say` prints what the chosen words answer."""
    jobs = commands.add_parser("jobs", help="look after jobs that gave up").add_subparsers(required=True)
    jobs.add_parser("list", help="each with its number, kind and last error").set_defaults(
        command=say, answer=show_dead
    )
    again = jobs.add_parser("again", help="run them again, all or those named")
    again.add_argument("numbers", nargs="*", type=int, metavar="NUMBER")
    again.set_defaults(command=say, answer=revive)


def show_dead(_given: Given) -> Answer:
    """Newest first; neither kind nor error names anybody."""
    dead = [
        f"{job.pk}  {job.kind}  {job.created_at:%Y-%m-%d %H:%M} UTC  {job.attempts} attempts  {job.last_error}"
        for job in list_dead()
    ]
    return [*dead, f"{len(dead)} jobs gave up"], 0


def revive(given: Given) -> Answer:
    """1 where a number is no job that gave up."""
    wanted = given.numbers or [job.pk for job in list_dead()]
    missing = [number for number in wanted if not run_again(number)]
    unknown = [f"{number} is no job that gave up: see tuntas jobs list" for number in missing]
    return [f"{len(wanted) - len(missing)} jobs run again", *unknown], 1 if missing else 0
