"""码上公开: from a county's village ledgers to disclosure pages for phones and QR posters."""

__version__ = "0.1.0"
