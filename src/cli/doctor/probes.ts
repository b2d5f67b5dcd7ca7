/** The requests to try after a refusal: each changes one thing, to find the cause. */
import { X509Certificate } from 'node:crypto'
import { isSecure } from '../../http.ts'
import { isString } from '../../options.ts'
import type { Jwk, Signer } from '../../index.ts'
import type { ClientAssertionOptions } from '../../smart/index.ts'
import { shellWord } from './findings.ts'

/** What the assertion and its request are made of. */
export interface Asked {
  readonly assertion: ClientAssertionOptions & { readonly audience: string }
  /** More parameters of the form. */
  readonly params: Readonly<Record<string, string>>
}

/** A request with one thing changed. */
export interface Probe {
  readonly assertion?: Partial<ClientAssertionOptions>
  readonly params?: Readonly<Record<string, string>>
  /** What was changed, as the report and the line on stderr name it. */
  readonly change: string
  /** What to do if the server then accepts it. */
  readonly remedy: string
}

/** What the probes are made from. */
export interface Surroundings extends Asked {
  readonly tokenEndpoint: string
  /** The FHIR base URL as it was given. */
  readonly fhirBaseUrl: string | undefined
  /** The issuer that discovery names. */
  readonly issuer: string | undefined
  readonly jwksUrl: string | undefined
  /** The key under its kid in the key set, if that differs, and how to use that kid. */
  readonly renamed: { readonly signer: Signer; readonly remedy: string } | undefined
  /** The certificates that go with the key, and their thumbprints. */
  readonly certificate: Certificate
  /** The seconds by which the server's clock is ahead. */
  readonly ahead: number
}

/** Header members that identify a key by its certificate (RFC 7515 §4.1.6 to §4.1.8). */
export interface Certificate {
  readonly x5t?: string
  readonly 'x5t#S256'?: string
  readonly x5c?: readonly string[]
}

/** The `typ` of RFC 10070. */
const EXPLICIT_TYPE = 'client-authentication+jwt'

/** The seconds by which clocks may differ before that is the likeliest cause. */
const MOST_USUAL = 5

/** The most seconds by which a server's clock may differ to be tried: the client believes no more. */
const MOST_BELIEVED = 3600

/** Seconds until exp for a life of 60 s, counted from iat, which is 5 s in the past. */
const SHORT_LIFE = 55

/** The length of a jti that servers with a limit, upper or lower, accept. */
const SHORT_JTI = 32

/** The most probes, since each is a request. */
const MOST_PROBES = 26

/** The probes, the likeliest cause first. */
export function probesFor(surroundings: Surroundings): readonly Probe[] {
  const { ahead } = surroundings
  const clock = clockProbes(surroundings)
  const isLikely = Math.abs(ahead) > MOST_USUAL
  const probes = [
    ...(isLikely ? clock : []),
    ...kidProbes(surroundings),
    ...jtiProbes(surroundings),
    ...jkuProbes(surroundings),
    ...audienceProbes(surroundings),
    ...formProbes(surroundings),
    ...typeProbes(surroundings),
    ...timeProbes(surroundings),
    ...(isLikely ? [] : clock),
    ...certificateProbes(surroundings),
  ]
  return probes.slice(0, MOST_PROBES)
}

function clockProbes({ ahead }: Surroundings): readonly Probe[] {
  const mayBeBelieved = Math.abs(ahead) >= 1 && Math.abs(ahead) < MOST_BELIEVED
  if (!mayBeBelieved) return []
  return [
    {
      assertion: { now: () => Date.now() + ahead * 1000 },
      change: 'with the server’s time',
      remedy: 'set this machine’s clock (NTP)',
    },
  ]
}

function kidProbes({ renamed }: Surroundings): readonly Probe[] {
  if (!renamed) return []
  const { signer, remedy } = renamed
  return [{ assertion: { key: signer }, change: `with kid ${signer.kid}`, remedy }]
}

const USED_JTI = 'that jti was used before: leave --jti out, and each request gets its own'

function jtiProbes({ assertion: { jti } }: Surroundings): readonly Probe[] {
  if (jti === undefined) return []
  const without = { assertion: { jti: undefined }, change: 'without --jti' }
  if (jti.length <= SHORT_JTI) return [{ ...without, remedy: USED_JTI }]
  return [
    {
      assertion: { jti: randomText(jti.length) },
      change: 'with another jti of that length',
      remedy: USED_JTI,
    },
    {
      ...without,
      remedy: `that jti is too long, ${jti.length} characters: leave --jti out to use one of 22`,
    },
  ]
}

function randomText(length: number): string {
  const octets = crypto.getRandomValues(new Uint8Array(Math.ceil(length / 2)))
  return Buffer.from(octets).toString('hex').slice(0, length)
}

function jkuProbes({ assertion, jwksUrl }: Surroundings): readonly Probe[] {
  const { jku, allowInsecureRequests } = assertion
  const probes: Probe[] = []
  if (jku !== undefined) {
    probes.push({ assertion: { jku: undefined }, change: 'without jku', remedy: 'leave --jku out' })
  }
  if (jwksUrl !== jku && isSecure(jwksUrl, { allowInsecureRequests })) {
    const remedy = `use --jku ${shellWord(jwksUrl)}`
    probes.push({ assertion: { jku: jwksUrl }, change: 'with the jku of the key set', remedy })
  }
  return probes
}

/** The URL with a slash at its end; if it has one, without. */
function slashed(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : `${url}/`
}

const PRODUCT = /(\/(protocol\/openid-connect|connect|oauth2?|oidc|as|openid))?/
const VERSION = /(\/v\d(\.\d)?)?/
const TOKEN = /\/token(\.oauth2)?\/?([?#].*)?$/

/** What a token endpoint adds to its issuer, at Keycloak, Okta, Duende and others. */
const ENDPOINT_PATH = new RegExp(PRODUCT.source + VERSION.source + TOKEN.source)

/** The issuer that a token endpoint's path suggests. */
function realmOf(tokenEndpoint: string): string | undefined {
  const realm = tokenEndpoint.replace(ENDPOINT_PATH, '')
  return realm === tokenEndpoint ? undefined : realm
}

/** What a server may call itself, likeliest first; only what is safe as the audience of an assertion. */
function audiencesOf({ tokenEndpoint, fhirBaseUrl, issuer }: Surroundings): readonly string[] {
  const { origin } = new URL(tokenEndpoint)
  const realm = realmOf(tokenEndpoint)
  // With an assertion for an issuer elsewhere, this server could pose there as the client.
  const own = issuer !== undefined && isAt(issuer, origin) ? [issuer] : []
  const known = [...own, tokenEndpoint]
  const candidates = [
    ...known,
    ...known.map(slashed),
    ...(fhirBaseUrl === undefined ? [] : [fhirBaseUrl, slashed(fhirBaseUrl)]),
    ...(realm === undefined ? [] : [realm, slashed(realm)]),
    origin,
    `${origin}/`,
  ]
  return [...new Set(candidates)]
}

function isAt(url: string, origin: string): boolean {
  return URL.canParse(url) && new URL(url).origin === origin
}

function audienceProbes(surroundings: Surroundings): readonly Probe[] {
  const { assertion } = surroundings
  const others = audiencesOf(surroundings).filter((audience) => audience !== assertion.audience)
  return others.map((audience) => ({
    assertion: { audience },
    change: `with aud ${audience}`,
    remedy: `use --audience ${shellWord(audience)}`,
  }))
}

function formProbes({ assertion: { clientId }, params, fhirBaseUrl }: Surroundings): readonly Probe[] {
  const wanted = { client_id: clientId, ...(fhirBaseUrl !== undefined && { audience: fhirBaseUrl }) }
  const missing = Object.entries(wanted).filter(([name]) => params[name] === undefined)
  return missing.map(([name, value]) => ({
    params: { [name]: value },
    change: `with ${name} in the form`,
    remedy: `use --param ${shellWord(`${name}=${value}`)}`,
  }))
}

function typeProbes({ assertion, issuer, tokenEndpoint }: Surroundings): readonly Probe[] {
  const { header, profile } = assertion
  if (header?.typ !== undefined || profile === 'rfc10070') return []
  const typed = { header: { ...header, typ: EXPLICIT_TYPE } }
  const probes: Probe[] = []
  if (issuer !== undefined && isAt(issuer, new URL(tokenEndpoint).origin)) {
    probes.push({
      assertion: { ...typed, audience: issuer },
      change: 'with aud and typ of RFC 10070',
      remedy: 'use --profile rfc10070',
    })
  }
  probes.push({
    assertion: typed,
    change: `with typ ${EXPLICIT_TYPE}`,
    remedy: `use ${headerOption({ typ: EXPLICIT_TYPE })}`,
  })
  return probes
}

function headerOption(members: object): string {
  return `--header ${shellWord(JSON.stringify(members))}`
}

function timeProbes({ assertion: { expiresIn = 240, jti } }: Surroundings): readonly Probe[] {
  const probes: Probe[] = []
  if (expiresIn > SHORT_LIFE) {
    probes.push({
      assertion: { expiresIn: SHORT_LIFE },
      change: 'with a life of 60 s',
      remedy: `use --expires-in ${SHORT_LIFE}`,
    })
  }
  if (jti?.length !== SHORT_JTI) {
    probes.push({
      assertion: { jti: randomText(SHORT_JTI) },
      change: `with a jti of ${SHORT_JTI} characters`,
      remedy: `it wants a longer jti: option jti of createClientAssertion, ${SHORT_JTI} characters`,
    })
  }
  probes.push({
    assertion: { claims: { nbf: Math.floor(Date.now() / 1000) - 60 } },
    change: 'with nbf',
    remedy: 'it wants nbf: option claims of the library, { nbf: seconds since 1970, in the past }',
  })
  return probes
}

function certificateProbes({ assertion: { header }, certificate }: Surroundings): readonly Probe[] {
  const names = Object.keys(certificate) as (keyof Certificate)[]
  const missing = names.filter((name) => header?.[name] === undefined)
  return missing.map((name) => {
    const member = { [name]: certificate[name] }
    return {
      assertion: { header: { ...header, ...member } },
      change: `with ${name} in the header`,
      remedy: `use ${headerOption(member)}`,
    }
  })
}

/** An issuer on another origin, which only the user may decide to try. */
export function foreignIssuer({ issuer, tokenEndpoint, assertion }: Surroundings): string | undefined {
  if (issuer === undefined || issuer === assertion.audience) return undefined
  return isAt(issuer, new URL(tokenEndpoint).origin) ? undefined : issuer
}

/** A key's certificate: from members of its JWKs, or from PEM in the text that holds the key. */
export function certificateOf(jwks: readonly (Jwk | undefined)[], text: string): Certificate {
  for (const jwk of jwks) {
    const { x5t, 'x5t#S256': x5tS256, x5c } = jwk ?? ({} as Jwk)
    const [first] = Array.isArray(x5c) ? x5c : []
    const members = {
      ...(isString(first) && certificateIn(Buffer.from(first, 'base64'))),
      ...(isString(x5t) && { x5t }),
      ...(isString(x5tS256) && { 'x5t#S256': x5tS256 }),
      ...(Array.isArray(x5c) && { x5c: x5c.filter(isString) }),
    }
    if (Object.keys(members).length > 0) return members
  }
  return certificateIn(certificateBlock(text))
}

/** The octets of the first certificate in a text, if it has one: PEM, or JSON or a variable that holds PEM. */
function certificateBlock(text: string): Buffer {
  // The escapes of JSON, also of JSON in JSON.
  const plain = text
    .replace(/\\+u([\da-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replace(/\\+[nr]?/g, '')
  const [, body = ''] = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/.exec(plain) ?? []
  return Buffer.from(body.replace(/[\s"']/g, ''), 'base64')
}

function certificateIn(encoded: Buffer): Certificate {
  try {
    const { raw, fingerprint, fingerprint256 } = new X509Certificate(encoded)
    return {
      x5t: base64urlOfHex(fingerprint),
      'x5t#S256': base64urlOfHex(fingerprint256),
      x5c: [raw.toString('base64')],
    }
  } catch {
    return {}
  }
}

function base64urlOfHex(fingerprint: string): string {
  return Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url')
}
