"""样张：照真的模板排出来的 PDF，各栏填样例，盖“样张”水印 (no database)."""

from datetime import datetime

from django.conf import settings

from tongban.foundation.clock import law_date
from tongban.foundation.documents.typesetting import LICENCE, house_typesetter
from tongban.rooms.catalogue.words import Version
from tongban.rooms.licences.rules.sampling import specimen


def specimen_pdf(*, version: Version, at: datetime) -> bytes:
    """一个事项将要发的证照的样张。 Refuses: NoTemplate, FaceUnknown, GlyphsMissing, FontsMissing."""
    facts = specimen(version, on=law_date(at), address=settings.SITE_ADDRESS)
    return house_typesetter().typeset(LICENCE, facts, at=at)
