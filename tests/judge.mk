# tests of judge: filled with the first of them
