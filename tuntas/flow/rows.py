"""Rows: after a correction each row of a package's table finds the document of the same person again."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from typing import Final, TypeAlias

from tuntas.cases.models import Case
from tuntas.cases.opening import Ordered
from tuntas.cases.paper import leave_out_replaced
from tuntas.cases.states import CHANGEABLE, ISSUED, LOST, State
from tuntas.catalog.outputs import Due, Holder, base_of, make_key, number_of, read_holder, rename

_CERTAIN: Final = ISSUED | {State.SIGNING}  # these stay, whatever the table says now
_LEVELS: Final = 5
_Marks: TypeAlias = tuple[object, ...]  # by what a person is known, the surest first; None: not said


def keep_numbers(orders: Sequence[Ordered], cases: Sequence[Case]) -> list[Ordered]:
    """The documents of a corrected package, each under the key of the case that is about the same person.

    `cases` are all of the application. Somebody new gets the next number that none of them ever had, so that no
    document changes hands because rows went, came, or changed places.
    """
    dues = [order.due for order in orders if order.due]
    keys = {due.key: due.key for due in dues if not due.output.each}
    for base in dict.fromkeys(due.output.key for due in dues if due.output.each):
        rows = [due for due in dues if due.output.key == base]
        keys |= _find_keys(rows, [case for case in cases if base_of(case.output) == base])
    kinds = [base_of(key) for key in {*keys.values(), *(case.output for case in cases if case.state in _CERTAIN)}]
    return [
        replace(order, due=rename(order.due, keys=keys, total=kinds.count(order.due.output.key)))
        for order in orders
        if order.due
    ]


def _find_keys(rows: Sequence[Due], cases: Sequence[Case]) -> dict[str, str]:
    """The key for each row of one output, by the key that its place in the table would give it."""
    output = rows[0].output
    # Where two are about one person, what may still be made comes before what was lost.
    ordered = sorted(leave_out_replaced(cases), key=lambda case: (case.state in LOST, number_of(case.output)))
    known = {
        case.output: _list_marks(case.output, read_holder(output, case.filled or {}), is_open=case.state in CHANGEABLE)
        for case in ordered
    }
    keys = _match({row.key: _list_marks(row.key, read_holder(output, row.filled), is_open=True) for row in rows}, known)
    last = max((number_of(case.output) for case in cases), default=0)
    new = [row.key for row in rows if row.key not in keys]
    return keys | {key: make_key(output, number=number) for number, key in enumerate(new, last + 1)}


def _match(wanted: dict[str, _Marks], known: dict[str, _Marks]) -> dict[str, str]:
    """Which of the known each of the wanted is: the surest marks first, and of several the first."""
    keys: dict[str, str] = {}
    for level, row in product(range(_LEVELS), wanted):
        mark = wanted[row][level]
        free = (key for key, own in known.items() if own[level] == mark and key not in keys.values())
        if row not in keys and mark is not None and (found := next(free, None)):
            keys[row] = found
    return keys


def _list_marks(key: str, holder: Holder, *, is_open: bool) -> _Marks:
    """NIK with name and birth date, NIK, name with birth date, birth date with the place in the table; that place alone
    only where the row says no NIK and no name.

    A NIK may have been mended, a name spelled otherwise; of two rows with one NIK each keeps its own. Where both were
    mended at once, only a document that can still follow is taken for this person's: any other stays what it is.
    """
    born = (holder.name, holder.birth_date) if holder.name else None
    nik = holder.nik or None
    in_place = (holder.birth_date, key) if is_open and holder.birth_date else None
    return (nik, born) if nik and born else None, nik, born, in_place, key if not nik and not born else None
