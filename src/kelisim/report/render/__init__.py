"""The report in four formats: HTML, PDF, DOCX and LaTeX, from one tree."""

from kelisim.report.render.anchors import unresolved_references
from kelisim.report.render.charts import Picture, render_figures
from kelisim.report.render.editions import DEFAULT_FORMATS, Format, render

__all__ = ["DEFAULT_FORMATS", "Format", "Picture", "render", "render_figures", "unresolved_references"]
