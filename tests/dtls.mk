# tests of dtls: filled with the first of them
