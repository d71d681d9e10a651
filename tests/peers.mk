# tests of peers: filled with the first of them
