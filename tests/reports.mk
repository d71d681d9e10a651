# tests of reports: filled with the first of them
