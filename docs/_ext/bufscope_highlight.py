"""Colours of code, and the scenario language for Pygments.

The colours are those of src/view/theme.css, so that every one keeps a contrast of 4.5 to 1 on its ground.
"""

from pygments.lexer import RegexLexer, bygroups
from pygments.style import Style
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Text, Token


class Light(Style):
    """On light ground."""

    background_color = "#eef0f3"
    styles = {
        Token: "#15191e",
        Comment: "#5a636e",
        Keyword: "#5b4bd6",
        Name.Namespace: "#1b4782",
        Name.Function: "#1b4782",
        Name.Attribute: "#783eab",
        Number: "#944b09",
        String: "#186a46",
    }


class Dark(Style):
    """On dark ground."""

    background_color = "#0a0e12"
    styles = {
        Token: "#e9edf1",
        Comment: "#98a2ac",
        Keyword: "#a99cff",
        Name.Namespace: "#90bff5",
        Name.Function: "#90bff5",
        Name.Attribute: "#bf91d0",
        Number: "#f6a270",
        String: "#59e7b6",
    }


class BufscopeLexer(RegexLexer):
    """The scenario language, as coarse as the eye needs it (docs/script.md)."""

    name = "bufscope"
    aliases = ["bufscope"]
    filenames = ["*.bufscope"]
    tokens = {
        "root": [
            (r"(^|\s)#.*$", Comment),
            (r"^(\s*)(title|summary|source|note)(\s.*)?$", bygroups(Text, Keyword, String)),
            (r"^(\s*)(platform|buffer|device)(\s+)([\w-]+)", bygroups(Text, Keyword, Text, Name.Namespace)),
            (r"^(\s*)([\w-]+(?:@cpu\d+)?)(:)", bygroups(Text, Name.Function, Operator)),
            (r"\b(expect|during|on)\b", Keyword),
            (r"([\w-]+)(=)", bygroups(Name.Attribute, Operator)),
            (r"\b(0x[0-9a-fA-F]+|\d+)\b", Number),
            (r"[\w-]+", Text),
            (r"\s+", Text),
            (r".", Operator),
        ],
    }
