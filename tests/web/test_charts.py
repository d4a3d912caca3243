"""What a picture is drawn from."""

from __future__ import annotations

from acquit.web.charts import Band, Series, chart


def test_a_band_tells_its_ends_where_there_is_one() -> None:
    drawn = chart(
        ["a", "b", "c"],
        [
            Series(name="Came in", values=[1.0, 2.0, None]),
            Band(
                name="8 cases of 10",
                values=[None, (1.5, 2.5), (3.0, 4.0)],
                ends=("at least", "at most"),
                tone="warn",
            ),
        ],
    )
    band = drawn["series"][1]
    assert band["type"] == "custom"
    assert [one["value"] for one in band["data"]] == [[1, 1.5, 2.5], [2, 3.0, 4.0]]
    assert band["dimensions"][1:] == ["at least", "at most"]
    assert drawn["acquit"]["tones"] == ["1", "warn"]
