"""Activities from the yearly plan to the record: pages for staff, papers and books."""
