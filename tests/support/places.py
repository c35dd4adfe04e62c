"""Where things stand, for tests in any folder."""

from pathlib import Path

TESTS = Path(__file__).parent.parent
ROOT = TESTS.parent
NOTES = TESTS / "corpus" / "notes"
CASES = TESTS / "corpus" / "cases"
