"""What must happen after a commit: written with the commit, done later, never forgotten."""

from server.platform.outbox.service import Payload, inside, outside, put, ring

__all__ = ["Payload", "inside", "outside", "put", "ring"]
