"""The languages of samples, in the order in which they are shown."""

import msgspec


class Language(msgspec.Struct, frozen=True):
    """A language, by its name in each place."""

    id: str
    fence: str
    """The name after the backticks of a Markdown block."""
    title: str
    lexer: str
    """Its name in Pygments."""
    suffix: str


LANGUAGES = (
    Language("curl", fence="bash", title="curl", lexer="bash", suffix="sh"),
    Language("javascript", fence="javascript", title="JavaScript", lexer="javascript", suffix="mjs"),
    Language("node", fence="node", title="Node.js", lexer="javascript", suffix="js"),
    Language("python", fence="python", title="Python", lexer="python", suffix="py"),
    Language("java", fence="java", title="Java", lexer="java", suffix="java"),
    Language("csharp", fence="csharp", title="C#", lexer="csharp", suffix="cs"),
    Language("php", fence="php", title="PHP", lexer="php", suffix="php"),
    Language("go", fence="go", title="Go", lexer="go", suffix="go"),
    Language("ruby", fence="ruby", title="Ruby", lexer="ruby", suffix="rb"),
    Language("r", fence="r", title="R", lexer="r", suffix="R"),
    Language("json", fence="json", title="JSON", lexer="json", suffix="json"),
)
