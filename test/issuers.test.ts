/** The lines that docs/verifying.md has for each identity provider, run with a key set and tokens of its shape. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { transformSync } from 'esbuild'
import {
  createRemoteJwks,
  generateJwk,
  signJwt,
  toPublicJwk,
  verifyJwt,
  type DecodedJwt,
  type Jwk,
  type RemoteJwksOptions,
} from '../src/index.ts'
import { without } from './fixtures/keys.ts'

type Claims = { readonly [claim: string]: unknown }

/** What a provider publishes and signs, and which other tokens of its own its lines refuse. */
interface Provider {
  readonly title: string
  readonly url: string
  /** The headers and the body of its key set. */
  readonly headers?: Record<string, string>
  set(key: Jwk): object
  readonly header?: { readonly [member: string]: string }
  readonly claims: Claims
  /** More claims that are accepted. */
  readonly accepted?: readonly Claims[]
  /** Claims of its other tokens, which are not for this reader. */
  readonly refused: readonly Claims[]
}

const page = readFileSync(new URL('../docs/verifying.md', import.meta.url), 'utf8')
const signing = await generateJwk('RS256', { kid: 'signing' })
const other = await generateJwk('RS256', { kid: 'other' })
const certificate = { x5t: 'dGh1bWI', x5c: ['MIIDdzCCAl8'] }
const FOREIGN = { iss: 'https://evil.example' }

const PROVIDERS: readonly Provider[] = [
  {
    title: 'Auth0',
    url: 'https://TENANT.auth0.com/.well-known/jwks.json',
    headers: { 'cache-control': 'public, max-age=15, stale-while-revalidate=15, stale-if-error=86400' },
    set: (key) => ({ keys: [toPublicJwk(other), { ...key, ...certificate }] }),
    claims: {
      iss: 'https://TENANT.auth0.com/',
      sub: 'auth0|1',
      aud: ['YOUR-API', 'https://TENANT.auth0.com/userinfo'],
      azp: 'client',
      scope: 'openid profile',
    },
    refused: [{ iss: 'https://TENANT.auth0.com' }, { aud: 'https://TENANT.auth0.com/userinfo' }, FOREIGN],
  },
  {
    title: 'Microsoft Entra ID',
    url: 'https://login.microsoftonline.com/common/discovery/v2.0/keys',
    set: (key) => ({
      keys: [without(toPublicJwk(other), 'alg'), without(key, 'alg')].map((jwk) => ({
        ...jwk,
        ...certificate,
        cloud_instance_name: 'microsoftonline.com',
        issuer: 'https://login.microsoftonline.com/{tenantid}/v2.0',
      })),
    }),
    claims: {
      iss: 'https://login.microsoftonline.com/YOUR-TENANT-ID/v2.0',
      tid: 'YOUR-TENANT-ID',
      aud: 'YOUR-CLIENT-ID',
      ver: '2.0',
    },
    refused: [
      { iss: 'https://login.microsoftonline.com/OTHER/v2.0', tid: 'OTHER' },
      { tid: 'OTHER' },
      { iss: 'https://login.microsoftonline.com/OTHER/v2.0' },
      { tid: undefined },
      { tid: ['YOUR-TENANT-ID', 'OTHER'] },
      { aud: 'OTHER' },
      FOREIGN,
    ],
  },
  {
    title: 'Google',
    url: 'https://www.googleapis.com/oauth2/v3/certs',
    headers: { 'cache-control': 'public, max-age=22000, must-revalidate, no-transform' },
    set: (key) => ({ keys: [key, toPublicJwk(other)] }),
    claims: {
      iss: 'https://accounts.google.com',
      aud: 'YOUR-CLIENT-ID.apps.googleusercontent.com',
      sub: '1',
      email: 'a@example.com',
    },
    accepted: [{ iss: 'accounts.google.com' }],
    refused: [{ iss: 'http://accounts.google.com' }, { aud: 'other.apps.googleusercontent.com' }, FOREIGN],
  },
  {
    title: 'Amazon Cognito',
    url: 'https://cognito-idp.REGION.amazonaws.com/USER-POOL-ID/.well-known/jwks.json',
    headers: { 'cache-control': 'public, max-age=86400' },
    set: (key) => ({ keys: [toPublicJwk(other), key] }),
    header: { typ: '' },
    claims: {
      iss: 'https://cognito-idp.REGION.amazonaws.com/USER-POOL-ID',
      token_use: 'access',
      client_id: 'YOUR-CLIENT-ID',
      scope: 'openid',
    },
    refused: [
      { token_use: 'id', client_id: undefined, aud: 'YOUR-CLIENT-ID' },
      { client_id: 'OTHER' },
      { iss: 'https://cognito-idp.REGION.amazonaws.com/OTHER' },
      FOREIGN,
    ],
  },
  {
    title: 'Firebase',
    url: 'https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com',
    headers: { 'cache-control': 'public, max-age=19000, must-revalidate, no-transform' },
    set: (key) => ({ keys: [toPublicJwk(other), key] }),
    claims: {
      iss: 'https://securetoken.google.com/PROJECT-ID',
      aud: 'PROJECT-ID',
      sub: 'user',
      user_id: 'user',
      auth_time: 1,
    },
    refused: [
      { iss: 'https://securetoken.google.com/OTHER', aud: 'OTHER' },
      { aud: 'OTHER' },
      { sub: undefined },
      FOREIGN,
    ],
  },
  {
    title: 'Keycloak',
    url: 'https://KEYCLOAK-HOST/realms/REALM/protocol/openid-connect/certs',
    headers: { 'cache-control': 'no-cache' },
    set: (key) => ({
      keys: [
        { ...toPublicJwk(other), alg: 'RSA-OAEP', use: 'enc', ...certificate },
        { ...key, ...certificate, 'x5t#S256': 'dGh1bWI' },
      ],
    }),
    claims: {
      iss: 'https://KEYCLOAK-HOST/realms/REALM',
      aud: ['YOUR-CLIENT-ID', 'account'],
      typ: 'Bearer',
      azp: 'app',
    },
    refused: [{ iss: 'https://KEYCLOAK-HOST/realms/OTHER' }, { aud: 'account' }, { aud: undefined }, FOREIGN],
  },
  {
    title: 'Okta',
    url: 'https://OKTA-DOMAIN/oauth2/default/v1/keys',
    headers: { 'cache-control': 'max-age=5000000, must-revalidate' },
    set: (key) => ({ keys: [key] }),
    claims: { ver: 1, iss: 'https://OKTA-DOMAIN/oauth2/default', aud: 'api://default', cid: 'client' },
    refused: [{ iss: 'https://OKTA-DOMAIN' }, { aud: 'https://OKTA-DOMAIN' }, FOREIGN],
  },
  {
    title: 'Sign in with Apple',
    url: 'https://appleid.apple.com/auth/keys',
    headers: { 'cache-control': 'no-store', 'content-type': 'application/json;charset=UTF-8' },
    set: (key) => ({ keys: [toPublicJwk(other), key] }),
    claims: {
      iss: 'https://appleid.apple.com',
      aud: 'YOUR-SERVICES-ID',
      sub: '1.a.2',
      email_verified: 'true',
      nonce_supported: true,
    },
    refused: [{ aud: 'OTHER' }, FOREIGN],
  },
  {
    title: 'Cloudflare Access',
    url: 'https://TEAM.cloudflareaccess.com/cdn-cgi/access/certs',
    set: (key) => ({
      keys: [toPublicJwk(other), key],
      public_cert: { kid: 'signing', cert: '-----BEGIN CERTIFICATE-----' },
      public_certs: [{ kid: 'signing', cert: '-----BEGIN CERTIFICATE-----' }],
    }),
    claims: {
      iss: 'https://TEAM.cloudflareaccess.com',
      aud: ['APPLICATION-AUD'],
      type: 'app',
      email: 'a@example.com',
    },
    refused: [{ aud: ['OTHER'] }, { iss: 'https://OTHER.cloudflareaccess.com' }, FOREIGN],
  },
]

type Lines = (
  token: string,
  create: (url: string, options?: RemoteJwksOptions) => unknown,
  verify: typeof verifyJwt,
) => Promise<DecodedJwt['claims']>
const AsyncFunction = (async () => {}).constructor as new (...parts: string[]) => Lines

/** The code under a heading of the page. */
function linesUnder(title: string): Lines {
  const section = page.split(`\n### ${title}\n`)[1]!
  const code = /```ts\n([\s\S]*?)```/.exec(section)![1]!
  const { code: script } = transformSync(code.replace(/^import .*\n/gm, ''), { loader: 'ts' })
  return new AsyncFunction('token', 'createRemoteJwks', 'verifyJwt', `${script}\nreturn claims`)
}

test('the page has lines for these providers, and for no others', () => {
  const titles = [...page.matchAll(/^### (.+)$/gm)].map(([, title]) => title)
  assert.deepEqual(
    titles,
    PROVIDERS.map(({ title }) => title),
  )
})

/** What the library throws for a claim, or a recipe's own lines. */
function isRefusal({ code = '', message }: Error & { code?: string }): boolean {
  return /^ERR_(CLAIM|EXPIRED)$/.test(code) || message === 'not an access token for this client'
}

for (const { title, url, headers = {}, set, header = {}, claims, accepted = [], refused } of PROVIDERS) {
  test(`the lines for ${title} verify its tokens, and refuse those of others`, async () => {
    const lines = linesUnder(title)
    const published = set(without(toPublicJwk(signing), 'key_ops'))
    const send = (async (address: string) => {
      assert.equal(new URL(address).href, new URL(url).href)
      return Response.json(published, { headers })
    }) as unknown as typeof fetch
    const create = (address: string, options = {}) => createRemoteJwks(address, { ...options, fetch: send })
    const iat = Math.floor(Date.now() / 1000)
    const run = async (more: Claims, key: Jwk = signing) => {
      const all = Object.entries({ iat, exp: iat + 3600, ...claims, ...more })
      const given = Object.fromEntries(all.filter(([, value]) => value !== undefined))
      return lines(await signJwt(given, key, header), create, verifyJwt)
    }
    for (const more of [{}, ...accepted]) assert.equal((await run(more)).exp, iat + 3600)
    for (const more of [{ exp: iat - 1 }, ...refused])
      await assert.rejects(run(more), isRefusal, JSON.stringify(more))
    await assert.rejects(run({}, { ...other, kid: 'signing' }), { code: 'ERR_SIGNATURE' })
    await assert.rejects(run({}, { ...signing, kid: 'unknown' }), { code: 'ERR_KEY_NOT_FOUND' })
  })
}
