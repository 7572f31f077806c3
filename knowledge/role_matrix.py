"""Who does what: stages of a contract × kinds of actor, from the rows of the roles."""

from collections import defaultdict
from dataclasses import dataclass, field

from knowledge.enums import RoleKind
from knowledge.models import RolePage, RoleStep
from portal.core.facts import SOURCE_LANGUAGE
from portal.core.models import Stage
from portal.core.visits import PageLink, Visit


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


def roles_shown(visit: Visit) -> list[Role]:
    """The roles that have a live page, in their order, with what each does."""
    return visit.once("roles", _read_roles)


def _read_roles(visit: Visit) -> list[Role]:
    pages = list(
        visit.public(RolePage.objects.all())
        .filter(locale__language_code__in={SOURCE_LANGUAGE, visit.language})
        .select_related("locale")
    )
    sources = {
        page.role: page
        for page in pages
        if page.locale.language_code == SOURCE_LANGUAGE and page.role
    }
    readable = {
        page.translation_key: page
        for page in pages
        if page.locale.language_code == visit.language
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
            Role(kind.value, str(kind.label), page, visit.link(page).url, dict(done))
        )
    return roles


def _steps_of(sources: list[RolePage], pages: list[RolePage]) -> tuple[dict, dict]:
    """Steps by source page, and their translated words by page and row."""
    found = RoleStep.objects.filter(page__in=pages).select_related("stage")
    source_ids = {page.pk for page in sources}
    steps, words = defaultdict(list), {}
    for step in found.order_by("sort_order", "pk"):
        if step.page_id in source_ids:
            steps[step.page_id].append(step)
        else:
            words[step.page_id, step.translation_key] = step
    return steps, words


def tools_of(roles: list[Role], visit: Visit) -> dict[int, PageLink]:
    """Where the tools that the roles use are read, by the number of their page."""
    return visit.links_to(
        step.tool_id
        for role in roles
        for steps in role.steps.values()
        for step in steps
    )


def matrix_of(roles: list[Role]) -> list[StageRow]:
    """The rows of the matrix: every stage, with what each of the roles does then."""
    return [
        StageRow(stage, [Cell(role, role.steps.get(stage.slug, [])) for role in roles])
        for stage in Stage.objects.all()
    ]
