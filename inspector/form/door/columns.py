"""Which columns an XLSForm sheet may have, and what is wrong with those that a workbook has."""

from __future__ import annotations

import re
from typing import Final

from inspector.form.door.notes import Notes
from inspector.form.door.tables import Sheet, Tables
from inspector.i18n import N_

ALIASES: Final = {
    "relevance": "relevant",
    "calculate": "calculation",
    "readonly": "read_only",
    "constraining_message": "constraint_message",
    "caption": "label",
    "requiredmsg": "required_message",
    "command": "type",
    "tag": "name",
    "value": "name",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "list name": "list_name",
}
TRANSLATED: Final = (
    "label",
    "hint",
    "guidance_hint",
    "constraint_message",
    "required_message",
    "image",
    "big-image",
    "audio",
    "video",
    "media",
)
SURVEY: Final = {
    "type",
    "name",
    *TRANSLATED,
    "required",
    "relevant",
    "constraint",
    "calculation",
    "default",
    "read_only",
    "appearance",
    "parameters",
    "choice_filter",
    "repeat_count",
    "trigger",
    "save_to",
    "disabled",
    "autoplay",
    "rows",
    "intent",
    "query",
    "compact_tag",
    "noapperrorstring",
    "no_app_error_string",
    "sms_field",
    "sms_option",
    "itemset",
    "list_name",
}
GROUPED: Final = ("bind", "body", "control", "instance", "media")
SETTINGS: Final = {
    "form_title",
    "set_form_title",
    "title",
    "form_id",
    "set_form_id",
    "id_string",
    "version",
    "default_language",
    "namespaces",
    "instance_name",
    "instance_id",
    "style",
    "public_key",
    "submission_url",
    "auto_send",
    "auto_delete",
    "allow_choice_duplicates",
    "clean_text_values",
    "client_editable",
    "omit_instanceid",
    "name",
    "instance_xmlns",
    "flat",
    "add_none_option",
    "entity_version",
    "sms_keyword",
    "sms_separator",
    "sms_allow_media",
    "sms_date_format",
    "sms_datetime_format",
    "sms_response",
    "prefix",
    "delimiter",
    "attribute",
}
BUILT_IN_PREFIXES: Final = {"jr", "orx", "odk", "h", "ev", "xsd", "entities", "xml"}


def plain(column: str) -> str:
    """A column's name without its language, in the spelling of the reference table."""
    base = _snake(_parts(column)[0])
    return ALIASES.get(base, base)


def language(column: str) -> str | None:
    """The language of a translated column such as `label::English (en)`, or None."""
    parts = _parts(column)
    if len(parts) > 1 and plain(column) in TRANSLATED and plain(column) != "media":
        return parts[-1]
    if len(parts) > 2 and plain(column) == "media":
        return parts[-1]
    return None


def by_plain_name(sheet: Sheet) -> dict[str, str]:
    """For each known column without a language, the way this sheet writes it."""
    found: dict[str, str] = {}
    for column in sheet.columns:
        if language(column) is None:
            found.setdefault(plain(column), column)
    return found


def check_columns(tables: Tables, notes: Notes) -> None:
    """Headers that are missing, doubled, unknown, or use a prefix that nobody declared."""
    declared = BUILT_IN_PREFIXES | declared_prefixes(tables)
    for key, known in (("survey", SURVEY), ("choices", None), ("settings", SETTINGS)):
        sheet = tables.get(key)
        for column in sheet.repeated:
            notes.error(
                "column-twice",
                N_("The column {text} stands here twice. Delete one of them or give it another name."),
                sheet.name,
                sheet.header_row,
                column,
                text=column,
            )
        for column in sheet.columns:
            _prefix(sheet, column, declared, notes)
            if known is None:
                if " " in column and plain(column) not in ("label", "list_name", *TRANSLATED):
                    notes.warn(
                        "column-dropped",
                        N_(
                            "The column {text} is left out, because its name contains a space. Write it with _ instead."
                        ),
                        sheet.name,
                        sheet.header_row,
                        column,
                        text=column,
                    )
            elif not _known(column, known) and not column.startswith(("_", "#")):
                notes.warn(
                    "column-unknown",
                    N_(
                        "The column {text} is not known and is left out. Correct its name, "
                        "or begin it with _ if it is a remark."
                    ),
                    sheet.name,
                    sheet.header_row,
                    column,
                    text=column,
                    among=known,
                )
        for row in sheet.rows:
            if row.beyond:
                notes.warn(
                    "cell-without-column",
                    N_(
                        "{text} stands in a column without a name and is left out. Name the column; "
                        "in Markdown write a bar inside a cell as \\|."
                    ),
                    sheet.name,
                    row.number,
                    None,
                    text=row.beyond[0][:80],
                )


def declared_prefixes(tables: Tables) -> set[str]:
    """The namespace prefixes that the settings sheet declares."""
    found: set[str] = set()
    for row in tables.get("settings").rows:
        found.update(re.findall(r"([A-Za-z_][\w.-]*)\s*=", row.get("namespaces")))
    return found


def _prefix(sheet: Sheet, column: str, declared: set[str], notes: Notes) -> None:
    parts = _parts(column)
    if len(parts) < 2 or _snake(parts[0]) not in (*GROUPED, "attribute"):
        return
    name = parts[1]
    if not re.fullmatch(r"(?:[^\W\d][\w.-]*:)?[^\W\d][\w.-]*", name):
        notes.error(
            "column-name",
            N_(
                "{text} cannot be the name of an attribute. Use letters, digits, _ and - only, beginning with a letter."
            ),
            sheet.name,
            sheet.header_row,
            column,
            text=name,
        )
    elif ":" in name and name.split(":")[0] not in declared:
        notes.error(
            "prefix",
            N_(
                'The prefix {text} is not declared. Write {text}="urn:…" into the column namespaces '
                "of the sheet settings, or correct the prefix."
            ),
            sheet.name,
            sheet.header_row,
            column,
            text=name.split(":")[0],
            among=declared,
        )
    elif name == "tag":
        notes.error(
            "column-name",
            N_("An attribute may not be called {text}. Choose another name, or one with a prefix."),
            sheet.name,
            sheet.header_row,
            column,
            text=name,
        )


def _known(column: str, known: set[str]) -> bool:
    parts = _parts(column)
    return plain(column) in known or (len(parts) > 1 and _snake(parts[0]) in (*GROUPED, "attribute"))


def _parts(column: str) -> list[str]:
    if "::" in column:
        return [part.strip() for part in column.split("::")]
    if ":" in column and not column.startswith("jr:"):
        return [part.strip() for part in column.split(":")]
    return [column.strip()]


def _snake(text: str) -> str:
    return "_".join(text.split()).lower()
