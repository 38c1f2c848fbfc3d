"""Who answers for what: road segments, sponsors, grids, task forces."""
