"""One folder for each task a person does; no screen knows another."""
