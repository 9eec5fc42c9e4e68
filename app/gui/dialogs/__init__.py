"""Small panels over any screen; they leave what lies under them as it was."""
