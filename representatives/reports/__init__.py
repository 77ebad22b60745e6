"""Reports to voters (述职): who reported and who has not, the vote, the papers, the book."""
