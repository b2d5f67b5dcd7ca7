// A fetch for Node 20.18.1 and later that connects only to public addresses, and only over https, so that a
// URL that a client registers cannot reach your own network. Copy this file, run
// `npm install undici@7 ipaddr.js@2`, and pass it as an option:
//
//   import { guardedFetch } from './guarded-fetch.mjs'
//   const verifier = createAssertionVerifier({ fetch: guardedFetch, … })
//
// A host is looked up once. All its addresses are checked, and the socket connects to one of them without a
// second lookup, which could give another address (DNS rebinding). An address in the URL is checked too, and
// finally the address that the socket has connected to.
//
// A refusal rejects with undici's TypeError `fetch failed`, whose `cause` says what was refused. HTTPS_PROXY
// is not used. NAT64 addresses (64:ff9b::/96), which some resolvers make, are refused.
import dns from 'node:dns'
import { isIP } from 'node:net'
import ipaddr from 'ipaddr.js'
import { Agent, buildConnector, fetch } from 'undici'

/** The range of global unicast (RFC 4291 §2.4). ipaddr.js also says `unicast` outside of it. */
const IPV6_UNICAST = ipaddr.parseCIDR('2000::/3')

/**
 * An address, spelled so that ipaddr.js and sockets read it in the same way: IPv6 without dots, since
 * ipaddr.js takes `::8.8.8.8` for `::ffff:8.8.8.8`.
 *
 * @param {string | undefined} address
 * @returns {string | undefined}
 */
function plainSpelling(address = '') {
  const family = isIP(address)
  if (family === 4) return address
  const url = `https://[${address}]`
  return family === 6 && URL.canParse(url) ? new URL(url).hostname.slice(1, -1) : undefined
}

/**
 * Whether an address is public: not of this machine or a private network, not multicast, not reserved, and
 * not one that leads to an IPv4 address (6to4, Teredo, NAT64).
 *
 * @param {string | undefined} address IPv4 or IPv6
 * @returns {boolean}
 */
export function isPublicAddress(address) {
  const spelled = plainSpelling(address)
  if (spelled === undefined) return false
  // An IPv4-mapped address (::ffff:a.b.c.d) is a connection over IPv4, and is checked as such.
  const parsed = ipaddr.process(spelled)
  if (parsed.range() !== 'unicast') return false
  return parsed.kind() === 'ipv4' || parsed.match(IPV6_UNICAST)
}

/**
 * A lookup for sockets that fails unless all of its answers are allowed. Its callback never throws: it runs
 * in the event loop, where an exception would end the process.
 *
 * @param {typeof dns.lookup} lookup
 * @param {(address: string | undefined) => Error | undefined} faultOf why it may not connect to an address
 * @returns {import('node:net').LookupFunction}
 */
function createGuardedLookup(lookup, faultOf) {
  return (hostname, options, done) => {
    /**
     * @param {Error | null} error
     * @param {dns.LookupAddress[]} found
     */
    const answer = (error, found) => {
      if (error) return done(error, [])
      if (!found?.length) return done(new Error(`${hostname} has no addresses`), [])
      for (const one of found) {
        const fault = faultOf(one?.address)
        if (fault) return done(fault, [])
      }
      // Without `all`, a socket wants one address and its family.
      if (options.all) done(null, found)
      else done(null, found[0].address, found[0].family)
    }
    lookup(hostname, { ...options, all: true }, answer)
  }
}

/**
 * Make a fetch that connects only to allowed addresses. It returns redirects as they are, unless `redirect`
 * is `follow`: then each step is checked like the first.
 *
 * @param {object} [options]
 * @param {(address: string) => boolean} [options.isAllowed] Whether it may connect to an address. Default:
 *   `isPublicAddress`
 * @param {typeof dns.lookup} [options.lookup] What finds a host's addresses, called with `all`. Default: that
 *   of `node:dns`
 * @param {string | Buffer} [options.ca] The certificate authorities to trust, in PEM. Default: Node's
 * @returns {typeof globalThis.fetch}
 */
export function createGuardedFetch({ isAllowed = isPublicAddress, lookup = dns.lookup, ca } = {}) {
  /**
   * @param {string | undefined} address
   */
  const faultOf = (address) => {
    try {
      // Only `true` allows: an async function, given by mistake, would return a promise for every address.
      if (address !== undefined && isIP(address) && isAllowed(address) === true) return undefined
    } catch (cause) {
      return new Error(`${address} could not be checked`, { cause })
    }
    return new Error(`${address} is not a public address`)
  }
  const connect = buildConnector({ ca, lookup: createGuardedLookup(lookup, faultOf) })

  /** @type {import('undici').buildConnector.connector} */
  const guardedConnect = (target, done) => {
    const { protocol, hostname } = target
    if (protocol !== 'https:') return done(new Error(`${protocol} is not https:`), null)
    const fault = isIP(hostname) ? faultOf(hostname) : undefined
    if (fault) return done(fault, null)
    connect(target, (error, socket) => {
      if (error) return done(error, null)
      const late = faultOf(socket.remoteAddress)
      if (!late) return done(null, socket)
      socket.destroy()
      done(late, null)
    })
  }

  const dispatcher = new Agent({ connect: guardedConnect })
  /**
   * @param {string | URL} url
   * @param {import('undici').RequestInit} [init]
   */
  const guarded = (url, init) => fetch(url, { redirect: 'manual', ...init, dispatcher })
  return /** @type {any} */ (guarded)
}

/** A fetch that connects only to public addresses, for `createAssertionVerifier` and `createRemoteJwks`. */
export const guardedFetch = createGuardedFetch()
