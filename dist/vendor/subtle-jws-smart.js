// subtle-jws-smart, of the npm package subtle-jws 0.1.0. MIT. Copyright (c) 2026 the subtle-jws authors.
// @ts-self-types="./subtle-jws-smart.d.ts"

// src/errors.ts
var JoseError = class extends Error {
  /** The message is `found: expected expected`. */
  constructor(code, found, expected, options) {
    super(`${found}: expected ${expected}`, options);
    this.name = "JoseError";
    this.code = code;
  }
};
function must(met, code, found, expected) {
  if (!met) throw new JoseError(code, found, expected);
}
function shown(value) {
  return `${JSON.stringify(value)}`.slice(0, 99);
}

// src/json.ts
var UTF8 = /* @__PURE__ */ new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
var isString = (value) => typeof value === "string";
function parseJsonObject(bytes, what) {
  let value;
  try {
    value = JSON.parse(UTF8.decode(bytes));
  } catch {
  }
  const sound = value instanceof Object && !Array.isArray(value) && membersWritten(bytes) === membersOf(value);
  must(sound, "ERR_JSON", what, "a JSON object in UTF-8, no member twice");
  return value;
}
function membersWritten(json) {
  let members = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const octet = json[i];
    if (octet === 34) quoted = !quoted;
    else if (quoted) i += Number(octet === 92);
    else members += Number(octet === 58);
  }
  return members;
}
function membersOf(value) {
  let members = 0;
  const values = [value];
  for (const next of values) {
    if (!(next instanceof Object)) continue;
    const inner = Object.values(next);
    if (!Array.isArray(next)) members += inner.length;
    for (const member of inner) values.push(member);
  }
  return members;
}

// src/http.ts
var LIMIT = 65536;
function expectOption(met, option) {
  if (!met) throw new TypeError(option);
}
function requireTimeout(timeout) {
  expectOption(timeout > 0 && timeout <= 7e8, "timeout: expected 1 to 7e8 milliseconds");
}
function isSecure(url) {
  return typeof url === "string" && URL.canParse(url) && /^(https:\/\/[^/@]+|http:\/\/(localhost|127(\.\d+){3}|\[::1])(:\d+)?)\//.test(new URL(url).href);
}
function secureUrl(url, option) {
  expectOption(
    isSecure(url),
    `${option} ${shown(`${url}`.replace(/\/\/[^]*@/, "//…@"))}: expected an https URL`
  );
  return new URL(url);
}
function unusable(url, found, expected, details = {}) {
  const code = details.error ? "ERR_OAUTH" : "ERR_HTTP";
  return Object.assign(new JoseError(code, `${url.origin}${url.pathname}: ${found}`, expected), details);
}
function within(timeout, promise, signal) {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    const timer = setTimeout(
      reject,
      timeout,
      new JoseError("ERR_HTTP", "no answer", `one in ${timeout} ms; try again`)
    );
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    });
  });
}
async function request(url, init, options) {
  const { fetch: send = fetch, signal, timeout = 1e4 } = options;
  requireTimeout(timeout);
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
    throw unusable(
      url,
      "no answer",
      `${LIMIT} octets at most in ${timeout} ms, with a valid certificate (see cause)`,
      {
        cause
      }
    );
  } finally {
    controller.abort();
  }
}
function success({ url, response, json }, remedy, members) {
  const { status, ok, headers } = response;
  const expect = (met, found2, expected) => {
    if (!met) throw unusable(url, found2, expected, { status });
  };
  const later = status > 499 || status === 429;
  const found = `status ${status}, ${shown(headers.get("content-type"))}`;
  expect(ok || later || status > 399, found, "no redirect");
  expect(ok && json, found, later ? "an answer; try again later" : remedy);
  for (const [member, [fits, expected]] of Object.entries(members))
    expect(fits(json[member]), member, expected);
  return json;
}

// src/base64url.ts
var ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
var UTF82 = /* @__PURE__ */ new TextEncoder();
var ENCODE = /* @__PURE__ */ UTF82.encode(ALPHABET);
var ASCII = /* @__PURE__ */ new TextDecoder();
var OCTETS = /* @__PURE__ */ new Uint8Array(4096);
var TEXT = /* @__PURE__ */ new Uint8Array(4096);
function utf8(text) {
  if (text.length * 3 > OCTETS.length) return UTF82.encode(text);
  return OCTETS.subarray(0, UTF82.encodeInto(text, OCTETS).written);
}
function encodedLength(length) {
  return Math.ceil(length * 4 / 3);
}
function writeGroup(group, target, at) {
  target[at] = ENCODE[group >> 18];
  target[at + 1] = ENCODE[group >> 12 & 63];
  target[at + 2] = ENCODE[group >> 6 & 63];
  target[at + 3] = ENCODE[group & 63];
}
function base64urlOf(bytes) {
  if (bytes.toBase64) return bytes.toBase64({ alphabet: "base64url", omitPadding: true });
  const length = encodedLength(bytes.length);
  const text = length > TEXT.length ? new Uint8Array(length) : TEXT;
  let at = 0;
  let i = 0;
  for (; i + 2 < bytes.length; i += 3, at += 4)
    writeGroup(bytes[i] << 16 | bytes[i + 1] << 8 | bytes[i + 2], text, at);
  writeGroup(bytes[i] << 16 | bytes[i + 1] << 8, text, at);
  return ASCII.decode(text.subarray(0, length));
}

// src/algorithms.ts
var family = (bits, curve, octets) => [
  {
    alg: `RS${bits}`,
    kty: "RSA",
    sign: "n e d p q dp dq qi",
    verify: "n e",
    name: "RSASSA-PKCS1-v1_5",
    hash: "SHA-" + bits
  },
  {
    alg: `PS${bits}`,
    kty: "RSA",
    sign: "n e d p q dp dq qi",
    verify: "n e",
    name: "RSA-PSS",
    hash: "SHA-" + bits,
    saltLength: bits / 8
  },
  {
    alg: `ES${bits}`,
    kty: "EC",
    sign: `x:${octets} y:${octets} d:${octets}`,
    verify: `x:${octets} y:${octets}`,
    name: "ECDSA",
    hash: "SHA-" + bits,
    namedCurve: "P-" + curve,
    size: octets * 2
  }
];
var lattice = (alg, octets, size) => ({
  alg,
  kty: "AKP",
  sign: `pub:${octets} priv:32`,
  verify: `pub:${octets}`,
  name: alg,
  size
});
var TABLE = [
  ...family(256, 256, 32),
  ...family(384, 384, 48),
  ...family(512, 521, 66),
  {
    alg: "Ed25519",
    kty: "OKP",
    sign: "x:32 d:32",
    verify: "x:32",
    name: "Ed25519",
    namedCurve: "Ed25519",
    size: 64
  },
  // The older name of the same algorithm: deprecated by RFC 9864, and still the more common one.
  {
    alg: "EdDSA",
    kty: "OKP",
    sign: "x:32 d:32",
    verify: "x:32",
    name: "Ed25519",
    namedCurve: "Ed25519",
    size: 64
  },
  lattice("ML-DSA-44", 1312, 2420),
  lattice("ML-DSA-65", 1952, 3309),
  lattice("ML-DSA-87", 2592, 4627)
];
function algorithmOf(alg) {
  const row = TABLE.find((row2) => row2.alg === alg);
  if (!row) throw new JoseError("ERR_ALG", `alg ${shown(alg)}`, "a JwsAlgorithm");
  return row;
}
function algorithmsOf(jwk, asked) {
  return TABLE.filter(
    ({ alg, kty, namedCurve = jwk.crv }) => kty === jwk.kty && namedCurve === jwk.crv && alg === (jwk.alg ?? alg) && alg === (asked ?? alg)
  );
}
var KEPT = /* @__PURE__ */ new WeakMap();
function keptOf(owner) {
  let kept = KEPT.get(owner);
  if (!kept) KEPT.set(owner, kept = {});
  return kept;
}
var COPYING = /* @__PURE__ */ new WeakSet();

// src/webcrypto.ts
var chosen;
function subtleCrypto() {
  const subtle = chosen ?? globalThis.crypto?.subtle;
  must(subtle, "ERR_CRYPTO", "no crypto.subtle", "https, Node 20+ or setSubtleCrypto");
  return subtle;
}

// src/jwk.ts
function need(met, lacking) {
  must(met, "ERR_JWK", "JWK", lacking);
}
function keysOf(key) {
  const { keys = key } = key;
  return Array.isArray(keys) ? keys : [keys];
}
function selectKey(key, use, askedAlg) {
  const keys = keysOf(key).map(Object);
  const lack = (jwk) => {
    const { use: purpose = "sig", key_ops: ops = [use] } = jwk;
    const rows = algorithmsOf(jwk, askedAlg);
    return rows.length !== 1 || jwk.keys ? `one alg by kty, crv: ${rows.map((row) => row.alg)}` : purpose !== "sig" || !Array.isArray(ops) || !ops.includes(use) || new Set(ops).size < ops.length ? `use sig, key_ops ${use}` : use === "sign" && !(jwk.d ?? jwk.priv) && "d";
  };
  const [found, other] = keys.filter((jwk) => !lack(jwk));
  must(
    found && !other,
    !key.keys ? "ERR_JWK" : found ? "ERR_KEY_AMBIGUOUS" : "ERR_KEY_NOT_FOUND",
    "JWK",
    found ? "one by kid or alg" : [...new Set(keys.map(lack))]
  );
  return found;
}
function bareKey(jwk, use, { alg, kty, [use]: members, size, namedCurve }) {
  const bare = namedCurve ? { kty, crv: namedCurve } : kty === "AKP" ? { kty, alg } : { kty };
  let [n, e, d, p, q, dp, dq, qi] = members.split(" ").map((spec) => {
    const [member, fixed] = spec.split(":");
    const given = jwk[member];
    const text = bare[member] = isString(given) ? given : "";
    const spare = BigInt(text.length * 6 % 8);
    const bits = [...text.slice(0, 3500)].reduce(
      (number2, char) => number2 << 6n | BigInt(ALPHABET.indexOf(char)),
      0n
    );
    const number = bits >> spare;
    const octets = Number(fixed ?? number.toString(16).length + 1 >> 1);
    need(
      text.length === encodedLength(octets) && number << spare === bits && bits >= 0n,
      `${member} of ${fixed ?? "minimal"} octets`
    );
    return number;
  });
  if (!size) {
    need(
      n >> 2047n && e >> 1n && e & 1n && !(n >> 8192n | e >> 32n),
      "n of 2048 to 8192 bits, odd e of 2 to 32 bits"
    );
    need(
      use !== "sign" || p > 1n && q > 1n && !(p * q - n | q * qi % p - 1n | d % --p - dp | d % --q - dq),
      "d p q dp dq qi of n"
    );
  }
  return bare;
}

// src/jws.ts
function encodeHeader({ alg, kid }, added, typ) {
  const header = { alg, kid, typ, ...added };
  must(header.alg === alg, "ERR_ALG", `alg ${header.alg}`, alg);
  const sorted = {};
  for (const member of Object.keys(header).sort()) sorted[member] = header[member];
  return base64urlOf(utf8(JSON.stringify(sorted)));
}
async function signCompact(payload, signer, header, typ) {
  if (signer instanceof Promise) signer = await signer;
  const { size: least = 256, size: most = 1024 } = algorithmOf(signer.alg);
  const headers = header ? {} : keptOf(signer);
  const encodedHeader = headers[`${typ}`] ??= encodeHeader(signer, header, typ);
  const encodedPayload = base64urlOf(isString(payload) ? utf8(payload) : payload);
  const signingInput = `${encodedHeader}.${encodedPayload}`;
  const octets = utf8(signingInput);
  const signature = await signer.sign(COPYING.has(signer.sign) ? octets : octets.slice());
  must(signature.length >= least && signature.length <= most, "ERR_SIGNATURE", "octets of a signature", least);
  return `${signingInput}.${base64urlOf(signature)}`;
}

// src/keys.ts
function importJwk(key, use, askedAlg) {
  const jwk = key.keys ? selectKey(key, use, askedAlg) : key;
  const kept = keptOf(Object(jwk));
  const name = `${use} ${askedAlg}`;
  return kept[name] ??= importOnce(jwk, use, askedAlg).catch((error) => {
    delete kept[name];
    throw error;
  });
}
async function importOnce(jwk, use, askedAlg) {
  const row = algorithmsOf(selectKey(jwk, use, askedAlg), askedAlg)[0];
  const imported = await importBare(jwk, use, row);
  if (use === "sign") {
    const probe = new Uint8Array(1);
    const { verify } = await importBare(jwk, "verify", row);
    const sound = imported.sign(probe).then((signature) => verify(signature, probe));
    need(await sound.catch(() => false), "its own d");
  }
  return imported;
}
async function importBare(jwk, use, row) {
  const refuse = ({ name }) => {
    throw new JoseError(
      name === "NotSupportedError" ? "ERR_CRYPTO" : "ERR_JWK",
      `WebCrypto: ${name}`,
      `${row.alg} key`
    );
  };
  const bare = bareKey(jwk, use, row);
  return bind(await subtleCrypto().importKey("jwk", bare, row, false, [use]).catch(refuse), row, jwk.kid);
}
function bind(key, row, kid) {
  const subtle = subtleCrypto();
  const octets = row.size ?? key.algorithm.modulusLength + 7 >> 3;
  const sign = (signingInput) => subtle.sign(row, key, signingInput).then(octetsOf);
  COPYING.add(sign);
  return {
    alg: row.alg,
    kid,
    sign,
    verify: async (signature, signingInput) => signature.length === octets && subtle.verify(row, key, signature, signingInput)
  };
}
function octetsOf(buffer) {
  return new Uint8Array(buffer);
}

// src/jwt.ts
function signerFor(key) {
  return key.sign ? key : importJwk(key, "sign");
}
async function signJwt(claims, key, header) {
  const json = JSON.stringify(claims);
  if (json?.[0] !== "{") throw new TypeError("claims: expected an object");
  return signCompact(json, signerFor(key), header, "JWT");
}

// src/smart/assertion.ts
async function createClientAssertion(options) {
  const {
    clientId,
    audience,
    jku,
    expiresIn = 240,
    now = Date.now,
    jti = crypto.randomUUID(),
    claims
  } = options;
  for (const [option, value] of Object.entries({ clientId, jti })) {
    expectOption(value && isString(value), `${option}: expected a string`);
  }
  expectOption(
    Number.isInteger(expiresIn) && expiresIn > 0 && expiresIn < 301,
    "expiresIn: expected 1 to 300 seconds"
  );
  const audiences = [audience].flat();
  for (const url of [audiences[0], ...audiences]) secureUrl(url, "audience");
  if (jku !== void 0) secureUrl(jku, "jku");
  const signer = await signerFor(options.key);
  expectOption(signer.kid, "key: expected a kid, as published");
  const iat = Math.floor(now() / 1e3);
  expectOption(iat >= 0, "now: expected milliseconds since 1970");
  const exp = iat + expiresIn;
  return signJwt({ ...claims, iss: clientId, sub: clientId, aud: audience, exp, iat, jti }, signer, { jku });
}
function clientAssertionParams(assertion) {
  return {
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion
  };
}

// src/smart/configuration.ts
function listWith(...needed) {
  const fits = (list = needed) => Array.isArray(list) && list.every(isString) && (!needed[0] || needed.some((name) => list.includes(name)));
  return [fits, needed.join(" or ") || "strings"];
}
var MEMBERS = {
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
  return request(
    new URL(".well-known/smart-configuration", base),
    { headers: { accept: "application/json" } },
    options
  );
}
function judgeConfiguration(answer) {
  return success(answer, "JSON; is fhirBaseUrl right?", MEMBERS);
}
async function fetchSmartConfiguration(fhirBaseUrl, options = {}) {
  return judgeConfiguration(await requestConfiguration(fhirBase(fhirBaseUrl), options));
}

// src/smart/backend-services.ts
var REMEDIES = /* @__PURE__ */ new Map([
  ["invalid_client", "a registered client_id and kid, its aud, a right clock (ask subtle-jws doctor)"],
  ["invalid_scope", "scopes registered for the client"]
]);
var MEMBERS2 = {
  // What a header can hold, for another would be quoted by the runtime's own error (RFC 6749 §A.12).
  access_token: [(token) => isString(token) && /^[!-~]+$/.test(token), "a string of visible ASCII"],
  token_type: [(type) => /^bearer$/i.test(type), "bearer"],
  expires_in: [(life) => typeof life === "number" && life >= 1 && life < 31536e3, "seconds"],
  scope: [isString, "the scopes granted"]
};
function requestToken(url, scope, assertion, options) {
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    scope,
    ...clientAssertionParams(assertion)
  });
  return request(url, { method: "POST", body, headers: { accept: "application/json" } }, options);
}
function judgeToken(answer, asked, sent) {
  const { error, error_description: description } = answer.json ?? {};
  if (error && isString(error)) {
    throw unusable(
      answer.url,
      shown(error),
      REMEDIES.get(error) ?? "a client registered for client_credentials",
      {
        status: answer.response.status,
        error,
        ...isString(description) && { description }
      }
    );
  }
  const { access_token, expires_in, scope } = success(answer, "JSON; is tokenEndpoint right?", MEMBERS2);
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
  const seconds = Number(/max-age=(\d+)/i.exec(control)?.[1] ?? 300);
  return /no-(store|cache)/i.test(control) ? 0 : Math.min(seconds, 86400) * 1e3;
}
function repeatable(body) {
  const types = [ArrayBuffer, Blob, FormData, URLSearchParams];
  return body == null || isString(body) || ArrayBuffer.isView(body) || types.some((type) => body instanceof type);
}
function createBackendServicesClient(options) {
  const {
    fhirBaseUrl,
    tokenEndpoint,
    scope,
    audience,
    now = Date.now,
    timeout = 1e4,
    retries = 2
  } = options;
  const { responseTimeout = 3e5 } = options;
  const base = fhirBaseUrl === void 0 ? fhirBaseUrl : fhirBase(fhirBaseUrl);
  if (tokenEndpoint !== void 0) secureUrl(tokenEndpoint, "tokenEndpoint");
  expectOption(base || tokenEndpoint, "expected fhirBaseUrl or tokenEndpoint");
  expectOption(scope && isString(scope), "scope: expected a string");
  for (const time of [timeout, responseTimeout]) requireTimeout(time);
  const budget = timeout * 3;
  let discovered;
  let current;
  let pending;
  let began;
  let ahead = 0;
  async function discover() {
    if (!discovered || now() >= discovered.until) {
      const answer = await requestConfiguration(base, options);
      const { token_endpoint: endpoint } = judgeConfiguration(answer);
      discovered = { endpoint, until: now() + freshness(answer.response) };
    }
    return discovered.endpoint;
  }
  async function renew() {
    const endpoint = tokenEndpoint ?? await discover();
    const time = () => now() + ahead;
    for (let attempt = 0; ; attempt++) {
      const believed = ahead;
      const sent = Math.floor(now() / 1e3);
      const assertion = await createClientAssertion({ ...options, audience: audience ?? endpoint, now: time });
      let headers = new Headers();
      try {
        const answer = await requestToken(new URL(endpoint), scope, assertion, options);
        headers = answer.response.headers;
        const date = Date.parse(headers.get("date"));
        if (date) ahead = date - now();
        const token = judgeToken(answer, scope, sent);
        const margin = Math.min(60, Math.max(5, (token.expiresAt - sent) / 10));
        current = { token, until: (token.expiresAt - margin) * 1e3 };
        return token;
      } catch (error) {
        const { code, status } = error;
        if (code === "ERR_OAUTH" && Math.abs(ahead - believed) > 5e3 && attempt <= Math.min(retries, 2))
          continue;
        const asked = headers.get("retry-after");
        const backoff = 250 * 2 ** attempt;
        const wait = Number(asked) * 1e3 || Date.parse(asked) - time() || 0;
        const delay = Math.max(backoff, wait) + backoff * Math.random();
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
    if (current && now() < current.until) return current.token;
    if (!pending || now() > began + budget) {
      began = now();
      const asked = renew().finally(() => {
        if (pending === asked) pending = void 0;
      });
      pending = asked;
    }
    return within(budget, pending, signal);
  }
  return {
    accessToken: (options2) => accessToken(options2?.signal),
    async fetch(input, init) {
      const original = input instanceof Request ? input : void 0;
      const url = new URL(original?.url ?? input, base);
      const path = `${url.href.replace(/[?#].*/, "")}/`;
      if (!base || !path.startsWith(base.href) || /%(2f|5c)|(\.|%2e){2}(;|%3b)/i.test(path.slice(base.href.length))) {
        throw unusable(url, "not sent", `a URL below ${base ?? "fhirBaseUrl"}`);
      }
      const signal = init?.signal ?? original?.signal;
      const again = repeatable(init?.body) && /^(GET|HEAD)$/.test(original?.method ?? "GET");
      for (let last = !again; ; last = true) {
        const { accessToken: token } = await accessToken(signal);
        const headers = new Headers(init?.headers ?? original?.headers);
        headers.set("authorization", `Bearer ${token}`);
        const late = new AbortController();
        const either = AbortSignal.any(signal ? [signal, late.signal] : [late.signal]);
        const sent = { ...init, headers, redirect: "manual", signal: either };
        const answered = (options.fetch ?? fetch)(original ?? url.href, sent);
        const response = await within(responseTimeout, answered).catch((error) => {
          late.abort();
          throw error;
        });
        if (response.status !== 401) return response;
        if (current?.token.accessToken === token) current = void 0;
        if (last) return response;
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
