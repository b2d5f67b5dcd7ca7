/**
 * The token endpoint that a server without SMART configuration names in its CapabilityStatement, as SMART App
 * Launch 1.0 had it.
 */
import { within } from '../../deadline.ts'
import { isString } from '../../options.ts'

const OAUTH_URIS = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris'

/** Milliseconds until the whole statement must be there. */
const TIMEOUT = 10_000

/** The most octets of a statement: one with all resource types has some megabytes. */
const LONGEST = 16_000_000

/** The members of an extension that are read. */
interface Extension {
  readonly url?: unknown
  readonly valueUri?: unknown
  readonly extension?: unknown
}

/** The token endpoint in the CapabilityStatement below a FHIR base URL; undefined if there is none. */
export async function tokenEndpointInMetadata(base: URL): Promise<string | undefined> {
  const controller = new AbortController()
  try {
    const late = (): Error => new Error('late')
    const statement = await within(TIMEOUT, readStatement(new URL('metadata', base), controller), late)
    return tokenEndpointIn(statement)
  } catch {
    return undefined
  } finally {
    controller.abort()
  }
}

async function readStatement(url: URL, { signal }: AbortController): Promise<unknown> {
  const headers = { accept: 'application/fhir+json, application/json' }
  const { ok, body } = await fetch(url, { headers, redirect: 'manual', signal })
  if (!ok || !body) return undefined
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    length += chunk.length
    if (length > LONGEST) return undefined
    chunks.push(chunk)
  }
  return JSON.parse(new TextDecoder().decode(Buffer.concat(chunks)))
}

function listIn(value: unknown): readonly Extension[] {
  return Array.isArray(value) ? value.map((one) => Object(one) as Extension) : []
}

function tokenEndpointIn(statement: unknown): string | undefined {
  const { rest } = Object(statement) as { readonly rest?: unknown }
  for (const one of listIn(rest)) {
    const { security } = one as { readonly security?: unknown }
    const { extension } = Object(security) as Extension
    const uris = listIn(extension).find(({ url }) => url === OAUTH_URIS)
    const token = listIn(uris?.extension).find(({ url }) => url === 'token')
    if (isString(token?.valueUri)) return token.valueUri
  }
  return undefined
}
