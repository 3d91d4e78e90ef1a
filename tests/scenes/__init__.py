"""
What is shown of the window: every place empty and full, every dialog, every message. A new one is a line in SCENES.

Pictures are taken of them (`python -m tests.screenshots`), and tests walk over their widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tests.scenes import acts, targets

LAPTOP, REGISTER, EMPTY = "laptop", "register", "empty"
"""The stores: that of an inspector in the middle of a round, that of a supervisor, and a new one."""


@dataclass(frozen=True)
class Scene:
    """
    What is shown: the store, where to go, and what else to press.

    `then(session, view, told)` presses; `told` is the folder of the demonstration. When a dialog is shown instead of the
    window, `dialog` names its class. `long` ones are pictured, but not walked over by the tests.
    """

    name: str
    store: str
    place: str
    target: Callable[[Path], dict[str, Any]] = lambda _store: {}
    then: Callable[[Any, Any, Path], Any] | None = None
    dialog: str = ""
    long: bool = False


SCENES = (
    Scene("today", LAPTOP, "today"),
    Scene("today-register", REGISTER, "today"),
    Scene("today", EMPTY, "today"),
    Scene("scan", LAPTOP, "today", then=acts.scanning, dialog="ScanDialog"),
    Scene("scan-seen", LAPTOP, "today", then=acts.seen, dialog="ScanDialog"),
    Scene("scan-unknown", LAPTOP, "today", then=acts.unknown, dialog="ScanDialog"),
    Scene("welcome", EMPTY, "today", then=acts.welcome, dialog="Welcome"),
    Scene("passphrase", EMPTY, "today", then=acts.passphrase, dialog="PassphraseDialog"),
    Scene("passphrase-wrong", EMPTY, "today", then=partial(acts.passphrase, refused=True), dialog="PassphraseDialog"),
    Scene("sites", LAPTOP, "sites", targets.site),
    Scene("sites", EMPTY, "sites"),
    Scene("sites-plot", LAPTOP, "sites", targets.site, then=acts.plotted),
    Scene("sites-timeline", LAPTOP, "sites", targets.site, then=acts.tab(1)),
    Scene("sites-values", LAPTOP, "sites", targets.site, then=acts.tab(2)),
    Scene("sites-position", LAPTOP, "sites", targets.site, then=acts.tab(3)),
    Scene("sites-nothing", LAPTOP, "sites", then=acts.nothing_matches),
    Scene("sites-import", EMPTY, "sites", then=acts.importing, dialog="ImportDialog"),
    Scene("sites-columns", EMPTY, "sites", then=acts.mapping, dialog="MappingDialog"),
    Scene("sites-new", LAPTOP, "sites", targets.site, then=acts.writing_down, dialog="AskDialog"),
    Scene("sites-tags", LAPTOP, "sites", targets.site, then=acts.tags, dialog="TagSheetDialog"),
    Scene("sites-visit", LAPTOP, "sites", targets.site, then=acts.new_visit, dialog="NewVisitDialog"),
    Scene("visits", LAPTOP, "visits"),
    Scene("visits", EMPTY, "visits"),
    Scene("visit-next", LAPTOP, "visit", targets.going_on),
    Scene("visit", LAPTOP, "visit", targets.draft),
    Scene("visit-interrupted", LAPTOP, "visit", targets.resumed, then=acts.interrupted),
    Scene("visit-photo", LAPTOP, "visit", targets.draft, then=acts.photographing, dialog="PhotoDialog"),
    Scene("visit-signed", LAPTOP, "visit", targets.signed),
    Scene("sign", LAPTOP, "sign", targets.going_on),
    Scene("sign-all", LAPTOP, "sign", targets.going_on, then=acts.every_obstacle),
    Scene("sign-done", LAPTOP, "sign", targets.signed),
    Scene("sign-reopen", LAPTOP, "sign", targets.signed, then=acts.reopening, dialog="ReasonDialog"),
    Scene("sign-draw", LAPTOP, "sign", targets.going_on, then=acts.signature, dialog="SignDialog"),
    Scene("sign-certificates", LAPTOP, "sign", targets.signed, then=acts.certificates, dialog="CertificatesDialog"),
    Scene(
        "sign-certificates-begun",
        LAPTOP,
        "sign",
        targets.signed,
        then=partial(acts.certificates, begun=True),
        dialog="CertificatesDialog",
    ),
    Scene("sign-refuse", LAPTOP, "sign", targets.going_on, then=acts.refusal, dialog="RefuseDialog"),
    Scene("findings", REGISTER, "findings"),
    Scene("findings", EMPTY, "findings"),
    Scene("findings-again", REGISTER, "findings", then=acts.reinspection, dialog="ReinspectionDialog"),
    Scene("findings-one", REGISTER, "findings", targets.finding),
    Scene(
        "findings-extend",
        REGISTER,
        "findings",
        targets.finding,
        then=acts.reason("ask_extension"),
        dialog="ReasonDialog",
    ),
    Scene("findings-report", REGISTER, "findings", targets.finding, then=acts.reporting, dialog="ReasonDialog"),
    Scene(
        "findings-met",
        REGISTER,
        "findings",
        targets.finding,
        then=acts.reason("ask_again", met=True),
        dialog="ReasonDialog",
    ),
    Scene("rounds", REGISTER, "rounds"),
    Scene("rounds", EMPTY, "rounds"),
    Scene("rounds-plan", REGISTER, "rounds", then=acts.planning),
    Scene("rounds-plot", REGISTER, "rounds", then=acts.planning_by_plot),
    Scene("register", REGISTER, "register"),
    Scene("register", EMPTY, "register"),
    Scene("register-preview", REGISTER, "register", then=acts.arrivals),
    Scene("register-decide", REGISTER, "register", then=acts.register_tab(1)),
    Scene("register-edited", REGISTER, "register", then=acts.register_tab(2)),
    Scene("register-parcels", REGISTER, "register", then=acts.register_tab(3)),
    Scene("register-takeout", REGISTER, "register", then=acts.taking_out, dialog="Dialog"),
    Scene("register-purge", LAPTOP, "register", then=acts.purging, dialog="Dialog"),
    Scene("register-laptop", LAPTOP, "register", then=acts.register_tab(3)),
    Scene("register-twelve", REGISTER, "register", then=acts.twelve, long=True),
    Scene("register-twelve-merged", REGISTER, "register", then=acts.twelve_merged, long=True),
    Scene("register-twelve-edited", REGISTER, "register", then=acts.register_tab(2), long=True),
    Scene("register-twelve-parcels", REGISTER, "register", then=acts.register_tab(3), long=True),
    Scene("register-three", REGISTER, "register", then=acts.three_say, long=True),
    Scene("register-hints", REGISTER, "register", then=acts.worth_a_look, long=True),
    Scene("reports", REGISTER, "reports"),
    Scene("reports", EMPTY, "reports"),
    Scene("reports-paper", REGISTER, "reports", targets.paper("summary")),
    Scene("reports-minutes", REGISTER, "reports", targets.paper("minutes")),
    Scene("reports-words", REGISTER, "reports", targets.paper("summary"), then=acts.report_words, dialog="WordsDialog"),
    Scene(
        "reports-password", REGISTER, "reports", targets.paper("summary"), then=acts.password, dialog="PasswordDialog"
    ),
    Scene("reports-export", REGISTER, "reports", targets.paper("register-answers")),
    Scene("reports-paper", EMPTY, "reports", targets.paper("minutes")),
    Scene("settings", LAPTOP, "settings", targets.page("person")),
    Scene("settings", EMPTY, "settings", targets.page("person")),
    *(
        Scene(f"settings-{key}", LAPTOP, "settings", targets.page(key))
        for key in ("look", "letterhead", "checklists", "backups", "practice", "about")
    ),
    Scene(
        "settings-problems", LAPTOP, "settings", targets.page("checklists"), then=acts.problems, dialog="LinesDialog"
    ),
    Scene("settings-compare", LAPTOP, "settings", targets.page("checklists"), then=acts.compared, dialog="LinesDialog"),
    Scene(
        "settings-compare-two",
        LAPTOP,
        "settings",
        targets.page("checklists"),
        then=acts.two_versions,
        dialog="LinesDialog",
        long=True,
    ),
    Scene("settings-backed-up", LAPTOP, "settings", targets.page("backups"), then=acts.backed_up),
    Scene("palette", LAPTOP, "sites", then=acts.palette, dialog="Palette"),
    Scene("keys-visit", LAPTOP, "visit", targets.draft, then=acts.keys, dialog="KeyHelp"),
    Scene("keys", LAPTOP, "sites", then=acts.keys, dialog="KeyHelp"),
    Scene("veil", LAPTOP, "today", then=acts.veil),
    Scene("refused", LAPTOP, "today", then=acts.refused),
    Scene("barred", LAPTOP, "today", then=acts.barred, dialog="RefusalWindow"),
    Scene("crashed", LAPTOP, "today", then=acts.crashed, dialog="CrashWindow"),
    Scene("unsaved", LAPTOP, "visit", targets.draft, then=acts.shut_off),
    Scene("practice", LAPTOP, "settings", then=acts.practising),
    Scene("register-merged", EMPTY, "register", then=acts.merged, long=True),
)
AFTERWARDS: dict[str, Callable[[Any], None]] = {
    "veil": acts.unveil,
    "unsaved": acts.saved_again,
    "sites-nothing": acts.everything_matches,
}
"""What puts right what a scene left behind in the window, by its name."""
