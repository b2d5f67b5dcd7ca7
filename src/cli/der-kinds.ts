/** Recognizes what DER holds by its outermost elements. */
import { BIT_STRING, elements, INTEGER, OCTET_STRING, OID, SEQUENCE } from '../der.ts'
import type { FileKind } from './file-kind.ts'

/** Elements of DER: their tags and contents. */
type Elements = ReturnType<typeof elements>

/** A kind of DER, and the tags that its SEQUENCE begins with. */
interface Form extends FileKind {
  readonly begins: readonly number[]
  /** A further check, if tags alone do not tell. */
  readonly fits?: (parts: Elements) => boolean
}

const SIGNED = [SEQUENCE, SEQUENCE, BIT_STRING]
const ATTRIBUTES = 0xa0

/** A certificate request ends in its attributes, which a certificate does not have (RFC 2986 §4.1). */
function isRequest([signed]: Elements): boolean {
  return elements(signed!.content).at(-1)!.tag === ATTRIBUTES
}

const FORMS: readonly Form[] = [
  {
    begins: [INTEGER, SEQUENCE, OCTET_STRING],
    what: 'a private key in DER (PKCS#8)',
    holds: 'private',
    command: 'openssl pkey -inform DER{in} -out {pem}',
  },
  {
    begins: [SEQUENCE, OCTET_STRING],
    what: 'an encrypted private key in DER (PKCS#8)',
    holds: 'private',
    command: 'openssl pkcs8 -inform DER{in} -out {pem}',
  },
  {
    begins: [INTEGER, SEQUENCE],
    fits: ([version]) => version!.content[0] === 3,
    what: 'a PKCS#12 store (.p12, .pfx)',
    holds: 'private',
    command: 'openssl pkcs12{in} -nodes -nocerts -out {pem}',
  },
  {
    begins: Array(9).fill(INTEGER),
    what: 'an RSA private key in DER (PKCS#1)',
    holds: 'private',
    command: 'openssl rsa -inform DER{in} -out {pem}',
  },
  {
    begins: [INTEGER, OCTET_STRING],
    what: 'an EC private key in DER (SEC1)',
    holds: 'private',
    command: 'openssl ec -inform DER{in} -out {pem}',
  },
  {
    begins: SIGNED,
    fits: isRequest,
    what: 'a certificate request in DER',
    holds: 'public',
    command: 'openssl req -inform DER{in} -pubkey -noout -out {pem}',
  },
  {
    begins: SIGNED,
    what: 'a certificate in DER',
    holds: 'public',
    command: 'openssl x509 -inform DER{in} -out {pem}',
  },
  {
    begins: [SEQUENCE, BIT_STRING],
    what: 'a public key in DER',
    holds: 'public',
    command: 'openssl pkey -pubin -inform DER{in} -out {pem}',
  },
  {
    begins: [INTEGER, INTEGER],
    what: 'an RSA public key in DER (PKCS#1)',
    holds: 'public',
    command: 'openssl rsa -RSAPublicKey_in -inform DER{in} -pubout -out {pem}',
  },
  {
    begins: [OID, 0xa0],
    what: 'certificates in DER (PKCS#7)',
    holds: 'public',
    command: 'openssl pkcs7 -inform DER{in} -print_certs -out {pem}',
  },
]

/** PKCS#12 in BER, as some tools write it: a SEQUENCE of indefinite length that begins with version 3. */
const BER_PKCS12 = '3080020103'

/** RC2 of 40 bits (RFC 7292, appendix C), which openssl 3 reads only with -legacy. */
const RC2 = Buffer.from('2a864886f70d010c0106', 'hex')

/** What kind of DER these octets are; undefined for any other octets. */
export function derKind(octets: Uint8Array): FileKind | undefined {
  const form = Buffer.from(octets).toString('hex', 0, 5) === BER_PKCS12 ? FORMS[2] : formOf(octets)
  if (form === FORMS[2] && Buffer.from(octets).includes(RC2)) {
    return { ...form!, command: form!.command!.replace('-nodes', '-legacy -nodes') }
  }
  return form
}

function formOf(octets: Uint8Array): Form | undefined {
  try {
    const [outer, more] = elements(octets)
    if (outer?.tag !== SEQUENCE || more) return undefined
    const parts = elements(outer.content)
    const isOf = ({ begins, fits }: Form): boolean =>
      begins.every((tag, i) => parts[i]?.tag === tag) && (fits?.(parts) ?? true)
    return FORMS.find(isOf)
  } catch {
    return undefined
  }
}
