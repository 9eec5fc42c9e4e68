"""Who works here: adding people, their PINs and roles, and who still has access."""
