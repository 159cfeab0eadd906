"""What bufscope's own pages need beyond Sphinx, MyST and furo.

- Code that is a fragment (`#scenario=missed-clean&at=8`) becomes a link to the workbench that stands beside the site.
- Code that reads like a scenario is coloured as one, also where the page does not name its language.
- A link to a file of the repository outside of docs/ is words here.
- An image `x-light.svg` brings `x-dark.svg` along, shown where the page is dark.
- Scripts that nothing here calls are left out, and the theme's own, which needs a bundler, too.
- The theme's style sheet asks its server for another one; that line is taken out.
"""

import re
from pathlib import Path

from bufscope_highlight import BufscopeLexer
from docutils import nodes
from pygments.lexers.markup import MarkdownLexer
from sphinx.transforms import SphinxTransform

# Where the directive for figures puts the workbench.
WORKBENCH = "_static/bufscope/index.html"
FRAGMENT = re.compile(r"#(scenario|script|z)=[^\s…]+")
SCENARIO = re.compile(r"^(?:(?:platform|buffer|device) +[\w-]+( |$)|[a-z]\w*@cpu\d: )", re.MULTILINE)
# Sphinx's and the theme's own; the player and what conf.py names stay.
UNUSED_SCRIPTS = (
    "jquery.js",
    "underscore.js",
    "_sphinx_javascript_frameworks_compat.js",
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "scripts/furo.js",
)


class FragmentLinks(SphinxTransform):
    """Fragments in running text open the workbench."""

    default_priority = 500

    def apply(self) -> None:
        up = "../" * self.env.docname.count("/")
        for code in list(self.document.findall(nodes.literal)):
            if FRAGMENT.fullmatch(code.astext()) and not isinstance(code.parent, nodes.reference):
                link = nodes.reference("", "", refuri=up + WORKBENCH + code.astext(), classes=["workbench"])
                code.replace_self(link)
                link += code


class ScenarioCode(SphinxTransform):
    """Scenarios in pages that code hosts show, too, which know no such language."""

    default_priority = 500

    def apply(self) -> None:
        for block in self.document.findall(nodes.literal_block):
            if block.get("language", "none") in ("none", "default") and SCENARIO.search(block.astext()):
                block["language"] = "bufscope"


class PlatformTables(SphinxTransform):
    """Tables by platform: their first columns keep together."""

    default_priority = 500

    def apply(self) -> None:
        for table in self.document.findall(nodes.table):
            entry = next(iter(table.findall(nodes.entry)), None)
            if entry is not None and entry.astext() == "platform":
                table["classes"].append("platforms")


class DarkImages(SphinxTransform):
    """Pictures that exist in two colours follow the page."""

    default_priority = 400

    def apply(self) -> None:
        for image in list(self.document.findall(nodes.image)):
            uri = image["uri"]
            if not uri.endswith("-light.svg"):
                continue
            dark = image.deepcopy()
            dark["uri"] = uri.replace("-light.svg", "-dark.svg")
            dark["classes"] = [*image["classes"], "only-dark"]
            image["classes"] = [*image["classes"], "only-light"]
            image.parent.insert(image.parent.index(image) + 1, dark)


def say_what_is_elsewhere(app, env, node, contnode):
    """A file of the repository that the site does not have: its name without a link; any other miss is a mistake."""
    target = node.get("reftarget", "")
    place = Path(env.doc2path(node.get("refdoc", "index"))).parent / target
    return contnode if target.startswith("../") and place.is_file() else None


def give_levels_to_captions(app, pagename, templatename, context, doctree):
    """Sphinx makes headings of the captions in the side bar, and says no level."""
    tree = context.get("furo_navigation_tree", "")
    context["furo_navigation_tree"] = tree.replace('role="heading"', 'role="heading" aria-level="2"')


def leave_out_scripts(app, pagename, templatename, context, doctree):
    """Takes what is not called out of the page's list of scripts."""
    context["script_files"] = [
        script
        for script in context["script_files"]
        if not str(getattr(script, "filename", script) or "").endswith(UNUSED_SCRIPTS)
    ]


def keep_to_this_site(app, exception):
    """Takes the address of a style sheet elsewhere out of the theme's."""
    sheet = Path(app.outdir, "_static", "styles", "furo.css")
    if exception is None and sheet.is_file():
        sheet.write_text(re.sub(r"@import url\([^)]*\);\n?", "", sheet.read_text()))


def setup(app):
    """Called by Sphinx."""
    app.add_lexer("bufscope", BufscopeLexer)
    # Pygments of Debian does not know it.
    app.add_lexer("mdx", MarkdownLexer)
    for transform in (FragmentLinks, ScenarioCode, PlatformTables, DarkImages):
        app.add_transform(transform)
    for change in (leave_out_scripts, give_levels_to_captions):
        app.connect("html-page-context", change, priority=900)
    app.connect("missing-reference", say_what_is_elsewhere)
    app.connect("build-finished", keep_to_this_site)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
