"""What any course of this kind needs: evidence, questions, records, editions, and the site around them."""
