# tests of conformance: filled with the first of them
