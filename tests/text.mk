# tests of text: filled with the first of them
