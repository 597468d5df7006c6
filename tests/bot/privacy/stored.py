"""What stands in a gateway's database, as a thief of its disk would read it."""

from pathlib import Path

from sqlalchemy import create_engine, inspect, text


def everything(database_url: str) -> str:
    """Every value of every table, as one text."""
    engine = create_engine(database_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        found = [
            str(value)
            for table in inspect(connection).get_table_names()
            for row in connection.execute(text(f'SELECT * FROM "{table}"'))
            for value in row
        ]
    engine.dispose()
    return "\n".join(found)


def files(folder: Path) -> bytes:
    """SQLite's files, its log and what it has thrown away among them."""
    return b"".join(path.read_bytes() for path in sorted(folder.glob("bot.db*")))
