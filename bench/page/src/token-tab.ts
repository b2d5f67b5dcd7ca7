/** The second tab: makes a token of a key and claims, and verifies tokens. No key leaves its fields. */
import { algorithmsOfJwk } from '../../../src/jwk.ts'
import {
  decodeJwt,
  generateJwk,
  importSigner,
  JoseError,
  privateJwkFromPem,
  publicJwkFromPem,
  signJwt,
  toPublicJwk,
  verifyJwt,
  type Jwk,
  type JwkSet,
  type JwsAlgorithm,
  type Signer,
} from '../../../dist/index.js'
import { ALGORITHMS } from './algorithms.ts'
import { sampleClaims } from './claims.ts'
import { copy, element, make, offer, say } from './dom.ts'

/** Milliseconds without a key stroke, after which the input is used. */
const PAUSE = 150

const PARTS = ['header', 'claims', 'signature'] as const

interface Keys {
  readonly signer: Signer
  readonly publicJwk: Jwk
}

const json = (value: unknown): string => JSON.stringify(value, null, 2)

/** Parse JSON. An error names the field. */
function parse(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new SyntaxError(`${what}: ${(error as Error).message}`)
  }
}

/** Parse a JSON object; a list is refused. */
function parseObject(text: string, what: string): { [member: string]: unknown } {
  const value = parse(text, what)
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new TypeError(`${what}: expected a JSON object`)
  return value as { [member: string]: unknown }
}

/** Read a key: PEM, a JWK or a JWK Set. */
async function readKey(text: string, use: 'sign' | 'verify'): Promise<Jwk | JwkSet> {
  if (!text.includes('-----BEGIN')) return parseObject(text, 'key') as Jwk | JwkSet
  return use === 'sign' ? privateJwkFromPem(text) : publicJwkFromPem(text)
}

/** An error as its code and its message. */
function reasonOf(error: unknown): Node[] {
  const { name, message } = error as Error
  return [make('code', 'code', error instanceof JoseError ? error.code : name), new Text(` ${message}`)]
}

/** A function that runs `work` once it was not called for a while. */
function afterPause(work: () => void): () => void {
  let timer = 0
  return () => {
    clearTimeout(timer)
    timer = window.setTimeout(work, PAUSE)
  }
}

/** Of several overlapping runs only the last one counts: each can ask whether it is still the latest. */
function lastOnly(): () => () => boolean {
  let latest = 0
  return () => {
    const own = ++latest
    return () => own === latest
  }
}

/** The three parts of a token in their colours. Further dots belong to the last part. */
function coloured(token: string): Node[] {
  const [header = '', claims = '', ...rest] = token.split('.')
  return [header, claims, rest.join('.')].flatMap((part, i) => [
    ...(i ? [make('span', 'dot', '.')] : []),
    make('span', `part-${PARTS[i]}`, part),
  ])
}

/** The times in claims, in the local format. */
function times(claims: { readonly [claim: string]: unknown }): string {
  return ['iat', 'nbf', 'exp']
    .filter((name) => Number.isFinite(new Date(Number(claims[name] ?? NaN) * 1000).getTime()))
    .map((name) => `${name} ${new Date(Number(claims[name]) * 1000).toLocaleString()}`)
    .join(' · ')
}

/** Set the tab up: gives a function that enables it once the algorithms are known. */
export function startToken(): (algorithms: readonly JwsAlgorithm[]) => void {
  const generateAlg = element<HTMLSelectElement>('generate-alg')
  const generate = element<HTMLButtonElement>('generate')
  const keyField = element<HTMLTextAreaElement>('key')
  const kidChoice = element<HTMLSelectElement>('key-kid')
  const algChoice = element<HTMLSelectElement>('key-alg')
  const headerField = element<HTMLTextAreaElement>('header')
  const claimsField = element<HTMLTextAreaElement>('claims')
  const copyToken = element<HTMLButtonElement>('copy-token')
  const compact = element('compact')
  const follow = element<HTMLButtonElement>('follow')
  const verifyToken = element<HTMLTextAreaElement>('verify-token')
  const verifyKey = element<HTMLTextAreaElement>('verify-key')
  const verdict = element('verdict')
  let keys: Keys | undefined
  let token = ''
  /** Whether the token to verify and its key are those of the left side. */
  let following = true
  const newKey = lastOnly()
  const newToken = lastOnly()
  const newVerdict = lastOnly()

  /** Show an error under a field, or remove it. */
  const complain = (field: HTMLElement, error?: unknown): void => {
    field.setAttribute('aria-invalid', String(Boolean(error)))
    const note = element(`${field.id}-note`)
    note.classList.toggle('wrong', Boolean(error))
    note.replaceChildren(...(error ? reasonOf(error) : []))
  }

  /** Offer the private keys of a set to choose from. */
  const chooseOfSet = (key: Jwk | JwkSet): Jwk | JwkSet => {
    const keysOfSet = Array.isArray(key.keys) ? (key.keys as Jwk[]) : []
    const ours = keysOfSet.filter((jwk) => jwk?.d ?? jwk?.priv)
    element('key-kid-field').hidden = ours.length < 2
    offer(
      kidChoice,
      ours.map((jwk, i) => [String(i), jwk.kid ?? `key ${i + 1}`]),
    )
    return ours.length ? ours[Number(kidChoice.value)]! : key
  }

  /** Offer the algorithms of a key that names none. */
  const chooseAlgorithm = (key: Jwk | JwkSet): { alg?: JwsAlgorithm } => {
    const fitting = key.keys ? [] : algorithmsOfJwk(key as Jwk)
    element('key-alg-field').hidden = fitting.length < 2
    offer(
      algChoice,
      fitting.map(({ alg }) => [alg, alg]),
    )
    return fitting.length < 2 ? {} : { alg: algChoice.value as JwsAlgorithm }
  }

  const takeKey = async (): Promise<void> => {
    const current = newKey()
    keys = undefined
    try {
      if (keyField.value.trim()) {
        const key = chooseOfSet(await readKey(keyField.value, 'sign'))
        const signer = await importSigner(key, chooseAlgorithm(key))
        if (!current()) return
        keys = { signer, publicJwk: { ...toPublicJwk(key as Jwk), alg: signer.alg } }
      }
      complain(keyField)
      if (keys) {
        const { alg, kid } = keys.signer
        say(element('key-note'), kid ? `${alg}, kid ${kid}` : `${alg}, no kid`)
      }
    } catch (error) {
      if (!current()) return
      complain(keyField, error)
    }
    await makeToken()
  }

  const makeToken = async (): Promise<void> => {
    const current = newToken()
    const read = (field: HTMLTextAreaElement): { [member: string]: unknown } | undefined => {
      try {
        const value = parseObject(field.value, field.id)
        complain(field)
        return value
      } catch (error) {
        complain(field, error)
        return undefined
      }
    }
    const header = read(headerField)
    const claims = read(claimsField)
    let made = ''
    let problem: unknown
    if (keys && header && claims) {
      try {
        made = await signJwt(claims, keys.signer, header)
      } catch (error) {
        problem = error
      }
    }
    if (!current()) return
    token = made
    compact.replaceChildren(...(made ? coloured(made) : []))
    // Key and claims were accepted before, so that the error is about the header: `alg`, `kid`, `crit`.
    if (problem) complain(headerField, problem)
    const missing = keys ? 'No token: see above.' : 'Generate a key, or paste one.'
    say(element('compact-note'), made ? `${made.length} characters` : missing)
    copyToken.disabled = !made
    if (following) showSigned()
  }

  const showSigned = (): void => {
    verifyToken.value = token
    verifyKey.value = keys ? json(keys.publicJwk) : ''
    void verify()
  }

  const showDecoded = (): void => {
    let decoded: ReturnType<typeof decodeJwt> | undefined
    try {
      decoded = decodeJwt(verifyToken.value.trim())
    } catch {
      // The verdict says what is wrong with the token.
    }
    say(element('decoded-header'), decoded ? json(decoded.header) : '')
    say(element('decoded-claims'), decoded ? json(decoded.claims) : '')
    say(element('decoded-times'), decoded ? times(decoded.claims) : '')
  }

  const judge = (kind: '' | 'good' | 'bad' | 'late', title: string, ...reason: Node[]): void => {
    const text = title + reason.map((node) => node.textContent).join('')
    if (verdict.textContent === text && verdict.dataset.kind === kind) return
    verdict.dataset.kind = kind
    verdict.replaceChildren(make('strong', '', title), ...reason)
  }

  const verify = async (): Promise<void> => {
    const current = newVerdict()
    follow.disabled = following || !token
    showDecoded()
    const jwt = verifyToken.value.trim()
    if (!jwt) return judge('', 'No token to verify.')
    if (!verifyKey.value.trim()) return judge('', 'No key to verify it with.')
    try {
      const key = await readKey(verifyKey.value, 'verify')
      const { header } = await verifyJwt(jwt, key, { algorithms: ALGORITHMS })
      if (!current()) return
      const text = `The signature is good (${header.alg}), and the claims are valid now.`
      judge('good', 'Verified. ', make('span', '', text))
    } catch (error) {
      if (!current()) return
      // Claims are checked last, so the signature was good.
      const claims = error instanceof JoseError && ['ERR_EXPIRED', 'ERR_CLAIM'].includes(error.code)
      if (claims) judge('late', 'The signature is good, the claims are not. ', ...reasonOf(error))
      else judge('bad', 'Not verified. ', ...reasonOf(error))
    }
  }

  const changed = afterPause(() => void verify())
  for (const field of [verifyToken, verifyKey]) {
    field.addEventListener('input', () => {
      following = false
      changed()
    })
  }
  follow.addEventListener('click', () => {
    following = true
    showSigned()
    verifyToken.focus()
  })
  keyField.addEventListener(
    'input',
    afterPause(() => void takeKey()),
  )
  for (const choice of [kidChoice, algChoice]) choice.addEventListener('change', () => void takeKey())
  for (const field of [headerField, claimsField])
    field.addEventListener(
      'input',
      afterPause(() => void makeToken()),
    )

  element('refresh').addEventListener('click', () => {
    const { jti, iat, exp } = sampleClaims()
    try {
      claimsField.value = json({ ...parseObject(claimsField.value, 'claims'), iat, exp, jti })
    } catch {
      // The claims are not JSON: makeToken says so.
    }
    void makeToken()
  })
  copyToken.addEventListener('click', async () => {
    if (await copy(copyToken, token)) return
    getSelection()?.selectAllChildren(compact)
    say(
      element('compact-note'),
      'The browser did not let this page write to the clipboard: the token is selected, copy it.',
    )
  })
  generate.addEventListener('click', async () => {
    generate.disabled = true
    try {
      keyField.value = json(await generateJwk(generateAlg.value as JwsAlgorithm))
      following = true
      await takeKey()
    } catch (error) {
      complain(keyField, error)
    }
    generate.disabled = false
    generate.focus()
  })

  headerField.value = json({ typ: 'JWT' })
  return (algorithms) => {
    offer(
      generateAlg,
      algorithms.map((name) => [name, name]),
      'ES384',
    )
    generate.disabled = false
    generateAlg.disabled = false
    claimsField.value = json(sampleClaims())
    void takeKey()
  }
}
