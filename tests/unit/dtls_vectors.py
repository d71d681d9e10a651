#!/usr/bin/env python3
"""Makes tests/unit/dtls_vectors.def: keys and sealed records by the RFCs' words, not by our code.

    python3 tests/unit/dtls_vectors.py >tests/unit/dtls_vectors.def

The key schedule is written here from RFC 5246 with Python's own hmac and hashlib; the block ciphers
come from python3-cryptography. Nobody runs this in `make check`: the result is in the tree.
"""
import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESCCM, AESGCM, ChaCha20Poly1305

MASTER = bytes(range(0x30))
CLIENT_RANDOM = bytes(range(0x40, 0x60))
SERVER_RANDOM = bytes(range(0x80, 0xA0))
TEXT = b"a registration, sealed"

#         number, bulk, key octets, PRF hash, MAC
SUITES = [(0xC0A8, "ccm8", 16, "sha256", None), (0xC0A9, "ccm8", 32, "sha256", None),
          (0xC0A4, "ccm", 16, "sha256", None), (0xC0A5, "ccm", 32, "sha256", None),
          (0x00A8, "gcm", 16, "sha256", None), (0x00A9, "gcm", 32, "sha384", None),
          (0xCCAB, "chacha", 32, "sha256", None), (0x008C, "cbc", 16, "sha256", "sha1"),
          (0x00AE, "cbc", 16, "sha256", "sha256"), (0x00AF, "cbc", 32, "sha384", "sha384")]


def prf(name, secret, label, seed, size):
    seed, a, out = label + seed, label + seed, b""
    while len(out) < size:
        a = hmac.new(secret, a, name).digest()
        out += hmac.new(secret, a + seed, name).digest()
    return out[:size]


def directions(bulk, key, name, mac):
    sizes = [hashlib.new(mac).digest_size if mac else 0, key, {"cbc": 0, "chacha": 12}.get(bulk, 4)]
    block = prf(name, MASTER, b"key expansion", SERVER_RANDOM + CLIENT_RANDOM, 2 * sum(sizes))
    both = ([], [])
    for size in sizes:
        for side in both:
            side.append(block[:size])
            block = block[size:]
    return both


def seal_aead(bulk, key, iv, epoch, seq, kind, text):
    number = struct.pack(">HQ", epoch, seq)[:2] + struct.pack(">Q", seq)[2:]
    aad = number + bytes([kind, 0xFE, 0xFD]) + struct.pack(">H", len(text))
    if bulk == "chacha":
        nonce = bytes(x ^ y for x, y in zip(iv, bytes(4) + number))
        return ChaCha20Poly1305(key).encrypt(nonce, text, aad)
    box = AESGCM(key) if bulk == "gcm" else AESCCM(key, tag_length=8 if bulk == "ccm8" else 16)
    return number + box.encrypt(iv + number, text, aad)


def seal_cbc(mac, mac_key, key, epoch, seq, kind, text, etm):
    def tag(data):
        head = struct.pack(">H", epoch) + struct.pack(">Q", seq)[2:] + bytes([kind, 0xFE, 0xFD])
        return hmac.new(mac_key, head + struct.pack(">H", len(data)) + data, mac).digest()

    iv = bytes(range(0xE0, 0xF0))
    body = text if etm else text + tag(text)
    n = 15 - len(body) % 16
    box = Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor()
    sealed = iv + box.update(body + bytes([n]) * (n + 1)) + box.finalize()
    return sealed + tag(sealed) if etm else sealed


def row(number, etm, client, epoch, seq, kind, text, sealed):
    print('SEALED(0x%04X, %s, %s, %d, 0x%x, %d, "%s",\n       "%s")' % (
        number, "true" if etm else "false", "true" if client else "false", epoch, seq, kind, text.hex(), sealed.hex()))


def main():
    print("/* tests/unit/dtls_vectors.def - made by dtls_vectors.py, which says how.")
    print(" * SEALED(suite, encrypt-then-MAC, from client, epoch, seq, type, \"plain\", \"fragment\") */")
    for number, bulk, key, name, mac in SUITES:
        for client, epoch, seq, kind, text in ((True, 1, 1, 23, TEXT), (False, 2, 0x0102030405, 22, b""),
                                               (False, 1, 0, 21, b"\1\0")):
            mac_key, k, iv = directions(bulk, key, name, mac)[0 if client else 1]
            if bulk != "cbc":
                row(number, False, client, epoch, seq, kind, text, seal_aead(bulk, k, iv, epoch, seq, kind, text))
                continue
            for etm in (False, True):
                row(number, etm, client, epoch, seq, kind, text,
                    seal_cbc(mac, mac_key, k, epoch, seq, kind, text, etm))
    print("#undef SEALED")


main()
