"""Signs of one meaning fold alike, whatever their shape."""

import sys
import unicodedata

import pytest

from parlour.areas.folding import fold

# What is printed, and what a keyboard writes for it.
TYPED = {
    "™": ("Protini™ Polypeptide Cream", "protini polypeptide cream"),
    "®": ("Silk® Oil", "silk oil"),
    "℠©℗": ("A℠ B© C℗", "a b c"),
    "circled": ("Silkⓡ Ⓡ", "silk"),
    "typed trademark": ("Silk(TM) Oil (R)", "silk oil"),
    "apostrophes": ("L’Oréal L‘O LʼO L´O L`O L′O L＇O L׳O", "l'oreal" + " l'o" * 7),
    "quotes": ("“a” „b‟ «c» ″d″ 〝e〟 ״f״ ＂g＂", '"a" "b" "c" "d" "e" "f" "g"'),
    "dashes": ("a‐b‑c‒d–e—f―g−h﹘i﹣j－k⁃l\u2212m᠆n־o", "a-b-c-d-e-f-g-h-i-j-k-l-m-n-o"),
    "times": ("2 × 5 ✕ 3 ✖ 4 ⨯ 6", "2 x 5 x 3 x 4 x 6"),
    "slashes": ("1⁄2 1∕2 1／2", "1/2 1/2 1/2"),
    "fractions": ("½ 2½ 3 ¾ 1⅓ 2¹⁄₂", "1/2 2 1/2 3 3/4 1 1/3 2 1/2"),
    "blanks": ("a\u2009b\u202fc\u3000d\u00a0e\u2800f\u3164g", "a b c d e f g"),
    "zero width": ("Si\u200bl\u200ck\u200d\u2060 O\u00adil\u180e", "silk oil"),
    "arabic digits": ("٢٥٠ ۲۵۰", "250 250"),
    "devanagari digits": ("२५० ২৫০ ๒๕๐ ２５０ 𝟐𝟓𝟎", "250 250 250 250 250"),
    "tatweel": ("كـــريم", "كريم"),
    "persian letters": ("کرمی", "كرمي"),
    "hiragana": ("しゃんぷー ゔ", "シャンプー ヴ"),
    "wide waves": ("a～b〜c", "a~b~c"),
    "ligatures": ("ﬁne coﬀee ŒUVRE ﬆ", "fine coffee oeuvre st"),
    "dots": ("a•b‧c・d", "a·b·c·d"),
    "arabic signs": ("٥٪ ٫ ،", "5% . ,"),
    "ellipsis": ("a…", "a..."),
}


@pytest.mark.parametrize(("printed", "typed"), TYPED.values(), ids=TYPED)
def test_what_is_typed_for_what_is_printed_is_the_same(printed: str, typed: str) -> None:
    """Q-113."""
    assert fold(printed) == fold(typed)
    assert fold(fold(printed)) == fold(printed)


def test_every_digit_dash_and_blank_of_unicode_has_one_shape() -> None:
    for character in map(chr, range(sys.maxunicode + 1)):
        match unicodedata.category(character):
            case "Nd":
                assert fold(character) == str(unicodedata.decimal(character))
            case "Pd":
                assert fold(character) in ("-", "~", "--", "---")
            case "Zs":
                assert fold(f"a{character}b") == "a b"
            case "Cf":
                assert fold(f"a{character}b") == "ab"


def test_ascii_folds_as_the_rest() -> None:
    text = "".join(map(chr, range(128)))
    assert fold(text) + " e" == fold(text + " é")


def test_signs_that_mean_something_else_stay_apart() -> None:
    kept = ["-", "~", "'", '"', "x", "/", "*", "·", ":", ".", ",", "+", "&", "%", "_", "ー"]
    assert len({fold(sign) for sign in kept}) == len(kept)
