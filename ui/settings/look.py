"""Language and look; both change in the open window."""

from __future__ import annotations

from inspector import i18n, settings
from inspector.i18n import _
from ui.place import Desk
from ui.settings.page import SettingsPage
from ui.widgets.layout import label, row
from ui.widgets.segments import Segment, Segments


class LookPage(SettingsPage):
    """Drawn from the declarations of inspector.settings."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.fields: dict[str, Segments] = {}
        shown = {"language": i18n.language(), "theme": str(desk.memory.value("theme", "system"))}
        for one in settings.of_group(settings.WINDOW):
            field = Segments([Segment(key, _(words)) for key, words in one.choices], label=_(one.title))
            field.set_value(shown[one.name])
            self.fields[one.name] = field
            card = self.card(_(one.title))
            card.body.addLayout(row(field, None))
            card.body.addWidget(label(_(one.says), "small", wrap=True))
        self.language, self.theme = self.fields["language"], self.fields["theme"]
        self.language.chosen.connect(self._speak)
        self.theme.chosen.connect(self._paint)
        self.body.addStretch(1)

    def refresh(self) -> None:
        self.theme.set_value(str(self.desk.memory.value("theme", "system")))

    def _speak(self, language: str) -> None:
        self.desk.memory.setValue("language", language)
        i18n.set_language(language)
        if self.desk.restart is not None:
            self.desk.restart()

    def _paint(self, mode: str) -> None:
        self.desk.memory.setValue("theme", mode)
        self.desk.settings.theme.set_mode(mode)
