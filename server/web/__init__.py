"""Pages rendered by the server: shells of the two apps, and everything that works unscripted."""
