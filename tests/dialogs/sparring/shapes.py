"""Families as they come to such a meeting. `python -m tests.dialogs.sparring.shapes FOLDER`
draws them, to be looked at."""

import sys
from pathlib import Path

from dialogs.sparring.genogram_drawing import drawing
from dialogs.sparring.genogram_text import read

SHAPES = {
    "7/7": """mor 38 og far 41: skilt; dreng 12 i fokus, pige 9
mor og stedfar 40: sammen; pige 2
far og stedmor 36: gift
stedmor og stedmors eksmand 39: skilt; pige 11
bor sammen: mor, stedfar, dreng 12, pige 9, pige 2
bor sammen: far, stedmor, dreng 12, pige 9, pige 11
mor og far: konflikt
dreng 12 og stedfar: fjern""",
    "anbringelse": """mor 29 og far 33: gået fra hinanden; pige 6 i fokus, dreng 3
plejemor 51 og plejefar 54: gift; søn 22 født, pige 6, dreng 3
mormor 58 og morfar 60: skilt; mor, moster 26
bor sammen: plejemor, plejefar, pige 6, dreng 3
mor og pige 6: tæt
far og pige 6: ingen kontakt
plejemor og pige 6: tæt""",
    "tre partnere": """mor 42 og far A 45: skilt; dreng 19, pige 17
mor og far B 47: gået fra hinanden; dreng 12 i fokus
mor og far C 39: sammen; pige 4, ventet barn
bor sammen: mor, far C, dreng 12, pige 4
dreng 12 og far C: konflikt
dreng 12 og far B: ingen kontakt""",
    "tvillinger": """mor 34 og far 36: gift; barn 9, \
pige A 5 enægget tvilling i fokus, pige B 5 enægget tvilling, dreng A 2 tvilling, pige C 2 tvilling
bor sammen: mor, far, barn 9, pige A, pige B, dreng A, pige C
pige A og pige B: meget tæt""",
    "adoption": """adoptivmor 47 og adoptivfar 49: gift; datter 14 født, dreng 8 i fokus
mor 24; dreng 8
bor sammen: adoptivmor, adoptivfar, datter, dreng 8
mor og dreng 8: genoptaget kontakt""",
    "hos bedsteforældrene": """mormor 61 og morfar 64: gift; morbror 40, mor 35, moster 30, \
dreng 10 i pleje, pige 7 i pleje
mor og far 37 død: gift; dreng 10 i fokus, pige 7
bor sammen: mormor, morfar, dreng 10, pige 7
mormor og dreng 10: omsorg
mor og mormor: tæt og i konflikt""",
    "tre generationer": """farmor 66 og farfar 68: gift; far 40, faster 36
mormor 63 og morfar 65 død: gift; moster 41, mor 37
mor og far: separeret; pige 13 i fokus, dreng 10, dreng 6
faster og onkel 38: gift; kusine 8
bor sammen: mor, pige 13, dreng 10, dreng 6
mor og far: konflikt
mormor og mor: meget tæt
pige 13 og far: fjern
moster og pige 13: omsorg""",
    "døgninstitution": """mor 44 og far 46: skilt; pige 15 i fokus, dreng 12
mor og mors kæreste 50 mand: sammen
oldemor 88; mormor 66
mormor; mor
kontaktperson 31 kvinde
bor på institution: pige 15
bor sammen: mor, mors kæreste, dreng 12
pige 15 og mors kæreste: konflikt
pige 15 og dreng 12: tæt
kontaktperson og pige 15: tæt""",
    "to mødre": """mor A 39 og mor B 41: gift; barn 14 nonbinær i fokus, barn 10
bor sammen: mor A, mor B, barn 14, barn 10""",
    "så mange, der er plads til": """oldemor 90 og oldefar 92 død: gift; mormor 68, farbror 60
mormor og morfar 70: gift; mor 44, moster 40
farmor 71 og farfar 74 død: gift; far 46, faster 43
mor og far: skilt; pige 16, dreng 13 i fokus, dreng 9
mor og stedfar 42: gift; pige A 4 tvilling, dreng A 4 tvilling
far og stedmor 35: sammen; dreng 1
stedmor og stedmors eksmand 40: skilt; pige 8
moster og onkel 41: gift; kusine 12, fætter 10
faster og kæreste 50: sammen
bor sammen: mor, stedfar, pige 16, dreng 13, dreng 9, pige A, dreng A
bor sammen: far, stedmor, dreng 13, dreng 9, dreng 1, pige 8
far og dreng 13: konflikt
mormor og pige 16: meget tæt""",
}

if __name__ == "__main__":
    for number, (name, text) in enumerate(SHAPES.items(), 1):
        path = Path(sys.argv[1]) / f"{number:02}-{name.replace('/', '-').replace(' ', '-')}.svg"
        path.write_text(drawing(read(text)), encoding="utf-8")
