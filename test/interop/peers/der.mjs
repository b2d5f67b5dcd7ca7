// Converts ECDSA signatures between r‖s and openssl's form, a DER SEQUENCE of two INTEGERs (RFC 3279
// §2.2.3).

export function toDer(signature) {
  const half = signature.length / 2
  return tagged(0x30, Buffer.concat([signature.subarray(0, half), signature.subarray(half)].map(integer)))
}

function integer(octets) {
  const start = octets.findIndex((octet) => octet)
  const minimal = octets.subarray(start)
  return tagged(2, minimal[0] & 0x80 ? Buffer.concat([Buffer.of(0), minimal]) : minimal)
}

/** P-521 signatures exceed 127 octets, the most that a length of one octet can express, but never 255. */
function tagged(tag, content) {
  const length = content.length < 0x80 ? [content.length] : [0x81, content.length]
  return Buffer.concat([Buffer.of(tag, ...length), content])
}

/** @param size octets of r and of s */
export function fromDer(der, size) {
  const parts = []
  for (let at = der[1] & 0x80 ? 3 : 2; at < der.length; at += 2 + der[at + 1]) {
    const number = der.subarray(at + 2, at + 2 + der[at + 1])
    // DER may add a leading zero octet or omit leading zeros; r and s have a fixed size.
    parts.push(Buffer.concat([Buffer.alloc(size), number]).subarray(-size))
  }
  return Buffer.concat(parts)
}
