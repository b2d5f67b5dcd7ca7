/** Why an error came about: most often a connection that failed, by the code that Node gives. */
import { isString } from '../options.ts'

const UNTRUSTED = 'the certificate’s CA is not trusted here: NODE_EXTRA_CA_CERTS=FILE names one that is'

const UNREACHABLE = 'no connection could be made; is a proxy needed? check the URL and the network'

/** What helps against a failed connection. */
const CONNECTION: { readonly [code: string]: string } = {
  CERT_HAS_EXPIRED: 'the server’s certificate has expired: its operator must renew it',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host name: check the URL',
  ECONNREFUSED: 'nothing listens there: check the port',
  ENOTFOUND: 'the host name is unknown: check the URL',
  EAI_AGAIN: 'the host name is not found now: check the URL and the network',
  ETIMEDOUT: UNREACHABLE,
  EHOSTUNREACH: UNREACHABLE,
  ENETUNREACH: UNREACHABLE,
  UND_ERR_CONNECT_TIMEOUT: UNREACHABLE,
}

/** The code or message at the bottom of an error; undefined for an error without a cause. */
export function reasonOf({ cause }: Error): string | undefined {
  if (cause === undefined) return undefined
  // The cause is fetch's own error, and the cause of that is the connection's.
  const { code, message } = Object((cause as Error).cause ?? cause) as NodeJS.ErrnoException
  return isString(code) ? code : message
}

/** What helps against a connection that failed for this reason. */
export function remedyFor(reason: string | undefined): string {
  if (reason !== undefined && Object.hasOwn(CONNECTION, reason)) return CONNECTION[reason]!
  return 'check the URL and the network'
}
