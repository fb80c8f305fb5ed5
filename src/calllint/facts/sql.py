"""Writing constants and names as SQL. Nothing else in calllint puts a value into a query."""

from __future__ import annotations

from datetime import date, datetime

from calllint.packs.language.tree import Type

SQL_TYPES: dict[str, str] = {
    "bool": "BOOLEAN",
    "int": "BIGINT",
    "text": "VARCHAR",
    "date": "DATE",
    "null": "VARCHAR",
}


def quote(name: str) -> str:
    """An identifier, quoted."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: object, kind: Type | None = None) -> str:
    """A constant as SQL. ``kind`` types a NULL. Raises TypeError for what has no literal."""
    match value:
        case None:
            return "NULL" if kind is None else f"CAST(NULL AS {SQL_TYPES[kind]})"
        case bool():
            return "TRUE" if value else "FALSE"
        case int():
            return f"CAST({value} AS BIGINT)"
        case datetime():
            return f"TIMESTAMP '{value.isoformat(sep=' ')}'"
        case date():
            return f"DATE '{value.isoformat()}'"
        case str():
            return "'" + value.replace("'", "''") + "'"
    raise TypeError(f"no SQL literal for {type(value).__name__}")


def values(rows: list[tuple[object, ...]], columns: dict[str, str]) -> str:
    """A relation of constants, ``columns`` being name to SQL type; empty where there is no row."""
    columns = {name if name[:1] == '"' else quote(name): kind for name, kind in columns.items()}
    names = ", ".join(columns)
    casts = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in columns.items())
    if not rows:
        nothing = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns.items())
        return f"(SELECT {nothing} WHERE FALSE)"
    body = ", ".join("(" + ", ".join(literal(cell) for cell in row) + ")" for row in rows)
    return f"(SELECT {casts} FROM (VALUES {body}) AS constants({names}))"
