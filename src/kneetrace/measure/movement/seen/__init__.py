"""What is seen of a recording, by whatever means, before any test's questions are put to it."""
