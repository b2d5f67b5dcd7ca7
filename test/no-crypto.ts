/** What tests call where WebCrypto is missing. */

/** Calls where there is no WebCrypto, as in Node 18. */
export async function withoutCrypto(call: () => unknown): Promise<void> {
  const { crypto } = globalThis
  Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true })
  try {
    await call()
  } finally {
    Object.defineProperty(globalThis, 'crypto', { value: crypto, configurable: true })
  }
}
