"""Exchange with other programs: bibliographies, qualitative data projects, annotations."""
