"""The report of a study: tables, figures, sentences and evidence, composed into a tree and rendered."""
