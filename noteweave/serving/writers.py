"""The tools that change notes: offered, and imported, only if the user asks for them."""

from __future__ import annotations

from noteweave.serving import edits
from noteweave.serving.tools import NOTE, TEXT, Tool

WRITERS = (
    Tool(
        "fix",
        "Apply the certain fixes of check. Without expect nothing is written: the answer is the "
        "patch and its expect. Show it to the user before you call again with expect.",
        {
            "note": NOTE,
            "folder": TEXT,
            "codes": {"type": "string", "description": "Rules, as NW001,NW004"},
            "expect": TEXT,
        },
        (),
        edits.fix,
        writes=True,
        fields=("sentence", "path"),
    ),
    Tool(
        "rename",
        "Move a note, or rename a heading (note#heading), block (note#^id) or #tag, and rewrite "
        "every link. In two steps, as fix.",
        {
            "note": NOTE,
            "to": {"type": "string", "description": "New name; with a slash: path in the vault"},
            "expect": TEXT,
        },
        ("note", "to"),
        edits.rename,
        writes=True,
        fields=("sentence", "path"),
    ),
)
