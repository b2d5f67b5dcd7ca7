// A file of a CommonJS project: require takes an ES module from Node 20.19 on, import() everywhere.
const { signJwt } = require('./vendor/subtle-jws-sign.min.js')
const renamed = require('./subtle-jws.mjs')

async function main() {
  const { generateJwk, verifyJwt, toPublicJwk } = await import('./vendor/subtle-jws.min.js')
  const jwk = await generateJwk('ES384')
  const token = await signJwt({ sub: 'alice' }, jwk)
  const { claims } = await verifyJwt(token, toPublicJwk(jwk))
  const again = await renamed.verifyJwt(token, toPublicJwk(jwk))
  console.log(claims.sub, again.claims.sub)
}
main()
