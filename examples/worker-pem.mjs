// A Cloudflare Worker that signs with a PEM key: as a GitHub App, it asks GitHub where the App is installed.
//
// How to run it:
//
//   npm install subtle-jws
//   npx wrangler secret put PRIVATE_KEY < my-app.private-key.pem
//   npx wrangler deploy
//
// What must be set: the secret PRIVATE_KEY, the PEM file that GitHub gave you, and the variable APP_ID. The
// key of a Google service account works too: it is the member private_key of the JSON file.
import { privateJwkFromPem, signJwt } from 'subtle-jws'

/** Seconds that a token is valid. GitHub accepts at most ten minutes. */
const LIFE = 540
/** Seconds that this clock may be ahead of GitHub's. */
const TOLERANCE = 30

/** The PEM text is read once. A failure is not kept. */
let key

async function keyFrom({ PRIVATE_KEY = '' }) {
  // JSON files and some dashboards write the end of a line as \n.
  const pem = PRIVATE_KEY.replaceAll('\\n', '\n')
  // A PEM key does not say which algorithm it is for; GitHub wants RS256.
  key ??= await privateJwkFromPem(pem, { alg: 'RS256' })
  return key
}

async function signForGitHub(env) {
  const now = Math.floor(Date.now() / 1000)
  return signJwt({ iss: env.APP_ID, iat: now - TOLERANCE, exp: now + LIFE }, await keyFrom(env))
}

export default {
  async fetch(_, env) {
    const { GITHUB_API = 'https://api.github.com' } = env
    const answer = await fetch(`${GITHUB_API}/app/installations`, {
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${await signForGitHub(env)}`,
        'user-agent': 'my-app',
      },
    })
    if (!answer.ok) return new Response(`GitHub answered ${answer.status}`, { status: 502 })
    const installations = await answer.json()
    return Response.json(installations.map(({ account }) => account.login))
  },
}
