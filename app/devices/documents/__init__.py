"""PDF documents, made with reportlab when first asked for; never Qt."""
