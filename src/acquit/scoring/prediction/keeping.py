"""A predictor as bytes and back: plain JSON, with trees as XGBoost writes them itself.

Never pickled: who could write into the database could else run code in the worker.
"""

from __future__ import annotations

import base64
import json
import zlib
from dataclasses import asdict, fields
from typing import Any

from acquit.scoring.prediction.answers import Predictor
from acquit.scoring.prediction.calibration import Line
from acquit.scoring.prediction.conditions import Experience
from acquit.scoring.prediction.trained import Trained, library

# Another one, whenever the trees are asked in another way or the words change.
FORMAT = 1
_TREES = "ubj"


class NotReadable(Exception):
    """Another version of the program kept this; learning again makes a new one."""


def kept(predictor: Predictor) -> bytes:
    """All of the predictor, to be read by `restored`."""
    told: dict[str, Any] = {
        one.name: _plain(getattr(predictor, one.name)) for one in fields(Predictor)
    }
    text = json.dumps({"format": FORMAT, "predictor": told})
    return zlib.compress(text.encode())


def restored(body: bytes) -> Predictor:
    """The predictor that was kept. Raises NotReadable, and LibraryMissing where its trees
    cannot be read without the library.
    """
    try:
        told = json.loads(zlib.decompress(body))
        words = told["predictor"]
        if told["format"] != FORMAT or set(words) != {
            one.name for one in fields(Predictor)
        }:
            raise NotReadable
        trained = words["trained"] and _trained(words["trained"])
        line = Line(**words["line"])
        experience = Experience(**words["experience"])
        return Predictor(
            **(words | {"trained": trained, "line": line, "experience": experience})
        )
    except (KeyError, TypeError, ValueError, zlib.error) as error:
        raise NotReadable from error


def _plain(value: Any) -> Any:
    if isinstance(value, Trained):
        return {one.name: _trees(getattr(value, one.name)) for one in fields(Trained)}
    return asdict(value) if isinstance(value, Line | Experience) else value


def _trees(booster: Any) -> str:
    return base64.b64encode(booster.save_raw(_TREES)).decode()


def _trained(told: dict[str, str]) -> Trained:
    return Trained(**{name: _booster(trees) for name, trees in told.items()})


def _booster(trees: str) -> Any:
    booster = library().Booster({"nthread": 1})
    booster.load_model(bytearray(base64.b64decode(trees)))
    return booster
