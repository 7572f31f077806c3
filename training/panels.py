from typing import Any

from wagtail.admin.panels import Panel


class SessionsPanel(Panel):
    """The next sessions of a course, beside its text, and the way to their screens."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "training/admin/sessions_panel.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            # Not at the top: panels are made with the models, which needs read.
            from training.needs import people_waiting

            context = super().get_context_data(parent_context)
            sessions = self.instance.facts.sessions
            return {
                **context,
                "course": self.instance.facts,
                "upcoming": sessions.upcoming()[:5],
                "count": sessions.count(),
                "waiting": people_waiting(self.instance.facts),
            }
