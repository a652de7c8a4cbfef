"""事项室的办理：装入目录、发布、导入、搜索保鲜。"""

from tongban.rooms.catalogue.acts.agreements import end_agreement
from tongban.rooms.catalogue.acts.baseline import (
    load_baselines,
    take_baseline,
)
from tongban.rooms.catalogue.acts.directory import (
    claim,
    follow_directory,
    load_directory,
)
from tongban.rooms.catalogue.acts.drafting import (
    change_revision,
    discard,
    save_revision,
    start_item,
    start_revision,
    submit_for_review,
    take_back,
)
from tongban.rooms.catalogue.acts.freshen import (
    count_words,
    freshen_search,
)
from tongban.rooms.catalogue.acts.golden import (
    load_golden,
    remove_golden_case,
    save_golden_case,
)
from tongban.rooms.catalogue.acts.import_golden import import_golden
from tongban.rooms.catalogue.acts.import_items import (
    import_items,
)
from tongban.rooms.catalogue.acts.import_lists import import_lists
from tongban.rooms.catalogue.acts.import_workbook import import_workbook
from tongban.rooms.catalogue.acts.licence_lists import (
    publish_licence_list,
)
from tongban.rooms.catalogue.acts.list_drafts import (
    drop_list_draft,
    publish_list_draft,
    save_list_draft,
    start_list_draft,
    try_list_draft,
)
from tongban.rooms.catalogue.acts.load import (
    load_catalogue,
)
from tongban.rooms.catalogue.acts.load_lists import (
    load_lists,
)
from tongban.rooms.catalogue.acts.load_powers import (
    load_licence_lists,
    load_transfers,
)
from tongban.rooms.catalogue.acts.publish import (
    publish,
    publish_all,
)
from tongban.rooms.catalogue.acts.publish_list import (
    publish_bundles,
    publish_duties,
    publish_high_frequency,
    publish_intermediaries,
    publish_negative,
    publish_tolerance,
    sign_agreement,
)
from tongban.rooms.catalogue.acts.retracing import (
    note_writer,
    redo_revision,
    undo_revision,
)
from tongban.rooms.catalogue.acts.reviewing import (
    pass_review,
    publish_version,
    send_back,
)
from tongban.rooms.catalogue.acts.standing import (
    cancel_item,
    pause_item,
    resume_item,
    turn_catalogue,
)
from tongban.rooms.catalogue.acts.transfers import (
    close_transfer,
    move_posts,
    plan_transfer,
    take_effect,
    tick_hand_over,
)

__all__ = [
    "cancel_item",
    "change_revision",
    "claim",
    "close_transfer",
    "count_words",
    "discard",
    "drop_list_draft",
    "end_agreement",
    "follow_directory",
    "freshen_search",
    "import_golden",
    "import_items",
    "import_lists",
    "import_workbook",
    "load_baselines",
    "load_catalogue",
    "load_directory",
    "load_golden",
    "load_licence_lists",
    "load_lists",
    "load_transfers",
    "move_posts",
    "note_writer",
    "pass_review",
    "pause_item",
    "plan_transfer",
    "publish",
    "publish_all",
    "publish_bundles",
    "publish_duties",
    "publish_high_frequency",
    "publish_intermediaries",
    "publish_licence_list",
    "publish_list_draft",
    "publish_negative",
    "publish_tolerance",
    "publish_version",
    "redo_revision",
    "remove_golden_case",
    "resume_item",
    "save_golden_case",
    "save_list_draft",
    "save_revision",
    "send_back",
    "sign_agreement",
    "start_item",
    "start_list_draft",
    "start_revision",
    "submit_for_review",
    "take_back",
    "take_baseline",
    "take_effect",
    "tick_hand_over",
    "try_list_draft",
    "turn_catalogue",
    "undo_revision",
]
