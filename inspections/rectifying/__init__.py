"""Items to be put right until they are struck off: pages for staff and papers."""
