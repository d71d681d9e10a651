# tests of pcap: filled with the first of them
