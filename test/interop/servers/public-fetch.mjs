// A fetch for Node that never connects to a private address, so that no registered URL reaches into
// this network: createAssertionVerifier({ fetch: publicFetch, … }). It checks the address that it
// connects to, after the lookup.
import { lookup } from 'node:dns'
import { request } from 'node:https'
import { BlockList, isIP } from 'node:net'
import { Readable } from 'node:stream'

const RANGES = {
  ipv4: [
    '0.0.0.0/8',
    '10.0.0.0/8',
    '100.64.0.0/10',
    '127.0.0.0/8',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.0.0.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '224.0.0.0/3',
  ],
  ipv6: [
    '::/96',
    '::ffff:0:0/96',
    '64:ff9b::/96',
    '64:ff9b:1::/48',
    '2002::/16',
    'fc00::/7',
    'fe80::/10',
    'ff00::/8',
  ],
}
const PRIVATE = new BlockList()
for (const [family, ranges] of Object.entries(RANGES)) {
  for (const range of ranges) {
    const [address, prefix] = range.split('/')
    PRIVATE.addSubnet(address, Number(prefix), family)
  }
}

/** A fetch of key sets by https that refuses the addresses of a BlockList. */
export function fetchOutside(blocked, tls) {
  const refuse = (address) => {
    if (blocked.check(address, `ipv${isIP(address)}`)) throw new Error(`${address} is not a public address`)
  }
  const lookupPublic = (host, options, done) =>
    lookup(host, options, (error, found, family) => {
      try {
        // With the option `all`, the lookup gives `{ address }` objects, else one address.
        const addresses = error ? [] : [found].flat()
        for (const one of addresses) refuse(one.address ?? one)
        done(error, found, family)
      } catch (reason) {
        done(reason)
      }
    })
  return (url, { headers, signal }) =>
    new Promise((resolve, reject) => {
      // An address in the URL itself is never looked up.
      const host = new URL(url).hostname.replace(/[[\]]/g, '')
      if (isIP(host)) refuse(host)
      const sent = request(
        url,
        { ...tls, headers, signal, lookup: lookupPublic, agent: false },
        (response) => {
          const { statusCode: status, headers: received } = response
          const body = status === 304 ? response.resume() && null : Readable.toWeb(response)
          resolve(
            new Response(body, {
              status,
              headers: Object.entries(received).filter(([, value]) => typeof value === 'string'),
            }),
          )
        },
      )
      sent.on('error', reject).end()
    })
}

export const publicFetch = fetchOutside(PRIVATE)
