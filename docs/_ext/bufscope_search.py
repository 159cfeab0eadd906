"""The words of all pages by section, as a script that the search page loads.

Sphinx's own index has no texts: its page fetches what it quotes, which a page opened from disk cannot, and puts markup
together, which a strict policy forbids. Here the texts themselves are the index; `_static/search.js` reads it.
"""

import json
from pathlib import Path

from docutils import nodes

# Nodes whose words nobody looks for.
SILENT = (nodes.comment, nodes.raw, nodes.image, nodes.substitution_definition)

# What Sphinx writes for its own search.
REPLACED = ("searchindex.js", "_static/searchtools.js", "_static/language_data.js")


def words_of(node) -> list[str]:
    """The texts of a node in their order, without the sections inside it."""
    if isinstance(node, nodes.Text):
        return [node.astext()]
    if isinstance(node, SILENT):
        return []
    parts = [part for child in node.children if not isinstance(child, nodes.section) for part in words_of(child)]
    return parts if isinstance(node, nodes.TextElement) else [*parts, " "]


def sections_of(doctree) -> list[dict[str, str]]:
    """Every section with its anchor, title and words."""
    found = []
    for section in doctree.findall(nodes.section):
        title = next(iter(section.findall(nodes.title)))
        body = [child for child in section.children if child is not title and not isinstance(child, nodes.section)]
        text = " ".join("".join(part for child in body for part in [*words_of(child), " "]).split())
        found.append({"id": section["ids"][0], "title": title.astext(), "text": text})
    return found


def write_index(app, exception):
    """Writes the index in place of Sphinx's own."""
    if exception is not None or app.builder.name != "html":
        return
    pages = []
    for name in sorted(app.env.found_docs):
        sections = sections_of(app.env.get_doctree(name))
        if sections:
            pages.append({"path": app.builder.get_target_uri(name), "sections": sections})
    out = Path(app.outdir)
    index = json.dumps(pages, ensure_ascii=False, separators=(",", ":"))
    (out / "_static" / "pages.js").write_text(f"globalThis.bufscopePages = {index};\n", encoding="utf-8")
    for name in REPLACED:
        (out / name).unlink(missing_ok=True)


def setup(app):
    """Called by Sphinx."""
    app.connect("build-finished", write_index)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
