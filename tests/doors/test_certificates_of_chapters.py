"""`--certificate` of a chapter: written, replayed by the kernel in a process of its own, refused once changed."""

import subprocess
import sys

from derivations.__main__ import main


def test_certificates_are_written_and_replayed(tmp_path, capsys):
    """A chapter's lines as traces, replayed in a process of its own; one changed is refused there."""
    path = tmp_path / "proofs.json"
    assert main(["show", "gibbs", "--no-witness", "--certificate", str(path)]) == 0
    assert f"{path}: 16 lines" in capsys.readouterr().err
    replay = [sys.executable, "-m", "derivations.kernel", str(path)]
    assert subprocess.run(replay, capture_output=True, text=True).returncode == 0
    written = path.read_text(encoding="utf-8")
    assert '"p"' in written
    path.write_text(written.replace('"p"', '"q"', 1), encoding="utf-8")
    assert subprocess.run(replay, capture_output=True, text=True).returncode == 1
    assert main(["show", "gibbs", "--no-witness", "--certificate", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err
