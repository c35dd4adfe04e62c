"""Characters to rows: blocks, macros, tokens, chains of relations."""
