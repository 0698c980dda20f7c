"""The program: puts selling and printing together and shows the exhibition."""
