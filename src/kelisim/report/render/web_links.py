"""Which addresses a report may link to."""

from __future__ import annotations

from urllib.parse import urlsplit


def safe(url: str) -> bool:
    """Return whether an address is a page on the web or a mail address: nothing that could run as a script."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https", "mailto") and bool(parts.netloc or parts.path)
