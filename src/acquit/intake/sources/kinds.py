"""The kinds of source that there are, and the connector of each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings

from acquit.intake.models import SourceKind
from acquit.intake.sources.folder import Folder
from acquit.intake.sources.upload import Upload

if TYPE_CHECKING:
    from datetime import date

    from acquit.intake.models import Source
    from acquit.intake.sources.connector import Connector


def connector(source: Source, *, today: date) -> Connector:
    """What looks into this source. today: where its company is."""
    match SourceKind(source.kind):
        case SourceKind.FOLDER:
            return Folder(
                base=settings.WATCH,
                name=source.folder,
                language=source.company.language,
                today=today,
                make=source.succeeded_at is None,
            )
        case SourceKind.UPLOAD:
            return Upload(())  # who uploads comes by himself
