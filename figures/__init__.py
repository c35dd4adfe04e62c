"""Pictures for teaching: one idea, one file, one picture."""

from derivations.doors.neighbours import check_ours

PROJECT = "vae-derivations"  # other distributions have packages of this name
check_ours("numerics")
