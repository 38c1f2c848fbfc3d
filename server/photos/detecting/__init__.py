"""The detectors of faces and number plates: run only inside the finder child (``finder_child``)."""
