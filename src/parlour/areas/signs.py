"""Signs that look different but mean the same, and the one shape that folded text uses for all of them."""


def _all(signs: str, shape: str) -> dict[str, str]:
    return dict.fromkeys(signs, shape)


# Unicode's decomposition (NFKD) would turn these into letters.
TRADEMARKS = str.maketrans(_all("™℠®©℗Ⓡⓡ🅪🅫🅬", ""))

# NFKD turns a mark without a letter into a combining mark on a space.
BESIDE = {
    **_all("\u0301\u0313\u0314", "'"),  # used as an apostrophe
    "\u030b": '"',
    "\u030a": "°",
    "\u0303": "~",
    **_all("\u3099\u309a", ""),  # voicing marks of the kana before them
}

# Applied after NFKD. Dashes, spaces, invisible characters and digits are also recognised by their Unicode category.
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
    **_all("\u0640\u07fa\u180a", ""),  # these only stretch the letter before them
    **_all("\u115f\u1160\u2800", " "),  # letters and patterns that look like a space
}

# Letters that NFKD doesn't decompose although readers do, and letters that keyboards use in place of each other.
LETTERS = str.maketrans({
    "ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "ŋ": "n",
    "æ": "ae", "œ": "oe", "þ": "th", "ĳ": "ij",
    "ی": "ي", "ى": "ي", "ک": "ك", "ٱ": "ا", "ہ": "ه", "ھ": "ه",
    **{chr(hiragana): chr(hiragana + 0x60) for hiragana in (*range(0x3041, 0x3097), 0x309D, 0x309E)},
})  # fmt: skip

# Signs typed as several characters: trademark signs, and a quotation mark typed as two apostrophes.
TYPED = {"(tm)": "", "(r)": "", "''": '"'}
# Control characters separate words.
CONTROLS = dict.fromkeys((*range(32), 127), " ") | {ord("`"): "'"}
