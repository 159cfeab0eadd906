"""How Sphinx builds these pages; `npm run docs` runs it (docs/decisions/0015-documentation-site.md).

Everything that a page needs stands beside it: no fonts, scripts or pictures from elsewhere, and no inline script or
style, so that the site works from a sub-path, from a folder on disk and under a strict content security policy.
"""

import json
import sys
from pathlib import Path

docs = Path(__file__).parent
sys.path[:0] = [str(docs / "_ext"), str(docs.parent / "integrations" / "sphinx")]

project = "bufscope"
html_title = "bufscope"
version = release = json.loads((docs.parent / "package.json").read_text())["version"]
language = "en"

extensions = ["myst_parser", "bufscope", "bufscope_site", "bufscope_search"]
templates_path = ["_templates"]
exclude_patterns = ["_*", "README.md", "api/index.md"]
source_suffix = {".md": "markdown"}

myst_enable_extensions = ["deflist", "fieldlist"]
# `page.md#heading` names a heading as code hosts do.
myst_heading_anchors = 6
# The API pages are written by a generator, whose headings leave levels out; code in them may be a sketch.
suppress_warnings = ["myst.strikethrough", "misc.highlighting_failure", "myst.header"]
nitpicky = True

html_theme = "furo"
html_favicon = "../public/favicon.svg"
html_static_path = ["_static", "../public/fonts", "../src/view/theme.css"]
html_css_files = ["theme.css", "site.css"]
html_js_files = ["site.js"]
html_copy_source = False
html_show_copyright = False
html_use_index = False
html_domain_indices = False
pygments_style = "bufscope_highlight.Light"
pygments_dark_style = "bufscope_highlight.Dark"
highlight_language = "none"
