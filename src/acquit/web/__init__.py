"""The kit of pages: layout, parts, charts, tables. It knows no word of the trade."""
