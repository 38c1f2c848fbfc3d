"""Road segments, sponsorships, grids and task forces."""
