"""Where this station prints, and what people decide about paper that did not come out."""
