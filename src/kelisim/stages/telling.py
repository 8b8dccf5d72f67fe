"""What words tell beside numbers, for those who read a study and not texts."""

from kelisim.text.telling import StatedP, stated_p_values, tells

__all__ = ["StatedP", "stated_p_values", "tells"]
