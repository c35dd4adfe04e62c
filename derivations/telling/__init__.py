"""How verdicts are told: tables, records, words in English and Chinese."""
