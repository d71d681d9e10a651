# tests of cli: filled with the first of them
