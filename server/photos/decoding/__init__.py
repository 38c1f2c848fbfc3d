"""All that touches the bytes of a stranger's picture; runs in the decode child, knows no web."""
