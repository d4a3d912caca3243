"""The kit that pages are made of: layout, parts, charts, tables. It knows no word of the trade."""
