"""The window: the only room with Qt. This module never imports it: the key map loads without."""
