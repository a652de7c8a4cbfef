"""事项室的查询：版本、情形与表单的规则、搜索、书架、随产品发布的内容、读导入的文件。"""

from tongban.rooms.catalogue.queries.beginning import (
    new_content,
)
from tongban.rooms.catalogue.queries.content import (
    catalogue_content,
    content_edition,
    published_content,
)
from tongban.rooms.catalogue.queries.directory import (
    Directory,
    directory_drift,
    directory_line,
    directory_size,
    unclaimed,
)
from tongban.rooms.catalogue.queries.district_figures import (
    figures,
    plain_figures,
)
from tongban.rooms.catalogue.queries.drafts import (
    content_at,
    draft,
)
from tongban.rooms.catalogue.queries.facts import (
    lint_facts,
    shipped_facts,
    topics,
)
from tongban.rooms.catalogue.queries.golden import (
    GoldenSheet,
    golden_book,
    golden_case,
    golden_cases,
    golden_content,
    golden_results,
    golden_sheet,
    golden_verdict,
    what_blocks,
)
from tongban.rooms.catalogue.queries.import_file import (
    rows_of,
)
from tongban.rooms.catalogue.queries.in_force import (
    in_force,
)
from tongban.rooms.catalogue.queries.licence_lists import (
    LICENCE_EDITION,
    licence_list,
    licence_list_version,
    licence_lists,
    on_licence_list,
)
from tongban.rooms.catalogue.queries.life import (
    LifeFilter,
    item_life,
    life_list,
    unit_progress,
    version_content,
    version_life,
)
from tongban.rooms.catalogue.queries.linting import (
    lint,
    lint_cards,
    lint_contents,
    lint_region,
    lint_rows,
)
from tongban.rooms.catalogue.queries.list_books import list_book, list_documents
from tongban.rooms.catalogue.queries.list_drafts import (
    ListNames,
    list_draft,
    list_drafts,
    list_editions,
    may_write_lists,
    next_number,
    published_document,
)
from tongban.rooms.catalogue.queries.lists import (
    agreement_counts,
    bundle_count,
    coverage,
    department_names,
    list_content,
    list_is_published,
    listed_documents,
    region_names,
    seen,
    tolerance_counts,
    without_one_office,
)
from tongban.rooms.catalogue.queries.opening import (
    catalogue_edition,
    open_changes,
    open_columns,
    open_item,
    open_items,
    open_row,
)
from tongban.rooms.catalogue.queries.power_content import (
    licence_list_content,
    transfer_content,
)
from tongban.rooms.catalogue.queries.power_printing import (
    licence_list_pdf,
    licensed_items,
    licensing_regions,
    transfer_pdf,
)
from tongban.rooms.catalogue.queries.printing import (
    list_pdf,
    pdf_of,
    printed_list,
)
from tongban.rooms.catalogue.queries.rates import (
    baselines,
    counted_items,
    headline,
    item_figures,
    reduced_items,
)
from tongban.rooms.catalogue.queries.searching import (
    search,
    suggest,
)
from tongban.rooms.catalogue.queries.shelves import (
    listed,
    listed_item,
    on_shelf,
    shelves,
)
from tongban.rooms.catalogue.queries.transfers import (
    Share,
    TransferListed,
    TransferView,
    due_transfers,
    transfer,
    transfers,
)
from tongban.rooms.catalogue.queries.versions import (
    CURRENT,
    current,
    currents,
    version,
)
from tongban.rooms.catalogue.queries.workbooks import items_workbook, read_sheets, workbook_of
from tongban.rooms.catalogue.rules.beginning import (
    settled,
)
from tongban.rooms.catalogue.rules.designing import (
    added,
    codes_on_offer,
    condition_of,
    deciders_on_offer,
    found_at,
    fresh_key,
    keys_of,
    materials_on_offer,
    merged,
    moved,
    registers_on_offer,
    replaced,
    row,
    rows,
    sources_on_offer,
    ways_of,
    without,
)
from tongban.rooms.catalogue.rules.difference import (
    difference,
    element_name,
)
from tongban.rooms.catalogue.rules.form import (
    check_form,
    flat,
    nested,
    prefill,
    shown_fields,
)
from tongban.rooms.catalogue.rules.list_drafts import compared as compared_lists
from tongban.rooms.catalogue.rules.list_drafts import put as put_row
from tongban.rooms.catalogue.rules.list_drafts import row_at, struck, unwritten
from tongban.rooms.catalogue.rules.reading import (
    read_form,
    read_sketch,
)
from tongban.rooms.catalogue.rules.situations import (
    check_answers,
    possible_materials,
    required_materials,
)
from tongban.rooms.catalogue.rules.workbook import asked as list_asked
from tongban.rooms.catalogue.rules.workbook import columns as list_columns
from tongban.rooms.catalogue.rules.workbook import is_table as is_list_table
from tongban.rooms.catalogue.rules.workbook import shown as list_shown
from tongban.rooms.catalogue.rules.workbook import tables as list_tables
from tongban.rooms.catalogue.rules.workbook import written as list_written

__all__ = [
    "CURRENT",
    "LICENCE_EDITION",
    "AgreementCounts",
    "Directory",
    "GoldenSheet",
    "LifeFilter",
    "ListNames",
    "Share",
    "TransferListed",
    "TransferView",
    "added",
    "agreement_counts",
    "baselines",
    "bundle_count",
    "catalogue_content",
    "catalogue_edition",
    "check_answers",
    "check_form",
    "codes_on_offer",
    "compared_lists",
    "condition_of",
    "content_at",
    "content_edition",
    "counted_items",
    "coverage",
    "current",
    "currents",
    "deciders_on_offer",
    "department_names",
    "difference",
    "directory_drift",
    "directory_line",
    "directory_size",
    "draft",
    "due_transfers",
    "element_name",
    "figures",
    "flat",
    "found_at",
    "fresh_key",
    "golden_book",
    "golden_case",
    "golden_cases",
    "golden_content",
    "golden_results",
    "golden_sheet",
    "golden_verdict",
    "headline",
    "in_force",
    "is_list_table",
    "item_figures",
    "item_life",
    "items_workbook",
    "keys_of",
    "licence_list",
    "licence_list_content",
    "licence_list_pdf",
    "licence_list_version",
    "licence_lists",
    "licensed_items",
    "licensing_regions",
    "life_list",
    "lint",
    "lint_cards",
    "lint_contents",
    "lint_facts",
    "lint_region",
    "lint_rows",
    "list_asked",
    "list_book",
    "list_columns",
    "list_content",
    "list_documents",
    "list_draft",
    "list_drafts",
    "list_editions",
    "list_is_published",
    "list_pdf",
    "list_shown",
    "list_tables",
    "list_written",
    "listed",
    "listed_documents",
    "listed_item",
    "materials_on_offer",
    "may_write_lists",
    "merged",
    "moved",
    "nested",
    "new_content",
    "next_number",
    "on_licence_list",
    "on_shelf",
    "open_changes",
    "open_columns",
    "open_item",
    "open_items",
    "open_row",
    "pdf_of",
    "plain_figures",
    "possible_materials",
    "prefill",
    "printed_list",
    "published_content",
    "published_document",
    "put_row",
    "read_form",
    "read_sheets",
    "read_sketch",
    "reduced_items",
    "region_names",
    "registers_on_offer",
    "replaced",
    "required_materials",
    "row",
    "row_at",
    "rows",
    "rows_of",
    "search",
    "seen",
    "settled",
    "shelves",
    "shipped_facts",
    "shown_fields",
    "sources_on_offer",
    "struck",
    "suggest",
    "tolerance_counts",
    "topics",
    "transfer",
    "transfer_content",
    "transfer_pdf",
    "transfers",
    "unclaimed",
    "unit_progress",
    "unwritten",
    "version",
    "version_content",
    "version_life",
    "ways_of",
    "what_blocks",
    "without",
    "without_one_office",
    "workbook_of",
]
