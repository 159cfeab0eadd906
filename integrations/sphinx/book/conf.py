"""A small book with figures of bufscope: to copy from, and what the tests build."""

import sys
from pathlib import Path

# Where bufscope.py lies; beside conf.py it would be '.'.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

project = 'Sharing a frame'
author = 'The bufscope authors'
copyright = 'The bufscope authors'

# Only the Markdown page needs myst_parser.
extensions = ['bufscope', 'myst_parser']
numfig = True

# Where links of formats on paper lead; HTML alone can do without.
# bufscope_url = 'https://bufscope.example/'
