"""Statements of every turn, put together and compiled once.

SQLAlchemy takes many times longer to look after a statement (its cache, its session, a greenlet
for each of them) than the database takes to run it. So a statement that every turn needs is
compiled once for an engine and run on the driver's own connection (bot/store/work.py). Columns
keep their types: what is encrypted stays encrypted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import BindParameter, Dialect, Insert, Select, Update, bindparam, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.compiler import SQLCompiler

Row = TypeVar("Row")
Statement = Select[Any] | Insert | Update


class Prepared(Generic[Row]):
    """A statement whose parameters are named, and what is made of each row's values: `row` is
    called with them in the order of the statement's columns."""

    def __init__(
        self, statement: Statement | Callable[[Dialect], Statement], row: Callable[..., Row]
    ) -> None:
        self._statement = statement
        self.row = row

    def on(self, dialect: Dialect) -> Statement:
        """The statement as this database wants it."""
        return self._statement(dialect) if callable(self._statement) else self._statement


class Compiled(Generic[Row]):
    """A prepared statement in the words of one engine."""

    def __init__(self, prepared: Prepared[Row], dialect: Dialect) -> None:
        statement = prepared.on(dialect)
        compiled = statement.compile(dialect=dialect)
        assert isinstance(compiled, SQLCompiler)
        self.sql = str(compiled)
        self._row = prepared.row
        self._by_place = compiled.positional
        self._names = compiled.positiontup or list(compiled.binds)
        self._binds = [(name, _writer(compiled.binds[name], dialect)) for name in self._names]
        optional = {n: bind for n, bind in compiled.binds.items() if not bind.required}
        self._constant = {n: bind.value for n, bind in optional.items() if bind.callable is None}
        self._made = [(n, bind.callable) for n, bind in optional.items() if bind.callable]
        columns = statement.exported_columns
        readers = (
            column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns
        )
        self._readers = [(i, read) for i, read in enumerate(readers) if read is not None]

    def bound(self, values: Mapping[str, Any]) -> Sequence[Any] | Mapping[str, Any]:
        """The parameters for the driver. Raises KeyError where one is missing."""
        given = {**self._constant, **values}
        for name, default in self._made:
            if name not in values:
                given[name] = default()
        bound = [write(given[name]) if write else given[name] for name, write in self._binds]
        return bound if self._by_place else dict(zip(self._names, bound, strict=True))

    def read(self, rows: Iterable[Sequence[Any]]) -> list[Row]:
        """The driver's rows as they are wanted."""
        return [self._row(*self._read(row)) for row in rows]

    def _read(self, row: Sequence[Any]) -> Sequence[Any]:
        values = list(row)
        for place, read in self._readers:
            values[place] = read(values[place])
        return values


class Statements:
    """What is compiled for one engine so far."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._compiled: dict[Prepared[Any], Compiled[Any]] = {}

    def compiled(self, prepared: Prepared[Row]) -> Compiled[Row]:
        """A statement in the words of this engine, which must have had a connection before."""
        found = self._compiled.get(prepared)
        if found is None:
            found = self._compiled[prepared] = Compiled(prepared, self._dialect)
        return found


def insertion(
    table: Any,
    row: Callable[..., Row],
    *,
    returning: Sequence[str] = (),
    rows: int | None = None,
    unless_there: bool = False,
) -> Prepared[Row]:
    """Store one row, whose parameters are the columns; those that are not given get the default
    of their column. `rows`: so many at once, whose parameters end in _0, _1 and so on.

    `unless_there`: a row whose key is there already is left as it is, and nothing is returned
    for it.
    """

    def statement(dialect: Dialect) -> Statement:
        ends = [""] if rows is None else [f"_{number}" for number in range(rows)]
        values = [{c.name: _parameter(c, end) for c in _given(table)} for end in ends]
        wanted = [table.c[name] for name in returning]
        if not unless_there:
            made: Insert = insert(table).values(values)
        elif dialect.name == "sqlite":
            made = sqlite.insert(table).values(values).on_conflict_do_nothing()
        else:
            made = postgresql.insert(table).values(values).on_conflict_do_nothing()
        return made.returning(*wanted) if wanted else made

    return Prepared(statement, row)


def _given(table: Any) -> list[Any]:
    """The columns but for the number that the database gives."""
    return [column for column in table.c if column is not table.autoincrement_column]


def _parameter(column: Any, end: str) -> BindParameter[Any]:
    name = f"{column.name}{end}"
    default = column.default
    if default is not None and default.is_callable:
        return bindparam(name, callable_=lambda: default.arg(None), type_=column.type)
    if default is not None:
        return bindparam(name, default.arg, type_=column.type)
    if column.nullable:
        return bindparam(name, None, type_=column.type)
    return bindparam(name, type_=column.type)


def _writer(parameter: BindParameter[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """How the column's type writes a value; None: as it is."""
    return parameter.type.dialect_impl(dialect).bind_processor(dialect)
