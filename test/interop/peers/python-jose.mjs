// The library of SMART App Launch's worked example; our tokens are the same octet by octet.
import { readFileSync } from 'node:fs'
import { selectSigningJwk, signJwt } from '../../../dist/index.js'
import { openPython } from './python.mjs'

const LACKS = ['PS256', 'PS384', 'PS512', 'EdDSA', 'Ed25519']

const fixture = (name) =>
  JSON.parse(readFileSync(new URL(`../../fixtures/${name}.json`, import.meta.url), 'utf8'))

/** Claims in ASCII, since python-jose escapes all other characters. */
const MORE_CLAIMS = [
  {},
  { z: 1, a: 2, M: 3 },
  { text: 'quotes " \\ / \b\f\n\r\t', empty: '' },
  { numbers: [0, -1, 1.5, 9007199254740991], booleans: [true, false], nothing: null },
  { nested: { b: { d: [] }, a: [{}, [[]]] } },
]

export default async () => {
  const peer = await openPython('python-jose', LACKS)

  async function equalBytes() {
    const jwk = selectSigningJwk(fixture('RS384.private'))
    const example = fixture('claims')
    for (const claims of [example, ...MORE_CLAIMS]) {
      const ours = await signJwt(claims, jwk)
      const theirs = await peer.sign('RS384', jwk, claims)
      if (ours !== theirs) throw new Error(`ours   ${ours}\ntheirs ${theirs}`)
      if (claims === example && ours !== fixture('tokens').RS384)
        throw new Error(`not the page's token: ${ours}`)
    }
  }

  return { ...peer, checks: { 'equal bytes': { RS384: equalBytes } } }
}
