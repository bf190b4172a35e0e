"""Bundles (§4 of the design): signed BagIt bags in a ZIP ⇄ versions and photos; nothing here knows the store."""
