"""Other people's files → ledger text: recognise (headers) → map (mapping) → draft (typed) → merge → text."""
