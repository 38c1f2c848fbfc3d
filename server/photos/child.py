"""The file from which decode child and finder child are started, with the name of their module.

It puts an empty package in the place of ``server``, whose real one is the whole application:
nothing that knows keys, database or web is ever loaded beside a stranger's bytes.
"""

import sys
import types
from importlib import import_module
from pathlib import Path

if __name__ == "__main__":
    bare = types.ModuleType("server")
    bare.__path__ = [str(Path(__file__).parents[1])]
    sys.modules["server"] = bare
    import_module(f"server.photos.{sys.argv[1]}").main()
