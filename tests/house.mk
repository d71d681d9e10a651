# tests of house: filled with the first of them
