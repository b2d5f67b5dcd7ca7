/** Keys as ssh-keygen writes them (OpenSSH's PROTOCOL.key, RFC 4253 §6.6). */
import { encodeBase64url, type Jwk } from '../index.ts'

/** What an OpenSSH key says about itself. */
export interface SshKey {
  /** Such as `ssh-rsa`. */
  readonly type: string
  readonly isEncrypted: boolean
  /** The key, if it is Ed25519, which ssh-keygen cannot convert. */
  readonly jwk?: Jwk
}

const MAGIC = 'openssh-key-v1\0'
const ED25519 = 'ssh-ed25519'

/** Reads strings, each with its length in the four octets before it. */
class Wire {
  readonly #octets: Buffer
  #at: number

  constructor(octets: Uint8Array, at = 0) {
    this.#octets = Buffer.from(octets)
    this.#at = at
  }

  skip(octets: number): void {
    this.#at += octets
  }

  /** @throws RangeError: there are not four octets for the length */
  octets(): Buffer {
    const length = this.#octets.readUInt32BE(this.#at)
    const start = this.#at + 4
    this.#at = start + length
    return this.#octets.subarray(start, this.#at)
  }

  text(): string {
    return this.octets().toString('latin1')
  }
}

function ed25519Jwk(x: Buffer, d?: Buffer): Jwk | undefined {
  if (x.length !== 32) return undefined
  const jwk: Jwk = { kty: 'OKP', crv: 'Ed25519', x: encodeBase64url(x) }
  return d ? { ...jwk, d: encodeBase64url(d) } : jwk
}

/** The private key in the body of an OPENSSH PRIVATE KEY block; undefined if it is not one. */
export function sshPrivateKey(base64: string): SshKey | undefined {
  const octets = Buffer.from(base64, 'base64')
  if (!octets.toString('latin1').startsWith(MAGIC)) return undefined
  try {
    const outer = new Wire(octets, MAGIC.length)
    const isEncrypted = outer.text() !== 'none'
    outer.octets() // the key derivation's name
    outer.octets() // its options
    outer.skip(4) // the number of keys, which is one
    const type = new Wire(outer.octets()).text()
    if (isEncrypted || type !== ED25519) return { type, isEncrypted }
    // Skips two equal numbers of four octets, by which readers check the decryption.
    const inner = new Wire(outer.octets(), 8)
    inner.octets() // the type again
    const x = inner.octets()
    const jwk = ed25519Jwk(x, inner.octets().subarray(0, 32))
    return jwk && { type, isEncrypted, jwk }
  } catch {
    return undefined
  }
}

/** The key of a line such as `ssh-ed25519 AAAA… me@host`; undefined if it is not one. */
export function sshPublicKey(line: string): SshKey | undefined {
  const found = /^((?:ssh|ecdsa|sk)-[\w@.-]+) +(AAAA[A-Za-z0-9+/]*=*)/.exec(line)
  if (!found) return undefined
  const [, type = '', base64 = ''] = found
  if (type !== ED25519) return { type, isEncrypted: false }
  try {
    const wire = new Wire(Buffer.from(base64, 'base64'))
    wire.octets() // the type again
    const jwk = ed25519Jwk(wire.octets())
    return jwk && { type, isEncrypted: false, jwk }
  } catch {
    return undefined
  }
}
