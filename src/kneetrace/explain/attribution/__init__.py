"""How much of a difference each of several causes makes."""
