"""Who does what: stages of a contract × kinds of actor, from the rows of the roles."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.utils.translation import get_language

from knowledge.enums import RoleKind
from knowledge.models import RolePage, RoleStep
from portal.core.models import Stage


@dataclass(frozen=True)
class Role:
    """One kind of actor: its page in the reader's language, else in French."""

    kind: str
    label: str
    page: RolePage
    url: str
    steps: dict[str, list[RoleStep]] = field(default_factory=dict)  # by stage slug


@dataclass(frozen=True)
class Cell:
    role: Role
    steps: list[RoleStep]

    @property
    def documents(self) -> list[RoleStep]:
        return [step for step in self.steps if step.document]


@dataclass(frozen=True)
class StageRow:
    stage: Stage
    cells: list[Cell]

    @property
    def acting(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.steps]


def roles_shown() -> list[Role]:
    """The roles that have a live page, in their order, with what each does."""
    language = get_language() or "fr"
    pages = list(
        RolePage.objects.live()
        .public()
        .filter(locale__language_code__in={"fr", language})
        .exclude(translation_key__isnull=True)
        .select_related("locale")
    )
    sources = {p.role: p for p in pages if p.locale.language_code == "fr" and p.role}
    readable = {
        p.translation_key: p for p in pages if p.locale.language_code == language
    }
    steps, words = _steps_of(list(sources.values()), pages)
    roles = []
    for kind in RoleKind:
        source = sources.get(kind)
        if source is None:
            continue
        page = readable.get(source.translation_key, source)
        done: dict[str, list[RoleStep]] = defaultdict(list)
        for step in steps[source.pk]:
            if translated := words.get((page.pk, step.translation_key)):
                for name in step.translated_texts:
                    setattr(
                        step, name, getattr(translated, name) or getattr(step, name)
                    )
            done[step.stage.slug].append(step)
        roles.append(
            Role(kind.value, str(kind.label), page, page.get_url() or "", dict(done))
        )
    return roles


def _steps_of(sources: list[RolePage], pages: list[RolePage]) -> tuple[dict, dict]:
    """Steps by source page, and their translated words by page and row."""
    found = RoleStep.objects.filter(page__in=pages).select_related("stage", "tool")
    source_ids = {page.pk for page in sources}
    steps, words = defaultdict(list), {}
    for step in found.order_by("sort_order", "pk"):
        if step.page_id in source_ids:
            steps[step.page_id].append(step)
        else:
            words[step.page_id, step.translation_key] = step
    return steps, words


def matrix_of(roles: list[Role]) -> list[StageRow]:
    """The rows of the matrix: every stage, with what each of the roles does then."""
    return [
        StageRow(stage, [Cell(role, role.steps.get(stage.slug, [])) for role in roles])
        for stage in Stage.objects.all()
    ]
