"""What the rules of the house ask of a module of the product."""

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True)
class Call:
    """`print(...)`, or with a dot before the name `page.print(...)`; the first argument if it is a constant."""

    name: str
    has_dot: bool
    first: object


@dataclass(frozen=True)
class Module:
    docstring: str | None
    strings: frozenset[str]
    calls: tuple[Call, ...]


@cache
def read_module(path: Path) -> Module:
    """What the rules ask of a module, which is parsed once for all of them."""
    tree = ast.parse(path.read_text())
    nodes = list(ast.walk(tree))
    texts = (node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str))
    calls = (make_call(node) for node in nodes if isinstance(node, ast.Call))
    return Module(ast.get_docstring(tree), frozenset(texts), tuple(calls))


def make_call(node: ast.Call) -> Call:
    first = node.args[0] if node.args else None
    name = getattr(node.func, "id", getattr(node.func, "attr", ""))
    return Call(
        name,
        isinstance(node.func, ast.Attribute),
        getattr(first, "value", None) if isinstance(first, ast.Constant) else None,
    )
