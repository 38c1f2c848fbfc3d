"""Ways to a person's phone: what is sent, and adapters that speak the providers' protocols."""
