"""Lists: a page declares columns and filters, the kit reads the address and does the rest.

The whole state is in the address: filters, `sort` (several, `-` for descending), `page`,
`columns`, `export`. Rows come from one queryset; `load` fetches what the shown rows need,
in a fixed number of queries, never one for each row.
"""

from __future__ import annotations

from acquit.web.tables.declared import Column, Empty, Filter, Option, Total
from acquit.web.tables.listing import Listing, Table

__all__ = ["Column", "Empty", "Filter", "Listing", "Option", "Table", "Total"]
