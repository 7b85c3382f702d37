"""Statements about answers, such as ``onset == 'injury' and not limp``, that may stay open.

An answer that was not given makes a statement neither true nor false unless the rest of it decides
(Kleene's three-valued logic): "no" is never assumed. A statement is written in a small part of
Python: names of questions, ``and``, ``or``, ``not``, comparisons with a value or with another
question (``since_days > 366 * age_years``), ``'option' in question``, and ``count(a, b, c) >= 2``,
which counts the true ones.
"""

import ast
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

Truth = bool | None
"""True, false, or open."""

Values = Mapping[str, Any]
"""What is known, by name of the question; what is not known is missing or ``None``."""

_COMPARISONS: Final[dict[type[ast.cmpop], Callable[[Any, Any], bool]]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class BrokenStatement(ValueError):
    """A data file holds a statement that cannot be read."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement; read once, then asked of any number of stories."""

    text: str
    _tree: ast.expr = field(repr=False, compare=False)

    @cached_property
    def names(self) -> frozenset[str]:
        """The questions it speaks of."""
        return frozenset(
            node.id
            for node in ast.walk(self._tree)
            if isinstance(node, ast.Name) and node.id != "count"
        )

    @cached_property
    def compared(self) -> frozenset[tuple[str, str | int | float | None]]:
        """Each question with what it is compared with; ``None`` where it stands alone."""
        pairs: list[tuple[str, str | int | float | None]] = []
        alone = set(self.names)
        for node in ast.walk(self._tree):
            match node:
                case ast.Compare(left=ast.Constant(value=chosen), comparators=[ast.Name(id=name)]):
                    pairs.append((name, _constant(ast.Constant(value=chosen))))
                    alone.discard(name)
                case ast.Compare(left=ast.Name(id=name), comparators=[bound]):
                    pairs.append((name, _constant(bound)))
                    alone.discard(name)
        return frozenset([*pairs, *((name, None) for name in alone)])

    def truth(self, *, values: Values) -> Truth:
        """Tell whether it holds; ``None`` where what is known does not decide it."""
        return _truth(self._tree, values)

    def open_names(self, *, values: Values) -> frozenset[str]:
        """Give the unanswered questions it hangs on; none where it is decided."""
        if self.truth(values=values) is not None:
            return frozenset()
        return frozenset(name for name in self.names if values.get(name) is None)


def statement(*, text: str) -> Statement:
    """Read a statement.

    Raises
    ------
    BrokenStatement
        When it is not one.
    """
    try:
        tree = ast.parse(text.strip(), mode="eval").body
        read = Statement(text=text, _tree=tree)
        _truth(tree, {})
    except (SyntaxError, KeyError, AttributeError, TypeError, ValueError) as error:
        raise BrokenStatement(f"This statement cannot be read: {text!r}.") from error
    return read


def _truth(node: ast.expr, values: Values) -> Truth:
    match node:
        case ast.BoolOp(op=ast.And(), values=parts):
            return _all([_truth(part, values) for part in parts])
        case ast.BoolOp(op=ast.Or(), values=parts):
            return _not(_all([_not(_truth(part, values)) for part in parts]))
        case ast.UnaryOp(op=ast.Not(), operand=part):
            return _not(_truth(part, values))
        case ast.Compare(
            left=ast.Call(func=ast.Name(id="count"), args=parts), ops=[sign], comparators=[bound]
        ):
            return _counted([_truth(part, values) for part in parts], sign, _constant(bound))
        case ast.Compare(
            left=ast.Constant(value=name), ops=[ast.In()], comparators=[ast.Name(id=of)]
        ):
            chosen = values.get(of)
            return (
                None
                if chosen is None
                else name in (chosen if isinstance(chosen, tuple) else (chosen,))
            )
        case ast.Compare(left=ast.Name(id=name), ops=[sign], comparators=[bound]):
            return _compared(values.get(name), sign, _bound(bound, values))
        case ast.Name(id=name):
            value = values.get(name)
            return None if value is None else bool(value)
    raise ValueError(ast.dump(node))


def _compared(value: Any, sign: ast.cmpop, bound: Any) -> Truth:
    compare = _COMPARISONS[type(sign)]
    if value is None or bound is None:
        return None
    if isinstance(value, tuple):  # of several options: equal to one means that one alone
        return compare(value, (bound,))
    return compare(value, bound)


def _counted(truths: list[Truth], sign: ast.cmpop, bound: float) -> Truth:
    least, most = truths.count(True), truths.count(True) + truths.count(None)
    results = {_COMPARISONS[type(sign)](number, bound) for number in range(least, most + 1)}
    return results.pop() if len(results) == 1 else None


def _bound(node: ast.expr, values: Values) -> Any:
    match node:
        case ast.Name(id=name):
            return values.get(name)
        case ast.BinOp(left=ast.Constant(value=times), op=ast.Mult(), right=ast.Name(id=name)):
            number, value = _number(times), values.get(name)
            return None if value is None else number * value
    return _constant(node)


def _number(value: Any) -> float:
    if not isinstance(value, int | float):
        raise ValueError(value)
    return value


def _constant(node: ast.expr) -> Any:
    value = ast.literal_eval(node)
    if not isinstance(value, str | int | float):
        raise ValueError(ast.dump(node))
    return value


def _all(truths: list[Truth]) -> Truth:
    if False in truths:
        return False
    return None if None in truths else True


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth
