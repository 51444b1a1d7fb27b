"""Signs of one meaning in several shapes: which shape stands for all of them in folded text."""


def _all(signs: str, shape: str) -> dict[str, str]:
    return dict.fromkeys(signs, shape)


# Taken apart, these would become letters.
TRADEMARKS = str.maketrans(_all("™℠®©℗Ⓡⓡ🅪🅫🅬", ""))

# Marks that stand by themselves become, taken apart, an accent on a blank.
BESIDE = {
    **_all("\u0301\u0313\u0314", "'"),  # in the place of an apostrophe
    "\u030b": '"',
    "\u030a": "°",
    "\u0303": "~",
    **_all("\u3099\u309a", ""),  # the voicing of the kana before it
}

# Once taken apart. Dashes, blanks, invisible characters and digits are known by their category besides.
SHAPES: dict[str, str] = {
    **_all("`‘’‚‛′‵‹›ʹʻʼʽˈˊˋ՚׳ꞌ❛❜❮❯", "'"),
    **_all("“”„‟«»ʺˮ״〝〞〟❝❞″", '"'),
    **_all("−⁃˗➖─━", "-"),
    **_all("〜〰∼⁓", "~"),
    **_all("×✕✖⨉⨯╳🗙", "x"),
    **_all("⁄∕⧸", "/"),
    **_all("∗⁎✱٭", "*"),
    **_all("•‧∙⋅・⸱", "·"),
    **_all("∶꞉", ":"),
    **_all("٫۔", "."),
    **_all("٬،", ","),
    "؛": ";",
    "؟": "?",
    "٪": "%",
    **_all("\u0640\u07fa\u180a", ""),  # what only stretches the letter before it
    **_all("\u115f\u1160\u2800", " "),  # letters and patterns that show as a blank
}

# Letters that Unicode doesn't take apart although readers do, and those that keyboards write for each other.
LETTERS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n",
    "æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij",
    "ی": "ي", "ى": "ي", "ک": "ك", "ٱ": "ا", "ہ": "ه", "ھ": "ه",
    **{chr(hiragana): chr(hiragana + 0x60) for hiragana in (*range(0x3041, 0x3097), 0x309D, 0x309E)},
})  # fmt: skip

# What takes several characters to type: a trademark sign, and a quotation mark of two apostrophes.
TYPED = {"(tm)": "", "(r)": "", "''": '"'}
# Control characters separate words.
CONTROLS = dict.fromkeys((*range(32), 127), " ") | {ord("`"): "'"}
