/** What we make, we accept: no header and no claims are signed that our own verifier would refuse. */
import es384Keys from '../fixtures/ES384.private.json' with { type: 'json' }
import type { JoseHeaderParameters, Jwk, JwtClaims } from '../../src/index.ts'
import { equal, refuses, type Case, type Module } from './check.ts'

const EC = es384Keys.keys[1] as Jwk

/** A header or claims as JavaScript gives them, of whatever type. */
type Made = () => unknown

function circular(): object {
  const circle: { x?: object } = {}
  circle.x = circle
  return circle
}

type Row = readonly [what: string, made: Made, message: RegExp]

/** Sets the algorithm to none, where JSON.stringify asks it. */
const toJSON = (): object => ({ alg: 'none' })

const HEADERS: readonly Row[] = [
  ['b64: false', () => ({ b64: false }), /b64 is false/],
  ['b64: false in crit', () => ({ b64: false, crit: ['b64'] }), /b64 is false/],
  ['b64 that is null', () => ({ b64: null }), /b64 is null/],
  ['an empty crit', () => ({ crit: [] }), /crit is an empty list/],
  [
    'a crit that names a standard member',
    () => ({ crit: ['kid'], kid: 'a' }),
    /crit lists kid, which is not an extension/,
  ],
  [
    'a crit that names x5t#S256',
    () => ({ crit: ['x5t#S256'], 'x5t#S256': 'a' }),
    /crit lists x5t#S256, which/,
  ],
  ['a crit that names what is not there', () => ({ crit: ['x'] }), /crit lists "x", which it does not have/],
  [
    'a crit that names what is undefined',
    () => ({ crit: ['x'], x: undefined }),
    /crit lists "x", which it does not have/,
  ],
  [
    'a crit that names what objects inherit',
    () => ({ crit: ['toString'] }),
    /crit lists "toString", which it does not have/,
  ],
  ['a crit of null', () => ({ crit: [null] }), /crit lists null/],
  ['a crit of numbers', () => ({ crit: [5], 5: 1 }), /crit lists 5/],
  ['a crit with a name twice', () => ({ crit: ['x', 'x'], x: 1 }), /crit lists a name twice/],
  ['a crit that is null', () => ({ crit: null }), /crit is null, not a list of names/],
  ['a crit that is an object', () => ({ crit: { x: 1 }, x: 1 }), /crit is an object, not a list of names/],
  ['a kid that is a number', () => ({ kid: 5 }), /kid is 5, not a string/],
  ['a kid that is null', () => ({ kid: null }), /kid is null, not a string/],
  ['a typ that is a list', () => ({ typ: ['JWT'] }), /typ is a list, not a string/],
  ['a function', () => ({ x: () => 'secret' }), /header "x" is a function/],
  ['a toJSON', () => ({ toJSON }), /header "toJSON" is a function/],
  ['a symbol', () => ({ x: Symbol('secret') }), /header "x" is a symbol; it must be a JSON value/],
  ['NaN', () => ({ x: NaN }), /header "x" is NaN; it must be a JSON value/],
  ['a BigInt', () => ({ x: 5n }), /header is no JSON/],
  ['a circle', circular, /header is no JSON/],
  ['a text', () => 'secret', /header is a string; it must be a plain object/],
  ['a list', () => ['x'], /header is a list; it must be a plain object/],
  ['a Map', () => new Map([['kid', 'secret']]), /header is a Map; it must be a plain object/],
  ['a number', () => 5, /header is 5; it must be a plain object/],
]

const CLAIMS: readonly Row[] = [
  [
    'a score of -Infinity',
    () => ({ score: -Infinity }),
    /claim "score" is -Infinity; it must be a JSON value/,
  ],
  ['an exp of NaN', () => ({ exp: NaN }), /claim exp is NaN; it must be a number of seconds/],
  ['an exp of Infinity', () => ({ exp: Infinity }), /claim exp is Infinity/],
  ['an exp of text', () => ({ exp: '1h' }), /claim exp is a string/],
  ['an exp that is a Date', () => ({ exp: new Date() }), /claim exp is a Date/],
  ['an exp of null', () => ({ exp: null }), /claim exp is null/],
  ['an nbf in quotes', () => ({ nbf: '1' }), /claim nbf is a string/],
  ['an iat that is true', () => ({ iat: true }), /claim iat is true/],
  ['an iss that is a number', () => ({ iss: 5 }), /claim iss is 5; it must be a string/],
  ['a sub that is null', () => ({ sub: null }), /claim sub is null; it must be a string/],
  ['a jti that is a list', () => ({ jti: ['a'] }), /claim jti is a list; it must be a string/],
  ['an aud that is an object', () => ({ aud: {} }), /claim aud is an object; it must be a string or a list/],
  ['an aud with a number', () => ({ aud: ['a', 5] }), /claim aud is a list; it must be a string or a list/],
  ['an aud with a toJSON', () => ({ aud: Object.assign(['a'], { toJSON: () => 5 }) }), /claim aud is a list/],
  ['an aud with a hole', () => ({ aud: new Array(1) }), /claim aud is a list; it must be a string or a list/],
  ['an iss that is undefined', () => ({ iss: undefined }), /claim "iss" is absent/],
  ['any claim that is undefined', () => ({ scope: undefined }), /claim "scope" is absent; it must be a JSON/],
  ['a function', () => ({ scope: () => 'secret' }), /claim "scope" is a function; it must be a JSON/],
  ['a symbol', () => ({ scope: Symbol('secret') }), /claim "scope" is a symbol; it must be a JSON/],
  ['a BigInt', () => ({ exp: 5n }), /claim exp is a bigint; it must be a number of seconds/],
  ['a BigInt of another name', () => ({ n: 5n }), /claims is no JSON/],
  ['a circle', circular, /claims is no JSON/],
  ['a toJSON', () => ({ toJSON: () => ({ iss: 'b' }) }), /claim "toJSON" is a function/],
  [
    'a toJSON that is not to be listed',
    () => Object.defineProperty({}, 'toJSON', { value: toJSON }),
    /claims has a toJSON/,
  ],
  ['inherited claims', () => Object.create({ iss: 'a', exp: 5 }), /claims is an object; .*a plain object/],
  [
    'claims that are getters of a class',
    () =>
      new (class {
        get iss() {
          return 'a'
        }
      })(),
    /claims is an object; .*a plain object/,
  ],
  ['a promise of claims', () => Promise.resolve({ iss: 'a' }), /claims is a Promise; .*a plain object/],
  ['a list', () => [{ iss: 'a' }], /claims is a list; it must be a plain object/],
  ['a Map', () => new Map([['iss', 'a']]), /claims is a Map; it must be a plain object/],
  ['a Date', () => new Date(), /claims is a Date; it must be a plain object/],
  ['a text', () => 'secret', /claims is a string; it must be a plain object/],
  ['null', () => null, /claims is null; it must be a plain object/],
  ['nothing', () => undefined, /claims is absent; it must be a plain object/],
]

/** A promise of a token, and of none of the secret in what was refused. */
async function refusesWithout(secret: string, act: () => unknown, message: RegExp): Promise<void> {
  await refuses('TypeError', act, new RegExp(`^(?!.*${secret}).*${message.source}`))
}

/** The JOSE Header of a token, as it is written. */
function written({ decodeBase64url }: Module, token: string): string {
  return new TextDecoder().decode(decodeBase64url(token.slice(0, token.indexOf('.'))))
}

export const signingCases: readonly Case[] = [
  ...HEADERS.map(
    ([what, made, message]): Case => ({
      name: `signing: refuses a header that is, or has, ${what}`,
      async run({ signJws, signJwt }) {
        const header = made() as JoseHeaderParameters
        await refusesWithout('secret', () => signJws('x', EC, header), message)
        await refusesWithout('secret', () => signJwt({ iss: 'a' }, EC, header), message)
      },
    }),
  ),
  ...CLAIMS.map(
    ([what, made, message]): Case => ({
      name: `signing: refuses claims that are, or have, ${what}`,
      run: ({ signJwt }) => refusesWithout('secret', () => signJwt(made() as JwtClaims, EC), message),
    }),
  ),
  {
    name: 'signing: what has the right types is signed, and verifies',
    async run({ signJwt, verifyJwt }) {
      const header = { crit: ['x', 'b64'], x: null, b64: true, kid: '', typ: 'a' }
      const claims = { iss: '', sub: 'b', jti: 'c', aud: [], exp: 9e9, nbf: 0, iat: -1.5, scope: null }
      const token = await signJwt(claims, EC, header)
      const verified = await verifyJwt(token, { ...EC, key_ops: [] }, { crit: ['x', 'b64'] })
      equal(verified.claims, claims)
      equal(
        { ...verified.header },
        { alg: 'ES384', b64: true, crit: ['x', 'b64'], kid: '', typ: 'a', x: null },
      )
      const more = Object.assign(Object.create(null), { aud: 'd' }) as JwtClaims
      equal((await verifyJwt(await signJwt(more, EC), { ...EC, key_ops: [] })).claims, { aud: 'd' })
    },
  },
  {
    name: 'signing: a header’s own toJSON, if it is not to be listed, is not called',
    async run(lib) {
      const hidden = Object.defineProperty({ cty: 'a' }, 'toJSON', { value: toJSON })
      const token = await lib.signJws('x', EC, hidden)
      equal(written(lib, token), `{"alg":"ES384","cty":"a","kid":"${EC.kid}"}`)
    },
  },
  {
    name: 'signing: refuses a text that UTF-8 cannot hold',
    async run({ decodeJws, signJws }) {
      const message = /^payload has half of a surrogate pair, which UTF-8 cannot hold$/
      for (const text of ['\ud83d', 'a\ude00', '\ude00\ud83d', `${'a'.repeat(5000)}\ud83d`])
        await refuses('TypeError', () => signJws(text, EC), message)
      const { payload } = decodeJws(await signJws('\u{1f600}', EC))
      equal(new TextDecoder().decode(payload), '\u{1f600}')
    },
  },
  {
    name: 'signing: each member of a header is read once',
    async run(lib) {
      let reads = 0
      const header = {
        get alg() {
          return reads++ === 0 ? 'ES384' : 'none'
        },
        kid: 'a',
      }
      equal(written(lib, await lib.signJws('x', EC, header)), '{"alg":"ES384","kid":"a"}')
      equal(reads, 1)
    },
  },
  {
    name: 'signing: a header member named __proto__ is signed as such',
    async run(lib) {
      const header = JSON.parse('{"__proto__":{"alg":"none","kid":5},"cty":"a"}') as JoseHeaderParameters
      const token = await lib.signJws('x', EC, header)
      const members = '"__proto__":{"alg":"none","kid":5},"alg":"ES384","cty":"a"'
      equal(written(lib, token), `{${members},"kid":"${EC.kid}"}`)
      await lib.verifyJws(token, { ...EC, key_ops: [] })
    },
  },
  {
    name: 'signing: changes in the same tick, to payload, header or claims, change nothing',
    async run(lib) {
      const payload = new TextEncoder().encode('before')
      const header = { cty: 'before', nested: { a: ['before'] } }
      const claims = { iss: 'before', nested: { a: ['before'] } }
      const publicKey = { ...EC, key_ops: [] }
      // A key that is not imported yet: there is something to wait for.
      const pending = [
        lib.signJws(payload, { ...EC }, header),
        lib.signJwt(claims, { ...EC }, header),
      ] as const
      payload.fill(0)
      for (const changed of [header, claims]) {
        changed.nested.a[0] = 'after'
        Object.assign(changed, { cty: 'after', iss: 'after', crit: ['exp'], exp: 'never' })
      }
      const [jws, jwt] = await Promise.all(pending)
      const verified = await lib.verifyJws(jws, publicKey)
      equal(verified.payload, new TextEncoder().encode('before'))
      const decoded = await lib.verifyJwt(jwt, publicKey)
      equal(decoded.claims, { iss: 'before', nested: { a: ['before'] } })
      for (const { cty, nested, crit } of [verified.header, decoded.header])
        equal([cty, nested, crit], ['before', { a: ['before'] }, undefined])
    },
  },
  {
    name: 'signing: a Signer whose kid is no string signs nothing',
    async run({ importSigner, signJws }) {
      const { sign } = await importSigner(EC)
      const signer = { alg: 'ES384' as const, kid: 5 as unknown as string, sign }
      await refuses('TypeError', () => signJws('x', signer), /kid is 5, not a string/)
    },
  },
]
