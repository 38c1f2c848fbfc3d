"""Photographs: intake in a decode child, renditions, uploads, signed addresses, redaction."""
