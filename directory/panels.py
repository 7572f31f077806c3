from typing import Any

from wagtail.admin.panels import Panel

SHOWN = 8


class _RowsBesidePanel(Panel):
    """Plain rows of an organisation, beside its text, and the way to their screens."""

    relation = ""
    screens = ""

    class BoundPanel(Panel.BoundPanel):
        template_name = "directory/admin/rows_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context = super().get_context_data(parent_context)
            actor = self.instance.facts
            rows = list(getattr(actor, self.panel.relation).all())
            return {
                **context,
                "actor": actor,
                "rows": rows[:SHOWN],
                "count": len(rows),
                "edit_url": f"{self.panel.screens}:edit",
                "index_url": f"{self.panel.screens}:index",
                "add_url": f"{self.panel.screens}:add",
            }


class ContactsPanel(_RowsBesidePanel):
    relation = "contacts"
    screens = "directory_contacts"


class CoveragesPanel(_RowsBesidePanel):
    relation = "coverages"
    screens = "directory_coverages"
