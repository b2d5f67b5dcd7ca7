/** The portable suite: it uses Web APIs only, so that every runtime runs the same cases. */
import { base64urlCases } from './base64url.ts'
import type { Case } from './check.ts'
import { forgeryCases } from './forgeries.ts'
import { keyCases } from './keys.ts'
import { mlDsaCases } from './ml-dsa.ts'
import { pemCases } from './pem.ts'
import { signerCases } from './signers.ts'
import { signingCases } from './signing.ts'
import { tokenCases } from './tokens.ts'

export const suite: readonly Case[] = [
  ...base64urlCases,
  ...tokenCases,
  ...signingCases,
  ...forgeryCases,
  ...keyCases,
  ...pemCases,
  ...signerCases,
  ...mlDsaCases,
]
