"""Forms of the tavle and the genogram, as full as they get."""

from dialogs.cards import Form
from dialogs.sparring import drawing_forms, genogram_text, timeline
from dialogs.sparring.genogram_steps import Step

EVENTS = timeline.Timeline(
    (timeline.Event(when=timeline.When.NOW, text="**går** ikke [i skole](http://x)"),)
    * timeline.EVENTS_AT_MOST
)
FAMILY = genogram_text.read(
    "mor 38 og far 41: skilt; "
    + ", ".join(f"barn {age}" for age in range(22, 1, -1))
    + "\nmormor; mor"
    + "\nbor sammen: mor, barn 9" * 6
    + "".join(f"\nmor og barn {age}: tæt" for age in range(2, 14))
)


def forms() -> dict[str, Form]:
    steps = {
        f"genogram: {step}": drawing_forms.step_form("n", 1, FAMILY, step, "seen") for step in Step
    }
    return {
        "tavle": drawing_forms.timeline_form("n", 1, EVENTS, "seen"),
        "tavle and genogram": drawing_forms.overview("n", 1, EVENTS, FAMILY),
        "genogram": drawing_forms.genogram_form("n", 1, FAMILY, "seen"),
        "genogram, empty": drawing_forms.genogram_form("n", 1, genogram_text.read(""), "seen"),
        "genogram, steps": drawing_forms.steps_form("n", 1, FAMILY, "seen"),
        **steps,
    }
