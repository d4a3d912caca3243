"""The files that pages load: our own, and a few from npm packages.

`collect` puts them into the data folder under names with a fingerprint, compressed, so that
a browser asks for each content once. Until then (in tests, and with ACQUIT_DEBUG=1) they
are served from where they lie, under their plain names.
"""

from __future__ import annotations

import fcntl
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.storage import FileSystemStorage
from django.core.management import call_command
from django.http import HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]
from whitenoise.storage import (  # type: ignore[import-untyped]
    CompressedManifestStaticFilesStorage,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest
    from whitenoise.responders import StaticFile  # type: ignore[import-untyped]

# The address below /static/ -> the file below node_modules.
PARTS = {
    "tabler/tabler.min.css": "@tabler/core/dist/css/tabler.min.css",
    "tabler/tabler.min.js": "@tabler/core/dist/js/tabler.min.js",
    "echarts/echarts.min.js": "echarts/dist/echarts.min.js",
    "htmx/htmx.min.js": "htmx.org/dist/htmx.min.js",
    "icons/tabler-icons.min.css": "@tabler/icons-webfont/dist/tabler-icons.min.css",
    **{
        f"icons/fonts/tabler-icons.{kind}": (
            f"@tabler/icons-webfont/dist/fonts/tabler-icons.{kind}"
        )
        for kind in ("woff2", "woff", "ttf")  # the style sheet names all three
    },
}


class Parts(FileSystemStorage):
    """The few files of node_modules that pages need, by their address."""

    prefix = None

    def path(self, name: str) -> str:
        """Where the file with this address lies."""
        return str(_modules() / PARTS[name])


class PartsFinder(finders.BaseFinder):
    """Finds the files of `PARTS` that are installed; a missing one is not an error."""

    def __init__(self, app_names: Iterable[str] | None = None) -> None:  # noqa: ARG002
        super().__init__()
        self.storage = Parts()

    def check(self, **kwargs: Any) -> list[Any]:  # noqa: ARG002 - Django's signature
        """Nothing can be wrong here that `acquit doctor` does not tell."""
        return []

    def find(self, path: str, find_all: bool = False) -> Any:  # noqa: FBT001, FBT002
        """Where the file lies; an empty list (never None) where it does not."""
        if path not in PARTS or not Path(self.storage.path(path)).is_file():
            return []
        found = self.storage.path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Parts]]:  # noqa: ARG002
        """Every file that is installed."""
        for path in PARTS:
            if self.find(path):
                yield path, self.storage


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types
    """Names with a fingerprint once collected; before that the plain names."""

    # Without the pattern for source maps: Tabler's files name maps that we do not serve.
    patterns: ClassVar = (
        ("*.css", CompressedManifestStaticFilesStorage.patterns[0][1][:2]),
    )

    def stored_name(self, name: str) -> str:
        """The collected name, or the name itself."""
        clean = self.clean_name(name)
        found: str = self.hashed_files.get(self.hash_key(clean), name)
        return found


class Middleware(WhiteNoiseMiddleware):  # type: ignore[misc]  # no types
    """Answers with files, each read whole: an ASGI server would do that anyway."""

    @staticmethod
    def serve(static_file: StaticFile, request: HttpRequest) -> HttpResponse:
        """The file, or what the browser's headers make of it (304, 206)."""
        found = static_file.get_response(request.method, request.META)
        body = b""
        if found.file is not None:
            with found.file as file:
                body = file.read()
        response = HttpResponse(body, status=int(found.status))
        del response["Content-Type"]
        for name, value in found.headers:
            response[name] = value
        return response


def missing() -> list[str]:
    """The npm files that pages need and that are not installed."""
    return [part for part in PARTS.values() if not (_modules() / part).is_file()]


def collect() -> None:
    """Collect the files into STATIC_ROOT, unless nothing has changed since."""
    root = Path(settings.STATIC_ROOT)
    root.mkdir(parents=True, exist_ok=True)
    stamp = root.with_name("static.fingerprint")
    with root.with_name("static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        now = _fingerprint()
        if stamp.exists() and stamp.read_text() == now:
            return
        call_command("collectstatic", interactive=False, verbosity=0, clear=False)
        stamp.write_text(now)


def _fingerprint() -> str:
    """One word for all files as they are: their addresses, sizes and times."""
    facts = hashlib.sha256()
    for finder in finders.get_finders():
        for path, storage in sorted(finder.list(None), key=lambda found: found[0]):
            found = Path(storage.path(path)).stat()
            facts.update(f"{path} {found.st_size} {found.st_mtime_ns}\n".encode())
    return facts.hexdigest()


def _modules() -> Path:
    modules: Path = settings.NODE_MODULES
    return modules
