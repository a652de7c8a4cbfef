"""办件照哪一版办：一个事项没有办完的办件，按受理时的版本数一数，供改版前看影响。"""

from django.db.models import Count

from tongban.rooms.cases.models import Case


def open_by_version(*, item_code: str) -> dict[int, int]:
    """还没有办完的办件：``{版本号: 件数}``；它们照旧版办完 (one statement, by a partial index)."""
    still_open = Case.objects.filter(item_code=item_code, closed_at__isnull=True)
    counted = still_open.order_by().values_list("version_id").annotate(Count("pk"))
    return dict(counted)
