"""写着文件摘要的栏都用存件栏：漏了一栏，清扫就会删去还有人要的文件。"""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

from tests.architecture.sources import hold
from tongban.foundation.files.columns import StoredFileField


def undeclared(tables: Iterable[type[models.Model]]) -> list[str]:
    """Text columns called a digest of which the sweep would not know."""
    return [
        f"{table.__name__}.{field.name}: StoredFileField"
        for table in tables
        for field in table._meta.concrete_fields
        if isinstance(field, models.CharField)
        and "digest" in field.name
        and not isinstance(field, StoredFileField)
    ]


def test_every_digest_of_a_file_is_in_a_column_of_its_kind() -> None:
    hold(undeclared(m for m in apps.get_models() if m.__module__.startswith("tongban.")))


@isolate_apps("tests")
def test_a_digest_in_a_plain_column_is_found() -> None:
    class Planted(models.Model):
        digest = models.CharField(max_length=64)
        kept_digest = StoredFileField()

        class Meta:
            app_label = "tests"

    assert undeclared([Planted]) == ["Planted.digest: StoredFileField"]
