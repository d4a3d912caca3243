"""Figures for people: key figures, aged balance, forecast. Reads everything, writes nothing."""
