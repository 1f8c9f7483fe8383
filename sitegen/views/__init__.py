"""What one page or sheet may show, for one named audience: the only thing a template ever sees."""
