# tests of sim: filled with the first of them
