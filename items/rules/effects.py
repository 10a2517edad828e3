"""What a handling option does to a licence that is there already, told from its name (C-23, 1.5). Pure.

Catalogues name their options in words, not codes. The words are the usual ones of the national lists; the first that
fits wins, so 变更注销 would be a cancellation and 延期换证 a renewal. A name without any of them asks for a new one.
"""

WORDS = (
    ("cancellation", ("注销", "终止", "退出", "歇业")),
    ("replacement", ("补证", "补发", "补领", "补办", "遗失")),
    ("renewal", ("延续", "延期", "换证", "续期")),
    ("change", ("变更", "更名", "修订", "调整")),
)


def effect_of(name: str) -> str:
    """`change`, `renewal`, `replacement`, `cancellation`, or an empty text."""
    return next((effect for effect, words in WORDS if any(word in name for word in words)), "")
