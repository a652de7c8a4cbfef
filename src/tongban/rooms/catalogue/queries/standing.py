"""某一天有效的目录：清单和指标都从这里看 (the rows of one region in force on one day: two parameters, region and day)."""

IN_FORCE = """(
    SELECT i.id AS item_id, i.code, v.id AS version_id, v.content, i.state = '2' AS paused
    FROM catalogue_item i JOIN catalogue_itemversion v ON v.id = i.current_version_id
    WHERE i.region = %s AND %s::date IS NOT NULL AND i.state <> '3')"""
