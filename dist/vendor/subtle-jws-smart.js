// dist/errors.js
var JoseError = class extends Error {
  /** The message is `found: expected expected`. */
  constructor(code, found, expected, details) {
    super(`${found}: expected ${expected}`);
    Object.assign(this, { name: "JoseError", code }, details);
  }
};
function shown(value) {
  return `${JSON.stringify(value)}`.slice(0, 99);
}

// dist/json.js
var UTF8 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
function isJsonObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function parseJsonObject(bytes, what) {
  let value;
  try {
    value = JSON.parse(UTF8.decode(bytes));
  } catch {
    throw new JoseError("ERR_JSON", what, "JSON in UTF-8");
  }
  if (!isJsonObject(value))
    throw new JoseError("ERR_JSON", what, "a JSON object");
  if (membersWritten(bytes) !== membersOf(value)) {
    throw new JoseError("ERR_JSON", what, "no member twice");
  }
  return value;
}
function membersWritten(json) {
  let members = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const octet = json[i];
    if (octet === 34)
      quoted = !quoted;
    else if (quoted)
      i += Number(octet === 92);
    else
      members += Number(octet === 58);
  }
  return members;
}
function membersOf(value) {
  let members = 0;
  const values = [value];
  for (const next of values) {
    if (typeof next !== "object" || next === null)
      continue;
    const inner = Object.values(next);
    if (!Array.isArray(next))
      members += inner.length;
    for (const member of inner)
      values.push(member);
  }
  return members;
}

// dist/http.js
var LIMIT = 65536;
function expectOption(met, option) {
  if (!met)
    throw new TypeError(option);
}
function isSecure(url) {
  return typeof url === "string" && URL.canParse(url) && /^(https:\/\/[^/@]+|http:\/\/(localhost|127(\.\d+){3}|\[::1])(:\d+)?)\//.test(new URL(url).href);
}
function secureUrl(url, option) {
  expectOption(isSecure(url), `${option} ${shown(url)}: expected an https URL`);
  return new URL(url);
}
function unusable(url, found, expected, details = {}) {
  return new JoseError(details.error ? "ERR_OAUTH" : "ERR_HTTP", `${url.origin}${url.pathname}: ${found}`, expected, details);
}
function within(timeout, promise, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    const timer = setTimeout(reject, timeout, new JoseError("ERR_HTTP", "no answer", `one within ${timeout} ms; try again`));
    if (signal?.aborted)
      abort();
    signal?.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    });
  });
}
async function request(url, init, options) {
  const { fetch: send = fetch, signal, timeout = 1e4 } = options;
  const controller = new AbortController();
  const exchange = async () => {
    const response = await send(url.href, { ...init, redirect: "manual", signal: controller.signal });
    const body = new Uint8Array(LIMIT);
    const reader = response.body?.getReader();
    let length = 0;
    for (let part; part = (await reader?.read())?.value; length += part.length) {
      body.set(part, length);
    }
    const answer = { url, response };
    try {
      return { ...answer, json: parseJsonObject(body.subarray(0, length), "body") };
    } catch {
      return answer;
    }
  };
  try {
    return await within(timeout, exchange(), signal);
  } catch (cause) {
    signal?.throwIfAborted();
    throw unusable(url, "no answer", `${LIMIT} octets at most, within ${timeout} ms, with a valid certificate (see cause)`, { cause });
  } finally {
    controller.abort();
  }
}
var isString = (value) => typeof value === "string";
function success({ url, response, json }, remedy, members) {
  const { status, ok, headers } = response;
  const expect = (met, found2, expected) => {
    if (!met)
      throw unusable(url, found2, expected, { status });
  };
  const later = status > 499 || status === 429;
  const found = `status ${status}, ${headers.get("content-type")}`;
  expect(ok || later || status > 399, found, "no redirect; ask where it leads");
  expect(ok && json, found, later ? "an answer; try again later" : remedy);
  for (const [member, [fits, expected]] of Object.entries(members))
    expect(fits(json[member]), member, expected);
  return json;
}

// dist/base64url.js
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var UTF82 = /* @__PURE__ */ new TextEncoder();
var ENCODE = /* @__PURE__ */ UTF82.encode(ALPHABET);
var ASCII = /* @__PURE__ */ new TextDecoder();
function encodedLength(length) {
  return Math.ceil(length * 4 / 3);
}
function writeBase64url(bytes, target, at) {
  const end = at + encodedLength(bytes.length);
  for (let i = 0; at < end; ) {
    const group = bytes[i++] << 16 | bytes[i++] << 8 | bytes[i++];
    target[at++] = ENCODE[group >> 18];
    target[at++] = ENCODE[group >> 12 & 63];
    target[at++] = ENCODE[group >> 6 & 63];
    target[at++] = ENCODE[group & 63];
  }
  return end;
}
function asciiString(bytes) {
  return ASCII.decode(bytes);
}

// dist/algorithms.js
var RSA = { kty: "RSA", name: "RSASSA-PKCS1-v1_5" };
var PSS = { kty: "RSA", name: "RSA-PSS" };
var EC = { kty: "EC", name: "ECDSA" };
var OKP = { kty: "OKP", name: "Ed25519", namedCurve: "Ed25519", size: 32 };
var TABLE = {
  RS256: { ...RSA, hash: "SHA-256" },
  RS384: { ...RSA, hash: "SHA-384" },
  RS512: { ...RSA, hash: "SHA-512" },
  PS256: { ...PSS, hash: "SHA-256", saltLength: 32 },
  PS384: { ...PSS, hash: "SHA-384", saltLength: 48 },
  PS512: { ...PSS, hash: "SHA-512", saltLength: 64 },
  ES256: { ...EC, hash: "SHA-256", namedCurve: "P-256", size: 32 },
  ES384: { ...EC, hash: "SHA-384", namedCurve: "P-384", size: 48 },
  ES512: { ...EC, hash: "SHA-512", namedCurve: "P-521", size: 66 },
  Ed25519: OKP,
  // The older name of the same algorithm: deprecated by RFC 9864, and still the more common one.
  EdDSA: OKP
};
function algorithmOf(alg) {
  if (!Object.hasOwn(TABLE, alg))
    throw new JoseError("ERR_ALG", `alg ${shown(alg)}`, Object.keys(TABLE));
  return TABLE[alg];
}
function algorithmsOf(jwk, asked) {
  return Object.keys(TABLE).filter((alg) => {
    const { kty, namedCurve = jwk.crv } = TABLE[alg];
    return kty === jwk.kty && namedCurve === jwk.crv && alg === (jwk.alg ?? alg) && alg === (asked ?? alg);
  });
}

// dist/webcrypto.js
var chosen;
function subtleCrypto() {
  const subtle = chosen ?? globalThis.crypto?.subtle;
  if (!subtle)
    throw new JoseError("ERR_CRYPTO", "no crypto.subtle", "https, localhost or Node 20+");
  return subtle;
}

// dist/jwk.js
function need(met, lacking) {
  if (!met)
    throw new JoseError("ERR_JWK", "JWK", lacking);
}
function lack(jwk, use, asked) {
  const { use: purpose = "sig", key_ops: ops = [use], kid, d } = jwk;
  const [alg, ...others] = algorithmsOf(jwk, asked.alg);
  return !alg ? "kty, crv, alg of a signature" : others[0] ? `alg, one of ${alg},${others}` : purpose !== "sig" ? "use sig" : !Array.isArray(ops) || !ops.includes(use) || new Set(ops).size < ops.length ? `key_ops ${use}` : kid !== (asked.kid ?? kid) ? `kid ${asked.kid}` : use === "sign" && !d && "d";
}
function selectKey(key, use, asked = {}) {
  const keys = [key.keys ?? key].flat();
  const lacking = keys.map((jwk) => lack(Object(jwk), use, asked));
  const [found, other] = keys.filter((_, i) => !lacking[i]);
  if (found && !other)
    return found;
  throw new JoseError(!key.keys ? "ERR_JWK" : found ? "ERR_KEY_AMBIGUOUS" : "ERR_KEY_NOT_FOUND", `${keys.length} keys to ${use}`, `1 with ${found ? "another kid or alg" : shown(lacking)}`);
}
var MEMBERS = { RSA: "n e d p q dp dq qi", EC: "x y d", OKP: "x d" };
var BASE64URL = /^([\w-]{4})*([\w-]{2}[AEIMQUYcgkosw048]|[\w-][AQgw])?$/;
function bareKey(jwk, use, size) {
  const { kty, crv } = jwk;
  const bare = size ? { kty, crv } : { kty };
  const members = MEMBERS[kty];
  const [n, e, d, p, q, dp, dq, qi] = (use === "sign" ? members : members.split(" d")[0]).split(" ").map((member) => {
    const text = bare[member] = jwk[member];
    need(typeof text === "string" && BASE64URL.test(text) && (size ? text.length === encodedLength(size) : !/^A[A-P]/.test(text)), `${member} of ${size ?? "minimal"} octets`);
    return [...text].reduce((number, char) => number << 6n | BigInt(ALPHABET.indexOf(char)), 0n) >> BigInt(text.length * 6 % 8);
  });
  if (!size) {
    need(n >> 2047n && !(n >> 8192n), "n of 2048 to 8192 bits");
    need(e & 1n && e > 2n && !(e >> 32n), "e, odd, 3 to 2^32");
    need(use === "verify" || p * q === n && q * qi % p === 1n && [[p, dp], [q, dq]].every(([prime, x]) => d % --prime === x && e * x % prime === 1n), "d, p, q, dp, dq, qi of n and e");
  }
  return bare;
}

// dist/jws.js
var DOT = 46;
var PREPARED = /* @__PURE__ */ new WeakMap();
function encodeHeader({ alg, kid }, added) {
  const header = { alg, kid, ...added };
  if (header.alg !== alg)
    throw new JoseError("ERR_ALG", `alg ${shown(header.alg)} in the header`, alg);
  const members = Object.keys(header).sort().map((member) => [member, header[member]]);
  const json = UTF82.encode(JSON.stringify(Object.fromEntries(members)));
  const encoded = new Uint8Array(encodedLength(json.length));
  writeBase64url(json, encoded, 0);
  return encoded;
}
async function signCompact(payload, signer, header, typ) {
  const { size } = algorithmOf(signer.alg);
  const prepared = PREPARED.get(signer) ?? { headers: {}, length: size ? size * 2 : 1024 };
  PREPARED.set(signer, prepared);
  const encodedHeader = header ? encodeHeader(signer, { typ, ...header }) : prepared.headers[`${typ}`] ??= encodeHeader(signer, { typ });
  const { length } = encodedHeader;
  const dot = length + 1 + encodedLength(payload.length);
  const token = new Uint8Array(dot + 1 + encodedLength(prepared.length));
  token.set(encodedHeader);
  writeBase64url(payload, token, length + 1);
  token[length] = token[dot] = DOT;
  const signature = await signer.sign(token.subarray(0, dot));
  if (!(signature.length <= prepared.length && signature.length >= (size ? size * 2 : 256))) {
    throw new JoseError("ERR_SIGNATURE", `${signature.length} octets from the signer`, prepared.length);
  }
  prepared.length = signature.length;
  return asciiString(token.subarray(0, writeBase64url(signature, token, dot + 1)));
}

// dist/keys.js
var IMPORTED = /* @__PURE__ */ new WeakMap();
function importJwk(key, use, asked) {
  const jwk = selectKey(key, use, asked);
  const alg = algorithmsOf(jwk, asked?.alg)[0];
  const known = IMPORTED.get(jwk) ?? {};
  IMPORTED.set(jwk, known);
  return known[use + alg] ??= importOnce(jwk, use, alg).catch((error) => {
    delete known[use + alg];
    throw error instanceof JoseError ? error : new JoseError(error.name === "NotSupportedError" ? "ERR_CRYPTO" : "ERR_JWK", error.name, `a key for ${alg}`);
  });
}
async function importOnce(jwk, use, alg) {
  const row = algorithmOf(alg);
  const subtle = subtleCrypto();
  const load = (use2) => subtle.importKey("jwk", bareKey(jwk, use2, row.size), row, false, [use2]);
  const key = await load(use);
  const imported = {
    alg,
    kid: jwk.kid,
    sign: async (signingInput) => new Uint8Array(await subtle.sign(row, key, signingInput)),
    verify: (signature, signingInput) => subtle.verify(row, key, signature, signingInput)
  };
  if (row.size && use === "sign") {
    const probe = new Uint8Array(1);
    const paired = await subtle.verify(row, await load("verify"), await imported.sign(probe), probe);
    need(paired, "d of its public key");
  }
  return imported;
}

// dist/jwt.js
async function signerFor(key) {
  return typeof key?.sign === "function" ? key : importJwk(key, "sign");
}
async function signJwt(claims, key, header) {
  const json = JSON.stringify(claims);
  if (json?.[0] !== "{")
    throw new TypeError("claims: expected an object");
  return signCompact(UTF82.encode(json), await signerFor(key), header, "JWT");
}

// dist/smart/assertion.js
async function createClientAssertion(options) {
  const { clientId, audience, jku, expiresIn = 240, now = Date.now, jti = crypto.randomUUID(), claims } = options;
  for (const [option, value] of Object.entries({ clientId, jti })) {
    expectOption(value && isString(value), `${option}: expected a string`);
  }
  expectOption(Number.isInteger(expiresIn) && expiresIn > 0 && expiresIn <= 300, "expiresIn: expected 1 to 300 seconds");
  for (const url of [audience].flat())
    secureUrl(url, "audience");
  expectOption(audience[0], "audience: expected the URL of the token endpoint");
  if (jku !== void 0)
    secureUrl(jku, "jku");
  const signer = await signerFor(options.key);
  expectOption(signer.kid, "key: expected one with the kid of the published key");
  const iat = Math.floor(now() / 1e3);
  expectOption(iat >= 0, "now: expected milliseconds since 1970");
  return signJwt({ ...claims, iss: clientId, sub: clientId, aud: audience, exp: iat + expiresIn, iat, jti }, signer, { jku });
}
function clientAssertionParams(assertion) {
  return { client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer", client_assertion: assertion };
}

// dist/smart/configuration.js
function listWith(...needed) {
  const fits = (list = needed) => Array.isArray(list) && list.every(isString) && (!needed[0] || needed.some((name) => list.includes(name)));
  return [fits, needed.join(" or ") || "strings"];
}
var MEMBERS2 = {
  token_endpoint: [isSecure, "an https URL"],
  token_endpoint_auth_methods_supported: /* @__PURE__ */ listWith("private_key_jwt"),
  token_endpoint_auth_signing_alg_values_supported: /* @__PURE__ */ listWith("RS384", "ES384"),
  scopes_supported: /* @__PURE__ */ listWith(),
  capabilities: /* @__PURE__ */ listWith()
};
function fhirBase(url) {
  const base = secureUrl(url, "fhirBaseUrl");
  base.search = base.hash = "";
  base.pathname = base.pathname.replace(/\/*$/, "/");
  return base;
}
function requestConfiguration(base, options) {
  return request(new URL(".well-known/smart-configuration", base), { headers: { accept: "application/json" } }, options);
}
function judgeConfiguration(answer) {
  return success(answer, "JSON; is this the FHIR base URL?", MEMBERS2);
}
async function fetchSmartConfiguration(fhirBaseUrl, options = {}) {
  return judgeConfiguration(await requestConfiguration(fhirBase(fhirBaseUrl), options));
}

// dist/smart/backend-services.js
var REMEDIES = {
  invalid_client: "a registered client_id, its kid in the published set, aud as the server wants it, a right clock",
  invalid_scope: "scopes that the client is registered for"
};
var MEMBERS3 = {
  access_token: [(token) => isString(token) && token, "a string"],
  token_type: [(type) => /^bearer$/i.test(type), "bearer"],
  expires_in: [(life) => typeof life === "number" && life >= 1 && life < 31536e3, "the seconds of its life"],
  scope: [isString, "the scopes granted"]
};
function requestToken(url, scope, assertion, options) {
  const body = new URLSearchParams({ grant_type: "client_credentials", scope, ...clientAssertionParams(assertion) });
  return request(url, { method: "POST", body, headers: { accept: "application/json" } }, options);
}
function judgeToken(answer, asked, sent) {
  const { error, error_description: description } = answer.json ?? {};
  if (error && isString(error)) {
    throw unusable(answer.url, error, REMEDIES[error] ?? "a client registered for client_credentials with private_key_jwt", {
      status: answer.response.status,
      error,
      ...isString(description) && { description }
    });
  }
  const { access_token, expires_in, scope } = success(answer, "JSON; is this the token endpoint?", MEMBERS3);
  const granted = scope.split(" ");
  return {
    accessToken: access_token,
    scope,
    missingScopes: asked.split(" ").filter((name) => name && !granted.includes(name)),
    expiresAt: sent + expires_in
  };
}
function freshness({ headers }) {
  const control = headers.get("cache-control") ?? "";
  return /no-(store|cache)/i.test(control) ? 0 : Number(/max-age=(\d+)/i.exec(control)?.[1] ?? 300) * 1e3;
}
function repeatable(body) {
  return body == null || isString(body) || ArrayBuffer.isView(body) || [ArrayBuffer, Blob, FormData, URLSearchParams].some((type) => body instanceof type);
}
function createBackendServicesClient(options) {
  const { fhirBaseUrl, tokenEndpoint, scope, audience, now = Date.now, timeout = 1e4, retries = 2 } = options;
  const base = fhirBaseUrl === void 0 ? fhirBaseUrl : fhirBase(fhirBaseUrl);
  const endpoint = tokenEndpoint === void 0 ? tokenEndpoint : secureUrl(tokenEndpoint, "tokenEndpoint");
  expectOption(base || endpoint, "fhirBaseUrl or tokenEndpoint: expected one of them");
  expectOption(scope && isString(scope), "scope: expected a string");
  const budget = timeout * 3;
  let discovered;
  let current;
  let pending;
  let began;
  let ahead = 0;
  async function tokenUrl() {
    if (endpoint)
      return endpoint;
    if (!discovered || now() >= discovered.until) {
      const answer = await requestConfiguration(base, options);
      discovered = { url: new URL(judgeConfiguration(answer).token_endpoint), until: now() + freshness(answer.response) };
    }
    return discovered.url;
  }
  async function renew() {
    const url = await tokenUrl();
    for (let attempt = 0; ; attempt++) {
      const believed = ahead;
      const sent = Math.floor(now() / 1e3);
      const assertion = await createClientAssertion({ ...options, audience: audience ?? url.href, now: () => now() + believed });
      let headers = new Headers();
      try {
        const answer = await requestToken(url, scope, assertion, options);
        headers = answer.response.headers;
        const date = Date.parse(headers.get("date"));
        if (date)
          ahead = date - now();
        const token = judgeToken(answer, scope, sent);
        const margin = Math.min(60, Math.max(5, (token.expiresAt - sent) / 10));
        current = { token, until: (token.expiresAt - margin) * 1e3 };
        return token;
      } catch (error) {
        const { code, status } = error;
        if (code === "ERR_OAUTH" && Math.abs(ahead - believed) > 5e3 && attempt <= retries)
          continue;
        const asked = headers.get("retry-after") ?? "";
        const backoff = 250 * 2 ** attempt;
        const delay = Math.max(backoff, Number(asked) * 1e3 || Date.parse(asked) - now() - ahead || 0) + backoff * Math.random();
        const transient = !status || status === 429 || status > 499;
        if (!transient || !(attempt < retries) || now() + delay > began + budget) {
          discovered = void 0;
          throw error;
        }
        await new Promise((resolve) => setTimeout(resolve, delay));
      }
    }
  }
  async function accessToken(signal) {
    if (current && now() < current.until)
      return current.token;
    if (!pending || now() > began + budget) {
      began = now();
      pending = renew().finally(() => pending = void 0);
    }
    return within(budget, pending, signal);
  }
  return {
    accessToken: (options2) => accessToken(options2?.signal),
    async fetch(input, init) {
      const original = input instanceof Request ? input : void 0;
      const url = new URL(original?.url ?? input, base);
      if (!base || !`${url.href.replace(/[?#].*/, "")}/`.startsWith(base.href) || /%(2f|5c)/i.test(url.pathname)) {
        throw unusable(url, "not sent", `a URL below ${base?.href ?? "fhirBaseUrl"}, for which the token is`);
      }
      const again = repeatable(init?.body) && /^(GET|HEAD)$/.test(original?.method ?? "GET");
      for (let last = !again; ; last = true) {
        const { accessToken: token } = await accessToken(init?.signal ?? original?.signal);
        const headers = new Headers(init?.headers ?? original?.headers);
        headers.set("authorization", `Bearer ${token}`);
        const response = await (options.fetch ?? fetch)(original ?? url.href, { ...init, headers, redirect: "manual" });
        if (response.status !== 401)
          return response;
        if (current?.token.accessToken === token)
          current = void 0;
        if (last)
          return response;
        response.body?.cancel().catch(() => {
        });
      }
    }
  };
}
export {
  clientAssertionParams,
  createBackendServicesClient,
  createClientAssertion,
  fetchSmartConfiguration
};
