"""kelisim: an evidence workbench for mixed-methods policy case studies."""

__version__ = "0.1.0"
