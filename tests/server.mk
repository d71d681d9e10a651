# tests of server: filled with the first of them
