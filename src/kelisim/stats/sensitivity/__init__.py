"""How far assumptions may fail before a result does, and what data could tell."""
