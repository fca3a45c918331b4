"""The libraries of the extra ``scale``, imported only where they are needed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from mockserver.braze import ProfileFileError
from mockserver.errors import UsageError

_HINT = "install it with: pip install 'mockserver[scale]'"


def _needed(module: str, library: str, what: str) -> Any:
    try:
        return import_module(module)
    except ImportError as error:
        raise UsageError(f"{what} needs {library}, which is not installed", hint=_HINT) from error


def parquet() -> Any:
    """Give pyarrow's reader and writer of Parquet; raises ``UsageError`` where it is not installed."""
    return _needed("pyarrow.parquet", "pyarrow", "a Parquet file")


@contextmanager
def parquet_file(path: Path) -> Iterator[Any]:
    """Open a Parquet file to read; raises ``ProfileFileError`` where it turns out to be broken."""
    try:
        yield parquet().ParquetFile(path)
    except ValueError as error:
        raise ProfileFileError(f"{path}: not Parquet that can be read: {error}") from error


def arrow() -> Any:
    """Give pyarrow; raises ``UsageError`` where it is not installed."""
    return _needed("pyarrow", "pyarrow", "a Parquet file")


def distributed() -> Any:
    """Give Dask's scheduler; raises ``UsageError`` where it is not installed."""
    return _needed("distributed", "Dask", "--scheduler")
