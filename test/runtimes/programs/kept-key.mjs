/** Keeps keys in IndexedDB: a private key that cannot be extracted stays one that cannot. */

/** Open the database, and make its store the first time. */
async function openKeys() {
  const request = indexedDB.open('kept-keys', 1)
  request.onupgradeneeded = () => request.result.createObjectStore('keys')
  return resultOf(request)
}

function resultOf(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** Keep what generateSigner gave under a name. A name that is taken is refused: ConstraintError. */
export async function keepKey(name, { privateKey, publicJwk }) {
  const keys = await openKeys()
  try {
    const transaction = keys.transaction('keys', 'readwrite')
    transaction.objectStore('keys').add({ privateKey, publicJwk }, name)
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve
      transaction.onabort = () => reject(transaction.error)
    })
  } finally {
    keys.close()
  }
}

/** The privateKey and publicJwk under a name, or undefined. */
export async function keptKey(name) {
  const keys = await openKeys()
  try {
    return await resultOf(keys.transaction('keys').objectStore('keys').get(name))
  } finally {
    keys.close()
  }
}
