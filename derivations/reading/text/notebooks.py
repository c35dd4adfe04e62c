"""A Jupyter notebook (.ipynb): its Markdown cells, and the notebook again with some of them changed.

The format is JSON in which every cell says its type and its source; more is not asked of it, so no library is needed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

NO_NOTEBOOK = "not a Jupyter notebook"


def markdown_cells(data: str) -> dict[int, str]:
    """The sources of the Markdown cells under their numbers; all cells are counted, from 1.

    Raises:
        ValueError: the text is no notebook; the message says what is wrong with it, for people.
    """
    return {
        number: _source(cell, number)
        for number, cell in enumerate(_cells(_document(data)), 1)
        if cell.get("cell_type") == "markdown"
    }


def with_cells(data: str, changed: Mapping[int, str]) -> str:
    """The notebook with other sources in some cells, all else as it was. Raises ValueError as `markdown_cells` does."""
    document = _document(data)
    for number, cell in enumerate(_cells(document), 1):
        if number in changed:
            source = changed[number]
            cell["source"] = source.splitlines(keepends=True) if isinstance(cell.get("source"), list) else source
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _document(data: str) -> dict:
    try:
        document = json.loads(data)
    except json.JSONDecodeError as error:
        raise ValueError(f"{NO_NOTEBOOK}: broken JSON at line {error.lineno}, column {error.colno}") from None
    except RecursionError:
        raise ValueError(f"{NO_NOTEBOOK}: JSON nested too deeply") from None
    if not isinstance(document, dict):
        raise ValueError(f"{NO_NOTEBOOK}: the JSON is no object")
    return document


def _cells(document: dict) -> list[dict]:
    """Those of the format 4, or of the format 3, which keeps them in worksheets."""
    sheets = document.get("worksheets")
    holders = [document] if "cells" in document else sheets if isinstance(sheets, list) else []
    lists = [holder.get("cells") if isinstance(holder, dict) else None for holder in holders]
    if not lists or not all(isinstance(cells, list) for cells in lists):
        raise ValueError(f"{NO_NOTEBOOK}: there is no list of cells in it")
    cells = [cell for of_sheet in lists for cell in of_sheet]
    if not all(isinstance(cell, dict) for cell in cells):
        raise ValueError(f"{NO_NOTEBOOK}: a cell is no object")
    return cells


def _source(cell: dict, number: int) -> str:
    source = cell.get("source", "")
    text = "".join(source) if isinstance(source, list) and all(isinstance(s, str) for s in source) else source
    if not isinstance(text, str):
        raise ValueError(f"{NO_NOTEBOOK}: the source of cell {number} is no text")
    return text
