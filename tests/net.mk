# tests of net: filled with the first of them
