/** Reads the JSON that goes into a token: claims, and members of the JOSE Header. */
import { parseJsonObject, type JsonObject } from '../json.ts'
import { readInput, textOf } from './files.ts'

/** The claims in a file, or for `-` in standard input. */
export async function readClaims(file: string): Promise<JsonObject> {
  return jsonObjectOf(await readInput(file), 'CLAIMS')
}

/** The members that --header gives. */
export function headerOf(json: string | undefined): JsonObject | undefined {
  return json === undefined ? undefined : jsonObjectOf(Buffer.from(json), '--header')
}

/** The object in JSON, which may be in UTF-16 or begin with a byte order mark, as a key file may. */
function jsonObjectOf(octets: Uint8Array, what: string): JsonObject {
  const text = textOf(octets)
  return parseJsonObject(text === undefined ? octets : Buffer.from(text), what)
}
