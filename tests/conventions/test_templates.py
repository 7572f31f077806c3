import re

import pytest
from django.apps import apps
from django.conf import settings
from django.template import Context, Engine, engines
from django.template.loaders.app_directories import get_app_template_dirs
from wagtail.models import Page

from tests.conventions.project_files import text_of, tracked
from tests.plugins.template_variables import UndefinedVariable

FOLDER = settings.PROJECT / "templates"
# Django asks for these by name.
BY_NAME = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}


def names() -> list[str]:
    return [
        path.removeprefix("templates/")
        for path in tracked()
        if path.startswith("templates/")
    ]


def test_every_template_is_used():
    sources = "\n".join(
        text_of(path)
        for path in tracked()
        if path.endswith((".py", ".html", ".txt")) and not path.startswith("tests/")
    )
    of_pages = {
        model.template for model in apps.get_models() if issubclass(model, Page)
    }
    quoted = set(re.findall(r"""["']([\w./-]+\.\w+)["']""", sources))
    unused = [
        name
        for name in names()
        if name not in quoted | of_pages | BY_NAME and not replaces_a_library_s(name)
    ]
    assert unused == [], "Delete these templates, or draw them somewhere."


def replaces_a_library_s(name: str) -> bool:
    return any(
        (folder / name).exists() for folder in get_app_template_dirs("templates")
    )


class TestUndefinedVariables:
    """The suite's own rule: see tests/plugins/template_variables.py."""

    @pytest.fixture
    def draw(self, tmp_path):
        engine = engines["django"].engine

        def draw(source: str, *, ours: bool, **context: object) -> str:
            folder = FOLDER if ours else tmp_path
            template = Engine(string_if_invalid=engine.string_if_invalid).from_string(
                source
            )
            for node in template.nodelist.get_nodes_by_type(object):
                node.origin.name = str(folder / "example.html")
            template.origin.name = str(folder / "example.html")
            return template.render(Context(context))

        return draw

    @pytest.mark.parametrize(
        "source",
        [
            "{{ misspelt }}",
            "{{ known.misspelt }}",
            "{{ misspelt|upper }}",
            "{% if known %}{{ misspelt }}{% endif %}",
            "{% with other=misspelt %}{% endwith %}",
        ],
    )
    def test_fail_in_our_templates(self, draw, source):
        with pytest.raises(UndefinedVariable, match="misspelt"):
            draw(source, ours=True, known="x")

    @pytest.mark.parametrize(
        "source",
        ["{% if misspelt %}x{% endif %}", "{% for x in misspelt %}x{% endfor %}"],
    )
    def test_may_be_asked_about(self, draw, source):
        assert draw(source, ours=True) == ""

    def test_are_silent_in_libraries_templates(self, draw):
        source = "{{ misspelt }}{{ misspelt|default:'x' }}"
        assert draw(source, ours=False) == "x"
