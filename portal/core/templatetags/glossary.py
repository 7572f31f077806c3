"""Marks the first mention of each glossary term, with its explanation below the text."""

import re
from dataclasses import dataclass

from django import template
from django.template.base import NodeList, Parser, Token
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from portal.core.models import Audience, GlossaryTerm
from portal.core.stamps import GLOSSARY, Remembered, stamps_of

register = template.Library()

MARKUP = re.compile(r"(<!--.*?-->|<[^>]*>)", re.DOTALL)
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
# Links inside links are not allowed, and titles stay plain.
LEFT_ALONE = {
    *("a", "button", "summary", "label", "select", "textarea", "script", "style"),
    *("svg", "code", "abbr", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "caption"),
}
ACRONYM = re.compile(r"(?=(?:.*[A-ZÀ-Þ]){2})[\w+’'-]{2,}$")
OLD_NAME = " (ancien)"


@dataclass(frozen=True)
class Explanation:
    slug: str
    term: str
    definition: str
    to_verify: bool


@dataclass(frozen=True)
class Lexicon:
    pattern: re.Pattern[str] | None
    by_form: dict[str, Explanation]

    def find(self, text: str) -> Explanation | None:
        return self.by_form.get(text) or self.by_form.get(_plain(text))


def _plain(text: str) -> str:
    """Without case, apostrophe or plural: « marchés réservés » is « marché réservé »."""
    words = text.replace("’", "'").lower().split()
    return " ".join(word.removesuffix("s") for word in words)


def _build() -> Lexicon:
    """The lexicon of the active language; the term's own name wins over a variant."""
    roles = set(Audience.objects.values_list("slug", flat=True))
    forms: dict[str, Explanation] = {}
    names: list[tuple[str, Explanation]] = []
    variants: list[tuple[str, Explanation]] = []
    for row in GlossaryTerm.objects.all():
        if not row.definition:
            continue
        known = Explanation(row.slug, row.term, row.definition, row.to_verify)
        # Readers know who buyers and facilitators are; their roles have pages.
        if ACRONYM.match(row.term) or row.slug not in roles:
            names.append((row.term, known))
        variants += [
            (variant, known)
            for variant in row.variant_list
            if ACRONYM.match(variant) and not variant.endswith(OLD_NAME)
        ]
    for form, known in [*names, *variants]:
        forms.setdefault(form if ACRONYM.match(form) else _plain(form), known)
    if not forms:
        return Lexicon(None, {})
    acronyms = [re.escape(form) for form in forms if ACRONYM.match(form)]
    phrases = [
        r"\s+".join(re.escape(word) + "s?" for word in form.split()).replace(
            "'", "['’]"
        )
        for form in forms
        if not ACRONYM.match(form)
    ]
    longest_first = sorted(acronyms, key=len, reverse=True)
    spoken = "|".join(sorted(phrases, key=len, reverse=True))
    either = "|".join(
        filter(None, ["|".join(longest_first), spoken and f"(?i:{spoken})"])
    )
    return Lexicon(re.compile(rf"(?<![\w-])(?:{either})(?![\w-])"), forms)


_lexicons: dict[str, Remembered[Lexicon]] = {}


def lexicon(stamps: dict[str, str] | None = None) -> Lexicon:
    language = get_language() or "fr"

    def build() -> Lexicon:
        with override(language):
            return _build()

    return _lexicons.setdefault(language, Remembered(GLOSSARY, build)).get(stamps)


def mark_terms(html: str, words: Lexicon) -> tuple[str, list[Explanation]]:
    """The HTML with the first mention of each term linked to its explanation."""
    if words.pattern is None:
        return html, []
    explained: dict[str, Explanation] = {}
    hint = escape(_("explained below"))

    def link(match: re.Match[str]) -> str:
        known = words.find(match[0])
        if known is None or known.slug in explained:
            return match[0]
        explained[known.slug] = known
        return format_html(
            '<a class="cs-term" id="vu-{0}" href="#mot-{0}">{1}'
            '<span class="fr-sr-only"> ({2})</span></a>',
            known.slug,
            mark_safe(match[0]),  # noqa: S308 - comes from the escaped HTML itself
            mark_safe(hint),  # noqa: S308 - escaped above
        )

    parts = []
    closed_by: list[str] = []
    for part in MARKUP.split(html):
        if part.startswith("<"):
            tag = TAG.match(part)
            if tag and tag[2].lower() in LEFT_ALONE and not part.endswith("/>"):
                if not tag[1]:
                    closed_by.append(tag[2].lower())
                elif closed_by and closed_by[-1] == tag[2].lower():
                    closed_by.pop()
            parts.append(part)
        else:
            parts.append(part if closed_by else words.pattern.sub(link, part))
    return "".join(parts), sorted(
        explained.values(), key=lambda known: _plain(known.term)
    )


class ExplainedNode(template.Node):
    def __init__(self, nodelist: NodeList, name: str) -> None:
        self.nodelist = nodelist
        self.name = name

    def render(self, context: template.Context) -> str:
        words = lexicon(stamps_of(getattr(context, "request", None)))
        html, terms = mark_terms(self.nodelist.render(context), words)
        context[self.name] = terms
        return mark_safe(html)  # noqa: S308 - rendered by templates, then linked


@register.tag
def explained(parser: Parser, token: Token) -> ExplainedNode:
    """``{% explained as terms %}…{% endexplained %}``: links the glossary's terms.

    ``terms`` then holds what was linked, to list at the end of the page.
    """
    name = token.split_contents()[-1]
    nodelist = parser.parse(("endexplained",))
    parser.delete_first_token()
    return ExplainedNode(nodelist, name)
