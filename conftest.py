"""What holds for every test: see the modules named here."""

pytest_plugins = [
    "tests.plugins.catalogues",
    "tests.plugins.completeness",
    "tests.plugins.database",
    "tests.plugins.fresh_index",
    "tests.plugins.properties",
    "tests.plugins.starter",
    "tests.plugins.template_variables",
]
